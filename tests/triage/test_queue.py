import itertools
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.foundation.refusals import NotFound
from nightlight.geography.gazetteer import Gazetteer
from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.values import Passage
from nightlight.intake.models import Report
from nightlight.triage.actions import accept_suggestions, assess, assign
from nightlight.triage.queue.listing import counts, open_leads, queue
from nightlight.triage.report_page import report_page

_numbers = itertools.count(1)
Receive = Callable[..., list[Report]]
Person = Callable[..., User]


@pytest.fixture
def batch(make: SimpleNamespace) -> Callable[[int], list[Any]]:
    """Give readings of many kinds, in a certain territory and in one that is not."""

    def readings(number: int) -> list[Any]:
        return [
            make.reading(
                make.reported(
                    make.address("04013" if n % 2 else "08041", n=n),
                    make.contact(Kind.EMAIL, f"sample{next(_numbers)}@example.com"),
                ),
                make.child(age=12),
                escalation="folded" if n % 3 else "",
                files=(make.file(),),
                passages=(Passage("/additionalInfo", "Invented words."),),
            )
            for n in range(number)
        ]

    return readings


def test_the_queue_is_ordered_by_tier_and_then_by_time_and_what_is_not_assessed_stands_first(
    received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace
) -> None:
    low, urgent = make.reading(number="3"), make.reading(number="2", escalation="folded")
    later = make.reading(number="4", escalation="folded")
    assess(received([low]) + received([urgent]) + received([later]), by=worker, places=places)
    received([make.reading(number="1")])
    rows = queue(worker)
    assert [(row.number, row.tier) for row in rows] == [("1", None), ("2", 1), ("4", 1), ("3", 7)]
    assert [row.tier_words for row in rows] == ["Not assessed yet", "Immediate risk", "Immediate risk", "Other"]
    assert [row.number for row in queue(worker, limit=2)] == ["1", "2"]


def test_an_agency_sees_its_own_reports_only(
    received: Receive, worker: User, person: Person, places: Gazetteer, batch: Any
) -> None:
    az, national = (Agency.objects.get(code=code) for code in ("az", "national"))
    assess(received(batch(4)), by=worker, places=places)
    assert [row.assigned_to and row.assigned_to.code for row in queue(person("az", RoleName.ANALYST))] == ["az", "az"]
    assert queue(person("co", RoleName.ANALYST)) == []
    assert len(queue(worker, agency=az)) == 2
    assert all(row.is_suggested for row in queue(worker, agency=national))


def test_the_counts_equal_the_list(received: Receive, worker: User, places: Gazetteer, batch: Any) -> None:
    assess(received(batch(5)), by=worker, places=places)
    received(batch(1)[:1])
    found = counts(worker)
    assert (found.open, found.waiting_for_a_person, found.assigned) == (len(queue(worker)), 3, 2)


def test_the_page_of_a_report_says_everything_and_keeps_passages_folded(
    received: Receive, worker: User, places: Gazetteer, batch: Any
) -> None:
    reports = received(batch(2))
    assess(reports, by=worker, places=places)
    page = report_page(worker, reports[1].pk, places=places)
    assert (len(page.people), len(page.addresses), len(page.identifiers), len(page.files)) == (2, 1, 1, 1)
    assert page.pointings[page.addresses[0].pk][0].county == "04013"
    assert [(one.length, one.text) for one in page.passages] == [(15, None)]
    assert page.submission is not None
    assert page.route is not None
    assert [claim.agency.code for claim in page.claims] == ["az"]
    assert [one.to.code for one in page.assignments] == ["az"]
    unknown = {known.fact for known in page.facts if known.value is None}
    assert "convicted_offender" in unknown
    assert report_page(worker, reports[1].pk, places=places, unfold=True).passages[0].text == "Invented words."


def test_another_agencys_page_is_not_found(
    received: Receive, worker: User, person: Person, places: Gazetteer, batch: Any
) -> None:
    reports = received(batch(2))
    assess(reports, by=worker, places=places)
    with pytest.raises(NotFound):
        report_page(person("co", RoleName.ANALYST), reports[1].pk, places=places)


def test_every_act_and_every_list_asks_as_often_for_five_reports_as_for_fifty(
    received: Receive, person: Person, places: Gazetteer, batch: Any, agency: Callable[[str], Agency]
) -> None:
    coordinator = person("national", RoleName.NATIONAL_COORDINATOR)
    wisconsin = agency("wi")

    def asked(number: int) -> list[int]:
        reports = received(batch(number))
        waiting = reports[::2]
        steps: list[Callable[[], Any]] = [
            lambda: assess(reports, by=coordinator, places=places),
            lambda: accept_suggestions(waiting[::2], by=coordinator),
            lambda: assign(waiting[1::2], to=wisconsin, by=coordinator, because="A test moves them."),
            lambda: queue(coordinator, limit=number),
            lambda: report_page(coordinator, reports[0].pk, places=places),
        ]
        return [queries(step) for step in steps]

    asked(5)
    assert asked(5) == asked(50)


def queries(step: Callable[[], Any]) -> int:
    """Count the queries of a step; rows are written in batches as large as the database takes, so those are not."""
    with CaptureQueriesContext(connection) as captured:
        step()
    return sum(not query["sql"].startswith("INSERT") for query in captured.captured_queries)


def test_the_queue_in_the_order_of_its_clocks_is_answered_by_an_index(worker: User) -> None:
    asked = open_leads(worker).filter(soonest_clock_on__isnull=False).order_by("soonest_clock_on", "pk")
    plan = asked[:50].explain()
    by_index = "report_by_soonest_clock" in plan and "TEMP B-TREE" not in plan
    assert by_index or connection.vendor == "postgresql"  # it plans by what it has counted, and here are few rows
