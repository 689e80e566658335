"""Rows that are handed to the driver at once stand in the table exactly as they were written."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from nightlight.agencies.models import Agency
from nightlight.audit.models import GENESIS, Entry
from nightlight.foundation import ids
from nightlight.foundation.bulk import insert
from nightlight.intake.models import Report, ReportedFile, Submission, SubmissionPart

MOMENT = datetime(2018, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)
EVERY_BYTE = bytes(range(256))
WORDS = "Ünïcödé 調 \N{WAXING CRESCENT MOON SYMBOL} \"quoted\" 'single' %s %(x)s ? \\ \n end"


@pytest.fixture
def national(db: None) -> Agency:
    return Agency.objects.get(code="national")


def submission(agency: Agency, number: int = 1, **more: Any) -> Submission:
    words = {"source": WORDS, "message": "", "received_at": MOMENT} | more
    return Submission(
        agency=agency,
        channel="file",
        receipt=f"R-{number:05d}",
        sha256=f"{number:064x}",
        size_bytes=2**40,
        status="received",
        **words,
    )


def report(of: Submission, **more: Any) -> Report:
    return Report(agency=of.agency, submission=of, received_at=MOMENT, **more)


def values(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def stored(model: Any) -> dict[Any, dict[str, Any]]:
    return {row.pk: values(row) for row in model.objects.unscoped(because="test")}


def test_texts_numbers_moments_and_ids_come_back_equal(national: Agency) -> None:
    rows = [submission(national, number, sent_by=sent_by) for number, sent_by in ((1, None), (2, national))]
    insert(rows)
    assert stored(Submission) == {row.pk: values(row) for row in rows}


def test_a_moment_of_another_zone_is_the_same_moment(national: Agency) -> None:
    denver = timezone(timedelta(hours=-6))
    insert([submission(national, received_at=MOMENT.astimezone(denver))])
    [row] = stored(Submission).values()
    assert row["received_at"] == MOMENT
    assert row["received_at"].utcoffset() == timedelta(0)


def test_what_is_not_stated_stays_unstated(national: Agency) -> None:
    [of] = rows = [submission(national)]
    insert(rows)
    reports = [report(of, incident_at=None, assigned_to=None)]
    insert(reports)
    files = [
        ReportedFile(report=reports[0], pointer="/files/1", viewed_by_provider=said, size_bytes=size)
        for said, size in ((None, None), (True, 0), (False, 2**40))
    ]
    insert(files)
    assert stored(Report) == {reports[0].pk: values(reports[0])}
    assert stored(ReportedFile) == {file.pk: values(file) for file in files}


def test_every_byte_comes_back(national: Agency) -> None:
    of = submission(national)
    insert([of])
    insert([SubmissionPart(submission=of, position=0, sha256="0" * 64, size_bytes=256, deflated=EVERY_BYTE)])
    [part] = stored(SubmissionPart).values()
    assert bytes(part["deflated"]) == EVERY_BYTE


def test_a_structure_comes_back(national: Agency) -> None:
    details = {"words": WORDS, "many": [1, 2.5, None, True, {"deep": []}], "empty": {}}
    entry = Entry(
        agency_id=ids.new(),
        position=1,
        at=MOMENT,
        actor_id=ids.new(),
        act="test.made",
        outcome="done",
        details=details,
        previous=GENESIS,
        digest=GENESIS,
    )
    insert([entry])
    assert stored(Entry) == {entry.pk: values(entry)}
    assert Entry.objects.unscoped(because="test").filter(details__words=WORDS).count() == 1


def test_a_row_that_breaks_a_constraint_leaves_none_of_its_batch(national: Agency) -> None:
    rows = [submission(national, number) for number in range(1, 200)]
    rows[150].status = "nonsense"
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(rows)
    assert stored(Submission) == {}


def test_a_key_that_is_taken_leaves_none_of_the_batch(national: Agency) -> None:
    insert([submission(national, 7)])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([submission(national, 6), submission(national, 7)])
    assert len(stored(Submission)) == 1


def test_nothing_is_no_statement(db: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        insert([])
    assert len(captured) == 0


def test_a_thousand_rows_are_one_statement(national: Agency) -> None:
    rows = [submission(national, number) for number in range(1000)]
    with CaptureQueriesContext(connection) as captured:
        insert(rows)
    assert len([query for query in captured.captured_queries if "INSERT" in query["sql"]]) == 1
    assert len(stored(Submission)) == 1000
