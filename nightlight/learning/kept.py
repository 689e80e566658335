"""Figures that are counted in the background: which census a reader gets, and taking those that are wanted.

A period of few reports is read while somebody waits. Of many, the census that was taken last is shown with its moment,
and is taken anew in the background once it is no longer fresh (decision 0030).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotAllowed
from nightlight.foundation.sealed import Actor
from nightlight.learning.census import Census
from nightlight.learning.models import KeptCensus
from nightlight.learning.past import Period
from nightlight.learning.taking import take, take_few

AT_ONCE = 1_000
"""Reports that are read while somebody waits."""
FRESH = timedelta(minutes=10)
PATIENCE = timedelta(seconds=15)
"""How long somebody waits for the background before the page does the work itself."""
KEPT_FOR = timedelta(days=7)
"""How long a census is kept, and renewed from day to day, after somebody last looked."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whoever is of an agency and has some rights: sees what each such person sees, and does nothing."""

    agency: Agency
    rights: frozenset[str]

    @property
    def pk(self) -> Any:
        """Nobody in particular."""
        return None

    @property
    def agency_id(self) -> UUID:
        """The agency of such a person."""
        return self.agency.pk

    def may(self, permission: str) -> bool:
        """Say whether such a person holds the right."""
        return permission in self.rights

    def require(self, permission: str) -> None:
        """Raise NotAllowed unless such a person holds the right."""
        if not self.may(permission):
            raise NotAllowed(permission)

    def sees(self, field: str) -> Q:
        """Return the condition under which such a person sees the rows of an agency."""
        return User(agency=self.agency).sees(field)


def census_for(actor: Actor, period: Period) -> Census | None:
    """Return the census that a reader is shown, or None where it is still being taken. One query, where it is kept."""
    rows: Any = KeptCensus.objects.visible_to(actor)
    kept = rows.filter(**_which(actor, period)).first()
    now = clock.now()
    if kept is None:
        few = take_few(actor, period, most=AT_ONCE)
        if few is None:
            _want(actor, period)
        return few
    if (census := _read(kept)) is not None:
        if now - census.taken_at > FRESH and not kept.is_wanted:
            rows.filter(pk=kept.pk).update(is_wanted=True, looked_at=now)
        return census
    if now - kept.looked_at < PATIENCE:
        return None
    return _taken(kept, actor, period)


def take_wanted(*, stop: Callable[[], bool] = lambda: False) -> int:
    """Take every census that is wanted, who waits longest first, and throw away the forgotten; return how many."""
    _move_on()
    taken, rows = 0, _all()
    waiting = rows.filter(is_wanted=True).select_related("agency", "of").order_by("looked_at")
    while not stop() and (kept := waiting.first()):
        reader = Reader(kept.agency, _rights(kept))
        _taken(kept, reader, Period(kept.first_day, kept.last_day, None if kept.of == kept.agency else kept.of))
        taken += 1
    return taken


def _which(actor: Actor, period: Period) -> dict[str, Any]:
    of = period.agency.pk if period.agency else actor.agency_id
    return {"of": of, "first_day": period.first, "last_day": period.last}


def _want(actor: Actor, period: Period) -> None:
    which = _which(actor, period)
    of = which.pop("of")
    _all().get_or_create(
        agency_id=actor.agency_id,
        of_id=of,
        reads_cases=actor.may("case:read"),
        reads_children=actor.may("victim:read"),
        **which,
        defaults={"looked_at": clock.now()},
    )


def _taken(kept: KeptCensus, actor: Actor, period: Period) -> Census:
    census = take(actor, period)
    _all().filter(pk=kept.pk).update(content=census.as_text(), taken_at=census.taken_at, is_wanted=False)
    return census


def _read(kept: KeptCensus) -> Census | None:
    try:
        return Census.from_text(kept.content) if kept.taken_at else None
    except (KeyError, TypeError, ValueError):  # another version kept something else: it is taken anew
        return None


def _move_on() -> None:
    """Let the last 90 days, where somebody looks at them, be counted up to today; throw away what nobody looks at."""
    now = clock.now()
    lately = Period.lately()
    yesterday = timedelta(days=1)
    _all().filter(looked_at__lt=now - KEPT_FOR).delete()
    gone = _all().filter(first_day=lately.first - yesterday, last_day=lately.last - yesterday, is_wanted=False)
    for kept in gone:
        _all().get_or_create(
            agency_id=kept.agency_id,
            of_id=kept.of_id,
            reads_cases=kept.reads_cases,
            reads_children=kept.reads_children,
            first_day=lately.first,
            last_day=lately.last,
            defaults={"looked_at": kept.looked_at},
        )


def _rights(kept: KeptCensus) -> frozenset[str]:
    held = {"report:read": True, "case:read": kept.reads_cases, "victim:read": kept.reads_children}
    return frozenset(right for right, has in held.items() if has)


def _all() -> Any:
    return KeptCensus.objects.unscoped(because="the background counts for every kind of reader, as each of them")
