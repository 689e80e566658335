"""Project VIC's VICS, 1.3 and 2.0: one JSON document of several gigabytes, read in constant memory."""

import re
from collections.abc import Iterator
from typing import Any

import ijson

from nightlight.hashes.formats import limits
from nightlight.hashes.formats.fields import Digests, fitting, moment, text, victim
from nightlight.hashes.formats.guarded import GuardedFile
from nightlight.hashes.formats.nesting import NestingGuard
from nightlight.hashes.formats.values import Entry, Fault, Heading, Malformed, Media, Record, Refused

NAME = "vics"
_CONTEXT = re.compile(
    rb'"(?:odata\.metadata|@odata\.context)"\s*:\s*"[^"]{0,200}?/DataModels/(?P<version>[0-9.]{1,5})\.xml'
    rb'(?:/(?P<country>[A-Za-z]{1,10}))?[^"#]{0,60}#(?P<what>Media|Cases)'
)
SCHEMES = {"US": "us-vics", "UK": "uk-vics"}
UNNAMED = "The file names no country's scheme; its codes are read in the list's, as a rule us-vics"


def heading(beginning: bytes) -> Heading:
    """Return what the file says of itself. Raises `Refused` where it is another document."""
    said = _context(beginning)
    country = (said["country"] or b"").decode().upper()
    return Heading(
        NAME,
        SCHEMES.get(country, ""),
        likely_scheme="us-vics",
        owner="Project VIC",
        version=f"VICS {said['version'].decode()}",
        remarks=() if country in SCHEMES else (UNNAMED,),
    )


def records(file: GuardedFile) -> Iterator[Record]:
    """Yield the media of a hash set or of a case, in its order, in constant memory. Raises `Refused`, `Malformed`."""
    is_case = _context(file.beginning())["what"] == b"Cases"
    number = 0
    try:
        prefix = "value.item.Media.item" if is_case else "value.item"
        for record in ijson.items(NestingGuard(file), prefix, use_float=True):
            number += 1
            yield _record(record, f"record {number}")
            file.record_taken()
    except (ijson.JSONError, UnicodeDecodeError) as error:
        raise Malformed(
            f"The JSON breaks after {number:,} records, before byte {file.size_bytes:,}: {_what_is_wrong(error)}. "
            "Ask for the file again."
        ) from error


def _what_is_wrong(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):  # its parser takes more for UTF-8 than Python does
        return "a text is not UTF-8"
    is_number = "overflow" in str(error)
    return "a number is larger than any list needs" if is_number else "it is cut short or not well-formed"


def _context(beginning: bytes) -> re.Match[bytes]:
    said = _CONTEXT.search(beginning.replace(b"\\/", b"/"))  # many writers escape the strokes of addresses
    if said is None:
        raise Refused(
            "format", 'This JSON does not say that it is VICS: "@odata.context" or "odata.metadata" is missing.'
        )
    return said


def _record(record: Any, place: str) -> Record:
    if not isinstance(record, dict):
        return Fault(place, "it is no object")
    if _too_deep(record):
        return Fault(place, f"values lie more than {limits.MAX_DEPTH} deep in one another")
    digests = Digests()
    for name in ("MD5", "SHA1", "SHA256", "PDQ", "PhotoDNA"):
        digests.take(name, record.get(name))
    others = record.get("AlternativeHashes")
    for other in others if isinstance(others, list) else ():
        if isinstance(other, dict):
            digests.take(text(other.get("HashName")), other.get("HashValue"))
    if not digests.kept:
        return Fault(place, "none of its digests can be kept")
    return Entry(
        place,
        fitting(record, "MediaID", limits.SOURCE_ID) or digests.first,
        **digests.kept,
        code=_code(record.get("Category")),
        series=fitting(record, "Series", limits.SERIES),
        victim=victim(record.get("VictimIdentified")),
        media=_media(text(record.get("MimeType"))),
        added_at=moment(record.get("DateUpdated")),
        remarks=tuple(digests.remarks),
        more=tuple(digests.more),
    )


def _code(category: object) -> str:
    if isinstance(category, bool):
        return ""
    said = text(int(category) if isinstance(category, float) and category.is_integer() else category)
    return said if len(said) <= limits.CODE else ""


def _media(mime_type: str) -> Media:
    kind = mime_type.casefold().partition("/")[0]
    return Media(kind) if kind in {Media.IMAGE.value, Media.VIDEO.value} else Media.UNKNOWN


def _too_deep(record: dict[str, Any]) -> bool:
    waiting: list[tuple[Any, int]] = [(record, 1)]
    while waiting:
        container, depth = waiting.pop()
        if depth > limits.MAX_DEPTH:
            return True
        inside = container.values() if isinstance(container, dict) else container
        waiting += [(value, depth + 1) for value in inside if isinstance(value, (dict, list))]
    return False
