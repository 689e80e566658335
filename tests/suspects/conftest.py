"""Nominations in the states that tests need, and the people who bring them there. Everybody is invented."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.foundation import clock
from nightlight.investigations.actions import add_subjects
from nightlight.investigations.asked import SubjectNamed
from nightlight.investigations.models import Case, Subject
from nightlight.suspects.actions import approve, make_run, nominate
from nightlight.suspects.asked import Labels, Naming
from nightlight.suspects.models import Nomination, Run
from tests.cases import open_case
from tests.suspects.said import SUSPICION, stated

__all__ = ["open_case"]

_numbers = count(1)


@pytest.fixture(autouse=True)
def held_clock() -> Iterator[datetime]:
    """Hold the clock in the spring of 2018."""
    with clock.held_at(datetime(2018, 4, 10, 15, tzinfo=UTC)) as moment:
        yield moment


@pytest.fixture
def coordinator(person: Callable[..., User]) -> User:
    """Give the national coordinator."""
    return person("national", RoleName.NATIONAL_COORDINATOR)


@pytest.fixture
def investigator(person: Callable[..., User]) -> User:
    """Give an investigator of Colorado."""
    return person("co", RoleName.INVESTIGATOR)


@pytest.fixture
def supervisor(person: Callable[..., User]) -> User:
    """Give a supervisor of Colorado."""
    return person("co", RoleName.SUPERVISOR)


@pytest.fixture
def known_subject(person: Callable[..., User], open_case: Callable[..., Case]) -> Callable[..., Subject]:
    """Add a subject with a name to a new case."""

    def make(code: str = "co", name: str = "") -> Subject:
        named = SubjectNamed(open_case(code), name or f"Sample Placeholder {next(_numbers)}")
        return add_subjects([named], by=person(code, RoleName.INVESTIGATOR))[0]

    return make


@pytest.fixture
def waiting_nomination(person: Callable[..., User], known_subject: Callable[..., Subject]) -> Callable[..., Nomination]:
    """Nominate a new subject; it waits for a supervisor."""

    def make(
        code: str = "co", *, codes: Sequence[str] = ("access",), subject: Subject | None = None, **labels: Any
    ) -> Nomination:
        naming = Naming(subject or known_subject(code), stated(*codes), SUSPICION, Labels(**labels))
        return nominate(naming, by=person(code, RoleName.INVESTIGATOR))

    return make


@pytest.fixture
def nomination_in_force(
    person: Callable[..., User], waiting_nomination: Callable[..., Nomination]
) -> Callable[..., Nomination]:
    """Nominate a new subject and have it approved."""

    def make(code: str = "co", **words: Any) -> Nomination:
        waiting = waiting_nomination(code, **words)
        return approve(waiting, by=person(code, RoleName.SUPERVISOR), because="Sample review")

    return make


@pytest.fixture
def run(coordinator: User) -> Callable[[], Run]:
    """Make a run of the nation."""
    return lambda: make_run(by=coordinator)
