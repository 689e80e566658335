"""Digests of bytes that pass by. Nothing else of them stays."""

import hashlib
from dataclasses import dataclass

from nightlight.intake.formats.signatures import IMAGERY, starts_with

STILLS = frozenset({"JPEG image", "PNG image", "GIF image", "WebP image or AVI video", "BMP image", "TIFF image"})
"""Names, as `signatures` gives them, of what may be a still picture that a perceptual digest can be made of."""

_HEAD = 64
"""Bytes from which a signature at the start is told."""


@dataclass(frozen=True, slots=True)
class Digests:
    """Size in bytes and digests in lower-case hexadecimal."""

    size_bytes: int
    md5: str
    sha1: str
    sha256: str


class Digesting:
    """Digests chunks as they come.

    Of what begins like a still picture up to `still_bytes` are remembered, in memory only, for as long as this
    object lives; of anything else, and of anything longer, not one.
    """

    def __init__(self, *, still_bytes: int = 0) -> None:
        self._size = 0
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._sha1 = hashlib.sha1(usedforsecurity=False)
        self._sha256 = hashlib.sha256()
        self._still_bytes = still_bytes
        self._still: bytearray | None = bytearray()

    def update(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self._size += len(chunk)
        for digest in (self._md5, self._sha1, self._sha256):
            digest.update(chunk)
        if self._still is not None:
            self._remember(chunk)

    def _remember(self, chunk: bytes) -> None:
        still = self._still
        if still is None or self._size > self._still_bytes:
            self._still = None
            return
        had = len(still)
        still += chunk
        if had < _HEAD <= len(still) and not _may_be_a_still(still):
            self._still = None

    def done(self) -> Digests:
        """Return what was found of all bytes so far."""
        return Digests(self._size, self._md5.hexdigest(), self._sha1.hexdigest(), self._sha256.hexdigest())

    def still(self) -> bytes | None:
        """Return the bytes if they begin like a still picture and were few enough, and forget them."""
        still, self._still = self._still, None
        return bytes(still) if still and _may_be_a_still(still) else None


def _may_be_a_still(head: bytearray) -> bool:
    return starts_with(bytes(head[:_HEAD]), IMAGERY) in STILLS
