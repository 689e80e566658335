"""VICS, 1.3 and 2.0: hash sets and cases, however large."""

import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nightlight.hashes.formats.reading import opened
from nightlight.hashes.formats.values import Entry, Fault, Media, Refused, Victim
from tests.hashes.conftest import md5, medium, pdq, vics
from tests.hashes.formats.conftest import Read

OLDER = "http://github.com/ICMEC/ProjectVic/DataModels/1.3.xml#Media"


def only(records: list[Any]) -> Entry:
    [entry] = records
    assert isinstance(entry, Entry)
    return entry


def test_a_hash_set_is_read_with_everything_that_is_kept(read: Read) -> None:
    said = medium(
        7,
        SHA1="B" * 40,
        Category=2,
        Series="Sample series",
        VictimIdentified="true",
        MimeType="video/mp4",
        DateUpdated="2018-03-01T00:00:00-05:00",
        AlternativeHashes=[
            {"HashName": "PDQ", "HashValue": pdq(7).upper()},
            {"HashName": "PhotoDNA", "HashValue": "x"},
        ],
        Comments="sample words that nobody keeps",
    )
    entry = only(read(vics([said])))
    assert (entry.source_id, entry.md5, entry.sha1, entry.pdq) == ("7", md5(7), "b" * 40, pdq(7))
    assert (entry.code, entry.series, entry.victim, entry.media) == ("2", "Sample series", Victim.YES, Media.VIDEO)
    assert entry.added_at is not None
    assert entry.added_at.isoformat() == "2018-03-01T05:00:00+00:00"
    assert entry.remarks == ("PhotoDNA is not kept",)


@pytest.mark.parametrize(
    ("said", "victim"),
    [("true", Victim.YES), (True, Victim.YES), ("False", Victim.NO), (False, Victim.NO), (None, Victim.UNKNOWN)],
)
def test_a_flag_may_be_a_text_or_a_boolean(said: object, victim: Victim, read: Read) -> None:
    assert only(read(vics([medium(1, VictimIdentified=said)]))).victim is victim


@pytest.mark.parametrize(("country", "scheme"), [("US", "us-vics"), ("UK", "uk-vics"), ("Default", "")])
def test_the_header_says_what_the_codes_mean(country: str, scheme: str) -> None:
    heading = opened(io.BytesIO(vics([medium(1)], country=country))).heading
    assert (heading.scheme, heading.likely_scheme) == (scheme, "us-vics")
    assert bool(heading.remarks) == (scheme == "")


def test_version_1_3_is_read(read: Read) -> None:
    raw = json.dumps({"odata.metadata": OLDER, "value": [medium(1)]}).encode()
    assert only(read(raw)).md5 == md5(1)
    assert opened(io.BytesIO(raw)).heading.version == "VICS 1.3"


def test_the_strokes_of_the_address_may_be_escaped(read: Read) -> None:
    raw = json.dumps({"odata.metadata": OLDER, "value": [medium(1)]}).replace("/", "\\/").encode()
    assert only(read(raw)).md5 == md5(1)


def test_the_media_of_a_case_are_read_and_nothing_of_its_people(read: Read) -> None:
    context = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Cases"
    case = {"CaseID": "sample", "ContactName": "Sample Person", "Media": [medium(1), medium(2)]}
    records = read(json.dumps({"@odata.context": context, "value": [case]}).encode())
    assert len(records) == 2
    assert "Sample Person" not in str(records)


def test_a_byte_order_mark_is_no_hindrance(read: Read) -> None:
    assert only(read(b"\xef\xbb\xbf" + vics([medium(1)]))).md5 == md5(1)


def test_a_bad_record_does_not_stop_the_others(read: Read) -> None:
    deep: Any = "x"
    for _ in range(40):
        deep = [deep]
    bad = [{"MediaID": 1}, {"MediaID": 2, "MD5": "no digest"}, medium(3, Extra=deep), "text", None]
    records = read(vics([*bad, medium(4)]))
    assert [type(record) for record in records] == [Fault] * len(bad) + [Entry]


def test_the_same_kind_twice_is_an_entry_for_each(read: Read) -> None:
    others = [{"HashName": "md5", "HashValue": digest} for digest in (md5(1), md5(2).upper(), md5(2), md5(3))]
    entry = only(read(vics([medium(1, AlternativeHashes=others, SHA1="a" * 40)])))
    assert [(each.source_id, each.md5, each.sha1) for each in entry.each()] == [
        ("1", md5(1), "a" * 40),
        ("1", md5(2), None),
        ("1", md5(3), None),
    ]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (vics([medium(1), medium(2)])[:-20], "malformed"),
        (b'{"value": []}', "format"),
        (vics([medium(1, Comments="x" * 3_000_000)]), "oversize"),
        (vics([]).replace(b"[]", b"[" * 3_000_000), "depth"),
        (vics([]).replace(b"[]", b'[{"a":"]}\\\\\\"]",' + b'"b":[1,{"c":' * 40), "depth"),
        (vics([medium(1, Comments="iVBORw0KGgoAAAANSUhEUg" + "A" * 300)]), "imagery"),
        (vics([medium(1, Comments="data:image/png;base64,xx")]), "imagery"),
        (vics([medium(1, Comments=("ffd8ffe000104a46" + "00" * 200))]), "imagery"),
        (vics([medium(1)]).replace(b'"Category"', b'"\x00Category"'), "no_text"),
    ],
    ids=[
        "cut short",
        "no header",
        "a huge value",
        "nesting",
        "nesting among text",
        "base64",
        "a data address",
        "hexadecimal",
        "NUL",
    ],
)
def test_what_may_do_harm_is_refused(raw: bytes, reason: str, read: Read) -> None:
    with pytest.raises(Refused) as refused:
        read(raw)
    assert refused.value.reason == reason


@pytest.mark.parametrize("number", ["9" * 400, "1e400"])
def test_a_number_that_is_too_large_is_called_so(number: str, read: Read) -> None:
    with pytest.raises(Refused, match="a number is larger than any list needs"):
        read(vics([medium(1), medium(2)]).replace(b'"MediaID": 2', f'"MediaID": {number}'.encode()))


@pytest.mark.parametrize("wrong", [b"\xc0\xbe", b"\xed\xa0\x80", b"\xff"], ids=["overlong", "half a pair", "no UTF-8"])
def test_a_text_that_is_not_utf_8_is_refused_in_words(wrong: bytes, read: Read) -> None:
    with pytest.raises(Refused, match=r"is not UTF-8|not well-formed"):
        read(vics([medium(1, Series="Sample series")]).replace(b"Sample", wrong))


def test_text_in_utf_16_says_what_to_do(read: Read) -> None:
    with pytest.raises(Refused, match="Save it as UTF-8"):
        read(vics([medium(1)]).decode().encode("utf-16"))


BINARY = [b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"PK\x03\x04", b"%PDF-1.7", b"\x1f\x8b\x08"]


@pytest.mark.parametrize("beginning", BINARY, ids=["PNG", "JPEG", "ZIP", "PDF", "gzip"])
def test_what_is_no_text_is_refused_at_its_first_bytes(beginning: bytes, read: Read) -> None:
    with pytest.raises(Refused) as refused:
        read(beginning + bytes(200))
    assert refused.value.reason == "no_text"


class Endless(io.RawIOBase):
    """A set of so many bytes that is made while it is read."""

    def __init__(self, size: int) -> None:
        self._pieces, self._kept = self._made(size), b""

    def _made(self, size: int) -> Iterator[bytes]:
        beginning, made, number = vics([])[:-2], 0, 0
        yield beginning
        while made < size:
            number += 1
            record = json.dumps(medium(number, PhotoDNA="A" * 192)).encode()
            made += len(record) + 1
            yield (b"," if number > 1 else b"") + record
        yield b"]}"

    def read(self, size: int = -1) -> bytes:
        while len(self._kept) < size and (piece := next(self._pieces, b"")):
            self._kept += piece
        given, self._kept = self._kept[:size], self._kept[size:]
        return given


def test_a_large_set_takes_no_more_memory_than_a_small_one() -> None:
    def peak(size: int) -> int:
        tracemalloc.start()
        count = sum(1 for _ in opened(Endless(size)).records())  # type: ignore[arg-type]  # it can read, and no more
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert count > size // 400
        return most

    small, large = peak(1_000_000), peak(8_000_000)
    assert large < small * 1.2, f"{small:,} bytes for the small one, {large:,} for one of eight times its size"


def test_the_fields_are_those_of_the_reference(shared: Path) -> None:
    said = json.loads((shared / "formats" / "vics.json").read_text())
    assert {"SHA1", "VictimIdentified", "Series", "DateUpdated", "MimeType", "Category"} <= {
        name.partition(" ")[0] for name in said["media"]["optional"]
    }
    assert OLDER in said["headers"]["1.3"]
