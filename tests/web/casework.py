"""What the tests of the pages of cases share: a case with everything in it, and how a page is read."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.audit.models import Entry
from nightlight.foundation import clock
from nightlight.intake.models import Report
from nightlight.investigations import actions
from nightlight.investigations.asked import (
    ArrestMade,
    ChargeBrought,
    ChargeDisposed,
    FindingMade,
    Opening,
    SubjectNamed,
)
from nightlight.investigations.categories import Category
from nightlight.investigations.models import (
    Case,
    ChargeDisposition,
    Finding,
    Jurisdiction,
)
from nightlight.victims.actions import ChildFound, Identification, identify, record_victims
from nightlight.victims.models import AgeBand, Recency
from tests.conftest import Person

WORKED = datetime(2018, 4, 10, 15, tzinfo=UTC)
ARRESTED, CONVICTED = date(2018, 4, 9), date(2018, 4, 10)
NAME = "Alex Example"
SUPERVISOR, SPECIALIST = RoleName.SUPERVISOR, RoleName.VICTIM_SPECIALIST
ACTS = ["case-subject", "case-arrest", "case-charge", "case-disposition", "case-finding", "case-close"]
OF_CHILDREN = ["case-child", "case-identified"]


@pytest.fixture(autouse=True)
def held_clock() -> Iterator[datetime]:
    with clock.held_at(WORKED) as moment:
        yield moment


@pytest.fixture
def supervisor(person: Person) -> User:
    return person("co", SUPERVISOR)


@pytest.fixture
def specialist(person: Person) -> User:
    return person("co", SPECIALIST)


@pytest.fixture
def full_case(supervisor: User, specialist: User, assigned_report: Callable[..., Report]) -> Callable[[int], Case]:
    """Make a case with so many reports, subjects, arrests, charges and children."""

    def make(many: int = 1) -> Case:
        reports = tuple(assigned_report(provider="Example Social") for _ in range(many))
        case = actions.open_cases([Opening(reports, title="Sample title")], by=supervisor)[0]
        subjects = actions.add_subjects([SubjectNamed(case, NAME)] * many, by=supervisor)
        asked = [ArrestMade(subject, ARRESTED, Category.A, (Category.B,)) for subject in subjects]
        arrests = actions.record_arrests(asked, by=supervisor)
        brought = [ChargeBrought(arrest, "18 U.S.C. 2252A", Jurisdiction.FEDERAL, 2) for arrest in arrests]
        charges = actions.add_charges(brought, by=supervisor)
        disposed = [ChargeDisposed(charge, ChargeDisposition.CONVICTED, CONVICTED) for charge in charges]
        actions.record_dispositions(disposed, by=supervisor)
        findings = [FindingMade(subject, Finding.PRODUCED, CONVICTED) for subject in subjects]
        actions.record_findings(findings, by=supervisor)
        children = record_victims([ChildFound(case)] * many, by=specialist)
        known = [Identification(child, CONVICTED, Recency.RECENT, age_band=AgeBand.FROM_6_TO_11) for child in children]
        identify(known, by=specialist)
        return case

    return make


def read(client: Client, user: User, name: str, *args: Any, **query: str) -> str:
    client.force_login(user)
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == HTTPStatus.OK
    return re.sub(r"\s+", " ", answer.content.decode())


def send(client: Client, user: User, name: str, case: Case, **typed: Any) -> Any:
    client.force_login(user)
    return client.post(reverse(name, args=[case.pk]), typed)


def rows(page: str) -> int:
    return page.count("data-row")


def tab(page: str, words: str) -> int:
    found = re.search(rf'>{words} <span class="tabs-count">(\d+)<', page)
    assert found
    return int(found[1])


def refused(user: User) -> list[str]:
    entries = Entry.objects.unscoped(because="test").filter(actor_id=user.pk, outcome="refused").order_by("position")
    return list(entries.values_list("act", flat=True))
