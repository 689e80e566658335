"""A file at the door: read in pieces, hashed on the way, refused when it is no text or carries imagery."""

import base64
import binascii
import codecs
import hashlib
import re
from typing import BinaryIO

from nightlight.hashes.formats.limits import CHUNK, MAX_RECORD
from nightlight.hashes.formats.values import Refused

ADVICE = "Nothing of it was kept. Ask the owner of the list for digests only."

# The first bytes by which files are known that are, or may hold, pictures (the published format specifications).
_NO_TEXT = re.compile(
    rb"\xff\xd8\xff|\x89PNG|GIF8[79]a|RIFF....(?:WEBP|AVI )|BM....\x00{4}|II[*+]\x00|MM\x00\*|....ftyp|\x00\x00\x00."
    rb"|\x1aE\xdf\xa3|\x00\x00\x01[\xb3\xba]|FLV\x01|0&\xb2u|8BPS|PK[\x03\x05\x07]|\x1f\x8b|BZh|\xfd7zXZ|\x28\xb5\x2f\xfd"
    rb"|7z\xbc\xaf|Rar!|%PDF-|\xd0\xcf\x11\xe0",
    re.DOTALL,
)
_PICTURE = re.compile(
    rb"\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|RIFF....(?:WEBP|AVI )|II\*\x00|MM\x00\*|....ftyp|\x1aE\xdf\xa3"
    rb"|\x00\x00\x01[\xb3\xba]|BM....\x00{4}|FLV\x01",
    re.DOTALL,
)
SHORTEST = 260
"""Characters of encoded text that may be a picture. PhotoDNA in base64 has 192, and is none."""
_RUN = re.compile(rb"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{260,}")
_DATA_URI = re.compile(rb"data:(?:image|video)/", re.IGNORECASE)


class GuardedFile:
    """A stream whose pieces are looked at before anybody reads them, and whose memory is bounded.

    Whoever takes records out of it calls `record_taken` after each; what comes without a record for longer than
    `MAX_RECORD` is refused, so that neither one huge value nor endless nesting can fill the memory.
    """

    def __init__(self, raw: BinaryIO) -> None:
        self._raw, self._since, self._tail = raw, 0, b""
        self._sha256, self.size_bytes = hashlib.sha256(), 0
        self._waiting = b""

    @property
    def sha256(self) -> str:
        """The digest of what was read so far."""
        return self._sha256.hexdigest()

    def record_taken(self) -> None:
        """Say that a record came out of what was read."""
        self._since = 0

    def beginning(self) -> bytes:
        """Return the first piece and keep it for the first reader. Raises `Refused`."""
        self._waiting = self.read()
        return self._waiting

    def read(self, size: int = -1) -> bytes:
        """Return the next piece, without a byte order mark. Raises `Refused`."""
        if size == 0:
            return b""
        if self._waiting:
            piece, self._waiting = self._waiting, b""
            return piece
        is_first = not self.size_bytes
        piece = self._piece(size)
        return piece.removeprefix(codecs.BOM_UTF8) if is_first else piece

    def _piece(self, size: int) -> bytes:
        piece = self._raw.read(CHUNK if size < 0 else min(size, CHUNK))
        if not piece:
            return piece
        if not self.size_bytes and piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            raise Refused("no_text", "This is text in UTF-16. Save it as UTF-8 and bring it in again.")
        if not self.size_bytes and (_NO_TEXT.match(piece) or b"\x00" in piece[:4]):
            raise Refused("no_text", f"This is no text: it is an archive, a picture or another binary file. {ADVICE}")
        self._look(piece)
        self._sha256.update(piece)
        self.size_bytes += len(piece)
        self._since += len(piece)
        if self._since > MAX_RECORD:
            raise Refused(
                "oversize",
                f"Around byte {self.size_bytes:,} there are more than {MAX_RECORD:,} bytes without a record, "
                f"which no list of hashes has. {ADVICE}",
            )
        return piece

    def _look(self, piece: bytes) -> None:
        if (at := piece.find(b"\x00")) >= 0:
            place = self.size_bytes + at
            raise Refused("no_text", f"There is a NUL at byte {place:,}, which no list of hashes contains. {ADVICE}")
        window = (self._tail + piece).replace(b"\\/", b"/")
        if _DATA_URI.search(window) or any(_is_picture(run[0]) for run in _RUN.finditer(window)):
            raise Refused("imagery", f"There is a picture or video, encoded, near byte {self.size_bytes:,}. {ADVICE}")
        self._tail = piece[-SHORTEST:]


def _is_picture(run: bytes) -> bool:
    if re.fullmatch(rb"[0-9A-Fa-f]+", run):
        return bool(_PICTURE.match(binascii.unhexlify(run[: len(run) // 2 * 2][:64])))
    start = run[:64].translate(bytes.maketrans(b"-_", b"+/"))
    return bool(_PICTURE.match(base64.b64decode(start)))
