"""How deep a JSON document goes, told before a parser sees it: parsers remember every step of the way down."""

import re

import numpy as np

from nightlight.hashes.formats.guarded import GuardedFile
from nightlight.hashes.formats.limits import MAX_NESTING
from nightlight.hashes.formats.values import Refused

_STRUCTURE = b'"[]{}'
_OTHERS = bytes(byte for byte in range(256) if byte not in _STRUCTURE)
_WHOLE_STRING = re.compile(rb'"[^"]*"')
_STEP = np.zeros(256, np.int64)
_STEP[[ord("["), ord("{")]] = 1
_STEP[[ord("]"), ord("}")]] = -1


class NestingGuard:
    """Gives the pieces of a file on, and refuses those in which values lie too deep in one another."""

    def __init__(self, file: GuardedFile) -> None:
        self._file, self._depth, self._is_in_string, self._open_escape = file, 0, False, b""

    def read(self, size: int = -1) -> bytes:
        """Return the next piece. Raises `Refused`."""
        piece = self._file.read(size)
        if piece and self._deepest(piece) > MAX_NESTING:
            raise Refused("depth", f"Values lie more than {MAX_NESTING} deep in one another, which no list needs.")
        return piece

    def _deepest(self, piece: bytes) -> int:
        text = (self._open_escape + piece).replace(b"\\\\", b"")
        self._open_escape = b"\\" if text.endswith(b"\\") else b""
        marks = text.removesuffix(b"\\").replace(b'\\"', b"").translate(None, _OTHERS)
        if self._is_in_string:
            marks = b'"' + marks
        outside, quote, _ = _WHOLE_STRING.sub(b"", marks).partition(b'"')
        self._is_in_string = bool(quote)
        depths = self._depth + np.cumsum(_STEP[np.frombuffer(outside, np.uint8)])
        if not len(depths):
            return self._depth
        self._depth = int(depths[-1])
        return int(depths.max())
