"""Rows that are handed to the driver at once stand in the table exactly as they were written."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext

from nightlight.agencies.models import Agency
from nightlight.audit.models import GENESIS, Entry
from nightlight.foundation import ids
from nightlight.foundation.bulk import insert, unsaved, write_back
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
    written = [query["sql"] for query in captured.captured_queries if "INSERT" in query["sql"]]
    # PostgreSQL takes them as one stream, which is no query to Django
    assert len(written) == (0 if connection.vendor == "postgresql" else 1)
    assert len(stored(Submission)) == 1000


# rows made without Django's own constructor


@pytest.mark.parametrize("model", [Submission, SubmissionPart, Report, ReportedFile, Entry])
def test_a_row_made_quickly_is_the_row_that_django_makes(model: type[models.Model]) -> None:
    made, expected = unsaved(model), model()
    by_chance = {field.attname for field in model._meta.concrete_fields if field.has_default()}
    assert values(made).keys() == values(expected).keys()
    for name, value in values(expected).items():
        if name not in by_chance:
            assert (name, values(made)[name]) == (name, value)
    assert made._state.adding
    assert type(made.pk) is type(expected.pk)


def test_rows_made_quickly_share_nothing() -> None:
    one, other = unsaved(Entry), unsaved(Entry)
    one.details["here"] = True
    assert other.details == {}
    assert one.pk != other.pk


def test_a_row_made_quickly_is_stored_and_follows_its_relations(national: Agency) -> None:
    row = unsaved(Submission, **values(submission(national)))
    insert([row])
    assert stored(Submission) == {row.pk: values(row)}
    assert row.agency == national


@pytest.mark.parametrize("name", ["agency", "sub_mission", "_state"])
def test_a_name_that_is_no_column_is_refused(name: str) -> None:
    with pytest.raises(TypeError, match=name):
        unsaved(Submission, **{name: None})


def test_written_back_are_the_named_fields_of_each_row_and_nothing_else(national: Agency) -> None:
    rows = [submission(national, number) for number in range(3)]
    insert(rows)
    before = stored(Submission)
    for number, row in enumerate(rows[:2]):
        row.source, row.sent_by_id, row.size_bytes = f"door {number}", national.pk, 5
    write_back(rows[:2], "source", "sent_by")
    after = stored(Submission)
    for number, row in enumerate(rows[:2]):
        assert after[row.pk] == before[row.pk] | {"source": f"door {number}", "sent_by_id": national.pk}
    assert after[rows[2].pk] == before[rows[2].pk]


def test_writing_back_nothing_is_no_statement(db: None) -> None:
    with CaptureQueriesContext(connection) as captured:
        write_back([], "source")
    assert len(captured) == 0
