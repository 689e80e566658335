"""Earlier reports that hold an identifier: only those that the reader sees, and only through the person reported."""

from collections.abc import Callable
from types import SimpleNamespace

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.models import Report
from nightlight.triage.earlier import MOST, earlier_reports
from tests.conftest import Person

Received = Callable[..., list[Report]]
MAIL = Identifier(Kind.EMAIL, "sample@example.com")


def test_a_report_with_the_same_identifier_is_found_with_what_it_holds(
    worker: User, received: Received, make: SimpleNamespace
) -> None:
    other = make.reading(make.reported(make.contact(Kind.EMAIL, "other@example.com")))
    mine = make.reading(make.reported(make.contact(Kind.EMAIL, MAIL.value)))
    [_, expected] = received([other, mine])
    [found] = earlier_reports([MAIL, Identifier(Kind.PHONE, "+13035550142")], by=worker)
    assert (found.report, found.holds) == (expected, (MAIL.value,))


def test_what_one_may_not_see_is_not_found(person: Person, received: Received, make: SimpleNamespace) -> None:
    received([make.reading(make.reported(make.contact(Kind.EMAIL, MAIL.value)))], into="ut")
    assert earlier_reports([MAIL], by=person("co", RoleName.COMMANDER)) == []
    assert earlier_reports([MAIL], by=person("ut", RoleName.AUDITOR)) == []
    assert len(earlier_reports([MAIL], by=person("ut", RoleName.ANALYST))) == 1


def test_a_childs_own_identifier_leads_nowhere(worker: User, received: Received, make: SimpleNamespace) -> None:
    received([make.reading(make.child(sightings=(make.contact(Kind.EMAIL, MAIL.value),)))])
    assert earlier_reports([MAIL], by=worker) == []


def test_a_name_is_the_same_within_its_service_or_where_none_is_said(
    worker: User, received: Received, make: SimpleNamespace
) -> None:
    received(
        [
            make.reading(make.reported(make.contact(Kind.HANDLE, "sample", realm)))
            for realm in ("testbed chat", "sample social", "")
        ]
    )
    asked = {
        realm: len(earlier_reports([Identifier(Kind.HANDLE, "sample", realm)], by=worker))
        for realm in ("testbed chat", "")
    }
    assert asked == {"testbed chat": 2, "": 3}


def test_the_newest_come_first_and_not_more_than_can_be_read(
    worker: User, received: Received, make: SimpleNamespace, django_assert_num_queries: Callable[..., object]
) -> None:
    readings = [make.reading(make.reported(make.contact(Kind.EMAIL, MAIL.value))) for _ in range(MOST + 2)]
    reports = received(readings)
    assert worker.permissions
    assert worker.agency
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        found = earlier_reports([MAIL], by=worker)
    newest = sorted(reports, key=lambda report: (report.received_at, report.pk), reverse=True)[:MOST]
    assert [one.report.pk for one in found] == [report.pk for report in newest]


def test_nothing_is_asked_for_nothing(worker: User) -> None:
    assert earlier_reports([], by=worker) == []
