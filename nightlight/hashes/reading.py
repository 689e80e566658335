"""What known hashes say about files: one small value for each, for triage to read as facts."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.hashes.asked import Asked
from nightlight.hashes.formats.values import Victim
from nightlight.hashes.look_up import Answer, Match, look_up
from nightlight.hashes.rules import CountsAs, matching_on
from nightlight.hashes.sight import Deconfirmed

K = TypeVar("K", bound=Hashable)


class Standing(StrEnum):
    """What is known of a file. The words are what a reader sees."""

    NOT_ASKED = "not_asked"
    NEW = "new"
    DECONFIRMED = "deconfirmed"
    LISTED_ONLY = "listed_only"
    KNOWN = "known"
    CHILD_IDENTIFIED = "child_identified"
    CHILD_NOT_IDENTIFIED = "child_not_identified"


WORDS = {
    Standing.NOT_ASKED: "Not known: the report gives no digest of it",
    Standing.NEW: "New: matches nothing on any list here",
    Standing.DECONFIRMED: "Deconfirmed: it was wrongly listed",
    Standing.LISTED_ONLY: "Listed, but not as abuse material",
    Standing.KNOWN: "Known and recirculated",
    Standing.CHILD_IDENTIFIED: "Known, the child is identified",
    Standing.CHILD_NOT_IDENTIFIED: "Known, the child is not identified",
}


@dataclass(frozen=True, slots=True)
class FileAsked(Generic[K]):
    """A file by its digests, under a key of the caller's."""

    key: K
    digests: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class FileRead:
    """What is known of one file. `is_viral`: so many entries of it that it says little about who has it."""

    standing: Standing
    is_viral: bool = False
    series: tuple[str, ...] = ()
    matches: tuple[Match, ...] = ()
    deconfirmed: tuple[Deconfirmed, ...] = ()

    @property
    def words(self) -> str:
        """The standing in words."""
        return WORDS[self.standing]


def read_files(files: Sequence[FileAsked[K]], *, by: Actor, for_every_agency: bool = False) -> dict[K, FileRead]:
    """Return what is known of each file, with a fixed number of queries however many there are.

    A file is deconfirmed when one of its own digests is: that wins over every list. Otherwise its matches on all its
    digests are taken together. "New" says that nothing on the lists that the actor may see is equal or alike.
    `for_every_agency` leaves out lists that only their own agency may see.
    """
    distinct = list(dict.fromkeys(digest for file in files for digest in file.digests))
    answers = {answer.asked: answer for answer in look_up(distinct, by=by, for_every_agency=for_every_agency)}
    viral_from = matching_on(clock.today()).viral_from_entries
    return {file.key: _read([answers[digest] for digest in file.digests], viral_from) for file in files}


def _read(answers: Sequence[Answer], viral_from: int) -> FileRead:
    if not answers:
        return FileRead(Standing.NOT_ASKED)
    if not any(answer.matches or answer.deconfirmed for answer in answers):
        return FileRead(Standing.NEW)
    deconfirmed = tuple(dict.fromkeys(said for answer in answers for said in answer.deconfirmed))
    own = {(answer.asked.kind, answer.asked.digest) for answer in answers}
    if any((said.kind, said.digest) in own for said in deconfirmed):
        return FileRead(Standing.DECONFIRMED, deconfirmed=deconfirmed)
    matches = tuple(match for answer in answers for match in answer.matches)
    return FileRead(
        standing=standing(matches),
        is_viral=any(match.entries >= viral_from for match in matches),
        series=tuple(sorted({match.series for match in matches if match.series})),
        matches=matches,
        deconfirmed=deconfirmed,
    )


def standing(matches: Sequence[Match]) -> Standing:
    """Return what matches amount to together.

    One list that says the child is identified is believed over one that says it is not: identification comes later.
    """
    if not matches:
        return Standing.NEW
    telling = [match for match in matches if match.counts_as is not CountsAs.NOT_MATERIAL]
    if not telling:
        return Standing.LISTED_ONLY
    victims = {match.victim for match in telling}
    if Victim.YES in victims:
        return Standing.CHILD_IDENTIFIED
    if Victim.NO in victims:
        return Standing.CHILD_NOT_IDENTIFIED
    return Standing.KNOWN
