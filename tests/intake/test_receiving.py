"""Handing in: whole or not at all, once, and written down."""

import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.audit.models import Entry, Outcome
from nightlight.audit.verify import verify
from nightlight.foundation.refusals import NotAllowed
from nightlight.intake import actions
from nightlight.intake.formats import values
from nightlight.intake.formats.values import ReadReport
from nightlight.intake.models import (
    Channel,
    KeptElement,
    Passage,
    Repeat,
    Report,
    ReportedFile,
    ReportedPerson,
    Sighting,
    StatedFact,
    StatedPlace,
    Submission,
    SubmissionPart,
)
from tests.conftest import Person
from tests.intake.conftest import Receive, full, quarantined, received, refused

EVERY_TABLE: list[Any] = [
    Submission,
    SubmissionPart,
    Report,
    ReportedPerson,
    ReportedFile,
    Sighting,
    StatedPlace,
    StatedFact,
    Passage,
    KeptElement,
]


def everything(model: Any) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = model.objects.get_queryset().unscoped(because="test")
    return rows


def received_entries() -> list[Entry]:
    return list(Entry.objects.unscoped(because="test").filter(act="submission.received").order_by("position"))


def test_a_submission_comes_in_whole(hand_in: Receive, desk: User) -> None:
    [submission] = hand_in(received(full(), raw=b"<report/>"))
    report = Report.objects.visible_to(desk).get()
    [part] = SubmissionPart.objects.visible_to(desk)
    assert (report.submission_id, report.agency_id, report.number) == (submission.pk, desk.agency_id, "4242")
    assert zlib.decompress(bytes(part.deflated)) == b"<report/>"
    assert [everything(model).count() for model in EVERY_TABLE] == [1, 1, 1, 1, 1, 3, 1, 2, 1, 1]


def test_a_sighting_knows_whose_it_is_and_where_it_stands(hand_in: Receive) -> None:
    hand_in(received(full()))
    owners = {sighting.pointer: (bool(sighting.person_id), bool(sighting.file_id)) for sighting in everything(Sighting)}
    assert owners == {"/people/0/ip": (True, False), "/files/0/ip": (False, True), "/ip": (False, False)}


def test_the_same_bytes_twice_give_the_first_receipt_and_no_second_row(hand_in: Receive) -> None:
    [first] = hand_in(received(raw=b"<report/>"))
    assert hand_in(received(raw=b"<report/>")) == []
    assert [row.receipt for row in everything(Submission)] == [first.receipt]
    assert everything(Report).count() == 1


def test_the_same_bytes_twice_in_one_batch_come_in_once(hand_in: Receive) -> None:
    assert len(hand_in(received(raw=b"<report/>"), received(raw=b"<report/>"))) == 1


def test_the_same_bytes_at_another_agency_are_another_submission(
    hand_in: Receive, agency: Callable[[str], Agency]
) -> None:
    hand_in(received(raw=b"<report/>"))
    assert len(hand_in(received(raw=b"<report/>"), into=agency("co"))) == 1


def test_of_what_was_refused_only_the_digest_is_kept(hand_in: Receive) -> None:
    [submission] = hand_in(refused("imagery"))
    assert (submission.status, submission.reason) == ("refused", "imagery")
    assert [everything(model).count() for model in EVERY_TABLE] == [1] + [0] * (len(EVERY_TABLE) - 1)


def test_what_could_not_be_read_is_quarantined_with_its_bytes_and_without_a_report(hand_in: Receive) -> None:
    [submission] = hand_in(quarantined(b"<report>"))
    assert (submission.status, submission.reason) == ("quarantined", "malformed")
    assert zlib.decompress(bytes(everything(SubmissionPart).get().deflated)) == b"<report>"
    assert not everything(Report).exists()


def test_text_with_a_nul_comes_in_on_every_database(hand_in: Receive) -> None:
    hand_in(received(full(text="before\x00after")))
    assert everything(ReportedPerson).get().first_name == "before\u2400after"
    assert everything(Passage).get().text == "before\u2400after"


def test_text_longer_than_its_column_is_cut_and_not_refused(hand_in: Receive) -> None:
    hand_in(received(full(text="w" * 5000)))
    assert len(everything(ReportedPerson).get().first_name) == 100
    assert len(everything(Passage).get().text) == 5000


def test_a_child_is_never_named(hand_in: Receive) -> None:
    child = values.Person(
        values.Role.VICTIM, "/victim", first_name="Sample", last_name="Name", date_of_birth="2010-01-01", age=8
    )
    hand_in(received(ReadReport(format="sample", people=(child,))))
    row = everything(ReportedPerson).get()
    assert (row.first_name, row.last_name, row.date_of_birth, row.age) == ("", "", "", 8)


@pytest.mark.parametrize("age", [-1, 151])
def test_an_age_that_nobody_has_is_not_lifted(hand_in: Receive, age: int) -> None:
    hand_in(received(ReadReport(format="sample", people=(values.Person(values.Role.REPORTED, "/p", age=age),))))
    assert everything(ReportedPerson).get().age is None


def test_the_words_of_an_escalation_are_not_a_fact_but_that_there_was_one_is(hand_in: Receive) -> None:
    hand_in(received(ReadReport(format="sample", escalation="invented words")))
    assert list(everything(StatedFact).values_list("name", "value")) == [("escalated", "true")]


def test_every_submission_is_written_down_with_its_end_and_its_digest(hand_in: Receive) -> None:
    submissions = hand_in(received(), quarantined(b"<report>"), refused("doctype"))
    entries = received_entries()
    assert [entry.on_id for entry in entries] == [submission.pk for submission in submissions]
    assert [(entry.details["status"], entry.details["reason"]) for entry in entries] == [
        ("received", ""),
        ("quarantined", "malformed"),
        ("refused", "doctype"),
    ]
    assert [entry.details["sha256"] for entry in entries] == [submission.sha256 for submission in submissions]
    assert verify().sound


def test_the_audit_log_holds_nothing_of_what_a_report_says(hand_in: Receive) -> None:
    hand_in(received(full(text="words of the report")))
    assert "words of the report" not in str([entry.details for entry in received_entries()])


def test_who_may_not_send_changes_nothing_and_is_written_down(person: Person) -> None:
    auditor = person("co", RoleName.AUDITOR)
    with pytest.raises(NotAllowed):
        actions.receive([received(full())], by=auditor, into=auditor.agency, channel=Channel.API)
    assert not any(everything(model).exists() for model in EVERY_TABLE)
    assert [entry.outcome for entry in received_entries()] == [Outcome.REFUSED]


def test_when_a_row_fails_nothing_of_the_batch_comes_in(hand_in: Receive) -> None:
    broken = ReadReport(format="sample", files=(values.File("/files/0", classification="Z9"),))
    with pytest.raises(Exception, match="file_classification_is_known"):
        hand_in(received(), received(broken))
    assert not any(everything(model).exists() for model in EVERY_TABLE)
    assert not received_entries()


def test_what_was_refused_and_is_not_any_more_comes_in_whole_under_its_receipt(hand_in: Receive) -> None:
    now = received(full(), raw=b"<report/>")
    before = replace(refused("oversize"), sha256=now.sha256)
    [first] = hand_in(before)
    assert hand_in(before) == []
    [again] = hand_in(now)
    assert (again.pk, again.receipt, again.received_at) == (first.pk, first.receipt, first.received_at)
    here = everything(Submission).get()
    assert (here.status, here.reason, here.message, here.format) == ("received", "", "", "sample")
    assert all(everything(model).exists() for model in EVERY_TABLE)
    assert everything(Report).count() == everything(SubmissionPart).count() == 1
    assert [entry.details["status"] for entry in received_entries()] == ["refused", "received"]
    assert everything(Repeat).count() == 2
    assert hand_in(before) == [], "what came in is not refused again"
    assert everything(Submission).get().status == "received"


def test_a_batch_costs_the_same_queries_for_one_and_for_twelve(hand_in: Receive) -> None:
    hand_in(received(full()))
    counts = []
    for size in (1, 12):
        batch = [received(full()) for _ in range(size)]
        with CaptureQueriesContext(connection) as captured:
            hand_in(*batch)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_receipts_differ_and_can_be_read_aloud(hand_in: Receive) -> None:
    receipts = {submission.receipt for submission in hand_in(*(received() for _ in range(50)))}
    assert len(receipts) == 50
    assert all(receipt.startswith("R-") and not set(receipt[2:]) & set("01IO") for receipt in receipts)
