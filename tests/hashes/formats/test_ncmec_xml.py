"""Pages of the national clearing house: images and videos, with what was taken back."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nightlight.hashes.formats.reading import opened
from nightlight.hashes.formats.values import Entry, Fault, Media, Refused, Remark, Tombstone
from tests.hashes.conftest import md5, pdq
from tests.hashes.formats.conftest import Read

NAMESPACE = "https://hashsharing.ncmec.org/hashsharing/v2"
IMAGE = f"""<image><member id="42">Sample member</member><timestamp>2018-03-01T10:00:00Z</timestamp><id>image1</id>
<classification>A1</classification><fingerprints><md5>{md5(1).upper()}</md5><sha1>{"a" * 40}</sha1><pdna>c2FtcGxl</pdna>
<pdq>{pdq(1)}</pdq></fingerprints></image>"""
DELETED = """<deletedVideo><member id="42">Sample member</member><timestamp>2018-03-02T10:00:00Z</timestamp>
<id>video9</id></deletedVideo>"""


def page(*records: str, paging: str = "") -> bytes:
    """Return a page of the interface."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><queryResult xmlns="{NAMESPACE}"><images count="1">'
        f"{''.join(records)}</images>{paging}</queryResult>"
    ).encode()


def test_an_image_is_read_with_its_member_classification_and_digests(read: Read) -> None:
    [entry] = read(page(IMAGE))
    assert isinstance(entry, Entry)
    assert (entry.source_id, entry.media, entry.code) == ("image/42/image1", Media.IMAGE, "A1")
    assert (entry.md5, entry.sha1, entry.sha256, entry.pdq) == (md5(1), "a" * 40, None, pdq(1))
    assert entry.added_at is not None
    assert entry.added_at.isoformat() == "2018-03-01T10:00:00+00:00"
    assert entry.remarks == ("pdna is not kept",)


def test_what_was_taken_back_is_a_tombstone(read: Read) -> None:
    [gone] = read(page(DELETED))
    assert isinstance(gone, Tombstone)
    assert (gone.source_id, gone.at) == ("video/42/video9", datetime(2018, 3, 2, 10, tzinfo=UTC))


def test_a_page_that_names_another_says_so(read: Read) -> None:
    records = read(page(IMAGE, paging="<paging><next>/v2/entries?from=1</next></paging>"))
    assert isinstance(records[-1], Remark)


def test_a_record_without_an_id_or_a_digest_does_not_stop_the_others(read: Read) -> None:
    nameless = IMAGE.replace("<id>image1</id>", "")
    bare = IMAGE.replace("fingerprints>", "prints>")
    records = read(page(nameless, bare, IMAGE))
    assert [type(record) for record in records] == [Fault, Fault, Entry]
    assert [record.place for record in records if isinstance(record, Fault)] == ["record 1", "record 2"]


def test_the_digest_of_an_empty_file_is_left_out_and_said(read: Read) -> None:
    [entry] = read(page(IMAGE.replace(md5(1).upper(), "D41D8CD98F00B204E9800998ECF8427E")))
    assert isinstance(entry, Entry)
    assert entry.md5 is None
    assert any("empty file" in remark for remark in entry.remarks)


def test_names_count_without_their_namespace(read: Read) -> None:
    raw = page(IMAGE).replace(NAMESPACE.encode(), b"https://example.com/another")
    assert isinstance(read(raw)[0], Entry)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]>' + page(IMAGE), "doctype"),
        (page(IMAGE).replace(b"<queryResult", b"<!-- --><!doctype x><queryResult", 1), "doctype"),
        (page("<a>" * 20 + "</a>" * 20), "depth"),
        (page(IMAGE)[:-30], "malformed"),
        (b"<report>sample</report>", "format"),
        (page("<image>" + "<id>" + "x" * 3_000_000 + "</id></image>"), "oversize"),
    ],
    ids=["entities", "a late doctype", "nesting", "cut short", "another document", "a huge value"],
)
def test_what_may_do_harm_is_refused(raw: bytes, reason: str, read: Read) -> None:
    with pytest.raises(Refused) as refused:
        read(raw)
    assert refused.value.reason == reason
    assert refused.value.message


def test_an_undeclared_entity_is_refused(read: Read) -> None:
    with pytest.raises(Refused):
        read(page(IMAGE.replace(">A1<", ">&sample;<")))


def test_the_fields_are_those_of_the_reference(shared: Path) -> None:
    said = json.loads((shared / "formats" / "ncmec_hash_sharing.json").read_text())
    assert said["namespace"] == NAMESPACE
    assert {"MD5", "SHA1", "PDNA", "PDQ"} <= set(said["fingerprint_types"])
    assert set(said["entry_fields"]) >= {"member", "timestamp", "id", "classification", "fingerprints"}


def test_the_file_says_what_its_codes_mean() -> None:
    heading = opened(io.BytesIO(page(IMAGE))).heading
    assert (heading.format, heading.scheme) == ("ncmec-hash-sharing-2", "ncmec-industry")
