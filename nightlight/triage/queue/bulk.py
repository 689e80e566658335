"""What an act on several reports would do: to which, and to which not, and why. Changes nothing."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.intake.lifecycle import LIFECYCLE
from nightlight.triage.folding import policy as folding_policy
from nightlight.triage.queue.filters import Asked
from nightlight.triage.queue.listing import Row, page_of, rows_of

MOST = 500
"""How many reports go through at once: as many as a person can still look over."""
ALONE = "it is of immediate risk, and goes one at a time"
FOLDED = "it stands under another; it goes with its lead"
Why = Callable[[Row], str]


@dataclass(frozen=True, slots=True)
class Left:
    """Reports that an act leaves out, and why, in words that begin in lower case."""

    why: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Preview:
    """Which of the chosen reports the act takes, and which it leaves out."""

    taken: Sequence[Row]
    left: Sequence[Left]

    @property
    def tiers(self) -> Sequence[tuple[str, int]]:
        """How many of those taken are of which tier, in the order of the tiers."""
        found = Counter((row.tier or 0, row.tier_words) for row in self.taken)
        return [(words, found[tier, words]) for tier, words in sorted(found)]

    @property
    def with_folded(self) -> int:
        """How many reports go along because they stand under one that is taken."""
        return sum(row.folded for row in self.taken)


def chosen(actor: Actor, ids: Sequence[UUID]) -> list[Row]:
    """Return the chosen reports that the actor sees; one more than the most shows that there are too many."""
    return rows_of(actor, list(dict.fromkeys(ids))[: MOST + 1])


def all_that_match(actor: Actor, asked: Asked) -> list[Row]:
    """Return every report of a list, in its order; one more than the most shows that there are too many."""
    return list(page_of(actor, asked, limit=MOST + 1).rows)


def preview(rows: Iterable[Row], why_not: Why) -> Preview:
    """Divide reports into those that an act takes and those that it leaves out, by reason."""
    taken: list[Row] = []
    left: dict[str, list[Row]] = {}
    for row in rows:
        if why := why_not(row):
            left.setdefault(why, []).append(row)
        else:
            taken.append(row)
    return Preview(taken, [Left(why, found) for why, found in left.items()])


def not_assignable(row: Row) -> str:
    """Return why a report cannot be assigned with others, or nothing."""
    if row.tier == 1:
        return ALONE
    if row.folded_into:
        return FOLDED
    return "" if LIFECYCLE.allows("assign", row.status) else f"it is {row.status.replace('_', ' ')}"


def not_offerable(row: Row, holders: Collection[UUID]) -> str:
    """Return why a report cannot be offered with others by those who hold what `holders` hold, or nothing."""
    if why := not_assignable(row):
        return why
    if row.assigned_to is None:
        return "nobody holds it yet; assign it"
    if row.assigned_to.pk not in holders:
        return f"{row.assigned_to.name} holds it; only the holder can offer it"
    return "it is offered already; that offer can be withdrawn on its page" if row.offered_to else ""


def not_decidable(row: Row) -> str:
    """Return why it cannot be said of a report with others whether it involves the Internet, or nothing."""
    return ALONE if row.tier == 1 else ""


def not_acceptable(row: Row) -> str:
    """Return why no suggestion can be accepted for a report with others, or nothing."""
    return not_assignable(row) or ("" if row.is_suggested else "the rules suggest nobody for it")


def not_foldable(row: Row) -> str:
    """Return why a report cannot be folded with others, or nothing. Whether it fits the lead, the act says."""
    if row.tier in folding_policy.policy(clock.today()).content.never_tiers:
        return "a report of immediate risk always stands by itself"
    if row.folded_into:
        return "it is folded already"
    if row.folded:
        return "it stands for others; undo their folds first"
    return "" if row.assigned_to else "nobody works it yet"


def not_unfoldable(row: Row) -> str:
    """Return why a fold of a report cannot be undone, or nothing."""
    return "" if row.folded_into else "it is not folded"
