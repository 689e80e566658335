"""Brings the project's own data files into the tables. Running it twice changes nothing."""

import csv
import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from nightlight.agencies.models import Agency, AgencyKind, Membership, Territory

DATA = Path(__file__).parent / "data"
NATIONAL = "national"
PRACTICE_PROVIDER = "practice-provider"


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _telephone(code: str) -> str:
    """Return an invented number (555-01xx) until the agency sets its own; the same one each time."""
    return f"555-01{int(hashlib.sha256(code.encode()).hexdigest(), 16) % 100:02d}"


@transaction.atomic
def load() -> None:
    """Load the national coordinator, task forces, affiliates, federal recipients, one provider, and territories."""
    national = _agency(NATIONAL, AgencyKind.NATIONAL, name="National coordinator")
    _agency(PRACTICE_PROVIDER, AgencyKind.PROVIDER, name="Example Social")
    load_recipients()
    task_forces = {
        row["code"]: _agency(
            row["code"].lower(),
            AgencyKind.TASK_FORCE,
            name=row["name"],
            lead_agency=row["lead_agency"],
            state=row["state"],
            source=row["source"],
        )
        for row in _rows("task_forces.csv")
    }
    parents = {agency.pk: (national, agency.source) for agency in task_forces.values()}
    for row in _rows("affiliates.csv"):
        over = task_forces[row["task_force_code"]]
        code = f"{over.code}-{slugify(row['name'])}"[:40].rstrip("-")
        affiliate = _agency(code, AgencyKind.AFFILIATE, name=row["name"], state=over.state, source=row["source"])
        parents[affiliate.pk] = (over, row["source"])
    _join(parents)
    _claim(task_forces)


def load_recipients() -> None:
    """Load the federal recipients of desks, also into a database that is older than they are."""
    for row in _rows("recipients.csv"):
        _agency(row["code"], AgencyKind.FEDERAL, name=row["name"], state=row["state"], source=row["source"])


def _agency(code: str, kind: AgencyKind, *, name: str, **more: str) -> Agency:
    words = {"kind": kind, "name": name, "contact": "Duty desk", "telephone": _telephone(code), **more}
    agency, _ = Agency.objects.get_or_create(code=code, defaults=words)
    return agency


def _join(parents: dict[UUID, tuple[Agency, str]]) -> None:
    joined = set(Membership.objects.filter(valid_to=None).values_list("agency_id", flat=True))
    Membership.objects.bulk_create(
        Membership(agency_id=child, parent=parent, source=source)
        for child, (parent, source) in parents.items()
        if child not in joined
    )


def _claim(task_forces: dict[str, Agency]) -> None:
    claimed = set(Territory.objects.filter(valid_to=None).values_list("agency_id", "fips"))
    Territory.objects.bulk_create(
        Territory(
            agency=agency,
            level=row["level"],
            fips=row["fips"],
            state=row["state"],
            name=row["name"],
            basis=row["basis"],
            certainty=row["certainty"],
            attested_on=date.fromisoformat(row["attested_on"]) if row["attested_on"] else None,
            source=row["source"],
        )
        for row in _rows("territories.csv")
        if (agency := task_forces.get(row["task_force_code"])) and (agency.pk, row["fips"]) not in claimed
    )
