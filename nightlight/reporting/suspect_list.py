"""A run of high-priority suspects as it leaves the house: the list, its policies, its digest; names only where opened.

Without names it is the same for every reader. With names it holds those that the reader opened for a stated reason;
who, why and when is written down before this is made (28 CFR 23.20(g)).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nightlight.suspects.models import Confidence, Run, RunLine, Sensitivity

ALLEGED = "Everyone on this list is alleged to have committed an offense until a court decides."
ORDER = "The order follows named indicators of seriousness or danger, never a count of files or tips."
MARKING = "Law enforcement sensitive. Not to be passed on outside the recipient agency."


@dataclass(frozen=True, slots=True)
class Named:
    """A name that was opened, with the labels that travel with it."""

    name: str
    activity: str
    sensitivity: Sensitivity
    confidence: Confidence


@dataclass(frozen=True, slots=True)
class SuspectList:
    """A run, its entries in order, and the names that were opened, by line."""

    run: Run
    entries: Sequence[tuple[RunLine, str]]
    """Each line, and what became of it since the run in words; empty where it is in force still."""
    named: Mapping[UUID, Named]

    @property
    def has_names(self) -> bool:
        """Whether names were opened for it."""
        return bool(self.named)

    @property
    def standing(self) -> str:
        """When and by whom it was made, and by which rules, in a sentence."""
        run = self.run
        return (
            f"Run {run.number} of {run.made_at:%Y-%m-%d %H:%M} UTC by {run.agency.name}, by the indicators of "
            f"{run.indicators_date:%Y-%m-%d} and the rhythm of {run.rhythm_date:%Y-%m-%d} (34 U.S.C. 21115(e)(1)(B))."
        )

    def rows(self) -> list[dict[str, Any]]:
        """Return one row per entry, under the keys that every form of the list has."""
        return [self._row(line, since) for line, since in self.entries]

    def _row(self, line: RunLine, since: str) -> dict[str, Any]:
        agency, named = line.nominated_by, self.named.get(line.pk)
        row: dict[str, Any] = {
            "place": line.place,
            "number": line.number,
            "agency": agency.name,
            "contact": agency.contact,
            "telephone": agency.telephone,
            "indicators": [one["words"] for one in line.indicators],
            "law": [one["law"] for one in line.indicators],
            "because": line.because,
            "approved_on": line.approved_on.isoformat() if line.approved_on else "",
            "since": since,
        }
        if self.has_names:
            row["name_alleged"] = named.name or "name not known" if named else "not opened"
            row["activity_alleged"] = named.activity if named else ""
            row["sensitivity"] = named.sensitivity if named else ""
            row["confidence"] = named.confidence if named else ""
        return row

    def as_json(self) -> dict[str, Any]:
        """Return what scripts rely on."""
        run = self.run
        return {
            "run": run.number,
            "made_at": run.made_at.isoformat(),
            "agency": run.agency.name,
            "digest": run.digest,
            "policies": {
                "suspects.indicators": {"date": run.indicators_date.isoformat(), "digest": run.indicators_digest},
                "suspects.rhythm": {"date": run.rhythm_date.isoformat(), "digest": run.rhythm_digest},
            },
            "remarks": [ALLEGED, ORDER, MARKING],
            "entries": self.rows(),
        }
