"""Interests and conflicts in the states that tests need. Every identifier is invented."""

import itertools
from collections.abc import Callable
from types import SimpleNamespace
from uuid import UUID

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.deconfliction import actions
from nightlight.deconfliction.interests import Interest
from nightlight.deconfliction.lifecycle import Standing
from nightlight.deconfliction.models import Conflict, ConflictSide
from nightlight.foundation import ids
from nightlight.identifiers.kinds import Identifier, Kind

MAIL = Identifier(Kind.EMAIL, "sample.person@example.com")
Hold = Callable[..., Interest]
_numbers = itertools.count(1)


@pytest.fixture
def mail() -> Identifier:
    """Give one invented e-mail address."""
    return MAIL


@pytest.fixture
def fresh_mail() -> Callable[[], Identifier]:
    """Give an invented e-mail address that no test has used."""
    return lambda: Identifier(Kind.EMAIL, f"sample{next(_numbers)}@example.com")


@pytest.fixture
def interest(agency: Callable[[str], Agency]) -> Hold:
    """Make an interest of an agency: `interest("co", identifier)`, each in a record of its own."""

    def make(code: str, identifier: Identifier = MAIL, *, record_id: UUID | None = None) -> Interest:
        return Interest(agency(code).pk, identifier, Standing.TIP, "intake.report", record_id or ids.new())

    return make


@pytest.fixture
def desk(person: Callable[..., User]) -> SimpleNamespace:
    """Give an investigator of each side, the national watch desk, and an outsider."""
    return SimpleNamespace(
        colorado=person("co", RoleName.INVESTIGATOR),
        utah=person("ut", RoleName.INVESTIGATOR),
        watch=person("national", RoleName.WATCH_DESK),
        outsider=person("wy", RoleName.COMMANDER),
    )


@pytest.fixture
def open_conflict(interest: Hold, desk: SimpleNamespace) -> Conflict:
    """Give the open conflict that arises when Utah registers what Colorado holds."""
    assert actions.register([interest("co")], by=desk.colorado) == []
    (conflict,) = actions.register([interest("ut")], by=desk.utah)
    return conflict


@pytest.fixture
def acknowledged_conflict(open_conflict: Conflict, desk: SimpleNamespace) -> Conflict:
    """Give a conflict that both sides have acknowledged."""
    actions.acknowledge(open_conflict, by=desk.colorado)
    return actions.acknowledge(open_conflict, by=desk.utah)


@pytest.fixture
def record_of() -> Callable[[Conflict, User], UUID]:
    """Give the record behind a person's own side."""
    return lambda conflict, user: ConflictSide.objects.visible_to(user).get(conflict=conflict).record_id
