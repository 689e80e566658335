"""Kinds of hash, and batches of them as the engine holds them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Numbers = NDArray[np.uint64]
HIGHEST_NUMBER = 2**64 - 1


class Unusable(ValueError):
    """A digest or number that the index cannot hold or be asked for; the message says what and why."""


class Kind(StrEnum):
    """A kind of hash. PDQ is perceptual: near means alike. The others are equal or nothing."""

    MD5 = "md5"
    SHA1 = "sha1"
    SHA256 = "sha256"
    PDQ = "pdq"

    @property
    def size(self) -> int:
        """The length of a digest in bytes."""
        return _SIZES[self]


_SIZES = {Kind.MD5: 16, Kind.SHA1: 20, Kind.SHA256: 32, Kind.PDQ: 32}


class Entry(NamedTuple):
    """One digest of one listed entry. An entry may carry several digests, of several kinds, under one number."""

    kind: Kind
    digest: bytes
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Digests of one kind, row by row: `digests` is (n, size) bytes, `numbers` (n,) unsigned 64-bit."""

    digests: Bytes
    numbers: Numbers

    @classmethod
    def empty(cls, kind: Kind) -> Self:
        """Return a table of that kind without rows."""
        return cls(np.empty((0, kind.size), np.uint8), np.empty(0, np.uint64))

    @classmethod
    def joined(cls, kind: Kind, tables: Iterable[Self]) -> Self:
        """Return the rows of all tables, in their order."""
        parts = list(tables) or [cls.empty(kind)]
        return cls(np.concatenate([part.digests for part in parts]), np.concatenate([part.numbers for part in parts]))

    def __len__(self) -> int:
        return len(self.numbers)

    def where(self, chosen: NDArray[np.bool_]) -> Self:
        """Return the rows that are chosen."""
        return type(self)(self.digests[chosen], self.numbers[chosen])


Tables = Mapping[Kind, Table]


def checked_digest(kind: Kind, digest: bytes) -> bytes:
    """Return the digest, or raise `Unusable` when its length is not that of its kind."""
    if len(digest) != kind.size:
        raise Unusable(
            f"A {kind} digest has {kind.size} bytes, this one {len(digest)}. Give the raw bytes, not their hex."
        )
    return digest


def tables_of(entries: Iterable[Entry]) -> dict[Kind, Table]:
    """Sort entries into one table a kind, order kept. Raises `Unusable` at the first that cannot be held."""
    digests: dict[Kind, list[bytes]] = {}
    numbers: dict[Kind, list[int]] = {}
    for kind, digest, number in entries:
        if not 0 <= number <= HIGHEST_NUMBER:
            raise Unusable(f"An entry's number lies between 0 and 2**64 - 1, not {number}.")
        digests.setdefault(kind, []).append(checked_digest(kind, digest))
        numbers.setdefault(kind, []).append(number)
    return {kind: table_from(kind, b"".join(digests[kind]), numbers[kind]) for kind in digests}


def table_from(kind: Kind, digests: bytes | Bytes, numbers: Iterable[int] | Numbers) -> Table:
    """Make a table from digests laid end to end (or rows of bytes) and as many numbers."""
    rows = np.frombuffer(digests, np.uint8) if isinstance(digests, bytes) else np.ascontiguousarray(digests, np.uint8)
    counted = numbers_from(numbers)
    if rows.size != len(counted) * kind.size:
        raise Unusable(
            f"{len(counted)} numbers need {len(counted) * kind.size} bytes of {kind} digests, not {rows.size}."
        )
    return Table(rows.reshape(-1, kind.size), counted)


def numbers_from(numbers: Iterable[int] | Numbers) -> Numbers:
    """Return numbers as an array."""
    if isinstance(numbers, np.ndarray):
        return np.ascontiguousarray(numbers, np.uint64)
    return np.fromiter(numbers, np.uint64)
