r"""Imagery written a byte at a time: `\xff\xd8\xff`, `%FF%D8%FF`, `=FF=D8=FF`, `ff:d8:ff`, `0xff, 0xd8, 0xff`.

What programs print of bytes that are no text, what stands in addresses and in mail. The text comes in small letters.
"""

import re

_SIGNS = (b"\\x", b"%", b"=")
_BETWEEN = (b":", b"-", b";", b",", b", ", b"0x")


def _after(signs: tuple[bytes, ...], digits: bytes) -> tuple[bytes, ...]:
    """Return what is quick to look for: the search of a pattern in megabytes takes a tenth of a second."""
    return tuple(sign + digits for sign in signs)


_ESCAPED = (
    ("JPEG image", _after(_SIGNS, b"d8"), re.compile(rb"(\\{1,2}x|%|=)ff\1d8\1ff")),
    ("PNG image", (b"89png",), re.compile(rb"(\\{1,2}x|%|=)89png.{0,8}?\1(?:1a)", re.DOTALL)),
    ("PNG image", _after(_SIGNS, b"4e"), re.compile(rb"(\\{1,2}x|%|=)89\1(?:50)\1(?:4e)\1(?:47)")),
    ("Matroska or WebM video", _after(_SIGNS, b"df"), re.compile(rb"(\\{1,2}x|%|=)1a(?:e|\1(?:45))\1df\1a3")),
)
"""No text that is meant to be read holds these."""

_PARTED = (
    ("JPEG image", _after(_BETWEEN, b"d8"), re.compile(rb"ff([:;-]|, ?(?:0x)?)d8\1ff(?:\1[0-9a-f]{2}){24}")),
    (
        "PNG image",
        _after(_BETWEEN, b"4e"),
        re.compile(rb"89([:;-]|, ?(?:0x)?)(?:50)\1(?:4e)\1(?:47)(?:\1[0-9a-f]{2}){24}"),
    ),
)
"""The first three bytes of a JPEG may be those of a network card, so more must follow than such an address has."""


def escaped(lowered: bytes) -> tuple[str, int] | None:
    """Return the name of the imagery that escapes or parted digits spell, and where it begins."""
    for name, quick, pattern in (*_ESCAPED, *_PARTED):
        if any(each in lowered for each in quick) and (found := pattern.search(lowered)):
            return name, found.start()
    return None
