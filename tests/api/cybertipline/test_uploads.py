"""A file that is uploaded passes by: digests stay, and not one byte of it."""

import base64
import hashlib
import io
import random
import struct
import tracemalloc
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from nightlight.accounts.models import User
from nightlight.api.cybertipline import routes
from nightlight.api.cybertipline.uploads import passed_by
from nightlight.identifiers.kinds import Kind
from nightlight.intake.filings import rules
from nightlight.intake.models import FiledFile, Sighting
from nightlight.intake.stills.perceiving import can_perceive
from tests.api.cybertipline.conftest import NOISE, Filer
from tests.api.test_submissions import SIGNATURE, chunk, grey_square

BOUNDARY = "sample-boundary"
MEBIBYTE = 1024 * 1024


class Endless(io.RawIOBase):
    """A form with one file of a given size, made as it is read."""

    def __init__(self, size: int) -> None:
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="id"\r\n\r\n7\r\n--{BOUNDARY}\r\n'
            'Content-Disposition: form-data; name="file"; filename="large.bin"\r\n\r\n'
        ).encode()
        tail = f"\r\n--{BOUNDARY}--\r\n".encode()
        self.length = len(head) + size + len(tail)
        self.sha256 = hashlib.sha256()
        self.pieces = self._made(head, size, tail)
        self.left = b""

    def _made(self, head: bytes, size: int, tail: bytes) -> Iterator[bytes]:
        yield head
        block = random.Random(3).randbytes(MEBIBYTE)
        for start in range(0, size, MEBIBYTE):
            piece = block[: size - start]
            self.sha256.update(piece)
            yield piece
        yield tail

    def read(self, most: int = -1) -> bytes:
        while len(self.left) < most and (piece := next(self.pieces, b"")):
            self.left += piece
        given, self.left = self.left[:most], self.left[most:]
        return given


def test_a_large_file_takes_no_more_memory_than_a_small_one() -> None:
    size = 96 * MEBIBYTE
    body = Endless(size)
    request = RequestFactory().generic(
        "POST",
        "/ispws/upload",
        CONTENT_TYPE=f"multipart/form-data; boundary={BOUNDARY}",
        CONTENT_LENGTH=str(body.length),
    )
    request.META["wsgi.input"] = request._stream = body
    tracemalloc.start()
    try:
        seen = passed_by(request, rules.rules())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (seen.digests.size_bytes, seen.digests.sha256) == (size, body.sha256.hexdigest())
    assert peak < 12 * MEBIBYTE


def test_the_answer_carries_the_id_and_the_md5(filer: Filer, desk: User) -> None:
    number = filer.opened()
    answer = filer.upload(number)
    file = FiledFile.objects.visible_to(desk).get()
    assert answer.said["fileId"] == file.file_id
    assert answer.said["hash"] == file.md5 == hashlib.md5(NOISE).hexdigest()  # noqa: S324 - the interface answers with it
    assert (file.name, file.declared_type, file.size_bytes) == ("sample.bin", "application/octet-stream", len(NOISE))


def test_a_file_never_touches_the_disk(filer: Filer, settings: Settings, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "absent")
    filer.uploaded(filer.opened(), random.Random(5).randbytes(20 * MEBIBYTE))


def test_a_name_with_a_path_is_a_name(filer: Filer, desk: User) -> None:
    number = filer.opened()
    filer.uploaded(number, b"x", "../../etc/sample.bin")
    filer.uploaded(number, b"x", "n" * 300 + ".bin")
    names = list(FiledFile.objects.visible_to(desk).order_by("position").values_list("name", flat=True))
    assert names[0] == "sample.bin"
    assert len(names[1]) <= 255


def test_an_empty_file_is_a_file(filer: Filer, desk: User) -> None:
    filer.uploaded(filer.opened(), b"")
    assert FiledFile.objects.visible_to(desk).get().md5 == hashlib.md5(b"").hexdigest()  # noqa: S324 - as above


def noisy_square(side: int = 64) -> bytes:
    """Return a square of grey noise as a PNG."""
    noise = random.Random(3)
    lines = b"".join(b"\x00" + noise.randbytes(side) for _ in range(side))
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    return SIGNATURE + header + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


def test_a_still_picture_gets_a_perceptual_digest(filer: Filer, desk: User) -> None:
    if not can_perceive():
        pytest.skip("the extra `hashing` is not installed")
    number = filer.opened()
    filer.uploaded(number, noisy_square(), "noise.png")
    filer.uploaded(number, grey_square(), "grey.png")
    filer.uploaded(number, NOISE)
    assert filer.finished(number).code == 0
    with_pdq = {file.name: file for file in FiledFile.objects.visible_to(desk).exclude(pdq="")}
    assert set(with_pdq) == {"noise.png", "grey.png"}
    seen = list(Sighting.objects.visible_to(desk).filter(kind=Kind.PDQ).values_list("value", flat=True))
    assert seen == [with_pdq["noise.png"].pdq]  # the other says too little of its picture to be matched by


def test_without_the_extra_the_exact_digests_are_made_all_the_same(
    filer: Filer, desk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nightlight.intake.stills.perceiving.can_perceive", lambda: False)
    filer.uploaded(filer.opened(), grey_square())
    file = FiledFile.objects.visible_to(desk).get()
    assert (file.pdq, file.sha256) == ("", hashlib.sha256(grey_square()).hexdigest())


def test_no_table_holds_a_byte_of_a_file_before_or_after_the_end(filer: Filer) -> None:
    marker = random.Random(11).randbytes(64)
    spelled = [marker, marker.hex().encode(), base64.b64encode(marker)[:80]]
    number = filer.opened()
    filer.described(number, filer.uploaded(number, marker * 50))
    assert _held(spelled) == []
    filer.finished(number)
    assert _held(spelled) == []
    assert _held([hashlib.sha256(marker * 50).hexdigest().encode()]), "the search finds what is there"


def _held(wanted: list[bytes]) -> list[str]:
    """Return the columns in which one of these stands, in any table of the database, deflated or not."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - our own tables
            names = [column[0] for column in cursor.description]
            rows = cursor.fetchall()
        for row in rows:
            for name, value in zip(names, row, strict=True):
                raw = bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
                if any(one in _inflated(raw) for one in wanted):
                    found.append(f"{model._meta.label}.{name}")
    return found


def _inflated(raw: bytes) -> bytes:
    try:
        return zlib.decompress(raw)
    except zlib.error:
        return raw


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "found out while reading"])
def test_a_file_that_is_too_large_is_not_taken(
    announced: bool, filer: Filer, desk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = filer.opened()
    limits = rules.rules().model_copy(update={"file_bytes": 50_000})
    monkeypatch.setattr(routes, "rules", lambda: limits)
    content = bytes(200_000 if announced else 60_000)
    answer = filer.upload(number, content)
    assert (answer.status, answer.code) == (413, 1111)
    assert "50,000" in answer.said["responseDescription"]
    assert not FiledFile.objects.visible_to(desk).exists()
    assert filer.upload(number, bytes(50_000)).code == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"file": "no file, a field"},
        {"other": SimpleUploadedFile("sample.bin", b"x")},
        {},
    ],
    ids=["a field instead of a file", "in another field", "no file"],
)
def test_a_form_without_its_file_says_so(fields: dict[str, Any], filer: Filer, desk: User) -> None:
    answer = filer.form("/upload", id=str(filer.opened()), **fields)
    assert (answer.status, answer.code) == (200, 4200)
    assert not FiledFile.objects.visible_to(desk).exists()


def test_of_two_files_in_one_form_none_is_taken_unsaid(filer: Filer, desk: User) -> None:
    files = [SimpleUploadedFile(name, name.encode()) for name in ("one.bin", "two.bin")]
    answer = filer.form("/upload", id=str(filer.opened()), file=files)
    assert (answer.status, answer.code) == (200, 4200)
    assert "The form has 2 files; send one at a time." in answer.said["responseDescription"]
    assert not FiledFile.objects.visible_to(desk).exists()


def test_a_form_without_the_reports_number_says_so(filer: Filer) -> None:
    assert filer.form("/upload", file=SimpleUploadedFile("sample.bin", b"x")).code == 4000
