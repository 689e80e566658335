"""The road goes on where it broke off, and one report that cannot go stops no other."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Channel, Report
from nightlight.triage import resuming
from nightlight.triage.resuming import Resumed, resume
from nightlight.triage.road import carry

Received = Callable[..., list[Report]]


def waiting(worker: User) -> int:
    return Report.objects.visible_to(worker).awaiting_assessment().count()


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Make assessing fail for the reports that are put into this list."""
    poison: list[Any] = []
    whole = resuming.assess

    def assess(reports: list[Report], **given: Any) -> list[Report]:
        if any(report.pk in poison for report in reports):
            raise DatabaseError("a fault of ours")
        return whole(reports, **given)

    monkeypatch.setattr(resuming, "assess", assess)
    return poison


def test_one_report_that_cannot_be_assessed_stops_no_other(
    received: Received, worker: User, places: Gazetteer, make: SimpleNamespace, poisoned: list[Any]
) -> None:
    reports = received([make.reading() for _ in range(5)])
    poisoned.append(reports[2].pk)
    assert resume(worker=worker, places=places) == Resumed(4, 1)
    assert waiting(worker) == 1
    poisoned.clear()
    assert resume(worker=worker, places=places) == Resumed(1, 0)


def test_more_than_a_batch_goes_on(
    received: Received, worker: User, places: Gazetteer, make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resuming, "AT_ONCE", 2)
    received([make.reading() for _ in range(5)])
    assert resume(worker=worker, places=places) == Resumed(5, 0)


def test_an_outage_ends_it_and_is_not_taken_for_a_bad_report(
    received: Received, worker: User, places: Gazetteer, make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any, **__: Any) -> None:
        raise OperationalError("the connection is closed")

    received([make.reading()])
    monkeypatch.setattr(resuming, "assess", away)
    with pytest.raises(OperationalError):
        resume(worker=worker, places=places)


def test_the_same_bytes_again_let_a_report_go_on_that_broke_off(
    received: Received, worker: User, places: Gazetteer, make: SimpleNamespace, agency: Callable[[str], Agency]
) -> None:
    reading = make.reading(make.reported(make.address("04013")))
    received([reading])
    assert waiting(worker) == 1
    [receipt] = carry([reading], by=worker, worker=worker, places=places, into=agency("national"), channel=Channel.FILE)
    assert (receipt.status, receipt.ended, receipt.assigned_to) == ("duplicate", "received", "az")
    assert Report.objects.visible_to(worker).get().status == ReportStatus.ASSIGNED
