"""Imagery is refused at the door: raw, spelled out in base64 or base32, in lists of numbers, or byte by byte."""

import binascii
import functools
import re
from dataclasses import dataclass

from nightlight.intake.formats import limits
from nightlight.intake.formats.byte_lists import listed
from nightlight.intake.formats.signatures import (
    ARCHIVES_AT_START,
    IMAGERY,
    IMAGERY_AT_START,
    PDF,
    Signature,
    imagery_in,
    starts_with,
    suspected_in_base32,
    suspected_in_base64,
)
from nightlight.intake.formats.squeezing import Squeezed
from nightlight.intake.formats.values import Refused
from nightlight.intake.formats.written_bytes import written_out

SHORTEST_RUN = 64
"""Characters of encoded text that are worth decoding; the smallest picture there is needs about as many."""

ADVICE = (
    "Nothing of it was kept but its digest. Hand the evidence to the task force's evidence custodian, "
    "and send the report again with the digest only."
)

# Spaces and line breaks may stand inside encoded text; NUL is every other byte of UTF-16.
_IGNORED = b" \t\r\n\x0b\x0c\x00\\"
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_AS_BASE64 = bytes(
    byte if byte in _BASE64 else {ord("-"): ord("+"), ord("_"): ord("/")}.get(byte, ord(" ")) for byte in range(256)
)
_ALL_ALIKE, _ANY_RUN = bytes(byte if byte == ord(" ") else ord("x") for byte in range(256)), b"x" * SHORTEST_RUN
_RUN = re.compile(rb"(?<![^ ])[^ ]{%d,}" % SHORTEST_RUN)
_AS_BASE32_NUMBER = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789abcdefghijklmnopqrstuv")
_ZEROS, _MORE_ZEROS = b"A" * SHORTEST_RUN, re.compile(rb"A{%d,}+" % SHORTEST_RUN)
_BASE32 = re.compile(rb"[A-Z2-7]{%d,}" % SHORTEST_RUN)
_DATA_URI = re.compile(
    rb"data:\s{0,4}(?:image|video)/[\w.+-]{1,40}(?:;[\w.=-]{1,40}){0,5};base64,[\w+/\\\s-]{64}", re.IGNORECASE
)
_JSON_ESCAPE = re.compile(rb"\\(?:u00[0-7][0-9A-Fa-f]|[nrtbf])")
_IN_ADDRESSES = ((b"/  ", b"%2F"), (b"+  ", b"%2B"))
"""How addresses write the two signs of base64 that mean something else there."""
_PARTS_OF_A_TEXT = b"]]><![CDATA["
_CHARACTER_REFERENCE = re.compile(rb"&#(?:x[0-9A-Fa-f]{1,6}|[0-9]{1,7});")


@dataclass(frozen=True, slots=True)
class _Hit:
    name: str
    written: str
    offset: int


def refuse_imagery(raw: bytes) -> None:
    """Raise `Refused` if the bytes are, or spell out, an image or video, or an archive that may hold some.

    Looked for: raw signatures at the start and, where the bytes are not text, anywhere; base64 (both alphabets, any
    alignment, broken by white space, escapes or parts of a text, with or without data URI); base32 at any alignment;
    lists of numbers; and what is written byte by byte (`written_bytes`). Linear in the bytes.
    """
    if name := starts_with(raw, IMAGERY) or starts_with(raw, IMAGERY_AT_START):
        raise _refused(raw, _Hit(name, "", 0))
    name = starts_with(raw, ARCHIVES_AT_START)
    if name == PDF:
        raise Refused(
            "archive",
            "This is a PDF document, in which there may be imagery, and what it says has to be confirmed by a person. "
            "Nothing of it was kept but its digest. Hand it in on the page Hand in.",
        )
    if name:
        raise Refused(
            "archive",
            f"This is a {name}, in which there may be imagery. Nothing of it was kept but its digest. "
            "Take the report out of it and send the report alone.",
        )
    hit = _hit_in_binary(raw) or _hit_in_text(raw)
    if hit:
        raise _refused(raw, hit)


def _refused(raw: bytes, hit: _Hit) -> Refused:
    line = raw.count(b"\n", 0, hit.offset) + 1
    return Refused(
        "imagery",
        f"There is a {hit.name}{hit.written} at byte {hit.offset}, line {line}. Imagery cannot come in. {ADVICE}",
    )


def _hit_in_binary(raw: bytes) -> _Hit | None:
    """Valid UTF-8 cannot hold most signatures; what is not UTF-8 is searched for them."""
    try:
        raw.decode()
    except UnicodeDecodeError:
        found = imagery_in(raw)
        return _Hit(found[0], "", found[1]) if found else None
    return None


def _hit_in_text(raw: bytes) -> _Hit | None:
    if b"data:" in raw.lower() and (uri := _DATA_URI.search(raw)):
        return _Hit("picture or video", " in a data URI", uri.start())
    plain = _unescaped(raw)
    if by_bytes := written_out(raw, plain):
        return _Hit(*by_bytes)
    squeezed = Squeezed(plain, _IGNORED)
    squeezed.text = squeezed.text.translate(_AS_BASE64)
    if in_a_list := listed(squeezed.text):
        return _Hit(in_a_list[0], " in a list of numbers", squeezed.place(in_a_list[1]))
    return _hit_in_runs(squeezed)


def _hit_in_runs(squeezed: Squeezed) -> _Hit | None:
    if _ANY_RUN not in squeezed.text.translate(_ALL_ALIKE):
        return None
    runs = _RUN.findall(squeezed.text)
    together = b" ".join(runs)
    if _ZEROS in together:  # looking for what begins with zeros in nothing but zeros takes seconds
        together = _MORE_ZEROS.sub(_ZEROS, together)
    in_base64 = suspected_in_base64(together)
    in_base32 = suspected_in_base32(together) if _BASE32.search(together) else frozenset()
    if not in_base64 and not in_base32:
        return None
    position = 0
    for run in runs:
        position = squeezed.text.index(run, position)
        if found := _spelled_in_base64(run, in_base64) or _spelled_in_base32(run, in_base32):
            name, written, start = found
            return _Hit(name, written, squeezed.place(position + start))
        position += len(run)
    return None


def _spelled_in_base64(run: bytes, signatures: frozenset[Signature]) -> tuple[str, str, int] | None:
    """Return name, encoding and position of imagery in one run: what stands before it may shift it by any amount."""
    for shift in range(4 if signatures else 0):
        decoded = binascii.a2b_base64(run[shift : shift + (len(run) - shift) // 4 * 4])
        if found := imagery_in(decoded, signatures):
            return found[0], " in base64", shift + found[1] * 4 // 3
    return None


def _spelled_in_base32(run: bytes, signatures: frozenset[Signature]) -> tuple[str, str, int] | None:
    for match in _BASE32.finditer(run) if signatures else ():
        for shift in range(8):
            letters = match[0][shift : len(match[0]) - (len(match[0]) - shift) % 8]
            # `base64.b32decode` takes half a second for each MiB; a number to the base of 32 is read at once
            decoded = int(letters.translate(_AS_BASE32_NUMBER), 32).to_bytes(len(letters) * 5 // 8)
            if found := imagery_in(decoded, signatures):
                return found[0], " in base32", match.start() + shift + found[1] * 8 // 5
    return None


def _unescaped(raw: bytes) -> bytes:
    """Return the bytes with escapes undone, each padded with spaces so that no byte after it moves."""
    undone = 0
    for sign, written in _IN_ADDRESSES:
        raw = raw.replace(written, sign).replace(written.lower(), sign) if written[:2] in raw else raw
    raw = raw.replace(_PARTS_OF_A_TEXT, bytes(len(_PARTS_OF_A_TEXT)))
    if b"\\" in raw:
        raw, undone = _JSON_ESCAPE.subn(lambda match: _json_character(match[0]), raw, limits.MAX_ESCAPES + 1)
    if b"&#" in raw and undone <= limits.MAX_ESCAPES:
        raw, further = _CHARACTER_REFERENCE.subn(lambda match: _xml_character(match[0]), raw, limits.MAX_ESCAPES + 1)
        undone += further
    if undone > limits.MAX_ESCAPES:
        raise Refused(
            "oversize",
            f"More than {limits.MAX_ESCAPES:,} signs are written as escapes or references, which no report needs. "
            "Nothing was kept but the digest; send the text as it is, in UTF-8.",
        )
    return raw


@functools.lru_cache(maxsize=4096)  # a hostile document has millions of them
def _json_character(escape: bytes) -> bytes:
    character = bytes([int(escape[4:], 16)]) if escape[1:2] == b"u" else b""
    return character.ljust(len(escape))


@functools.lru_cache(maxsize=4096)
def _xml_character(reference: bytes) -> bytes:
    digits = reference[2:-1]
    code = int(digits[1:], 16) if digits.startswith(b"x") else int(digits)
    return (bytes([code]) if code < 128 else b"?").ljust(len(reference))  # noqa: PLR2004 - ASCII
