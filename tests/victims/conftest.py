"""Cases and children in the states that tests need."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.foundation import clock
from nightlight.investigations.models import Case
from nightlight.victims.actions import ChildFound, record_victims
from nightlight.victims.models import Victim
from tests.cases import open_case

__all__ = ["open_case"]


@pytest.fixture(autouse=True)
def held_clock() -> Iterator[datetime]:
    """Hold the clock in the spring of 2018."""
    with clock.held_at(datetime(2018, 4, 10, 15, tzinfo=UTC)) as moment:
        yield moment


@pytest.fixture
def specialist(person: Callable[..., User]) -> User:
    """Give a victim specialist of Colorado."""
    return person("co", RoleName.VICTIM_SPECIALIST)


@pytest.fixture
def unidentified_child(specialist: User, open_case: Callable[..., Case]) -> Callable[[], Victim]:
    """Record a child in a new case of Colorado."""
    return lambda: record_victims([ChildFound(open_case())], by=specialist)[0]
