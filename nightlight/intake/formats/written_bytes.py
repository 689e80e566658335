r"""Imagery of which each byte is written by itself: in pairs of digits, as escapes, as letters; and uuencoded lines.

Pairs: `ffd8ff`, `ff d8 ff`, `ff:d8:ff`, `0xff, 0xd8`. Escapes: `\xff\xd8` and `\377\330` of programming languages,
`\u00ff` of JSON, `%FF%D8` of web addresses (RFC 3986), `=FF=D8` of mail (RFC 2045), with what can be printed left as it
is. Letters: bytes that a program took for text in Latin-1 or Windows-1252. Uuencoded: IEEE 1003.1.
"""

import binascii
import functools
import re
from collections.abc import Callable, Iterable, Iterator

from nightlight.intake.formats.signatures import IMAGERY, Signature, imagery_in, suspected_in_hexadecimal
from nightlight.intake.formats.squeezing import Squeezed

Hit = tuple[str, str, int]
"""The name of the imagery, how it is written, and the offset at which it stands."""

MOST_LOOKS = 1_000
"""Beginnings of imagery in one document that are looked at closely; one with more of them is about nothing else."""
WINDOW, OVERLAP = 1024, 256
"""Bytes of text at a suspicion that are read as escapes, and how many of them before it, and again with the next."""
HEAD, LEAST_OF_IT = 64, 8
"""Of so many bytes of imagery at least so many are no text: the mere name of a format is."""

_PARTING = b" \t\r\n\x0b\x0c\x00\\:;,-_%='\"|/"
_PREFIXES = (b"0x", b"\\x", b"\\u00")
_ANY_RUN = b"0" * 40
"""So many digits are worth reading: a line of a dump has sixteen bytes, and their number before them."""
_ALL_ALIKE = bytes(ord("0") if byte in b"0123456789abcdef" else ord(" ") for byte in range(256))
_TEXT = bytes([*range(0x20, 0x7F), *b"\t\r\n"])
_LETTERS = {
    bytes([byte]).decode(codec, "ignore").encode(): bytes([byte])
    for codec in ("cp1252", "latin-1")
    for byte in range(128, 256)
}
"""The letters for which programs take bytes, in UTF-8."""
_SHORT = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"0": b"\x00"}
_ESCAPE = re.compile(
    rb"(?:[%=]|\\{1,2}x)([0-9A-Fa-f]{2})|\\{1,2}u([0-9A-Fa-f]{4})|\\{1,2}([0-3][0-7]{2})|&#([0-9]{1,3});"
    rb"|\\{1,2}([nrtbf0'\"\\])|([\xc2-\xcb][\x80-\xbf]|\xe2[\x80-\x84][\x80-\xbf])|=\r?\n|(&amp;)"
)

_UUENCODED = {
    "JPEG image": rb"_\]C_[XYZ\[VPQ_W]",
    "PNG image": rb"B5!\.1PT\*",
    "GIF image": rb"1TE&(?:amp;)?\.",
    "WebP image or AVI video": rb"4DE&(?:amp;)?1",
    "TIFF image": rb"24DJ",
    "Matroska or WebM video": rb"&(?:amp;)?D7?",
}


def written_out(raw: bytes, plain: bytes) -> Hit | None:
    """Return the imagery that a text writes out byte by byte; `plain` is the text with its own escapes undone.

    Linear in the bytes. What could be a number, a digest or the name of a format is none.
    """
    return _in_pairs(plain) or _in_escapes(raw) or _uuencoded(raw)


def _in_pairs(plain: bytes) -> Hit | None:
    lowered = plain.lower()
    for prefix in _PREFIXES if b"\\" in lowered else _PREFIXES[:1]:
        lowered = lowered.replace(prefix, b" " * len(prefix))
    digits = Squeezed(lowered, _PARTING)
    for start, end in _runs(digits.text.translate(_ALL_ALIKE)):
        run = digits.text[start:end]
        suspects = suspected_in_hexadecimal(run)
        for shift in range(2 if suspects else 0):
            if found := imagery_in(binascii.unhexlify(run[shift : len(run) - (len(run) - shift) % 2]), suspects):
                return found[0], " in hexadecimal digits", digits.place(start + shift + found[1] * 2)
    return None


def _runs(alike: bytes) -> Iterator[tuple[int, int]]:
    start = alike.find(_ANY_RUN)
    while start >= 0:
        end = alike.find(b" ", start)
        end = len(alike) if end < 0 else end
        yield start, end
        start = alike.find(_ANY_RUN, end)


def _in_escapes(raw: bytes) -> Hit | None:
    lowered, looks, behind = raw.lower(), 0, 0
    for at, signature in sorted(_suspicions(lowered), key=lambda suspicion: suspicion[0]):
        if at < behind:
            continue
        looks, behind = looks + 1, at + WINDOW - OVERLAP
        read = _ESCAPE.sub(_escaped, raw[max(0, at - OVERLAP) : at + WINDOW])
        if looks > MOST_LOOKS or _is_in(read, IMAGERY):
            return signature.name, " in escapes", at
    return None


def _suspicions(lowered: bytes) -> Iterator[tuple[int, Signature]]:
    for sign, beginnings in _beginnings().items():
        if (sign is _ANY_LETTER and lowered.isascii()) or not sign.search(lowered):
            continue
        for written, signature in beginnings:
            at = lowered.find(written)
            while at >= 0:
                yield at, signature
                at = lowered.find(written, at + WINDOW - OVERLAP)


@functools.cache
def _beginnings() -> dict[re.Pattern[bytes], list[tuple[bytes, Signature]]]:
    """Return how each signature begins in each way of writing, in lower case, by what every text so written has."""
    beginnings: dict[re.Pattern[bytes], list[tuple[bytes, Signature]]] = {}
    for sign, write in _WAYS:
        for each in IMAGERY:
            for leave in (_is_printed, _is_a_letter, lambda _: False):
                one = b"".join(bytes([byte]) if leave(byte) else write(byte) for byte in each.quick).lower()
                spelled = (
                    one,
                    one.replace(b"\\", b"\\\\"),
                    re.sub(rb"&(?!#)", b"&amp;", one),
                )  # as it is, in JSON, in XML
                beginnings.setdefault(sign, []).extend((way, each) for way in spelled)
    return {sign: list(dict.fromkeys(written)) for sign, written in beginnings.items()}


def _short(byte: int) -> bytes:
    return next((b"\\" + short for short, said in _SHORT.items() if said == bytes([byte]) and byte), b"")


def _letter(byte: int, codec: str) -> str:
    return bytes([byte]).decode(codec, "replace")


_ANY_LETTER, _IN_JSON = re.compile(rb"[\xc2-\xcb\xe2]"), re.compile(rb"\\u[0-9a-f]{4}")
_OCTAL = re.compile(rb"\\[0-3][0-7]{2}")
_WAYS: tuple[tuple[re.Pattern[bytes], Callable[[int], bytes]], ...] = (
    (re.compile(rb"%[0-9a-f]{2}"), lambda byte: b"%%%02x" % byte),
    (re.compile(rb"=[0-9a-f]{2}"), lambda byte: b"=%02x" % byte),
    (re.compile(rb"&#[0-9]"), lambda byte: b"&#%d;" % byte),
    (re.compile(rb"\\x[0-9a-f]{2}"), lambda byte: _short(byte) or rb"\x%02x" % byte),
    (_OCTAL, lambda byte: _short(byte) or rb"\%03o" % byte),
    (_OCTAL, lambda byte: rb"\%03o" % byte),
    (_IN_JSON, lambda byte: rb"\u%04x" % byte),
    (_IN_JSON, lambda byte: _short(byte) or rb"\u%04x" % byte),
    (_IN_JSON, lambda byte: _short(byte) or rb"\u%04x" % ord(_letter(byte, "cp1252"))),
    (_ANY_LETTER, lambda byte: _letter(byte, "latin-1").encode()),
    (_ANY_LETTER, lambda byte: _letter(byte, "cp1252").encode()),
    (_ANY_LETTER, lambda byte: _short(byte) or _in_json(byte, "latin-1")),
    (_ANY_LETTER, lambda byte: _short(byte) or _in_json(byte, "cp1252")),
)
"""What every text so written has, and how a byte is written in it."""


def _in_json(byte: int, codec: str) -> bytes:
    return rb"\u%04x" % byte if byte < ord(" ") else _letter(byte, codec).encode()


def _is_printed(byte: int) -> bool:
    return 0x20 <= byte < 0x7F  # noqa: PLR2004 - ASCII


def _is_a_letter(byte: int) -> bool:
    return _is_printed(byte) and chr(byte).isalnum()


def _escaped(match: re.Match[bytes]) -> bytes:
    hexadecimal, in_json, octal, decimal, short, letter, ampersand = match.groups()
    if in_json:
        letter = chr(int(in_json, 16)).encode(errors="replace")
    if letter:
        return letter if len(letter) == 1 else _LETTERS.get(letter, b"?")
    if short or ampersand or not match.lastindex:
        return _SHORT.get(short, short) if short else b"&" if ampersand else b""
    number = int(hexadecimal, 16) if hexadecimal else int(octal, 8) if octal else int(decimal)
    return bytes([min(number, 255)])


def _is_in(read: bytes, signatures: Iterable[Signature]) -> bool:
    """Say whether imagery begins in the bytes: whether what stands where it would is no text."""
    looks = 0
    for signature in signatures:
        for hit in signature.pattern.finditer(read) if signature.quick in read else ():
            looks += 1
            if len(read[hit.start() : hit.start() + HEAD].translate(None, _TEXT)) >= LEAST_OF_IT or looks > MOST_LOOKS:
                return True
    return False


def _uuencoded(raw: bytes) -> Hit | None:
    for name, beginning in _UUENCODED.items() if b"begin " in raw else ():
        if line := re.search(rb"(?:\n|\\n)M" + beginning, raw):
            return name, " in uuencoded lines", line.start()
    return None
