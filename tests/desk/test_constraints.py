"""Each constraint of the desk, broken once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.desk.models import SavedView, Seen, Visit
from nightlight.intake.models import Report
from tests.breaking import breaks
from tests.conftest import Person

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
EARLIER = NOON - timedelta(seconds=1)


@pytest.fixture
def owner(person: Person) -> User:
    return person("co", RoleName.ANALYST)


@pytest.mark.parametrize(
    ("name", "words"), [("view_has_a_name", {"name": ""}), ("view_order_is_known", {"order": "random"})]
)
def test_the_database_refuses_a_view_that_breaks(name: str, words: dict[str, Any], owner: User) -> None:
    with breaks(name):
        SavedView.objects.create(**{"agency": owner.agency, "owner": owner, "name": "Sample", **words})


def test_a_name_stands_once_for_each_owner_and_is_free_again_after_a_removal(owner: User, person: Person) -> None:
    words = {"agency": owner.agency, "owner": owner, "name": "Sample"}
    SavedView.objects.create(**words, removed_at=NOON)
    SavedView.objects.create(**words)
    SavedView.objects.create(**{**words, "owner": person("co")})
    with breaks("one_standing_view_per_name_and_owner"):
        SavedView.objects.create(**words)


def test_a_visit_runs_forwards_and_comes_after_the_one_before(owner: User) -> None:
    with breaks("visit_ends_after_it_began"):
        Visit.objects.create(user=owner, began_at=NOON, last_at=EARLIER)
    with breaks("visit_comes_after_the_one_before"):
        Visit.objects.create(user=owner, began_at=EARLIER, last_at=NOON, before_at=NOON)


def test_somebody_has_seen_a_report_once(owner: User, received: Any, make: Any) -> None:
    [report] = received([make.reading()])
    seen = {"user": owner, "report": Report(pk=report.pk), "at": NOON}
    Seen.objects.create(**seen)
    with breaks("seen_once_by_each_person"):
        Seen.objects.create(**seen)
