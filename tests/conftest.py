"""The invented world the tests share: real agencies, invented people. Factories are named for states."""

import itertools
import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis_settings
from pytest_django.plugin import DjangoDbBlocker

from nightlight.accounts.models import User, grant
from nightlight.accounts.permissions import RoleName
from nightlight.agencies import loading
from nightlight.agencies.models import Agency
from nightlight.foundation.migrating import drawing_once
from nightlight.foundation.once_a_second import forget
from nightlight.gate import loading as gate_loading

Person = Callable[..., User]

_numbers = itertools.count(1)

# what is slow is for `make bench`; a busy machine is no reason for a test to fail
hypothesis_settings.register_profile("whole", deadline=None)
hypothesis_settings.register_profile("quick", deadline=None, max_examples=40)
# `make test` is run many times a day and tries fewer examples; what lands has seen all of them, on PostgreSQL
hypothesis_settings.load_profile("whole" if os.environ.get("NIGHTLIGHT_TEST_DATABASE") == "postgresql" else "quick")


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """Forget what busy doors read once a second: each test has a database of its own."""
    forget()


@pytest.fixture(autouse=True)
def nobodys_luck(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no sample of low reports, so that no test depends on the id of a report; `draws` are for tests of that."""
    if "draws" not in request.fixturenames:
        monkeypatch.setattr("nightlight.sampling.drawing.is_drawn", lambda *_: False)


@pytest.fixture
def draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw every report of a low tier."""
    monkeypatch.setattr("nightlight.sampling.drawing.is_drawn", lambda *_: True)


@pytest.fixture(scope="session")
def making_tables() -> ExitStack:
    """Give what makes the tables as an installation does; closed when they are there."""
    stack = ExitStack()
    stack.enter_context(drawing_once())
    return stack


@pytest.fixture(scope="session")
def django_db_setup(making_tables: ExitStack, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Load the reference data once for all tests."""
    making_tables.close()
    with django_db_blocker.unblock():
        loading.load()
        gate_loading.load()


@pytest.fixture
def agency(db: None) -> Callable[[str], Agency]:
    """Give an agency by its code."""
    return lambda code: Agency.objects.get(code=code)


@pytest.fixture
def person(db: None) -> Person:
    """Make a person of an agency who holds roles: `person("co", RoleName.COMMANDER)`."""

    def make(code: str, *roles: RoleName) -> User:
        number = next(_numbers)
        user = User.objects.create(
            agency=Agency.objects.get(code=code), name=f"Sample Person {number}", email=f"person{number}@example.com"
        )
        grant(user, roles)
        return user

    return make


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of reference material that is used from where it lies, or skip where it is absent."""
    folder = Path(os.environ.get("NIGHTLIGHT_SHARED", "../shared"))
    if not (folder / "formats").is_dir():
        pytest.skip("the folder of shared reference material is not beside this checkout")
    return folder
