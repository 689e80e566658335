"""ZIP bundles: reports come out one by one, everything else is hashed and dropped, and tricks are refused whole."""

import hashlib
import io
import struct
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.identifiers.kinds import Kind
from nightlight.intake.arriving import Reading
from nightlight.intake.bundles import read_bytes
from nightlight.intake.formats import limits
from nightlight.intake.formats.values import MatchedBy, Said
from nightlight.intake.lifecycle import SubmissionStatus
from tests.intake.formats.bundles import NOISE, PICTURE, bundle, details, report

JSON = b'{"reportId": 9100003, "reportedInformation": {"uploadedFiles": [{"originalFilename": "c.mp4"}]}}'


def read(raw: bytes) -> list[Reading]:
    return list(read_bytes("sample.zip", raw))


def refusal(raw: bytes) -> Reading:
    [reading] = read(raw)
    assert reading.status is SubmissionStatus.REFUSED
    assert reading.sha256 == hashlib.sha256(raw).hexdigest()
    assert not reading.parts
    return reading


def test_a_bundle_with_one_report_has_the_digest_of_its_own_bytes_and_keeps_the_documents_only() -> None:
    raw = bundle({"r/report.xml": report(), "r/file.xml": details("9100001", name="a.jpg"), "r/a.jpg": PICTURE})
    [reading] = read(raw)
    assert reading.status is SubmissionStatus.RECEIVED
    assert reading.sha256 == reading.container_sha256 == hashlib.sha256(raw).hexdigest()
    assert [part.size_bytes for part in reading.parts] == [len(report()), len(details("9100001", name="a.jpg"))]
    assert PICTURE[20:60] not in repr(reading).encode()


def test_what_lies_beside_a_report_is_hashed_and_matched_by_digest_or_name() -> None:
    md5 = hashlib.md5(PICTURE).hexdigest()  # noqa: S324 - what evidence lists speak
    files = {
        "report.xml": report(),
        "1.xml": details("9100001", name="other-name.jpg", md5=md5),
        "2.xml": details("9100001", name="b.bin"),
        "media/a.jpg": PICTURE,
        "media/b.bin": NOISE,
        "media/unlisted.txt": b"words",
        "tip.pdf": b"%PDF-1.7 invented",
    }
    [reading] = read(bundle(files))
    assert reading.said
    enclosed = {each.pointer: each for each in reading.said.enclosed}
    assert {path: each.matched_by for path, each in enclosed.items()} == {
        "media/a.jpg": MatchedBy.DIGEST,
        "media/b.bin": MatchedBy.NAME,
        "media/unlisted.txt": None,
        "tip.pdf": None,
    }
    picture = enclosed["media/a.jpg"]
    assert (picture.md5, picture.size_bytes, picture.declared_type) == (md5, len(PICTURE), "image/jpeg")
    assert picture.sha1 == hashlib.sha1(PICTURE).hexdigest()  # noqa: S324 - as above
    assert picture.sha256 == hashlib.sha256(PICTURE).hexdigest()
    [same] = [file for file in reading.said.files if file.pointer == picture.file_pointer]
    made = {seen.identifier.kind for seen in same.sightings if seen.said is Said.HASHED}
    assert made == {Kind.SHA1, Kind.SHA256}


def test_an_empty_file_gives_no_digest_to_look_for() -> None:
    [reading] = read(bundle({"report.xml": report(), "empty.jpg": b""}))
    assert reading.said
    assert len(reading.said.enclosed) == 1
    assert not [seen for seen in reading.said.sightings if seen.said is Said.HASHED]


def test_several_reports_come_each_by_itself_with_what_belongs_to_them() -> None:
    raw = bundle(
        {
            "one/report.xml": report("9100001"),
            "one/a.jpg": NOISE,
            "two/9100002.xml": report("9100002"),
            "two/file.xml": details("9100002", name="b.jpg"),
            "two/b.jpg": PICTURE,
            "three/tip.json": JSON,
            "three/c.mp4": NOISE + b"1",
            "left.bin": NOISE + b"2",
        }
    )
    readings = read(raw)
    beside = {reading.source: [each.pointer for each in reading.said.enclosed] for reading in readings if reading.said}
    assert beside == {
        "sample.zip: one/report.xml": ["one/a.jpg"],
        "sample.zip: three/tip.json": ["three/c.mp4"],
        "sample.zip: two/9100002.xml": ["two/b.jpg", "left.bin"],
    }
    assert len({reading.sha256 for reading in readings}) == 3
    assert {reading.container_sha256 for reading in readings} == {hashlib.sha256(raw).hexdigest()}


def test_reports_in_one_folder_share_its_files_by_what_they_list_and_none_is_lost() -> None:
    raw = bundle(
        {
            "9100001.xml": report("9100001"),
            "9100002.xml": report("9100002"),
            "d1.xml": details("9100001", name="a.jpg"),
            "d2.xml": details("9100002", name="b.jpg"),
            "a.jpg": PICTURE,
            "b.jpg": NOISE,
            "c.jpg": NOISE + b"1",
        }
    )
    first, second = read(raw)
    assert first.said
    assert second.said
    assert [each.pointer for each in first.said.enclosed] == ["a.jpg"]
    assert [each.pointer for each in second.said.enclosed] == ["b.jpg", "c.jpg"]


def test_a_report_that_cannot_be_read_is_quarantined_and_stops_no_other() -> None:
    readings = read(bundle({"a.xml": report("1")[:-20], "b.xml": report("2"), "c.xml": report("3", "\x00")}))
    assert {reading.source.removeprefix("sample.zip: "): str(reading.status) for reading in readings} == {
        "a.xml": "quarantined",
        "b.xml": "received",
        "c.xml": "quarantined",
    }


def test_what_lies_beside_a_report_that_cannot_be_read_is_not_lost() -> None:
    files = {
        "a/r.xml": report("1"),
        "a/a.bin": NOISE,
        "z/r.xml": report("2")[:-20],
        "z/z.bin": PICTURE,
        "top.txt": b"w",
    }
    readings = read(bundle(files))
    [said] = [reading.said for reading in readings if reading.said]
    assert [each.pointer for each in said.enclosed] == ["a/a.bin", "top.txt", "z/z.bin"]
    assert len(readings) == 2


def test_of_a_bundle_in_which_no_report_can_be_read_the_first_keeps_the_digests_of_its_other_files() -> None:
    files = {"a/r.xml": report("1")[:-20], "a/a.bin": NOISE, "z/r.xml": report("2")[:-20], "top.txt": b"words"}
    readings = read(bundle(files))
    assert [reading.status for reading in readings] == [SubmissionStatus.QUARANTINED] * 2
    kept = {each.pointer: each for reading in readings for each in reading.beside}
    assert kept.keys() == {"a/a.bin", "top.txt"}
    assert (kept["a/a.bin"].sha256, kept["a/a.bin"].size_bytes) == (hashlib.sha256(NOISE).hexdigest(), len(NOISE))
    assert NOISE[20:60] not in repr(readings).encode()


@pytest.fixture
def in_zip64(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, bytes]], bytes]:
    """Write bundles as what passes 4 GiB is written: sizes, places and the end of the list in 64 bits."""

    def made(files: dict[str, bytes]) -> bytes:
        with monkeypatch.context() as patched:
            patched.setattr(zipfile, "ZIP64_LIMIT", 8)
            patched.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 0)
            return bundle(files)

    return made


def test_a_bundle_in_the_zip64_form_is_read_like_any_other(in_zip64: Callable[[dict[str, bytes]], bytes]) -> None:
    raw = in_zip64({"r/report.xml": report(), "r/a.bin": NOISE})
    assert b"PK\x06\x06" in raw
    [reading] = read(raw)
    assert reading.status is SubmissionStatus.RECEIVED
    assert reading.said
    assert [each.sha256 for each in reading.said.enclosed] == [hashlib.sha256(NOISE).hexdigest()]


def test_a_zip64_bundle_keeps_the_same_limits(in_zip64: Callable[[dict[str, bytes]], bytes]) -> None:
    bomb = in_zip64({"report.xml": report(), "a.bin": bytes(limits.UNPACKED_BASE * 2)})
    assert "unpacks to more than" in refusal(bomb).message
    raw = in_zip64({"report.xml": report(), "a.bin": NOISE})
    end = raw.rindex(b"PK\x06\x06")
    long_list = bytearray(raw)
    struct.pack_into("<Q", long_list, end + 40, limits.MAX_DIRECTORY_BYTES + 1)
    assert "list of contents is too long" in refusal(bytes(long_list)).message


@pytest.mark.parametrize(("at", "value"), [(-20 + 8, 1), (-76, 0), (-76 + 4, 99), (-4, 2)])
def test_a_zip64_bundle_whose_end_is_elsewhere_is_refused_in_words(
    in_zip64: Callable[[dict[str, bytes]], bytes], at: int, value: int
) -> None:
    raw = bytearray(in_zip64({"report.xml": report()}))
    struct.pack_into("<I", raw, raw.rindex(b"PK\x05\x06") + at, value)
    assert "ZIP64" in refusal(bytes(raw)).message


def test_a_picture_that_calls_itself_a_report_is_hashed_and_dropped() -> None:
    [reading] = read(bundle({"report.xml": report(), "second.xml": PICTURE}))
    assert reading.said
    assert [each.pointer for each in reading.said.enclosed] == ["second.xml"]


def test_an_archive_inside_may_come_along_only_as_a_file_that_the_report_lists() -> None:
    inner = bundle({"report.xml": report("7")})
    assert "another archive" in refusal(bundle({"report.xml": report(), "inner.zip": inner})).message
    listed = {"report.xml": report(), "f.xml": details("1", name="inner.zip"), "inner.zip": inner}
    [reading] = read(bundle(listed))
    assert reading.said
    assert [each.pointer for each in reading.said.enclosed] == ["inner.zip"]


def altered(raw: bytes, change: Callable[[bytearray, int], None]) -> bytes:
    """Return a bundle whose first entry in the list of contents was changed."""
    bent = bytearray(raw)
    change(bent, bent.rindex(b"PK\x01\x02"))
    return bytes(bent)


ONE = bundle({"report.xml": report() + b" " * 4000})


def _encrypt(bent: bytearray, at: int) -> None:
    bent[at + 8] |= 1


def _claim_small(bent: bytearray, at: int) -> None:
    struct.pack_into("<I", bent, at + 24, 10)


def _claim_huge(bent: bytearray, at: int) -> None:
    struct.pack_into("<I", bent, at + 24, 0xF0000000)


def _claim_lzma(bent: bytearray, at: int) -> None:
    bent[at + 10] = 14


def _link(bent: bytearray, at: int) -> None:
    struct.pack_into("<I", bent, at + 38, 0o120777 << 16)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_encrypt, "encrypted"),
        (_claim_small, "cut short, or not as long"),
        (_claim_huge, "unpacks to more than"),
        (_claim_lzma, "method that is not read"),
        (_link, "a link"),
    ],
)
def test_a_bundle_that_lies_or_hides_is_refused_in_words(change: Callable[[bytearray, int], None], words: str) -> None:
    assert words in refusal(altered(ONE, change)).message


@pytest.mark.parametrize(
    "name",
    [
        "../report.xml",
        "/report.xml",
        "a/../../r.xml",
        "C:/r.xml",
        "C:\\r.xml",
        "..\\r.xml",
        "\\r.xml",
        "a\\\\r.xml",
        "a//r.xml",
        "a\x1fb",
        "r\u202elmx",
    ],
)
def test_names_that_lead_out_of_the_bundle_or_deceive_are_refused(name: str) -> None:
    assert refusal(bundle({"report.xml": report(), name: b"words"})).reason == "archive"


def test_a_bundle_that_names_its_folders_as_windows_does_is_read() -> None:
    raw = bundle({"one\\report.xml": report(), "one\\details.xml": details("9100001"), "two\\a.bin": b"words"})
    [reading] = read(raw)
    assert (reading.status, reading.source.endswith("one/report.xml")) == (SubmissionStatus.RECEIVED, True)
    assert reading.said
    assert [each.pointer for each in reading.said.enclosed] == ["two/a.bin"]
    assert "bear one name" in refusal(bundle({"a\\r.xml": report(), "a/r.xml": report("2")})).message


def test_a_bomb_is_refused_by_what_it_says_and_one_that_overlaps_by_where_it_lies() -> None:
    bomb = bundle({"report.xml": report(), "a.bin": bytes(limits.UNPACKED_BASE * 2)})
    assert refusal(bomb).reason == "oversize"
    overlapping = bytearray(bundle({"a.xml": report("1"), "b.xml": report("2")}, method=zipfile.ZIP_STORED))
    second = overlapping.rindex(b"PK\x01\x02")
    struct.pack_into("<I", overlapping, second + 42, 5)
    assert "lie over one another" in refusal(bytes(overlapping)).message


def test_too_many_files_or_too_long_a_list_of_contents_is_refused() -> None:
    many = bundle({f"{number}": b"" for number in range(limits.MAX_ENTRIES + 1)}, method=zipfile.ZIP_STORED)
    assert refusal(many).reason == "oversize"


def test_two_files_of_one_name_are_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("report.xml", report("1"))
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("report.xml", report("2"))
    assert "one name" in refusal(made.getvalue()).message


def test_a_bundle_without_a_report_is_refused() -> None:
    assert "no report in the bundle" in refusal(bundle({"a.txt": b"words", "b.json": b'{"a": 1}'})).message


@given(st.data())
def test_a_bundle_that_was_damaged_anywhere_is_read_or_refused(data: st.DataObject) -> None:
    raw = bytearray(bundle({"report.xml": report(), "f.xml": details("1", name="a.jpg"), "a.jpg": NOISE[:200]}))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(4, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(10, len(raw)))
    assert all(reading.message or reading.said for reading in read(bytes(raw[:cut])))
