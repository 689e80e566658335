"""Where in its bytes a submission breaks, as it is read today. Pure: touches no database."""

from collections.abc import Sequence
from dataclasses import dataclass

from nightlight.intake.formats.decoding import text_of
from nightlight.intake.formats.reading import read
from nightlight.intake.formats.values import Malformed, Refused

MOST_TRIED = 50
"""Documents beside a report that are each tried for the fault; beyond that the report itself is shown."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a submission cannot be read, and the place: which document, line and byte from its beginning, element.

    `at` is the offset in characters into the document's text (`text_shown`), where the place is known to the byte.
    """

    message: str
    position: int = 0
    line: int | None = None
    offset: int | None = None
    element: str = ""
    at: int | None = None
    may_not_come_in: bool = False
    """It would be refused today: nothing of it may be shown."""


def fault_in(parts: Sequence[bytes]) -> Fault | None:
    """Return what stands against reading a main document with those that belong to it; nothing where they can be."""
    try:
        read(parts[0], parts[1:])
    except Refused as refused:
        return Fault(refused.message, may_not_come_in=True)
    except Malformed as malformed:
        position = _position(parts, malformed.message)
        at = _at(parts[position], malformed.offset) if malformed.offset is not None else None
        return Fault(malformed.message, position, malformed.line, malformed.offset, malformed.element, at)
    return None


def text_shown(raw: bytes) -> str:
    """Return the text of a document: decoded as it says, else with a mark for each byte that does not fit."""
    try:
        return text_of(raw)
    except Malformed:
        return raw.decode("utf-8", errors="replace")


def _position(parts: Sequence[bytes], message: str) -> int:
    """Return which document the fault is in: the first one that gives the same fault alone with the report."""
    if len(parts) > MOST_TRIED or _says(parts[0], (), message):
        return 0
    return next((at for at, part in enumerate(parts) if at and _says(parts[0], (part,), message)), 0)


def _says(raw: bytes, companions: tuple[bytes, ...], message: str) -> bool:
    try:
        read(raw, companions)
    except (Malformed, Refused) as error:
        return error.message == message
    return False


def _at(raw: bytes, offset: int) -> int:
    try:
        told_in = text_of(raw).encode("utf-8")
    except Malformed:
        told_in = raw
    return len(told_in[:offset].decode("utf-8", errors="replace"))
