"""Hash sharing of the national clearing house, version 2: pages of images and videos, with what was taken back."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from nightlight.hashes.formats import limits
from nightlight.hashes.formats.fields import Digests, fitting, moment, text
from nightlight.hashes.formats.guarded import GuardedFile
from nightlight.hashes.formats.values import (
    Entry,
    Fault,
    Heading,
    Malformed,
    Media,
    Record,
    Refused,
    Remark,
    Tombstone,
)

NAME = "ncmec-hash-sharing-2"
FURTHER = "The last page names a further one; bring in every page"
_LISTED = {"image": Media.IMAGE, "video": Media.VIDEO}
_DELETED = {"deletedImage": Media.IMAGE, "deletedVideo": Media.VIDEO}
_MARK = 16
"""Bytes in which a DOCTYPE may be cut by the end of a piece."""


def heading(beginning: bytes) -> Heading:
    """Return what the file says of itself. Raises `Refused` where it is another document."""
    if b"<queryResult" not in beginning and b":queryResult" not in beginning:
        raise Refused("format", "This XML is no answer of the hash-sharing interface: it has no <queryResult>.")
    return Heading(NAME, "ncmec-industry", owner="National Center for Missing & Exploited Children")


def records(file: GuardedFile) -> Iterator[Record]:
    """Yield the records of one page, in its order, in constant memory. Raises `Refused`, `Malformed`."""
    parser = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        encoding="utf-8",
    )
    depth, number, tail = 0, 0, b""
    try:
        while piece := file.read():
            _refuse_doctype(tail + piece)
            tail = piece[-_MARK:]
            parser.feed(piece)
            for event, found in parser.read_events():
                element: Any = found  # the events that were asked for are about elements
                depth += 1 if event == "start" else -1
                if depth > limits.MAX_DEPTH:
                    raise Refused("depth", f"Elements lie more than {limits.MAX_DEPTH} deep in one another.")
                name = _local(element)
                if event == "end" and (name in _LISTED or name in _DELETED):
                    number += 1
                    yield _record(element, name, f"record {number}")
                    file.record_taken()
                    _forget(element)
                elif event == "end" and name == "next" and (element.text or "").strip():
                    yield Remark(FURTHER, counts_on_the_last_page_only=True)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise Malformed(
            f"The XML breaks at line {error.lineno}, after {number:,} records: it is cut short or not well-formed. "
            "Ask for the page again."
        ) from error


def _refuse_doctype(window: bytes) -> None:
    if b"<!DOCTYPE" in window.upper() or b"<!ENTITY" in window.upper():
        raise Refused("doctype", "There is a DOCTYPE or an entity. A page needs none, and one can be made to do harm.")


def _record(element: etree._Element, name: str, place: str) -> Record:
    said = {_local(child): child for child in element if isinstance(child.tag, str)}
    member, number = said.get("member"), fitting({"id": _text(said.get("id"))}, "id", 60)
    if not number:
        return Fault(place, "it has no id, or one that is too long")
    media = _LISTED.get(name) or _DELETED[name]
    maker = text(member.get("id") if member is not None else "")[:40]
    source_id = f"{media.value}/{maker}/{number}"
    if name in _DELETED:
        return Tombstone(place, source_id, at=moment(_text(said.get("timestamp"))))
    digests = Digests()
    prints = said.get("fingerprints")
    for child in prints if prints is not None else ():
        if isinstance(child.tag, str):
            digests.take(_local(child), _text(child))
    if not digests.kept:
        return Fault(place, "none of its digests can be kept")
    if "negativeFeedback" in said:
        digests.remarks.append("members doubt it (negative feedback)")
    return Entry(
        place,
        source_id,
        **digests.kept,
        code=_text(said.get("classification"))[: limits.CODE].upper(),
        media=media,
        added_at=moment(_text(said.get("timestamp"))),
        remarks=tuple(digests.remarks),
        more=tuple(digests.more),
    )


def _forget(element: etree._Element) -> None:
    """Let go of a record that is dealt with, and of those before it."""
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _text(element: etree._Element | None) -> str:
    return text(element.text) if element is not None else ""


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
