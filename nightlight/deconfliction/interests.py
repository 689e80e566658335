"""What the floors above hand over, and what they get back."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from nightlight.deconfliction.lifecycle import Standing
from nightlight.identifiers.kinds import Identifier


@dataclass(frozen=True, slots=True)
class Interest:
    """An agency holds an identifier in one of its records. Kind and id of the record are opaque down here."""

    agency_id: UUID
    identifier: Identifier
    standing: Standing
    record_kind: str
    record_id: UUID


@dataclass(frozen=True, slots=True)
class Party:
    """Whom to call, and nothing else."""

    agency: str
    contact: str
    telephone: str


class Verdict(StrEnum):
    """The immediate answer about one identifier."""

    CLEAR = "clear"
    CONFLICT = "conflict"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer about one identifier; `parties` are the other agencies that hold it, by name."""

    identifier: Identifier
    verdict: Verdict
    parties: tuple[Party, ...] = ()
