"""A list of high-priority suspects: nominated for named indicators on documented suspicion, approved by another."""

from collections.abc import Iterable

from nightlight.foundation import clock
from nightlight.simulation.cast import Cast, Unit
from nightlight.suspects.actions import approve, make_run, nominate
from nightlight.suspects.asked import Naming, Stated, Suspicion
from nightlight.suspects.indicators import policy
from nightlight.suspects.suggestions import Suggestion, suggestions

FROM_EACH, IN_ALL, ASKED = 3, 10, 16
"""Nominations of one task force and of all, and how many task forces are asked at most."""
SUSPICION = Suspicion(
    activity="Invented: alleged offense against a child",
    basis="Invented for this demo: what the provider reported and what the arrest brought to light say the same.",
    is_lawfully_obtained=True,
)
KNOWN = "The case, as its investigator found it (invented)"


def make_a_list(cast: Cast, first: Iterable[str]) -> None:
    """Nominate a few of those whom the system suggests, and make one run of the nation.

    The task forces in `first` begin; of the very first, one nomination more is left waiting for its commander.
    """
    begin = list(first)
    units = [cast.units[code] for code in begin] + [one for code, one in cast.units.items() if code not in begin]
    left = IN_ALL
    for unit in units[:ASKED]:
        found = suggestions(unit.investigator)
        for suggested in found[: min(FROM_EACH, left)]:
            nomination = nominate(_naming(suggested), by=unit.investigator)
            approve(nomination, by=unit.commander, because="The documents were read; the suspicion is reasonable")
            left -= 1
        _leave_one_waiting(unit, found[FROM_EACH : FROM_EACH + 1] if unit is units[0] else [])
    make_run(by=cast.coordinator)


def _leave_one_waiting(unit: Unit, suggested: Iterable[Suggestion]) -> None:
    for one in suggested:
        nominate(_naming(one), by=unit.investigator)


def _naming(suggested: Suggestion) -> Naming:
    """Nominate for the two gravest of the indicators that the records support."""
    named = policy(clock.today()).content.named
    stated = [
        Stated(support.indicator.id, support.words or KNOWN, support.report, support.pointer)
        for support in suggested.supports[:2]
        if named(support.indicator.id)
    ]
    return Naming(suggested.subject, stated, SUSPICION)
