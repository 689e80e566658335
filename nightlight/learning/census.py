"""The past reports of a period as they were at one moment: every figure about them, and the reports behind each."""

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from nightlight.learning.outcomes import Outcome
from nightlight.triage.assessment.days import Span

Numbers = NDArray[np.int64]
Chosen = NDArray[np.bool_]
OUTCOMES = tuple(Outcome)
LETTERS = 32
"""Digits of an id."""
NOT_KNOWN = -1
STORED = np.dtype("<i4")


@dataclass(frozen=True, slots=True)
class Kind:
    """What many reports have in common: tier and words as first judged, the facts, how much of the checklist."""

    tier: int
    tier_words: str
    true_facts: str
    items: int

    @property
    def facts(self) -> frozenset[str]:
        """The facts that were true."""
        return frozenset(filter(None, self.true_facts.split(",")))


@dataclass(frozen=True, slots=True)
class Counted:
    """One report, as it is counted."""

    report: UUID
    kind: Kind
    outcome: Outcome
    days: tuple[int, ...]
    """For each `Span`, the days that a rule about it would have seen at the first assessment; -1 is not known."""


@dataclass(frozen=True, eq=False)
class Census:
    """The reports in order of receipt, each with its kind, its outcome and its days, as known at a moment (UTC)."""

    taken_at: datetime
    reports: str
    """Their ids, 32 digits each, one after the other."""
    kinds: tuple[Kind, ...]
    kind: Numbers
    outcome: Numbers
    days: Numbers
    """A row for each report, a column for each `Span`."""

    @classmethod
    def of(cls, counted: Iterable[Counted], *, at: datetime) -> "Census":
        """Return the census of some reports, which are given in order of receipt."""
        numbers: dict[Kind, int] = {}
        place = {outcome: number for number, outcome in enumerate(OUTCOMES)}
        ids, kind, outcome, days = [], [], [], []
        for one in counted:
            ids.append(one.report.hex)
            kind.append(numbers.setdefault(one.kind, len(numbers)))
            outcome.append(place[one.outcome])
            days.append(one.days)
        return cls(at, "".join(ids), tuple(numbers), _array(kind), _array(outcome), _table(days))

    def as_text(self) -> str:
        """Return it as it is kept."""
        return json.dumps(
            {
                "taken_at": self.taken_at.isoformat(),
                "reports": self.reports,
                "kinds": [[one.tier, one.tier_words, one.true_facts, one.items] for one in self.kinds],
                "kind": _packed(self.kind),
                "outcomes": [outcome.value for outcome in OUTCOMES],
                "outcome": _packed(self.outcome),
                "spans": [span.value for span in Span],
                "days": _packed(self.days.ravel()),
            },
            separators=(",", ":"),
        )

    @classmethod
    def from_text(cls, text: str) -> "Census":
        """Return what was kept. Raises ValueError for what another version kept with other outcomes or spans."""
        kept: dict[str, Any] = json.loads(text)
        if kept["outcomes"] != [outcome.value for outcome in OUTCOMES] or kept["spans"] != [
            span.value for span in Span
        ]:
            raise ValueError("Another version took this census.")
        days = _unpacked(kept["days"]).reshape(-1, len(Span))
        kinds = tuple(Kind(*one) for one in kept["kinds"])
        at = datetime.fromisoformat(kept["taken_at"])
        return cls(at, kept["reports"], kinds, _unpacked(kept["kind"]), _unpacked(kept["outcome"]), days)

    def __len__(self) -> int:
        return len(self.kind)

    def ids(self, places: Iterable[int]) -> list[UUID]:
        """Return the ids of reports by their places in the order of receipt."""
        return [UUID(self.reports[LETTERS * place : LETTERS * (place + 1)]) for place in places]

    def became(self, outcomes: Sequence[Outcome]) -> Chosen:
        """Say of each report whether its outcome is one of these."""
        return np.isin(self.outcome, [OUTCOMES.index(outcome) for outcome in outcomes])

    def of_kinds(self, wanted: Iterable[bool]) -> Chosen:
        """Say of each report whether its kind is wanted; one answer for each of `kinds`."""
        return np.fromiter(wanted, dtype=np.bool_, count=len(self.kinds))[self.kind]

    @cached_property
    def table(self) -> Numbers:
        """How many reports there are of each kind, by outcome."""
        cells = np.bincount(self.kind * len(OUTCOMES) + self.outcome, minlength=len(self.kinds) * len(OUTCOMES))
        return cells.reshape(len(self.kinds), len(OUTCOMES))

    @cached_property
    def stated(self) -> dict[str, Chosen]:
        """For each fact that any kind states, which of `kinds` do."""
        found: dict[str, Chosen] = {}
        for number, kind in enumerate(self.kinds):
            for fact in kind.facts:
                if fact not in found:
                    found[fact] = np.zeros(len(self.kinds), dtype=np.bool_)
                found[fact][number] = True
        return found

    def lines(self) -> Iterator[tuple[Kind, Numbers]]:
        """Return each kind with its number of reports by outcome."""
        return zip(self.kinds, self.table, strict=True)


def _array(numbers: Sequence[int]) -> Numbers:
    return np.asarray(numbers, dtype=np.int64)


def _packed(numbers: Numbers) -> str:
    """Return numbers as letters: a hundred thousand of them are read back in a millisecond."""
    return base64.b64encode(numbers.astype(STORED).tobytes()).decode()


def _unpacked(letters: str) -> Numbers:
    return np.frombuffer(base64.b64decode(letters), dtype=STORED).astype(np.int64)


def _table(rows: Sequence[Sequence[int]]) -> Numbers:
    return _array([number for row in rows for number in row]).reshape(-1, len(Span))
