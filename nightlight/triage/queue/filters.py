"""What the queue can be filtered by: read from an address or a saved view, and turned into one condition."""

import functools
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThan, In, IsNull

from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.gate.touched import Reaches
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Channel, Lane, Report
from nightlight.intake.nexus import Nexus
from nightlight.triage.assessment.axes import Solvable, Word
from nightlight.triage.queue.keys import BITS, SOLVABLE_STEPS, STEPS, Mark

LETTERS = 200
MOST_VALUES = 20
NOBODY, ME = "none", "me"
LEADS, ALONE, FOLDED = "leads", "alone", "folded"
OVER = "over"
NOTHING = Q(pk__in=[])
OPEN_STATUSES = tuple(status.value for status in ReportStatus if status is not ReportStatus.CLOSED)
Values = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks and when, and what is unread to them: what a condition may depend on besides its values."""

    actor: Actor
    unread: Q = NOTHING
    at: datetime = field(default_factory=clock.now)
    reaches: Reaches = field(default_factory=Reaches, compare=False)


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing to filter by: its name in addresses, its noun, which values fit, and the condition that they make."""

    name: str
    words: str
    fits: Callable[[str], bool]
    condition: Callable[[Values, Asking], Q]
    most: int = MOST_VALUES


@dataclass(frozen=True, slots=True)
class Asked:
    """Filters with their values, and what was given that fits none, as `name: value`."""

    values: Mapping[str, Values] = field(default_factory=dict)
    misfits: Values = ()

    @property
    def lane(self) -> Lane:
        """The lane that is listed: reports that stand by themselves, unless the folded ones are asked for."""
        return Lane.FOLDED if self.values.get("stands") == (FOLDED,) else Lane.LEAD

    def condition(self, asking: Asking) -> Q:
        """Return the condition that a report must fulfil, its lane included."""
        return Q(lane=self.lane.value) & self.within_lane(asking)

    def within_lane(self, asking: Asking) -> Q:
        """Return the condition on a report of the lane. Values of one filter are or, filters are and."""
        condition = Q()
        for name, values in self.values.items():
            condition &= FILTERS[name].condition(values, asking)
        return condition

    def joined(self, other: "Asked") -> "Asked":
        """Return both together; where both name a filter, this one's values hold."""
        return Asked({**other.values, **self.values}, (*other.misfits, *self.misfits))


def read(given: Mapping[str, Sequence[str]]) -> Asked:
    """Return the filters that an address or a saved view names. Unknown names are left alone, misfits kept aside."""
    values: dict[str, Values] = {}
    misfits: list[str] = []
    for name, one in FILTERS.items():
        asked = list(dict.fromkeys(text.strip() for text in given.get(name, ()) if text.strip()))
        fitting = [text for text in asked if len(text) <= LETTERS and one.fits(text)][: one.most]
        misfits += [f"{one.words}: {text[:40]}" for text in asked if text not in fitting]
        if fitting:
            values[name] = tuple(fitting)
    return Asked(values, tuple(misfits))


def _one_of(known: Sequence[str] | Mapping[str, Any]) -> Callable[[str], bool]:
    return lambda text: text in known


def _small(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 4  # noqa: PLR2004 - days of a life, tiers of a policy


def _short(text: str) -> bool:
    return len(text) <= 40  # noqa: PLR2004 - as long as a code may be


def is_id(text: str) -> bool:
    """Say whether a text is the id of a row."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _axis(name: str, steps: Mapping[str, int]) -> Callable[[Values, Asking], Q]:
    return lambda words, _: Q(**{f"{name}__in": [steps[word] for word in words]})


def _status(values: Values, _: Asking) -> Q:
    # not as a bare column: SQLite would leave the covering index for the one on status, and read the table
    return Q(In(Coalesce(F("status"), Value("")), list(values)))


def _holder(codes: Values, _: Asking) -> Q:
    named = Agency.objects.filter(code__in=[code for code in codes if code != NOBODY]).values("pk")
    condition = Q(In(Coalesce(F("assigned_to"), F("assigned_to")), named))
    return condition | Q(assigned_to=None) if NOBODY in codes else condition


def _person(asked: Values, asking: Asking) -> Q:
    # wrapped as above: there is an index on the person alone
    people = [asking.actor.pk if one == ME else UUID(one) for one in asked if one != NOBODY]
    worked_by = Coalesce(F("worked_by"), F("worked_by"))
    condition = Q(In(worked_by, people)) if people else NOTHING
    return condition | Q(IsNull(worked_by, True)) if NOBODY in asked else condition


def _touched(rules: Values, asking: Asking) -> Q:
    return functools.reduce(operator.or_, (asking.reaches.condition(UUID(rule)) for rule in rules))


def _stands(values: Values, asking: Asking) -> Q:
    if len(values) > 1 or values == (FOLDED,):
        return Q()
    leads = Report.objects.visible_to(asking.actor).in_lane(Lane.FOLDED).values("folded_into")
    return Q(pk__in=leads) if values == (LEADS,) else ~Q(pk__in=leads)


def _marks(names: Values, _: Asking) -> Q:
    return Q(GreaterThan(F("marks").bitand(sum(BITS[name] for name in names)), 0))


def _since(days: Values, _: Asking) -> Q:
    return Q(received_at__gte=_midnight(max(days)))


def _until(days: Values, _: Asking) -> Q:
    # the last moment of the day, because no day follows the last that can be written
    return Q(received_at__lte=datetime.combine(date.fromisoformat(min(days)), time.max, UTC))


def _midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.min, UTC)


def _age(days: Values, asking: Asking) -> Q:
    return Q(received_at__lte=asking.at - timedelta(days=max(int(each) for each in days)))


def _clock(days: Values, asking: Asking) -> Q:
    if days == (OVER,):
        return Q(soonest_clock_on__lt=asking.at.date())
    within = max(int(each) for each in days if each != OVER)
    return Q(soonest_clock_on__lte=asking.at.date() + timedelta(days=within))


def _text(name: str) -> Callable[[Values, Asking], Q]:
    """Return the condition that a column holds one of some texts, in any case."""

    def condition(texts: Values, _: Asking) -> Q:
        return functools.reduce(operator.or_, (Q(**{f"{name}__icontains": text}) for text in texts))

    return condition


WORD_VALUES, SOLVABLE_VALUES = [word.value for word in Word], [word.value for word in Solvable]
_ALL = (
    Filter("tier", "tier", _small, lambda tiers, _: Q(tier__in=[int(tier) for tier in tiers])),
    Filter("victim", "victim", _one_of(WORD_VALUES), _axis("victim", STEPS)),
    Filter("offender", "offender", _one_of(WORD_VALUES), _axis("offender", STEPS)),
    Filter("solvable", "solvable", _one_of(SOLVABLE_VALUES), _axis("solvable", SOLVABLE_STEPS)),
    Filter("severity", "severity", _one_of(WORD_VALUES), _axis("severity", STEPS)),
    Filter("status", "status", _one_of(OPEN_STATUSES), _status),
    Filter("holder", "with", _short, _holder),
    Filter("person", "person", lambda text: text in {NOBODY, ME} or is_id(text), _person),
    Filter("desk", "desk", _short, lambda desks, _: Q(desk__in=desks)),
    Filter("provider", "provider", bool, _text("provider")),
    Filter("channel", "came by", _one_of(Channel.values), lambda doors, _: Q(channel__in=doors)),
    Filter("state", "place", lambda code: len(code) == 2 and code.isupper(), lambda codes, _: Q(state__in=codes)),  # noqa: PLR2004 - a postal code
    Filter("known", "facts", _one_of([mark.value for mark in Mark]), _marks),
    Filter("nexus", "Internet nexus", _one_of([one.value for one in Nexus]), lambda found, _: Q(nexus__in=found)),
    Filter("touched", "touched by rule", is_id, _touched, most=1),
    Filter("stands", "folding", _one_of((LEADS, ALONE, FOLDED)), _stands),
    Filter("since", "received from", _date, _since),
    Filter("until", "received to", _date, _until),
    Filter("age", "age", _small, _age),
    Filter("clock", "clock", lambda text: text == OVER or _small(text), _clock),
    Filter("number", "number has", bool, _text("number")),
    Filter("unread", "unread", _one_of(("yes",)), lambda _, asking: asking.unread),
)
FILTERS: Mapping[str, Filter] = {one.name: one for one in _ALL}
"""Every filter by its name, in the order of the form."""
