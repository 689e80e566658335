"""The list that the demo makes: named indicators, documented suspicion, approved by somebody else, one run."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.foundation import clock
from nightlight.investigations.actions import record_findings
from nightlight.investigations.asked import FindingMade
from nightlight.investigations.models import Finding, Subject
from nightlight.simulation.listing import FROM_EACH, make_a_list
from nightlight.suspects.models import Held, Nomination, NominationIndicator, Run, RunLine
from tests.cases import open_case
from tests.suspects.conftest import coordinator, held_clock, known_subject

__all__ = ["coordinator", "held_clock", "known_subject", "open_case"]


@pytest.fixture
def cast(person: Callable[..., User], coordinator: User) -> Any:
    units = {
        code: SimpleNamespace(
            agency=person(code).agency,
            commander=person(code, RoleName.COMMANDER),
            investigator=person(code, RoleName.INVESTIGATOR),
        )
        for code in ("az", "co")
    }
    return SimpleNamespace(units=units, coordinator=coordinator)


def test_a_few_are_nominated_on_documented_suspicion_and_listed_in_one_run(
    cast: Any, coordinator: User, known_subject: Callable[..., Subject]
) -> None:
    for subject in [known_subject("co") for _ in range(FROM_EACH + 2)]:
        made = FindingMade(subject, Finding.ABUSED, clock.today())
        record_findings([made], by=cast.units["co"].investigator)
    known_subject("az")  # nothing supports an indicator: nobody nominates
    make_a_list(cast, ["co"])
    nominated = Nomination.objects.unscoped(because="test")
    assert sorted(one.status for one in nominated) == ["in_force"] * FROM_EACH + ["waiting"]
    assert all(one.basis and one.approved_by_id != one.author_id for one in nominated)
    stated = NominationIndicator.objects.unscoped(because="test")
    assert {(one.code, bool(one.stated_by)) for one in stated} == {("contact_abuse", True)}
    [run] = Run.objects.visible_to(coordinator)
    lines = RunLine.objects.unscoped(because="test").filter(run=run, held=Held.LISTED)
    assert lines.count() == FROM_EACH
