"""A provider hands a report in and gets a receipt, whatever becomes of it."""

import base64
import hashlib
import io
import json
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from nightlight.accounts.models import User
from nightlight.intake.formats.limits import MAX_BYTES
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Filing, Report, ReportedFile, Submission, SubmissionPart
from nightlight.simulation.scenario import load
from nightlight.simulation.submissions import InventedComplaint, complaints
from nightlight.triage.lifecycle import Decided
from nightlight.triage.models import Assessment, RouteDecision
from tests.api.conftest import URL, Send, answer, document

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def grey_square(padding: int = 0) -> bytes:
    """Return one grey point as a PNG, with so many bytes of remark."""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    remark = chunk(b"tEXt", b"remark\x00" + b"." * padding)
    return (
        SIGNATURE + chunk(b"IHDR", header) + remark + chunk(b"IDAT", zlib.compress(b"\x00\x80")) + chunk(b"IEND", b"")
    )


@pytest.fixture(scope="module")
def with_files() -> InventedComplaint:
    invented = complaints(load().scaled(0.002), 7)
    return next(one for one in invented if one.format == "provider_xml" and one.companions)


def kept(model: Any, desk: User) -> list[Any]:
    return list(model.objects.visible_to(desk))


def test_a_report_is_received_with_a_receipt_under_which_it_is_found(send: Send, desk: User) -> None:
    raw = document("received")
    response = send(raw)
    receipt = answer(response)
    assert (response.status_code, receipt["status"], receipt["reason"]) == (201, "received", "")
    assert receipt["sha256"] == hashlib.sha256(raw).hexdigest()
    submission = Submission.objects.visible_to(desk).get(receipt=receipt["receipt"])
    assert (submission.sha256, submission.size_bytes, submission.channel) == (receipt["sha256"], len(raw), "api")
    assert submission.sent_by
    assert submission.sent_by.code == "practice-provider"


def test_a_report_is_assessed_and_routed_before_the_receipt_is_given(send: Send, desk: User) -> None:
    assert send(document("routed")).status_code == 201
    [report], [assessment], [route] = kept(Report, desk), kept(Assessment, desk), kept(RouteDecision, desk)
    assert (report.status, report.assigned_to.code) == (ReportStatus.ASSIGNED, "az")
    assert (assessment.report_id, route.report_id) == (report.pk, report.pk)
    assert route.decided == Decided.BY_RULE


def test_the_same_bytes_again_get_the_first_receipt(send: Send, desk: User) -> None:
    first, again = send(document("twice")), send(document("twice"))
    assert (first.status_code, again.status_code) == (201, 200)
    assert answer(again)["status"] == "duplicate"
    assert answer(again)["receipt"] == answer(first)["receipt"]
    assert len(kept(Report, desk)) == 1


def test_a_report_that_was_cut_off_is_kept_apart_and_the_place_is_named(send: Send, desk: User) -> None:
    raw = document("cut")[:-40]
    response = send(raw)
    receipt = answer(response)
    assert (response.status_code, receipt["status"], receipt["reason"]) == (202, "quarantined", "malformed")
    assert "line" in receipt["message"].lower()
    assert any(figure.isdigit() for figure in receipt["message"].split()) or "byte" in receipt["message"]
    [part] = kept(SubmissionPart, desk)
    assert zlib.decompress(part.deflated) == raw
    assert kept(Report, desk) == []


@pytest.mark.parametrize(
    "raw",
    [
        b'<!DOCTYPE report [<!ENTITY a "b">]><report>&a;</report>',
        grey_square(),
        b"<report><additionalInfo>" + base64.b64encode(grey_square(600)) + b"</additionalInfo></report>",
        json.dumps({"reportId": "1", "note": base64.b64encode(grey_square(600)).decode()}).encode(),
    ],
    ids=["doctype", "png", "png in xml", "png in json"],
)
def test_what_may_not_come_in_leaves_its_digest_only(raw: bytes, send: Send, desk: User) -> None:
    response = send(raw)
    receipt = answer(response)
    assert (response.status_code, receipt["status"]) == (422, "refused")
    assert receipt["message"]
    [submission] = kept(Submission, desk)
    assert (submission.sha256, submission.status) == (hashlib.sha256(raw).hexdigest(), "refused")
    assert kept(SubmissionPart, desk) == kept(Report, desk) == []


def test_what_is_too_large_is_hashed_as_it_streams_by_and_dropped(send: Send, desk: User) -> None:
    raw = b"<report>" + b" " * MAX_BYTES + b"</report>"
    response = send(raw)
    receipt = answer(response)
    assert (response.status_code, receipt["reason"]) == (413, "oversize")
    assert receipt["sha256"] == hashlib.sha256(raw).hexdigest()
    assert f"{len(raw):,}" in receipt["message"]
    assert kept(SubmissionPart, desk) == []


def form(client: Client, key: str, main: bytes | None, companions: tuple[bytes, ...]) -> Any:
    fields: dict[str, Any] = {"fileDetails": [SimpleUploadedFile("details.xml", one) for one in companions]}
    if main is not None:
        fields["report"] = SimpleUploadedFile("report.xml", main)
    return client.post(URL, fields, headers={"Authorization": f"Bearer {key}"})


def test_a_form_brings_the_details_of_files_along(
    client: Client, key: str, desk: User, with_files: InventedComplaint
) -> None:
    response = form(client, key, with_files.raw, with_files.companions)
    assert response.status_code == 201
    assert len(kept(ReportedFile, desk)) == len(with_files.companions)
    assert kept(Report, desk)[0].number == str(with_files.number)
    parts = sorted(kept(SubmissionPart, desk), key=lambda part: part.position)
    assert [zlib.decompress(part.deflated) for part in parts] == [with_files.raw, *with_files.companions]


def test_an_image_in_a_form_is_refused_with_the_report_it_came_with(client: Client, key: str, desk: User) -> None:
    response = form(client, key, document("form"), (grey_square(),))
    assert response.status_code == 422
    assert kept(SubmissionPart, desk) == kept(Report, desk) == []


def test_what_comes_in_a_form_never_touches_the_disk(
    client: Client, key: str, desk: User, settings: Settings, tmp_path: Path
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "absent")
    response = form(client, key, document("large"), (grey_square(4 * 1024 * 1024),))
    assert (response.status_code, answer(response)["reason"]) == (422, "imagery")


def test_a_form_without_a_report_says_so_and_leaves_nothing(client: Client, key: str, desk: User) -> None:
    response = form(client, key, None, ())
    assert response.status_code == 422
    assert "has no file in the field report" in response.json()["message"]
    as_words = client.post(URL, {"report": "<report/>"}, headers={"Authorization": f"Bearer {key}"})
    assert as_words.status_code == 422
    assert kept(Submission, desk) == []


def test_a_report_may_have_a_document_for_each_of_very_many_files(client: Client, key: str) -> None:
    details = b"<fileDetails><reportId>1</reportId><fileId>%d</fileId></fileDetails>"
    response = form(client, key, document("many"), tuple(details % number for number in range(150)))
    assert response.status_code in {201, 202}, response.content


def test_a_form_that_cannot_be_taken_apart_is_told_in_json(client: Client, key: str, desk: User) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    unbounded: Any = client.generic("POST", URL, b"x", "multipart/form-data", headers=headers)
    endless: Any = client.post(URL, {f"field{number}": "x" for number in range(1_200)}, headers=headers)
    for response in (unbounded, endless):
        assert response.status_code == 400, response.content
        assert "The form cannot be taken apart" in response.json()["message"]
    assert kept(Submission, desk) == []


def send_in_pieces(client: Client, key: str, raw: bytes) -> Any:
    """Hand bytes in without saying how many, as HTTP allows; the server says where they end."""
    stream: Any = io.BytesIO(raw)
    extra: dict[str, Any] = {"wsgi.input": stream, "wsgi.input_terminated": True, "CONTENT_LENGTH": ""}
    headers = {"Authorization": f"Bearer {key}", "Transfer-Encoding": "chunked"}
    return client.generic("POST", URL, b"", "application/xml", headers=headers, **extra)


def test_a_report_that_comes_in_pieces_is_a_report(client: Client, key: str) -> None:
    raw = document("pieces")
    response = send_in_pieces(client, key, raw)
    assert (response.status_code, answer(response)["sha256"]) == (201, hashlib.sha256(raw).hexdigest())


def test_what_comes_in_pieces_and_is_too_large_is_hashed_and_dropped(client: Client, key: str, desk: User) -> None:
    raw = b"<report>" + b" " * (MAX_BYTES + 300_000) + b"</report>"
    receipt = answer(response := send_in_pieces(client, key, raw))
    assert (response.status_code, receipt["reason"]) == (413, "oversize")
    assert receipt["sha256"] == hashlib.sha256(raw).hexdigest()
    assert kept(SubmissionPart, desk) == []


@pytest.mark.parametrize("address", [URL, "/ispws/submit", "/ispws/upload"])
def test_of_a_body_that_was_cut_off_nothing_is_kept(address: str, client: Client, key: str, desk: User) -> None:
    raw = document("cut off")
    stream: Any = io.BytesIO(raw)
    basic = base64.b64encode(f"practice-provider:{key}".encode()).decode()
    response: Any = client.generic(
        "POST",
        address,
        headers={"Authorization": f"Bearer {key}" if address == URL else f"Basic {basic}"},
        **{
            "wsgi.input": stream,
            "CONTENT_LENGTH": str(len(raw) + 1),
            "CONTENT_TYPE": "multipart/form-data; boundary=x" if address.endswith("upload") else "application/xml",
        },
    )
    assert response.status_code == 400, response.content
    assert b"The connection broke before all that was announced had come." in response.content
    assert kept(Submission, desk) == kept(Filing, desk) == []


@trying(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    raw=st.binary(max_size=200)
    | st.text(max_size=80).map(lambda text: json.dumps({"reportId": text, "note": text}).encode())
    | st.text(max_size=80).map(lambda text: f"<report><note>{text}</note></report>".encode("utf-8", "replace")),
    kind=st.sampled_from(["application/xml", "application/json", "text/plain", "image/png", ""]),
)
def test_whatever_arrives_gets_a_receipt(raw: bytes, kind: str, send: Send) -> None:
    response = send(raw, kind=kind)
    assert response.status_code in {200, 201, 202, 422}
    assert answer(response)["receipt"].startswith("R-")
