"""What the page of a report says beside its tier: the facts and where they stand, and how time stands."""

import re
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.foundation import clock
from nightlight.geography.gazetteer import Gazetteer
from nightlight.identifiers.kinds import Kind
from nightlight.intake.models import Report
from nightlight.triage.actions import assess
from nightlight.triage.fading import fade
from tests.conftest import Person
from tests.triage.conftest import make, places, received, worker

__all__ = ["make", "places", "received", "worker"]


@pytest.fixture
def report(received: Callable[..., list[Report]], worker: User, places: Gazetteer, make: SimpleNamespace) -> Report:
    """Give a report of Arizona with an address and an e-mail address, assessed."""
    person = make.reported(make.address("04013"), make.contact(Kind.EMAIL, "alex@example.com"))
    return assess(received([make.reading(person)], into="az"), by=worker, places=places)[0]


@pytest.fixture
def supervisor(person: Person) -> User:
    return person("az", RoleName.SUPERVISOR)


def read(client: Client, user: User, report: Report) -> str:
    client.force_login(user)
    return client.get(reverse("report", args=[report.pk])).content.decode()


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (None, "When the events were is not known."),
        (0, "As stated, the events were less than a day before it came."),
        (1, "As stated, the events were 1 day before it came."),
        (18, "As stated, the events were 18 days before it came."),
        (-3, "As stated, the events were after it came: ask whoever reported it which time was meant."),
    ],
)
def test_the_page_says_how_long_before_it_came_the_events_were(
    days: int | None, said: str, client: Client, supervisor: User, report: Report
) -> None:
    report.incident_at = None if days is None else report.received_at - timedelta(days=days)
    report.save(update_fields=["incident_at"])
    assert said in read(client, supervisor, report)


def test_the_page_says_how_the_records_of_the_newest_address_stand_by_now(
    client: Client, supervisor: User, report: Report, worker: User
) -> None:
    with clock.held_at(clock.now() + timedelta(days=4000)):
        fade(by=worker)
    assert "its records are likely gone" in read(client, supervisor, report)


def test_a_fact_that_is_not_stated_stands_nowhere_and_one_that_follows_from_the_whole_says_so(
    client: Client, supervisor: User, report: Report
) -> None:
    page = re.sub(r"<[^>]+>|\s+", " ", read(client, supervisor, report))
    assert re.search(r"An escalation\s+Not known\s+Not stated\s+nowhere", page)
    assert re.search(r"telephone\s+No\s+0 earlier or folded here [^.]+?the report as a whole", page)
