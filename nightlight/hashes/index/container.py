"""The file format of a segment: named arrays one after the other, and at the end a table that says where each lies.

An array begins at a multiple of 64 bytes. The table is JSON, followed by its length, its CRC-32 and a mark. Readers map
the file, so that all processes share one copy; every array keeps a CRC-32 of its own, which `damage` compares.
"""

import json
import mmap
import os
import struct
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import DTypeLike, NDArray

MARK = b"NLHSEG01"
_TAIL = struct.Struct("<II8s")
_ALIGNED = 64
_PIECE = 1 << 20  # a multiple of every item, so that a spool is read item by item

Array = NDArray[Any]


class Damaged(RuntimeError):
    """A segment's file is not what was written. Restore it from a backup, or build the index anew from the lists."""


@dataclass(slots=True)
class _Place:
    dtype: str
    columns: int
    start: int
    size: int = 0
    crc: int = 0


class Writer:
    """Writes a segment array by array, piece by piece; nothing is held in memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._places: dict[str, _Place] = {}
        self._open: _Place | None = None

    @contextmanager
    def array(self, name: str, dtype: DTypeLike, columns: int = 1) -> Iterator["Writer"]:
        """Begin an array; what is written inside the `with` belongs to it."""
        self._file.write(b"\0" * (-self._file.tell() % _ALIGNED))
        place = self._open = self._places[name] = _Place(np.dtype(dtype).str, columns, self._file.tell())
        yield self
        place.size = self._file.tell() - place.start
        self._open = None

    def write(self, piece: Array) -> None:
        """Write the next rows of the open array."""
        if (place := self._open) is None:
            raise RuntimeError("Begin an array before writing to it.")
        content = np.ascontiguousarray(piece, place.dtype).data.cast("B") if piece.size else b""
        place.crc = zlib.crc32(content, place.crc)
        self._file.write(content)

    def put(self, name: str, whole: Array) -> None:
        """Write an array at once."""
        columns = 1 if whole.ndim == 1 else whole.shape[1]
        with self.array(name, whole.dtype, columns):
            self.write(whole)

    def written(self, name: str) -> Array:
        """Map an array that has been written, to read it while more are written."""
        self._file.flush()
        place = self._places[name]
        return _array(_mapped(Path(self._file.name)), place)

    def finish(self, said: Mapping[str, object]) -> None:
        """Write the table, and return when everything is on the disk."""
        places = {name: [p.dtype, p.columns, p.start, p.size, p.crc] for name, p in self._places.items()}
        table = json.dumps({"said": said, "arrays": places}).encode()
        self._file.write(table + _TAIL.pack(len(table), zlib.crc32(table), MARK))
        self._file.flush()
        os.fsync(self._file.fileno())


@dataclass(frozen=True, slots=True)
class Container:
    """A segment's file, mapped."""

    path: Path
    said: Mapping[str, Any]
    arrays: Mapping[str, Array]
    _places: Mapping[str, _Place]

    @classmethod
    def opened(cls, path: Path) -> "Container":
        """Map a file. Raises `Damaged` when its table is not whole."""
        content = _mapped(path)
        length, checksum, mark = _TAIL.unpack(content[-_TAIL.size :]) if len(content) >= _TAIL.size else (0, 0, b"")
        table = content[len(content) - _TAIL.size - length : len(content) - _TAIL.size]
        if mark != MARK or zlib.crc32(table) != checksum:
            raise Damaged(f"{path} has no sound table at its end.")
        read = json.loads(table)
        places = {name: _Place(*place) for name, place in read["arrays"].items()}
        return cls(path, read["said"], {name: _array(content, place) for name, place in places.items()}, places)

    def damage(self) -> list[str]:
        """Return the names of arrays whose bytes are not those that were written."""
        return [name for name, place in self._places.items() if _checksum(self.arrays[name]) != place.crc]


def _mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def _array(content: mmap.mmap, place: _Place) -> Array:
    dtype = np.dtype(place.dtype)
    flat = np.frombuffer(content, dtype, place.size // dtype.itemsize, place.start)
    return flat if place.columns == 1 else flat.reshape(-1, place.columns)


def _checksum(array: Array) -> int:
    content, checksum = array.reshape(-1).view(np.uint8), 0
    for start in range(0, len(content), _PIECE):
        checksum = zlib.crc32(content[start : start + _PIECE].data, checksum)
    return checksum


def write_columns(
    writer: Writer, columns: Mapping[str, tuple[DTypeLike, int]], pieces: Iterable[tuple[Array, ...]], scratch: Path
) -> int:
    """Write several arrays from pieces that hold rows of all of them; return how many rows. `scratch` is a folder."""
    names, rows = list(columns), 0
    with ExitStack() as stack:
        spools = [stack.enter_context(tempfile.TemporaryFile(dir=scratch)) for _ in names[1:]]
        first_type, first_width = columns[names[0]]
        with writer.array(names[0], first_type, first_width):
            for piece in pieces:
                rows += len(piece[0])
                writer.write(piece[0])
                for name, spool, part in zip(names[1:], spools, piece[1:], strict=True):
                    spool.write(np.ascontiguousarray(part, columns[name][0]).tobytes())
        for name, spool in zip(names[1:], spools, strict=True):
            spool.seek(0)
            with writer.array(name, *columns[name]):
                while content := spool.read(_PIECE):
                    writer.write(np.frombuffer(content, np.uint8).view(columns[name][0]))
    return rows
