"""A provider's client hands a report in piece by piece, and it becomes one report, once."""

import hashlib
import json
import zlib
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError
from lxml import etree

from nightlight.accounts.models import User
from nightlight.accounts.standing import WORKER
from nightlight.api.cybertipline import routes
from nightlight.audit.models import Entry
from nightlight.foundation import clock
from nightlight.intake.filings.lifecycle import FilingStatus
from nightlight.intake.formats.uploaded_files import DEVIATES
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import (
    FiledFile,
    Filing,
    Report,
    ReportedFile,
    Sighting,
    StatedFact,
    Submission,
    SubmissionPart,
)
from tests.api.conftest import document
from tests.api.cybertipline.conftest import NOISE, Filer

MD5, SHA1, SHA256 = (hashlib.new(kind, NOISE).hexdigest() for kind in ("md5", "sha1", "sha256"))


def kept(model: Any, desk: User) -> list[Any]:
    return list(model.objects.visible_to(desk).order_by("pk"))


def acts(on: Any) -> list[tuple[str, str]]:
    entries = Entry.objects.unscoped(because="test").filter(on_id=on.pk).order_by("position")
    return list(entries.values_list("act", "outcome"))


def test_a_report_that_is_finished_is_received_assessed_and_assigned(filer: Filer, desk: User) -> None:
    number = filer.opened()
    file_id = filer.uploaded(number)
    assert filer.described(number, file_id, "<fileRelevance>Reported</fileRelevance>").code == 0
    done = filer.finished(number)
    assert (done.status, done.code, done.report, done.files) == (200, 0, number, [file_id])
    [report], [file], [submission] = kept(Report, desk), kept(ReportedFile, desk), kept(Submission, desk)
    assert (report.number, report.status, report.assigned_to.code) == (str(number), ReportStatus.ASSIGNED, "az")
    assert (file.file_id, file.name, file.size_bytes, file.relevance) == (
        file_id,
        "sample.bin",
        len(NOISE),
        "Reported",
    )
    assert (submission.channel, submission.sent_by.code) == ("client", "practice-provider")
    assert (done.headers["Nightlight-Receipt"], done.headers["Nightlight-Status"]) == (submission.receipt, "received")


def test_its_parts_are_the_report_the_details_and_our_own_list_of_digests(filer: Filer, desk: User) -> None:
    number = filer.opened("parts")
    file_id = filer.uploaded(number)
    filer.described(number, file_id)
    filer.finished(number)
    parts = sorted(kept(SubmissionPart, desk), key=lambda part: part.position)
    first, second, ours = (zlib.decompress(part.deflated) for part in parts)
    assert first == document("parts")
    assert etree.fromstring(second).tag == "fileDetails"
    said = json.loads(ours)
    assert (said["reportId"], len(said["uploadedFiles"])) == (number, 1)
    assert {"md5": MD5, "sha1": SHA1, "sha256": SHA256}.items() <= said["uploadedFiles"][0].items()


def test_before_it_is_finished_nothing_is_a_report(filer: Filer, desk: User) -> None:
    number = filer.opened()
    filer.described(number, filer.uploaded(number))
    assert kept(Report, desk) == kept(Submission, desk) == []
    [filing] = kept(Filing, desk)
    assert (filing.status, filing.number, filing.sent_by.code) == (FilingStatus.OPEN, number, "practice-provider")


def test_a_lost_answer_and_a_retry_give_one_report_and_the_same_receipt(filer: Filer, desk: User) -> None:
    number = filer.opened()
    first, again = filer.finished(number), filer.finished(number)
    assert (first.code, again.code, again.status) == (0, 5102, 200)
    assert (again.root, again.report) == ("reportDoneResponse", number)
    assert again.headers["Nightlight-Receipt"] == first.headers["Nightlight-Receipt"]
    assert len(kept(Report, desk)) == 1


def test_two_reports_with_the_same_words_are_two_reports(filer: Filer, desk: User) -> None:
    first, second = filer.opened("same"), filer.opened("same")
    assert (filer.finished(first).code, filer.finished(second).code) == (0, 0)
    assert {report.number for report in kept(Report, desk)} == {str(first), str(second)}


def test_what_is_retracted_is_gone_and_that_it_was_is_written_down(filer: Filer, desk: User) -> None:
    number = filer.opened()
    filer.described(number, filer.uploaded(number))
    answer = filer.retracted(number)
    assert (answer.code, answer.report, answer.root) == (0, number, "reportResponse")
    [filing] = kept(Filing, desk)
    assert (filing.status, filing.deflated) == (FilingStatus.RETRACTED, None)
    assert kept(FiledFile, desk) == kept(Report, desk) == []
    assert acts(filing)[-1] == ("filing.retracted", "done")


@pytest.mark.parametrize(("end", "code"), [("finished", 5102), ("retracted", 5101)])
def test_nothing_can_be_added_or_undone_after_the_end(end: str, code: int, filer: Filer, desk: User) -> None:
    number = filer.opened()
    file_id = filer.uploaded(number)
    getattr(filer, end)(number)
    before = (len(kept(Report, desk)), len(kept(FiledFile, desk)))
    assert filer.upload(number).code == code
    assert filer.described(number, file_id).code == code
    assert filer.finished(number).code == code
    assert filer.retracted(number).code == code
    assert (len(kept(Report, desk)), len(kept(FiledFile, desk))) == before
    assert ("filing.file_added", "refused") in acts(kept(Filing, desk)[0])


def test_another_providers_report_is_as_if_there_were_none(filer: Filer, another: Filer, desk: User) -> None:
    number = filer.opened()
    file_id = filer.uploaded(number)
    for answer in (another.upload(number), another.described(number, file_id), another.retracted(number)):
        assert (answer.status, answer.code) == (200, 5001)
    none = another.finished(number + 1)
    assert another.finished(number).said | {"reportId": ""} == none.said | {"reportId": ""}
    assert kept(Filing, desk)[0].status == FilingStatus.OPEN
    assert filer.finished(number).code == 0


@pytest.mark.parametrize("said", ["", "none", "12.5", "-1", "9" * 19, "٣"])
@pytest.mark.parametrize("path", ["/finish", "/retract"])
def test_a_number_that_is_none_is_an_invalid_request(path: str, said: str, filer: Filer) -> None:
    assert filer.form(path, id=said).code == 4000


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
@pytest.mark.parametrize("path", ["/finish", "/retract", "/upload"])
def test_a_form_that_cannot_be_taken_apart_is_answered(path: str, kind: str, filer: Filer) -> None:
    assert filer.post(path, b"\xff no form", kind).code in {4000, 4200}


def test_an_id_may_come_as_a_plain_form(filer: Filer) -> None:
    number = filer.opened()
    answer = filer.post("/finish", f"id={number}".encode(), "application/x-www-form-urlencoded")
    assert (answer.code, answer.report) == (0, number)


def test_details_of_a_file_that_was_not_uploaded_are_refused(filer: Filer) -> None:
    number, other = filer.opened("one"), filer.opened("other")
    of_the_other = filer.uploaded(other)
    assert filer.described(number, "a" * 32).code == 5002
    assert filer.described(number, of_the_other).code == 5002
    assert filer.described(number, "").code == 5002


def test_details_of_a_file_can_be_said_again_and_the_later_ones_stand(filer: Filer, desk: User) -> None:
    number = filer.opened()
    file_id = filer.uploaded(number)
    filer.described(number, file_id, "<originalFileName>first.bin</originalFileName>")
    filer.described(number, file_id, "<originalFileName>second.bin</originalFileName>")
    filer.finished(number)
    assert [file.name for file in kept(ReportedFile, desk)] == ["second.bin"]


def test_computed_digests_stand_beside_the_declared_ones(filer: Filer, desk: User) -> None:
    number = filer.opened()
    file_id = filer.uploaded(number)
    filer.described(number, file_id, f'<originalFileHash hashType="MD5">{MD5.upper()}</originalFileHash>')
    filer.finished(number)
    seen = {(one.kind, one.said, one.value) for one in kept(Sighting, desk) if one.file_id}
    assert seen == {
        ("md5", "declared", MD5),
        ("md5", "hashed", MD5),
        ("sha1", "hashed", SHA1),
        ("sha256", "hashed", SHA256),
    }
    assert not [fact for fact in kept(StatedFact, desk) if fact.name == DEVIATES]


def test_a_declared_digest_that_differs_is_a_finding(filer: Filer, desk: User) -> None:
    number = filer.opened()
    file_id = filer.uploaded(number)
    filer.described(number, file_id, f'<originalFileHash hashType="SHA1">{"0" * 40}</originalFileHash>')
    filer.finished(number)
    [finding] = [fact for fact in kept(StatedFact, desk) if fact.name == DEVIATES]
    assert finding.file.file_id == file_id
    assert finding.value == f"sha1: declared {'0' * 40}, uploaded {SHA1}"


def test_the_page_of_the_report_says_what_was_computed_and_that_it_differs(filer: Filer, desk: User) -> None:
    number = filer.opened()
    declared = f'<originalFileHash hashType="SHA1">{"0" * 40}</originalFileHash>'
    same = f'<originalFileHash hashType="MD5">{MD5}</originalFileHash>'
    filer.described(number, filer.uploaded(number), declared + same)
    filer.finished(number)
    filer.wire.force_login(desk)
    page = filer.wire.get(f"/reports/{kept(Report, desk)[0].pk}").content.decode()
    assert "Declared, but not of the uploaded file: SHA-1." in page
    assert "declared and computed here" in page


def test_a_file_without_details_is_a_file_of_the_report(filer: Filer, desk: User) -> None:
    number = filer.opened()
    first, second = filer.uploaded(number, b"one", "one.bin"), filer.uploaded(number, b"two", "two.bin")
    filer.described(number, second, "<originalFileName>two.bin</originalFileName>")
    assert filer.finished(number).files == [first, second]
    assert {(file.file_id, file.name) for file in kept(ReportedFile, desk)} == {(first, "one.bin"), (second, "two.bin")}


@pytest.mark.parametrize(
    ("opened", "changed", "code"),
    [
        (timedelta(hours=23, minutes=59), None, 0),
        (timedelta(hours=24), None, 5001),
        (timedelta(hours=24), timedelta(hours=23, minutes=30), 0),
        (timedelta(hours=24, minutes=30), timedelta(hours=23, minutes=30), 5001),
    ],
    ids=["within a day", "after a day", "after a day, changed within the hour", "an hour after the change"],
)
def test_what_is_left_unfinished_is_gone(
    opened: timedelta, changed: timedelta | None, code: int, filer: Filer, desk: User
) -> None:
    start = clock.now()
    with clock.held_at(start):
        number = filer.opened()
    if changed:
        with clock.held_at(start + changed):
            filer.uploaded(number)
    with clock.held_at(start + opened):
        assert filer.finished(number).code == code
    assert len(kept(Report, desk)) == (0 if code else 1)


def test_what_has_expired_takes_nothing_more(filer: Filer, desk: User) -> None:
    number = filer.opened()
    file_id = filer.uploaded(number)
    with clock.held_at(clock.now() + timedelta(days=2)):
        answers = (filer.upload(number), filer.described(number, file_id), filer.retracted(number))
    assert [answer.code for answer in answers] == [5001] * 3
    assert len(kept(FiledFile, desk)) == 1


def test_when_the_road_breaks_off_nothing_is_half_written_and_a_retry_works(
    filer: Filer, desk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = filer.opened()
    filer.described(number, filer.uploaded(number))
    with monkeypatch.context() as broken:
        broken.setattr("nightlight.triage.road.assess", _break)
        answer = filer.finished(number)
    assert (answer.status, answer.code, answer.root) == (500, 1000, "reportDoneResponse")
    assert kept(Submission, desk) == kept(Report, desk) == []
    assert kept(Filing, desk)[0].status == FilingStatus.OPEN
    assert filer.finished(number).code == 0


def _break(*_: Any, **__: Any) -> None:
    raise RuntimeError("/some/path of the inside")


def test_a_fault_shows_nothing_of_the_inside(filer: Filer) -> None:
    User.objects.get_queryset().unscoped(because="test").filter(email=WORKER).delete()
    number = filer.opened()
    answer = filer.finished(number)
    assert (answer.status, answer.code) == (500, 1000)
    assert "fault of this server" in answer.headers["Nightlight-Message"]
    assert "worker" not in answer.headers["Nightlight-Message"].lower()


def test_a_database_that_cannot_be_written_says_try_again(filer: Filer, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: Any, **__: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(routes.actions, "open_filing", locked)
    answer = filer.post("/submit", document("locked"))
    assert (answer.status, answer.code, answer.headers["Retry-After"]) == (503, 1100, "60")
    assert "locked" not in answer.said["responseDescription"]
