"""The first bytes by which formats of pictures, videos and archives are known.

Source: the published format specifications (ITU T.81, W3C PNG, RFC 9649, TIFF 6.0, ISO/IEC 14496-12, ISO/IEC 13818-1,
RFC 9559 and the vendors' own for the rest).
"""

import base64
import functools
import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)  # told apart as objects: every document asks by whole groups of them
class Signature:
    """A format, a few bytes that are quick to look for, and the pattern that then decides."""

    name: str
    quick: bytes
    pattern: re.Pattern[bytes]


def _signature(name: str, quick: bytes, pattern: bytes) -> Signature:
    return Signature(name, quick, re.compile(pattern, re.DOTALL))


IMAGERY = (
    _signature(
        "JPEG image",
        b"\xff\xd8\xff",
        rb"\xff\xd8\xff(?:[\xe0-\xef]..[ -~]{4}|[\xc0-\xc4\xdb\xdd\xfe][\x00-\x0f])",
    ),
    _signature("PNG image", b"\x89PNG", rb"\x89PNG\r?\n\x1a\r?\n"),
    _signature("GIF image", b"GIF8", rb"GIF8[79]a"),
    _signature("WebP image or AVI video", b"RIFF", rb"RIFF....(?:WEBP|AVI )"),
    _signature("BMP image", b"\x00\x00\x00\x00", rb"BM....\x00{4}..\x00\x00[\x0c\x28\x34\x38\x40\x6c\x7c]\x00\x00\x00"),
    _signature("TIFF image", b"II*\x00", rb"II\*\x00...\x00"),
    _signature("TIFF image", b"MM\x00*", rb"MM\x00\*\x00"),
    _signature("TIFF image", b"II+\x00\x08\x00", rb"II\+\x00\x08\x00"),
    _signature("MP4, QuickTime, HEIC or AVIF file", b"ftyp", rb"\x00\x00[\x00-\x04].ftyp[ -~]{4}"),
    _signature("QuickTime video", b"moov", rb"\x00...moov....(?:mvhd|cmov|rmra)"),
    _signature("QuickTime video", b"mdat", rb"\x00\x00\x00[\x01\x08](?:wide|free|skip|mdat)...."),
    _signature("Matroska or WebM video", b"\x1aE\xdf\xa3", rb"\x1aE\xdf\xa3.{1,8}B[\x82\x86\xf2\xf3\xf7]"),
    _signature("MPEG video", b"\x00\x00\x01\xba", rb"\x00\x00\x01\xba[\x21\x31\x44-\x7f]"),
    _signature("MPEG video", b"\x00\x00\x01\xb3", rb"\x00\x00\x01\xb3...[\x11-\x48]"),
    _signature("Flash video", b"FLV\x01", rb"FLV\x01[\x01\x04\x05]\x00{3}\x09"),
    _signature("Windows Media file", b"0&\xb2u", rb"0&\xb2u\x8ef\xcf\x11\xa6\xd9"),
    _signature("Photoshop image", b"8BPS", rb"8BPS\x00[\x01\x02]\x00{6}"),
    _signature("JPEG 2000 or JPEG XL image", b"\r\n\x87\n", rb"\x00\x00\x00\x0c(?:jP  |JXL )\r\n\x87\n"),
    _signature("JPEG 2000 image", b"\xff\x4f\xff\x51", rb"\xff\x4f\xff\x51\x00"),
    _signature(
        "Windows icon",
        b"\x00\x00\x01\x00",
        rb"\x00\x00[\x01\x02]\x00[\x01-\x40]\x00..[\x00\x02\x10]\x00[\x00\x01]\x00[\x01\x04\x08\x10\x18\x20]\x00",
    ),
)
"""Strong enough to be told apart from chance wherever they stand."""

IMAGERY_AT_START = (
    _signature("JPEG image", b"", rb"\xff\xd8\xff"),
    _signature("BMP image", b"", rb"BM....\x00{4}"),
    _signature("MPEG transport stream", b"", rb"G.{187}G.{187}G"),
    _signature("MPEG transport stream", b"", rb".{4}G.{191}G.{191}G"),
    _signature("MP4, QuickTime, HEIC or AVIF file", b"", rb"\x00...(?:ftyp|moov|mdat|wide|free|skip)"),
)
"""Too weak for the middle of a text, but no text begins so."""

PDF = "PDF document"

ARCHIVES_AT_START = (
    _signature("ZIP archive or office document", b"", rb"PK(?:\x03\x04|\x05\x06|\x07\x08)"),
    _signature("gzip archive", b"", rb"\x1f\x8b\x08"),
    _signature("bzip2 archive", b"", rb"BZh[1-9]1AY&SY"),
    _signature("xz archive", b"", rb"\xfd7zXZ\x00"),
    _signature("Zstandard archive", b"", rb"\x28\xb5\x2f\xfd"),
    _signature("7z archive", b"", rb"7z\xbc\xaf\x27\x1c"),
    _signature("RAR archive", b"", rb"Rar!\x1a\x07"),
    _signature("tar archive", b"", rb".{257}ustar"),
    _signature(PDF, b"", rb"\s{0,16}%PDF-"),
    _signature("office document", b"", rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
)
"""What can carry pictures that we do not see."""


BUNDLE_START = b"PK\x03\x04"
"""How a ZIP archive begins that holds something: the one archive that may come in, as a bundle of reports."""


def is_a_bundle(raw: bytes) -> bool:
    """Say whether the bytes begin like a ZIP archive."""
    return raw.startswith(BUNDLE_START)


def starts_with(raw: bytes, signatures: tuple[Signature, ...]) -> str:
    """Return the name of the format that the bytes begin like, or an empty text."""
    if not _one_of(signatures).match(raw):
        return ""
    return next((signature.name for signature in signatures if signature.pattern.match(raw)), "")


@functools.cache
def _one_of(signatures: tuple[Signature, ...]) -> re.Pattern[bytes]:
    """Return the pattern of all of them: nearly every document begins like none, which is then asked once."""
    return re.compile(b"|".join(b"(?:%s)" % signature.pattern.pattern for signature in signatures), re.DOTALL)


def imagery_in(data: bytes, signatures: Iterable[Signature] = IMAGERY) -> tuple[str, int] | None:
    """Return the name and the offset of the first signature anywhere in the bytes."""
    hits = [
        (hit.start(), signature.name)
        for signature in signatures
        if signature.quick in data and (hit := signature.pattern.search(data))
    ]
    if not hits:
        return None
    start, name = min(hits)
    return name, start


def _spellings(quick: bytes, encode: Callable[[bytes], bytes], bits: int) -> list[bytes]:
    """Return what the bytes look like in text of so many bits a character, for each way in which they can lie in it."""
    spelled = []
    for before in range(bits // math.gcd(bits, 8)):
        first, last = -(-8 * before // bits), 8 * (before + len(quick)) // bits
        spelled.append(encode(bytes(before) + quick + bytes(bits))[first:last])
    return spelled


_IN_BASE64 = [(spelled, each) for each in IMAGERY for spelled in _spellings(each.quick, base64.b64encode, 6)]
_IN_BASE32 = [(spelled, each) for each in IMAGERY for spelled in _spellings(each.quick, base64.b32encode, 5)]
_IN_HEXADECIMAL = [(signature.quick.hex().encode(), signature) for signature in IMAGERY]


def suspected_in_base64(text: bytes) -> frozenset[Signature]:
    """Return the signatures that base64 in the text may spell out: a cheap look, to be followed by a close one."""
    return frozenset(signature for spelling, signature in _IN_BASE64 if spelling in text)


def suspected_in_base32(text: bytes) -> frozenset[Signature]:
    """Return the signatures that base32 in the text may spell out."""
    return frozenset(signature for spelling, signature in _IN_BASE32 if spelling in text)


def suspected_in_hexadecimal(digits: bytes) -> frozenset[Signature]:
    """Return the signatures that a run of hexadecimal digits in lower case may spell out."""
    return frozenset([signature for spelling, signature in _IN_HEXADECIMAL if spelling in digits])
