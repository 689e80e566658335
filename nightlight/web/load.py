"""The load of a task force: what is open, how old it is, how long a first look takes, who has what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.agencies import tree
from nightlight.agencies.models import Agency, AgencyKind
from nightlight.foundation import clock
from nightlight.web.access import Request, page
from nightlight.web.templatetags.words import count, since, three_figures
from nightlight.workload.load import AGES, Held, Waits, held_by_agency, waits
from nightlight.workload.people import colleagues
from nightlight.workload.policy import policy

MINUTE, HOUR, DAY = 60, 3_600, 86_400


@dataclass(frozen=True, slots=True)
class Line:
    """One agency of the task force with what it holds, and its waits in words."""

    agency: Agency
    held: Held
    looked_at: int
    median: str
    ninetieth: str


@page(needs=Permission.REPORT_READ)
@require_GET
def load(request: Request) -> HttpResponse:
    """Show the load of the reader's task force; whoever sees several chooses one. A fixed number of queries."""
    user, on = request.user, clock.today()
    choices = _choices(user)
    chosen = next((each for each in choices if each.code == request.GET.get("agency")), None) or _own(user, choices)
    within = tree.within(chosen.pk, on=on)
    rules = policy(on)
    start = clock.now() - timedelta(days=rules.content.first_looks_of_days)
    held = held_by_agency(within, at=clock.now())
    by_agency, of_all = waits(within, since=start)
    together = _sum(held.values())
    shown = {
        "chosen": chosen,
        "choices": [{"value": each.code, "label": each.name, "chosen": each == chosen} for each in choices],
        "figures": _figures(together, of_all, rules.content.first_looks_of_days),
        "ages": _bars(together),
        "together": together,
        "lines": _lines(within, held, by_agency),
        "people": colleagues(user, chosen.pk, on=on),
        "today": on,
        "rules": rules,
        "skills": {each.id: each.words for each in rules.content.skills},
    }
    return render(request, "web/load.html", shown)


def duration(seconds: int | None) -> str:
    """Return a span in the largest unit that says enough: "7 min", "2.5 h", "19 d"."""
    if seconds is None:
        return "not known"
    if seconds < MINUTE:
        return "under 1 min"
    if seconds < 2 * HOUR:
        return f"{seconds // MINUTE} min"
    return f"{three_figures(seconds / HOUR)} h" if seconds < 2 * DAY else f"{three_figures(seconds / DAY)} d"


def _choices(user: User) -> Sequence[Agency]:
    seen = Agency.objects.in_force(clock.today()).filter(user.sees("pk"))
    task_forces = seen.filter(kind=AgencyKind.TASK_FORCE).order_by("name")
    return list(task_forces) or [user.agency]


def _own(user: User, choices: Sequence[Agency]) -> Agency:
    return next((each for each in choices if each.pk == user.agency_id), choices[0])


def _sum(held: Any) -> Held:
    rows = list(held)
    oldest = [row.oldest for row in rows if row.oldest]
    free = [row.oldest_with_nobody for row in rows if row.oldest_with_nobody]
    return Held(
        open=sum(row.open for row in rows),
        folded=sum(row.folded for row in rows),
        not_looked_at=sum(row.not_looked_at for row in rows),
        with_nobody=sum(row.with_nobody for row in rows),
        oldest=min(oldest, default=None),
        oldest_with_nobody=min(free, default=None),
        ages=tuple(sum(row.ages[place] for row in rows) for place in range(len(AGES))),
    )


def _figures(held: Held, wait: Waits, days: int) -> list[dict[str, Any]]:
    folded = f"leads, for {count(held.open + held.folded)} reports" if held.folded else "leads"
    oldest = since(held.oldest_with_nobody) if held.oldest_with_nobody else "none"
    of = f"of {count(wait.looked_at)} first looks in {days} days"
    return [
        {"label": "Open", "numeral": count(held.open), "counts": folded},
        {
            "label": "No first look yet",
            "numeral": count(held.not_looked_at),
            "counts": "nobody of the holder opened it",
        },
        {"label": "Median to first look", "numeral": duration(wait.median), "counts": of},
        {"label": "90th percentile", "numeral": duration(wait.ninetieth), "counts": of},
        {"label": "With nobody", "numeral": count(held.with_nobody), "counts": f"the oldest: {oldest}"},
    ]


def _bars(held: Held) -> list[dict[str, Any]]:
    most = max(held.ages, default=0) or 1
    named = zip(AGES, held.ages, strict=True)
    return [{"label": words, "numeral": count(number), "share": 100 * number / most} for (words, _), number in named]


def _lines(within: Any, held: Mapping[UUID, Held], of_each: Mapping[UUID, Waits]) -> list[Line]:
    agencies = Agency.objects.filter(pk__in=within).order_by("-kind", "name")
    return [
        Line(each, held.get(each.pk, Held()), wait.looked_at, duration(wait.median), duration(wait.ninetieth))
        for each in agencies
        if (wait := of_each.get(each.pk, Waits()))
    ]
