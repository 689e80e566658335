"""`nightlight suspects`: whether the list is due, and making it, for scripts."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.commands import register
from nightlight.commands.printing import DONE, WANTING
from nightlight.foundation import clock
from nightlight.investigations.actions import add_subjects, open_cases
from nightlight.investigations.asked import Opening, SubjectNamed
from nightlight.investigations.models import Origin
from nightlight.suspects.actions import approve, nominate
from nightlight.suspects.asked import Naming
from nightlight.suspects.models import Nomination, Run
from tests.suspects.said import SUSPICION, stated

MOMENT = datetime(2018, 4, 10, 15, tzinfo=UTC)
NAME = "Sample Neverprinted"


@pytest.fixture(autouse=True)
def _held_clock() -> Iterator[None]:
    with clock.held_at(MOMENT):
        yield


def call(*words: str) -> tuple[int, Any]:
    app = typer.Typer()
    register.commands(app)
    answer = CliRunner().invoke(app, ["suspects", *words, "--json"])
    assert NAME not in answer.output
    return answer.exit_code, json.loads(answer.stdout)


@pytest.fixture
def in_force(person: Callable[..., User]) -> Nomination:
    """Nominate an invented subject and have it approved."""
    supervisor = person("co", RoleName.SUPERVISOR)
    [case] = open_cases([Opening(origin=Origin.PROACTIVE)], by=supervisor)
    [subject] = add_subjects([SubjectNamed(case, NAME)], by=supervisor)
    made = nominate(Naming(subject, stated("access"), SUSPICION), by=person("co", RoleName.INVESTIGATOR))
    return approve(made, by=supervisor, because="Sample review")


def test_a_list_that_was_never_made_is_overdue(db: None) -> None:
    code, said = call("status")
    assert code == WANTING
    assert (said["last_run"], said["days"], said["overdue"]) == (None, None, True)


@pytest.mark.parametrize(("days", "code", "due"), [(0, DONE, "in_time"), (25, DONE, "soon"), (30, WANTING, "overdue")])
def test_status_says_the_days_and_ends_with_1_when_overdue(days: int, code: int, due: str, db: None) -> None:
    _, made = call("run")
    with clock.held_at(MOMENT + timedelta(days=days)):
        exit_code, said = call("status")
    assert exit_code == code
    assert (said["days"], said["due"], said["overdue"]) == (days, due, due == "overdue")
    assert (said["last_run"], said["due_on"]) == (made["run"], "2018-05-10")
    assert len(said["policy"]["digest"]) == 64


def test_a_run_says_how_many_it_listed_and_its_digest(in_force: Nomination) -> None:
    code, said = call("run")
    assert code == DONE
    assert (said["considered"], said["listed"], said["expired"]) == (1, 1, 0)
    assert said["recipients"] > 50
    assert Run.objects.unscoped(because="test").get(number=said["run"]).digest == said["digest"]


def test_a_run_first_ends_what_nobody_validated_in_time(in_force: Nomination) -> None:
    with clock.held_at(MOMENT.replace(year=2023)):
        _, said = call("run")
    assert (said["expired"], said["considered"], said["listed"]) == (1, 0, 0)
    assert Nomination.objects.unscoped(because="test").get(pk=in_force.pk).status == "expired"
