"""What may not come in is answered with its code and a place, and leaves nothing behind."""

import base64
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.audit.models import Entry
from nightlight.intake.filings import actions, rules
from nightlight.intake.formats.limits import MAX_BYTES
from nightlight.intake.models import FiledFile, Filing
from tests.api.conftest import document
from tests.api.cybertipline.conftest import Filer, details
from tests.api.test_submissions import grey_square

IN_BASE64 = base64.b64encode(grey_square(600))
BAD: dict[str, tuple[bytes, int]] = {
    "cut off": (document("cut")[:-40], 4110),
    "nothing": (b"", 4110),
    "no XML": (b"report", 4110),
    "the JSON of law enforcement": (b'{"reportId": "1"}', 4110),
    "another root": (b"<incident/>", 4110),
    "details without their report": (details(1, "a" * 32), 4110),
    "an unknown encoding": (b'<?xml version="1.0" encoding="EBCDIC-X"?><report/>', 4110),
    "no incident": (b"<report/>", 4100),
    "no time": (document("time").replace(b"incidentDateTime", b"other"), 4100),
    "no type": (document("type").replace(b"incidentType", b"other"), 4100),
    "a doctype": (b'<!DOCTYPE report [<!ENTITY a "b">]><report>&a;</report>', 4100),
    "an image": (grey_square(), 4100),
    "an image in base64": (
        document("image").replace(b"</report>", b"<additionalInfo>" + IN_BASE64 + b"</additionalInfo></report>"),
        4100,
    ),
    "too deep": (b"<report>" * 80 + b"</report>" * 80, 4100),
}


@pytest.mark.parametrize(("raw", "code"), BAD.values(), ids=BAD.keys())
def test_a_document_that_is_no_report_opens_nothing(raw: bytes, code: int, filer: Filer, desk: User) -> None:
    answer = filer.post("/submit", raw)
    assert (answer.status, answer.code, answer.root) == (200, code, "reportResponse")
    assert len(answer.said["responseDescription"]) > 20
    assert "was kept but" not in answer.said["responseDescription"], "not even its digest is"
    assert answer.report == 0
    assert not Filing.objects.visible_to(desk).exists()
    assert _refused("filing.opened") == 1


def _refused(act: str) -> int:
    return Entry.objects.unscoped(because="test").filter(act=act, outcome="refused").count()


def test_a_report_that_breaks_is_told_where(filer: Filer) -> None:
    assert "line" in filer.post("/submit", document("cut")[:-40]).said["responseDescription"]


@pytest.mark.parametrize("path", ["/submit", "/fileinfo"])
def test_a_document_that_is_too_large_is_not_read(path: str, filer: Filer, desk: User) -> None:
    answer = filer.post(path, b"<report>" + b" " * MAX_BYTES + b"</report>")
    assert (answer.status, answer.code) == (413, 4100)
    assert not Filing.objects.visible_to(desk).exists()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("<broken>", 4110),
        (f"<additionalInfo>{IN_BASE64.decode()}</additionalInfo>", 4100),
        ("&unknown;", 4100),
    ],
    ids=["cut off", "an image in base64", "an entity"],
)
def test_details_that_may_not_come_in_are_not_kept(more: str, code: int, filer: Filer, desk: User) -> None:
    number = filer.opened()
    file_id = filer.uploaded(number)
    assert filer.described(number, file_id, more).code == code
    assert FiledFile.objects.visible_to(desk).get().details_deflated is None
    assert filer.finished(number).code == 0


@pytest.mark.parametrize("said", ["", "none", "-5", "9" * 19])
def test_details_that_name_no_report_are_invalid(said: str, filer: Filer) -> None:
    assert filer.post("/fileinfo", details(said, "a" * 32)).code == 4100


def test_details_without_a_byte_are_said_to_be_empty(filer: Filer) -> None:
    answer = filer.post("/fileinfo", b" ")
    assert (answer.code, answer.said["responseDescription"]) == (4110, "The document is empty; expected XML.")


def test_details_of_a_report_that_is_not_there_are_refused(filer: Filer) -> None:
    assert filer.post("/fileinfo", details(9**19, "a" * 32)).code == 5001
    assert filer.post("/fileinfo", details(5, "a" * 32)).code == 5001


def test_a_report_in_utf_16_is_read(filer: Filer) -> None:
    raw = document("wide").decode().replace('encoding="UTF-8"', 'encoding="UTF-16"').encode("utf-16")
    assert filer.post("/submit", raw, "text/plain;charset=UTF-8").code == 0


def test_documents_together_have_a_limit(filer: Filer, desk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    number = filer.opened()
    file_id = filer.uploaded(number)
    [before] = Filing.objects.visible_to(desk).values_list("documents_bytes", flat=True)
    monkeypatch.setattr("nightlight.intake.filings.actions.MAX_BYTES", before + 200)
    answer = filer.described(number, file_id, f"<additionalInfo>{'word ' * 60}</additionalInfo>")
    assert (answer.status, answer.code) == (413, 4100)
    for _ in range(3):
        assert filer.described(number, file_id).code == 0
    [after] = Filing.objects.visible_to(desk).values_list("documents_bytes", flat=True)
    assert after == before + len(details(number, file_id))


def test_limits_in_number_are_answered(filer: Filer, monkeypatch: pytest.MonkeyPatch) -> None:
    number = filer.opened()
    filer.uploaded(number)
    _limit(monkeypatch, files_per_filing=1)
    assert filer.upload(number).status == 429
    for words in ({"open_at_once": 1}, {"opened_per_minute": 1}):
        _limit(monkeypatch, **words)
        answer = filer.post("/submit", document("more"))
        assert (answer.status, answer.code, answer.headers["Retry-After"]) == (429, 1000, "60")
    assert filer.finished(number).code == 0
    _limit(monkeypatch, open_at_once=1)
    assert filer.post("/submit", document("room")).code == 0


def _limit(monkeypatch: pytest.MonkeyPatch, **words: Any) -> None:
    changed = rules.rules().model_copy(update=words)
    monkeypatch.setattr(actions, "rules", lambda: changed)
