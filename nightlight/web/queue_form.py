"""The form by which a list of the queue is narrowed, sorted and given its columns; and the chips that say how it is."""

from collections.abc import Iterable, Sequence
from typing import Any

from nightlight.accounts.models import User
from nightlight.geography.states import every_state
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Channel
from nightlight.triage.assessment.axes import Solvable, Word
from nightlight.triage.assessment.facts import WORDS as FACTS
from nightlight.triage.assessment.facts import Fact
from nightlight.triage.queue import orders
from nightlight.triage.queue.filters import ALONE, FILTERS, FOLDED, LEADS, NOBODY, OPEN_STATUSES, OVER
from nightlight.triage.queue.keys import Mark
from nightlight.web.queue_lists import COLUMNS, Asking
from nightlight.web.queue_names import ANYBODY, NEXUS, desks, names, people, rules
from nightlight.web.report_forms import receivers
from nightlight.web.report_words import STATUS

TIERS = 7
STANDS = {LEADS: "stands for others", ALONE: "stands by itself", FOLDED: "folded under another"}
CLOCKS = {OVER: "has run out", "7": "within 7 days", "30": "within 30 days", "60": "within 60 days"}
AGES = {"1": "over 1 day", "7": "over 7 days", "30": "over 30 days", "90": "over 90 days"}
Options = Sequence[tuple[str, str]]


def form(user: User, asking: Asking) -> dict[str, Any]:
    """Return the fields of the form as its template wants them, with what holds now. Three queries."""
    chosen = asking.beyond.values
    named = names(user, chosen)
    words = [(word.value, word.value) for word in Word]
    checks = (
        ("tier", "Tier", [(str(tier), str(tier)) for tier in range(1, TIERS + 1)] + [("0", "not assessed")]),
        ("status", "Status", [(status, STATUS[ReportStatus(status)][0]) for status in OPEN_STATUSES]),
        ("known", "Facts (any of these)", [(mark.value, FACTS[Fact(mark.value)]) for mark in Mark]),
    )
    selects = (
        ("victim", "Victim", words),
        ("offender", "Offender", words),
        ("solvable", "Solvable", [(word.value, word.value) for word in Solvable]),
        ("severity", "Severity", words),
        ("holder", "With", [(NOBODY, "nobody yet"), *receivers(user).values_list("code", "name")]),
        ("person", "Person", list((named["person"] | dict(people(user))).items())),
        ("desk", "Waits at", list(desks().items())),
        ("state", "Place", [(state.code, state.name) for state in every_state()]),
        ("channel", "Came by", [(door.value, str(door.label)) for door in Channel]),
        ("stands", "Folding", list(STANDS.items())),
        ("nexus", "Internet nexus", list(NEXUS.items())),
        ("touched", "Touched by warrant rule", list((named["touched"] | dict(rules())).items())),
        ("age", "Age", list(AGES.items())),
        ("clock", "Soonest clock", list(CLOCKS.items())),
        ("unread", "Unread", [("yes", "unread only")]),
    )
    texts = (
        ("provider", "Provider has", "text"),
        ("number", "Number has", "text"),
        ("since", "Received from (UTC)", "date"),
        ("until", "Received to (UTC)", "date"),
    )
    return {
        "checks": [_options(name, label, options, chosen.get(name, ())) for name, label, options in checks],
        "selects": [_select(name, label, options, chosen.get(name, ())) for name, label, options in selects],
        "texts": [
            {"name": name, "label": label, "type": kind, "value": next(iter(chosen.get(name, ())), "")}
            for name, label, kind in texts
        ],
        "orders": _options("order", "Order", [(one.value, orders.WORDS[one]) for one in orders.Order], (asking.order,)),
        "columns": _options("columns", "Columns (five at most)", list(COLUMNS.items()), asking.columns),
    }


def chips(user: User, asking: Asking) -> list[dict[str, str]]:
    """Return the filters that hold, as the chip component wants them."""
    named = names(user, asking.beyond.values)
    return [
        {
            "field": FILTERS[name].words,
            "value": " or ".join(named.get(name, {}).get(value) or said(name, value) for value in values),
            "remove": asking.without(name),
        }
        for name, values in asking.beyond.values.items()
    ]


def said(name: str, value: str) -> str:
    """Return a value of a filter in words."""
    known: dict[str, dict[str, str]] = {
        "status": {status: STATUS[ReportStatus(status)][0] for status in OPEN_STATUSES},
        "known": {mark.value: FACTS[Fact(mark.value)] for mark in Mark},
        "channel": {door.value: str(door.label) for door in Channel},
        "holder": {NOBODY: "nobody yet"},
        "person": ANYBODY,
        "desk": desks(),
        "nexus": NEXUS,
        "tier": {"0": "not assessed"},
        "stands": STANDS,
        "clock": CLOCKS,
        "age": AGES,
    }
    return known.get(name, {}).get(value, value)


def _options(name: str, label: str, options: Options, chosen: Iterable[str]) -> dict[str, Any]:
    marked = set(chosen)
    return {
        "name": name,
        "label": label,
        "options": [{"value": value, "label": words, "chosen": value in marked} for value, words in options],
    }


def _select(name: str, label: str, options: Options, chosen: Sequence[str]) -> dict[str, Any]:
    """Return a choice of one. Several values, or one that is on no list, stand there as they came in the address."""
    others = [(value, value) for value in chosen if value not in {known for known, _ in options}]
    return _options(name, label, [("", "any"), *options, *others], chosen[:1] or ("",))
