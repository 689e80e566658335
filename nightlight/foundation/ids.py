"""Identifiers of rows: UUID version 7, so that rows sort by the time they were made (RFC 9562, 5.7).

No sequence is needed, so tables can be spread over many machines later without renumbering.
"""

import hashlib
from datetime import datetime
from uuid import UUID, SafeUUID

import uuid_utils

from nightlight.foundation import clock

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"  # no 0/O, 1/I, U/V: a receipt is read aloud on the telephone
_bare, _set, _UNKNOWN = object.__new__, object.__setattr__, SafeUUID.unknown
"""A report makes some thirty ids; `UUID(int=...)` asks each of them what cannot be, at four times the cost."""


def new() -> UUID:
    """Return a new time-ordered id, stamped with the clock's moment."""
    made = _bare(UUID)
    _set(made, "int", uuid_utils.uuid7(nanoseconds=clock.nanoseconds()).int)
    _set(made, "is_safe", _UNKNOWN)
    return made


def first_at(moment: datetime) -> UUID:
    """Return the id below which every id lies that was made before an aware moment, to the millisecond."""
    return UUID(int=int(moment.timestamp() * 1000) << 80)


def named(words: str) -> UUID:
    """Return the one id that follows from some words. It is no row's id and does not sort by time."""
    return UUID(bytes=hashlib.sha256(words.encode()).digest()[:16])


def spoken(id_: UUID, *, letters: int = 10) -> str:
    """Return a short code for people, made from the random end of an id: five letters, a dash, five letters."""
    number, code = id_.int & ((1 << 62) - 1), ""
    for _ in range(letters):
        number, digit = divmod(number, len(_ALPHABET))
        code += _ALPHABET[digit]
    return f"{code[: letters // 2]}-{code[letters // 2 :]}"
