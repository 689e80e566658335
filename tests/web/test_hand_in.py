"""Handing a file in on a page: what it is told by content, what comes in at once, and what asks a person first."""

import csv
import hashlib
import io
import re
import zlib
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nightlight.accounts import standing
from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.intake.formats.pdf_text import PdfText
from nightlight.intake.models import ColumnMapping, Passage, Report, ReportedFile, Sighting, Submission, SubmissionPart
from tests.conftest import Person
from tests.intake.formats.bundles import PICTURE, bundle, details, report
from tests.intake.formats.pdfs import pdf

TABLE = (
    b"CyberTip,ESP,Email,Remark\r\n"
    b"9100001,Example Chat,a@example.com,=HYPERLINK(1)\r\n"
    b'9100002,"Exam\r\n'
    b"9100003,Example Chat,nonsense,-1\r\n"
)
HIDDEN = re.compile(r'name="document" value="([^"]+)"')


@pytest.fixture
def analyst(person: Person) -> User:
    standing.ensure()
    return person("co", RoleName.ANALYST)


@pytest.fixture
def desk(client: Client, analyst: User) -> Iterator[Client]:
    client.force_login(analyst)
    return client  # type: ignore[return-value]


def send(desk: Client, name: str, raw: bytes) -> Any:
    return desk.post("/hand-in", {"file": SimpleUploadedFile(name, raw)})


def carried(response: Any) -> str:
    found = HIDDEN.search(response.content.decode())
    assert found
    return unescape(found[1])


def rows(model: Any, analyst: User) -> list[Any]:
    return list(model.objects.visible_to(analyst).order_by("pk"))


def test_a_report_comes_in_for_the_own_agency_with_a_receipt(desk: Client, analyst: User) -> None:
    response = send(desk, "sample.txt", report())
    [submission] = rows(Submission, analyst)
    assert response.status_code == 200
    assert submission.receipt in response.content.decode()
    assert (submission.agency_id, submission.channel, submission.source) == (analyst.agency_id, "file", "sample.txt")


def test_a_bundle_comes_in_and_the_page_of_its_report_lists_what_came_with_it(desk: Client, analyst: User) -> None:
    files = {"report.xml": report(), "f.xml": details("1", name="a.jpg"), "a.jpg": PICTURE, "b.bin": b"other"}
    assert send(desk, "tips.zip", bundle(files)).status_code == 200
    [found] = rows(Report, analyst)
    shown = desk.get(f"/reports/{found.pk}").content.decode()
    assert "Came with the bundle under this name" in shown
    assert "not listed by the report" in shown
    assert "SHA-256 of the file it came in" in shown


def test_a_picture_is_refused_whatever_it_calls_itself(desk: Client, analyst: User) -> None:
    response = send(desk, "report.xml", PICTURE)
    assert "refused" in response.content.decode()
    [submission] = rows(Submission, analyst)
    assert (submission.status, submission.reason) == ("refused", "imagery")
    assert rows(SubmissionPart, analyst) == []


def test_what_cannot_be_read_leads_to_its_place_and_says_so_when_it_comes_again(desk: Client, analyst: User) -> None:
    first = send(desk, "report.xml", b"<report><oops></report>").content.decode()
    [submission] = rows(Submission, analyst)
    way = f'<a href="/submissions/{submission.pk}">'
    assert f"{way}Look at the place, and mend it" in first
    again = send(desk, "again.xml", b"<report><oops></report>").content.decode()
    assert "The same was handed in before" in again
    assert f"{way}Its receipt" in again
    assert "inside &lt;oops&gt;" in again


def test_without_a_file_the_page_says_what_to_choose(desk: Client) -> None:
    response = desk.post("/hand-in", {})
    assert response.status_code == 400
    assert "Choose a file of at most 16 MB" in response.content.decode()


def test_a_file_too_large_for_memory_is_not_taken_and_the_page_says_who_reads_it(desk: Client, analyst: User) -> None:
    response = send(desk, "large.zip", bytes(17 * 1024 * 1024))
    assert response.status_code == 400
    assert "Larger ones are read by nightlight intake" in response.content.decode()
    assert rows(Submission, analyst) == []


def test_who_may_not_send_is_not_let_in(client: Client, person: Person) -> None:
    client.force_login(person("co", RoleName.AUDITOR))
    assert client.get("/hand-in").status_code == 403


def answers(response: Any, **decisions: str) -> dict[str, str]:
    """Return a whole form for a shown PDF: every suggestion taken as it stands, or as `decisions` says by field."""
    formset = response.context["formset"]
    given = {"document": carried(response)}
    given |= {
        f"form-{name}_FORMS": str(formset.management_form[f"{name}_FORMS"].value()) for name in ("TOTAL", "INITIAL")
    }
    for form in formset:
        words = form.initial
        if words:
            given |= {f"{form.prefix}-{name}": words[name] for name in ("field", "value", "place")}
            given[f"{form.prefix}-decision"] = decisions.get(words["field"], "take")
    return given


def test_a_pdf_is_shown_beside_its_text_and_nothing_comes_in_before_it_is_confirmed(
    desk: Client, analyst: User
) -> None:
    response = send(desk, "tip.pdf", pdf())
    shown = response.content.decode()
    assert response.status_code == 200
    assert 'id="p1-7"' in shown
    assert 'href="#p1-7"' in shown
    assert rows(Submission, analyst) == []


def test_what_was_confirmed_of_a_pdf_becomes_a_report_and_the_rest_does_not(desk: Client, analyst: User) -> None:
    shown = send(desk, "tip.pdf", pdf())
    assert desk.post("/hand-in/pdf", answers(shown, email="leave")).status_code == 200
    [found] = rows(Report, analyst)
    assert (found.number, found.provider, found.incident_type) == (
        "900000123",
        "Example Chat",
        "Misleading Domain Name",
    )
    assert found.incident_at.isoformat() == "2026-01-02T03:04:05+00:00"
    seen = {(each.kind, each.value, each.event) for each in rows(Sighting, analyst)}
    assert seen == {("ipv4", "198.18.0.4", "login")}
    assert [each.name for each in rows(ReportedFile, analyst)] == ["a.jpg"]
    assert "officer@police.test" in rows(Passage, analyst)[0].text


def test_of_a_pdf_its_text_is_kept_and_its_digest_and_not_its_bytes(desk: Client, analyst: User) -> None:
    raw = pdf()
    desk.post("/hand-in/pdf", answers(send(desk, "tip.pdf", raw)))
    [submission] = rows(Submission, analyst)
    assert (submission.status, submission.container_sha256) == ("received", hashlib.sha256(raw).hexdigest())
    [part] = rows(SubmissionPart, analyst)
    assert b"%PDF" not in zlib.decompress(part.deflated)
    again = send(desk, "tip.pdf", raw).content.decode()
    assert "was handed in before" in again
    assert submission.receipt in again


def test_each_field_of_a_pdf_wants_a_decision(desk: Client, analyst: User) -> None:
    given = answers(send(desk, "tip.pdf", pdf()))
    given.pop("form-1-decision")
    response = desk.post("/hand-in/pdf", given)
    assert response.status_code == 400
    assert "Look at the text beside it, and decide." in response.content.decode()
    assert rows(Submission, analyst) == []


def test_the_time_of_an_address_that_is_left_out_does_not_pass_to_another(desk: Client, analyst: User) -> None:
    lines = ("Suspect", "IP Address: 198.18.0.4", "IP Address: 198.18.0.5 (Login) 01-02-2026 03:00:00 UTC")
    given = answers(send(desk, "tip.pdf", pdf(lines)))
    of_the_second = next(name for name, value in given.items() if value == "198.18.0.5").removesuffix("value")
    given[f"{of_the_second}decision"] = "leave"
    response = desk.post("/hand-in/pdf", given)
    assert response.status_code == 400
    assert "The IP address above it is left out; leave this out too." in response.content.decode()
    assert rows(Submission, analyst) == []


def test_a_pdf_of_which_nothing_is_confirmed_is_no_report(desk: Client, analyst: User) -> None:
    shown = send(desk, "tip.pdf", pdf(["plain words"]))
    response = desk.post("/hand-in/pdf", answers(shown))
    assert response.status_code == 400
    assert "Nothing was confirmed" in response.content.decode()
    assert rows(Submission, analyst) == []


def test_of_a_pdf_that_was_not_read_to_its_end_the_page_says_how_far(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_short = PdfText(["words"], 900)
    monkeypatch.setattr("nightlight.web.hand_in.text_of", lambda _: cut_short)
    response = send(desk, "tip.pdf", pdf())
    assert "Not every page was read: 1 of 900." in response.content.decode()
    again = desk.post("/hand-in/pdf", answers(response) | {"form-0-field": ""})
    assert "Not every page was read: 1 of 900." in again.content.decode()


def test_a_pdf_that_cannot_be_read_is_refused_with_a_receipt(desk: Client, analyst: User) -> None:
    response = send(desk, "tip.pdf", b"%PDF-1.7 cut")
    [submission] = rows(Submission, analyst)
    assert (submission.status, submission.reason) == ("refused", "archive")
    assert submission.receipt in response.content.decode()


def test_what_a_page_carries_over_cannot_be_altered(desk: Client, analyst: User) -> None:
    given = answers(send(desk, "tip.pdf", pdf()))
    given["document"] = given["document"][:-2] + "xx"
    assert "Choose the file again" in desk.post("/hand-in/pdf", given).content.decode()
    assert rows(Submission, analyst) == []


def decided(desk: Client, shown: Any, do: str, **more: str) -> Any:
    form = shown.context["form"]
    means = {name: form[name].initial for name in form.fields if name.startswith("column")}
    return desk.post("/hand-in/table", {"document": carried(shown), "do": do, **means, **more})


def test_a_table_is_previewed_with_what_each_row_becomes_and_what_is_wrong(desk: Client, analyst: User) -> None:
    shown = send(desk, "tips.csv", TABLE)
    words = shown.content.decode()
    assert "Report 9100001, E-mail address a@example.com" in words
    assert "Row 2 (line 3): A quotation mark is opened" in words
    assert "Email: this cannot be what the column means" in words
    assert rows(Submission, analyst) == []


def test_a_row_with_too_few_cells_is_remarked_on(desk: Client) -> None:
    words = send(desk, "tips.csv", b"Email,Name,Number\na@example.com,Visibly\n").content.decode()
    assert "It has 2 of 3 cells: the rest is taken as empty." in words


def test_the_rows_of_a_table_come_in_each_by_itself_and_a_bad_one_waits(desk: Client, analyst: User) -> None:
    decided(desk, send(desk, "tips.csv", TABLE), "hand-in")
    assert {each.source: each.status for each in rows(Submission, analyst)} == {
        "tips.csv: row 1": "received",
        "tips.csv: row 2": "quarantined",
        "tips.csv: row 3": "received",
    }
    assert sorted(each.number for each in rows(Report, analyst)) == ["9100001", "9100003"]


def test_the_same_rows_again_are_duplicates_wherever_they_stand(desk: Client, analyst: User) -> None:
    decided(desk, send(desk, "tips.csv", TABLE), "hand-in")
    head, first, *_ = TABLE.splitlines(keepends=True)
    last = b"9100004,Example Chat,b@example.com,\r\n"
    words = decided(desk, send(desk, "more.csv", head + last + first), "hand-in").content.decode()
    assert "1 duplicate" in words
    assert "1 received" in words


def test_rows_of_one_report_are_told_before_the_last_takes_the_place_of_the_others(desk: Client) -> None:
    raw = b"Report number,IP\n9100001,198.51.100.7\n9100002,198.51.100.8\n9100001,198.51.100.9\n9100002,198.51.100.8\n"
    words = send(desk, "tips.csv", raw).content.decode()
    assert "1 row carries the report number of an earlier row" in words
    assert words.count("Row 1 has this report number too") == 1
    assert "Row 2 has" not in words
    shown = send(desk, "tips.csv", raw + b"9100002,198.51.100.9\n")
    assert "2 rows carry the report number of an earlier row" in shown.content.decode()
    assert (
        "report number of an earlier row"
        not in decided(desk, shown, "preview", **{"column-0": "keep"}).content.decode()
    )


def test_the_meanings_of_columns_are_kept_and_used_for_the_next_table(desk: Client, analyst: User) -> None:
    raw = b"Who,What\nc@example.com,words\n"
    shown = send(desk, "one.csv", raw)
    decided(desk, shown, "preview", **{"column-0": "email", "save_as": "Weekly list"})
    [mapping] = rows(ColumnMapping, analyst)
    assert (mapping.name, mapping.columns) == ("Weekly list", {"Who": "email"})
    words = send(desk, "two.csv", raw.replace(b"c@", b"d@")).content.decode()
    assert "those kept as Weekly list" in words
    assert "E-mail address d@example.com" in words


def test_keeping_meanings_under_the_same_name_replaces_them(desk: Client, analyst: User) -> None:
    for field in ("email", "notes"):
        shown = send(desk, "one.csv", b"Who,What\nc@example.com,words\n")
        decided(desk, shown, "preview", **{"column-0": field, "column-1": "keep", "save_as": "Weekly list"})
    assert [mapping.columns for mapping in rows(ColumnMapping, analyst)] == [{"Who": "notes"}]


def test_another_agency_does_not_see_the_meanings(desk: Client, person: Person) -> None:
    shown = send(desk, "one.csv", b"Who,What\nc@example.com,words\n")
    decided(desk, shown, "preview", **{"column-0": "email", "save_as": "Weekly list"})
    assert rows(ColumnMapping, person("wy", RoleName.ANALYST)) == []


def test_rows_that_cannot_come_in_are_downloaded_and_hold_no_formula(desk: Client) -> None:
    raw = TABLE + b"=1+1,=2,too,many,cells\r\n"
    response = decided(desk, send(desk, "tips.csv", raw), "bad-rows")
    assert response["Content-Type"].startswith("text/csv")
    lines = list(csv.reader(io.StringIO(response.content.decode())))
    assert lines[0][-1] == "What is wrong"
    assert [line[-1].split(":")[0] for line in lines[1:]] == ["Row 2 (line 3)", "Row 4 (line 5)"]
    assert lines[2][0].startswith("'=1+1")


def test_two_columns_for_one_field_that_a_report_has_once_are_refused(desk: Client, analyst: User) -> None:
    response = decided(desk, send(desk, "tips.csv", TABLE), "hand-in", **{"column-3": "number"})
    assert response.status_code == 400
    assert "Report number" in response.content.decode()
    assert rows(Submission, analyst) == []


def test_a_table_without_any_meaning_is_not_handed_in(desk: Client, analyst: User) -> None:
    response = decided(desk, send(desk, "one.csv", b"x1,x2\nc,d\n"), "hand-in")
    assert response.status_code == 400
    assert "Give at least one column a meaning." in response.content.decode()
    assert rows(Submission, analyst) == []
