"""The log: the newest batches, each whole or not there at all.

A batch is a header (mark, length and CRC-32 of what follows) and blocks; a block is a code (0 withdraws, else a kind),
a count, the numbers, and the digests. Files only grow, except that the next writer cuts off a batch that a killed
writer left unfinished.
"""

import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from nightlight.hashes.index.kinds import Kind, Numbers, Table, Tables

MARK = b"NLH1"
_HEADER = struct.Struct("<4sII")
_BLOCK = struct.Struct("<II")
_CODES = {Kind.MD5: 1, Kind.SHA1: 2, Kind.SHA256: 3, Kind.PDQ: 4}
_KINDS = {code: kind for kind, code in _CODES.items()}
_WITHDRAWS = 0


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """One acknowledged change: entries added, or numbers withdrawn."""

    tables: Tables = field(default_factory=dict)
    withdrawn: Numbers = field(default_factory=lambda: np.empty(0, np.uint64))


def packed(batch: Batch) -> bytes:
    """Return the bytes of a batch, header included."""
    blocks = []
    if len(batch.withdrawn):
        blocks += [_BLOCK.pack(_WITHDRAWS, len(batch.withdrawn)), batch.withdrawn.tobytes()]
    for kind, table in batch.tables.items():
        blocks += [_BLOCK.pack(_CODES[kind], len(table)), table.numbers.tobytes(), table.digests.tobytes()]
    body = b"".join(blocks)
    return _HEADER.pack(MARK, len(body), zlib.crc32(body)) + body


def append(path: Path, content: bytes, at: int) -> None:
    """Write a packed batch at the end of what is sound, and return when it is on the disk."""
    file = os.open(path, os.O_WRONLY)
    try:
        if os.fstat(file).st_size > at:
            os.ftruncate(file, at)
        written = 0
        while written < len(content):
            written += os.pwrite(file, content[written:], at + written)
        os.fdatasync(file)
    except OSError:
        os.ftruncate(file, at)  # refused as a whole: what the disk did not take must not come up later
        raise
    finally:
        os.close(file)


def read(path: Path, start: int) -> tuple[list[Batch], int]:
    """Return the whole batches from byte `start` on, and where they end. An unfinished tail is not there yet."""
    with path.open("rb") as file:
        file.seek(start)
        content = file.read()
    batches = []
    end = 0
    while (body := _body(content, end)) is not None:
        batches.append(_unpacked(body))
        end += _HEADER.size + len(body)
    return batches, start + end


def _body(content: bytes, at: int) -> bytes | None:
    if len(content) < at + _HEADER.size:
        return None
    mark, length, checksum = _HEADER.unpack_from(content, at)
    body = content[at + _HEADER.size : at + _HEADER.size + length]
    if mark != MARK or len(body) != length or zlib.crc32(body) != checksum:
        return None
    return body


def _unpacked(body: bytes) -> Batch:
    tables: dict[Kind, Table] = {}
    withdrawn = np.empty(0, np.uint64)
    for code, numbers, digests in _blocks(body):
        if code == _WITHDRAWS:
            withdrawn = numbers
        else:
            kind = _KINDS[code]
            tables[kind] = Table(np.frombuffer(digests, np.uint8).reshape(-1, kind.size), numbers)
    return Batch(tables, withdrawn)


def _blocks(body: bytes) -> Iterator[tuple[int, Numbers, bytes]]:
    at = 0
    while at < len(body):
        code, count = _BLOCK.unpack_from(body, at)
        at += _BLOCK.size
        numbers = np.frombuffer(body, np.uint64, count, at)
        at += numbers.nbytes
        size = 0 if code == _WITHDRAWS else _KINDS[code].size * count
        yield code, numbers, body[at : at + size]
        at += size
