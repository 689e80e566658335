import gc
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.foundation.refusals import NotAllowed
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.lifecycle import ReportStatus, SubmissionStatus
from nightlight.intake.models import Channel, Report, Submission
from nightlight.triage import road
from nightlight.triage.resuming import Resumed, resume
from nightlight.triage.road import carry

Person = Callable[..., User]
Find = Callable[[str], Agency]


@pytest.fixture
def hand_in(person: Person, worker: User, agency: Find, places: Gazetteer) -> Callable[..., list[Any]]:
    """Hand readings in as a provider's service, and carry them as the worker."""
    provider = person("practice-provider", RoleName.PROVIDER)
    into, sender = agency("national"), agency("practice-provider")
    return lambda *readings: carry(
        readings, by=provider, worker=worker, places=places, into=into, sent_by=sender, channel=Channel.API
    )


def broken(reading: Any, status: SubmissionStatus) -> Any:
    return replace(reading, status=status, said=None, reason="malformed", message="Line 3 does not close.")


def test_every_arrival_gets_a_receipt_in_its_order(hand_in: Any, make: SimpleNamespace) -> None:
    sure, unsure = (make.reading(make.reported(make.address(county))) for county in ("04013", "08041"))
    bad = broken(make.reading(), SubmissionStatus.QUARANTINED)
    receipts = hand_in(unsure, bad, sure)
    assert [one.source for one in receipts] == [unsure.source, bad.source, sure.source]
    assert [one.status for one in receipts] == ["received", "quarantined", "received"]
    assert [one.assigned_to for one in receipts] == ["", "", "az"]
    assert [one.report_id is None for one in receipts] == [False, True, False]
    assert receipts[1].message == "Line 3 does not close."
    assert len({one.receipt for one in receipts}) == 3


def test_what_was_handed_in_before_gets_its_first_receipt(hand_in: Any, make: SimpleNamespace) -> None:
    reading = make.reading(make.reported(make.address("04013")))
    (first,) = hand_in(reading)
    again, twice = hand_in(reading, reading)
    assert (again.status, twice.status) == ("duplicate", "duplicate")
    assert first.receipt == again.receipt == twice.receipt
    assert (again.report_id, again.assigned_to) == (first.report_id, "az")


def test_what_a_batch_made_goes_by_itself(hand_in: Any, make: SimpleNamespace) -> None:
    """No record holds what holds it, so Python's collector, which looks through everything for such, may rest."""
    hand_in(make.reading(make.reported(make.address("04013"))))  # what is read once and stays
    batch = [make.reading(make.reported(make.address(county))) for county in ("04013", "08041") * 10]
    gc.collect()
    hand_in(*batch)
    assert gc.collect() < len(batch)


def test_the_same_bytes_twice_in_one_batch_are_received_once(hand_in: Any, make: SimpleNamespace) -> None:
    reading = make.reading()
    assert [one.status for one in hand_in(reading, reading)] == ["received", "duplicate"]


def test_the_road_goes_on_after_a_crash(
    person: Person, worker: User, agency: Find, places: Gazetteer, make: SimpleNamespace
) -> None:
    powerless = person("national", RoleName.AUDITOR)
    with pytest.raises(NotAllowed):
        carry(
            [make.reading(make.reported(make.address("04013")))],
            by=worker, worker=powerless, places=places, into=agency("national"), channel=Channel.FILE,
        )  # fmt: skip
    assert Submission.objects.visible_to(worker).count() == 1
    assert resume(worker=worker, places=places) == Resumed(1, 0)
    assert Report.objects.visible_to(worker).get().status == ReportStatus.ASSIGNED
    assert resume(worker=worker, places=places) == Resumed(0, 0)


def test_what_was_received_stays_received_where_the_road_breaks_off_after_that(
    hand_in: Any, make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken_off(*_: Any, **__: Any) -> None:
        raise ValueError("sample words of a report")

    reading = make.reading(make.reported(make.address("04013")))
    monkeypatch.setattr(road, "assess", broken_off)
    with pytest.raises(ValueError, match="sample words"):
        hand_in(reading)
    report = Report.objects.unscoped(because="test").get(submission__sha256=reading.sha256)
    assert report.status == ReportStatus.RECEIVED
    assert "ValueError" in caplog.text
    assert "sample words" not in caplog.text


def test_a_road_that_breaks_once_is_gone_step_by_step(
    hand_in: Any, make: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    failures = [ValueError("once")]
    whole = road.assess

    def breaks_once(*given: Any, **named: Any) -> Any:
        if failures:
            raise failures.pop()
        return whole(*given, **named)

    monkeypatch.setattr(road, "assess", breaks_once)
    (receipt,) = hand_in(make.reading(make.reported(make.address("04013"))))
    assert (receipt.status, receipt.assigned_to) == ("received", "az")
