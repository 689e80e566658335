"""Imagery as lists of numbers: what programs make of a buffer that somebody put into JSON by mistake.

`[255, 216, 255, ...]`, and `{"0": 255, "1": 216, ...}`. The text comes squeezed: signs that part numbers are blanks.
"""

import re

from nightlight.intake.formats.signatures import imagery_in

_QUICK = (b"255 216 255", b"137 80 78 71", b"71 73 70 56", b"82 73 70 70", b"102 116 121 112", b"26 69 223 163")
"""How JPEG, PNG, GIF, WebP, MP4 and Matroska begin, byte by byte."""
_QUICK_BY_PLACE = (
    *(b" 0  %b  1  %b  2  %b" % tuple(quick.split()[:3]) for quick in _QUICK),
    b" 4  102  5  116  6  121",  # in an MP4 the size stands first
)
_PLAIN = re.compile(rb"(?<![0-9])(?:[0-9]{1,3} ){0,4}(?:%b)(?: {1,4}[0-9]{1,3}){24,400}" % b"|".join(_QUICK))
_BY_PLACE = re.compile(rb"(?<![0-9])0  ([0-9]{1,3}(?:  [0-9]{1,6}  [0-9]{1,3}){24,400})")
LARGEST = 255


def listed(squeezed: bytes) -> tuple[str, int] | None:
    """Return the name of the imagery that a list of numbers spells, and where it begins."""
    if any(quick in squeezed for quick in _QUICK):
        for run in _PLAIN.finditer(squeezed):
            if found := imagery_in(_bytes(run[0].split())):
                return found[0], run.start()
    if any(quick in squeezed for quick in _QUICK_BY_PLACE):
        for run in _BY_PLACE.finditer(squeezed):
            if found := imagery_in(_bytes(run[1].split()[::2])):
                return found[0], run.start()
    return None


def _bytes(numbers: list[bytes]) -> bytes:
    return bytes([number if (number := int(digits)) <= LARGEST else LARGEST for digits in numbers])
