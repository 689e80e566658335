"""The list of contents of a ZIP archive, believed only after it was looked at: no bombs, no tricks with names.

Source: APPNOTE.TXT 6.3.10, the specification of the format.
"""

import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import BinaryIO

from nightlight.intake.formats import limits
from nightlight.intake.formats.names import UNSEEN
from nightlight.intake.formats.values import Refused

ADVICE = "Nothing of it was kept but its digest. Take the reports out of it and hand them in by themselves."

_END, _LOCATOR_64, _END_64 = b"PK\x05\x06", b"PK\x06\x07", b"PK\x06\x06"
_END_SIZE, _LOCATOR_SIZE, _END_64_SIZE, _LONGEST_COMMENT = 22, 20, 56, 0xFFFF
_REST_OF_END_64 = 44
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1 | 0x40 | 0x2000
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_LONGEST_NAME = 400
_DRIVE = re.compile(r"[A-Za-z]:")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What Python's reader raises for archives that are none, or lie."""


ODD_64 = "The ZIP archive is in the ZIP64 form, and the end of its list of contents is not where that form puts it."


def refused(words: str, *, reason: str = "archive") -> Refused:
    """Return the refusal of a bundle."""
    return Refused(reason, f"{words} {ADVICE}")


@contextmanager
def believed() -> Iterator[None]:
    """Refuse an archive of which a file turns out not to be what the list of contents says."""
    try:
        yield
    except Refused:
        raise  # it is a ValueError too, and says more
    except BROKEN as error:
        raise refused("A file of the bundle is cut short, or not as long as the list of contents says.") from error


@contextmanager
def opened(stream: BinaryIO, size: int) -> Iterator[tuple[zipfile.ZipFile, Sequence[zipfile.ZipInfo]]]:
    """Open an archive of a known size and give it with its files, folders left out. Raises `Refused`, nothing else."""
    _look_at_the_end(stream, size)
    try:
        archive = zipfile.ZipFile(stream)
    except BROKEN as error:
        raise refused("The ZIP archive is cut short or not well-formed.") from error
    with archive:
        _name_as_meant(archive)
        files = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
        _refuse_bombs(files, size)
        for entry in files:
            _refuse_tricks(entry)
        _refuse_doubles(files)
        yield archive, files


def _name_as_meant(archive: zipfile.ZipFile) -> None:
    """Take a backslash for the slash that it stands for: tools on Windows wrote so against the format (4.4.17)."""
    for entry in archive.infolist():
        if "\\" in entry.filename:
            entry.filename = entry.filename.replace("\\", "/")
            archive.NameToInfo[entry.filename] = entry


def _look_at_the_end(stream: BinaryIO, size: int) -> None:
    """Refuse a list of contents that is too long before anything reads it, in either form."""
    reach = min(size, _END_SIZE + _LONGEST_COMMENT + _LOCATOR_SIZE + _END_64_SIZE)
    stream.seek(size - reach)
    tail = stream.read(reach)
    end = tail.rfind(_END)
    if end < 0 or len(tail) - end < _END_SIZE:
        raise refused("The ZIP archive is cut short: its list of contents is missing.")
    length = struct.unpack_from("<I", tail, end + 12)[0]
    if tail[max(0, end - _LOCATOR_SIZE) : end].startswith(_LOCATOR_64):
        length = _length_64(tail, end - _LOCATOR_SIZE, size - reach)
    if length > limits.MAX_DIRECTORY_BYTES:
        raise refused("The ZIP archive's list of contents is too long.", reason="oversize")
    stream.seek(0)


def _length_64(tail: bytes, locator: int, before: int) -> int:
    """Return how long the list of contents is by the ZIP64 record, which stands right before its locator (4.3.14).

    `locator` is its place in `tail`, which begins `before` bytes into the archive. What stands elsewhere, spans disks
    or is longer than the format's own fields is refused: readers disagree about it.
    """
    start = locator - _END_64_SIZE
    _, _, at, disks = struct.unpack_from("<4sIQI", tail, locator)
    if start < 0 or at != before + start or disks > 1:
        raise refused(ODD_64)
    sign, rest, length = struct.unpack_from("<4sQ28xQ", tail, start)
    if sign != _END_64 or rest != _REST_OF_END_64:
        raise refused(ODD_64)
    return int(length)


def _refuse_bombs(files: Sequence[zipfile.ZipInfo], size: int) -> None:
    if len(files) > limits.MAX_ENTRIES:
        raise refused(f"The bundle holds more than {limits.MAX_ENTRIES:,} files.", reason="oversize")
    most = limits.UNPACKED_BASE + limits.UNPACKED_TIMES * size
    if sum(entry.file_size for entry in files) > most:
        raise refused(
            f"The bundle says that it unpacks to more than {most:,} bytes: a bomb does that.", reason="oversize"
        )
    position = 0
    for entry in sorted(files, key=lambda entry: entry.header_offset):
        if entry.header_offset < position:
            raise refused("Files of the bundle lie over one another: a bomb is made so.")
        position = entry.header_offset + _LOCAL_HEADER + entry.compress_size


def _refuse_tricks(entry: zipfile.ZipInfo) -> None:
    name = entry.orig_filename.replace("\\", "/")
    if entry.flag_bits & _ENCRYPTED:
        raise refused(
            "The bundle is encrypted, so nobody can see what is in it. Ask the sender for it without password."
        )
    if entry.compress_type not in _METHODS:
        raise refused("A file of the bundle is packed by a method that is not read here (stored and deflated are).")
    steps = name.split("/")
    if name.startswith("/") or _DRIVE.match(name) or {"..", ".", ""} & set(steps):
        raise refused("A file of the bundle is named so as to land outside its folder.")
    if UNSEEN.search(name) or len(name) > _LONGEST_NAME:
        raise refused("The name of a file of the bundle is overlong, or holds signs that cannot be seen.")
    mode = entry.external_attr >> 16
    if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
        raise refused("The bundle holds a link or a device in place of a file.")


def _refuse_doubles(files: Sequence[zipfile.ZipInfo]) -> None:
    if len({entry.filename for entry in files}) < len(files):
        raise refused("Two files of the bundle bear one name: which one counts cannot be told.")
