"""Looking digests up: the index proposes, the database disposes.

The index says which entries could match; whether they hold, whether the asker may see them and whether they were
deconfirmed, the database says at that moment. So a withdrawal takes effect at once, whatever the index still holds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock, ids
from nightlight.foundation.sealed import Actor
from nightlight.hashes.asked import Asked
from nightlight.hashes.candidates import Candidates
from nightlight.hashes.farther import TELLING, saying_more
from nightlight.hashes.models import DigestKind
from nightlight.hashes.rules import CountsAs, classifications_on, matching_on
from nightlight.hashes.shelf import shelf
from nightlight.hashes.sight import Deconfirmed, Eyes, NegativeBank, Sight

DIGESTS = tuple(kind.value for kind in DigestKind)
COLUMNS = ("number", "source_id", "canonical_id", "scheme", "code", "series", "victim", "added_at", *DIGESTS)
NOW = Eyes()


@dataclass(frozen=True, slots=True)
class Match:
    """One list has the file, or one alike.

    `entry` is the id of the nearest entry in its list; `entries` counts those of the same file that the asker may see.
    """

    kind: DigestKind
    digest: str
    distance: int
    list_id: UUID
    list_name: str
    entry: str
    owner: str
    trust: str
    scheme: str
    code: str
    words: str
    counts_as: CountsAs
    series: str
    victim: str
    added_at: datetime | None
    file: str
    entries: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of one digest. Without matches and deconfirmations, nothing is."""

    asked: Asked
    matches: tuple[Match, ...] = ()
    deconfirmed: tuple[Deconfirmed, ...] = ()


def look_up(
    asked: Sequence[Asked],
    *,
    by: Actor,
    distance: int | None = None,
    for_every_agency: bool = False,
    eyes: Eyes = NOW,
) -> list[Answer]:
    """Return an answer for each digest, in the order asked, with as many queries for a thousand as for one.

    PDQ hashes match to `distance` bits (None: what the policy in force says), and none within it is missed. A digest
    that was deconfirmed matches nothing; an entry that bears one is no match either, and both show. `for_every_agency`
    leaves out lists that only their own agency may see, for an answer that others will read. `eyes` say whether what
    the asker may see is read at this moment. Raises NotAllowed.
    """
    by.require(Permission.HASH_READ)
    if not asked:
        return []
    far = matching_on(clock.today()).near_distance if distance is None else distance
    candidates = Candidates.of(shelf().index(), asked, far)
    bank = eyes.bank(by)
    bank.ask_about({one.digest for one in asked}, by)
    heard = _Heard()
    if candidates.were_any:
        sight = eyes.sight(by, for_every_agency=for_every_agency)
        while numbers := candidates.next_numbers(answered=heard.found.keys()):
            heard.ask(numbers, sight, bank, by)
        if farther := saying_more(heard.found, candidates, sight, bank):
            heard.ask(farther, sight, bank, by)
        files = {row["canonical_id"] for row in heard.found.values()}
        heard.entries = sight.entries_per_file(files, bank) if files else {}
    return [_answer(one, candidates.near(place), heard, bank) for place, one in enumerate(asked)]


@dataclass(slots=True)
class _Heard:
    """What the database said of entries that could match, by their number; and how many entries each file has."""

    found: dict[int, dict[str, Any]] = field(default_factory=dict)
    disputed: dict[int, list[Deconfirmed]] = field(default_factory=dict)
    entries: dict[UUID, int] = field(default_factory=dict)

    def ask(self, numbers: Sequence[int], sight: Sight, bank: NegativeBank, by: Actor) -> None:
        rows = sight.rows(numbers, COLUMNS)
        bank.ask_about({row[kind] for row in rows for kind in DIGESTS if row[kind]}, by)
        for row in rows:
            against = [said for kind in DIGESTS if (said := bank.said.get((kind, row[kind])))]
            if against:
                self.disputed[row["number"]] = against
            else:
                self.found[row["number"]] = row | {"list": sight.lists[row["list_id"]]}


def _answer(one: Asked, near: list[tuple[int, int]], heard: _Heard, bank: NegativeBank) -> Answer:
    own = bank.said.get((one.kind.value, one.digest))
    if not near and not own:  # most digests are new, and little may be asked about them
        return Answer(one)
    others = [said for number, _ in near for said in heard.disputed.get(number, ())]
    deconfirmed = tuple(dict.fromkeys([own, *others] if own else others))
    return Answer(one, () if own else _matches(one, near, heard.found, heard.entries), deconfirmed)


def _matches(
    one: Asked, near: list[tuple[int, int]], found: dict[int, dict[str, Any]], entries: dict[UUID, int]
) -> tuple[Match, ...]:
    """Return one match for each file, list and classification: the nearest, then the earliest of them.

    Where it names no series or says nothing of the child, what the next ones say counts: they are the same file.
    """
    rules, kept = classifications_on(clock.today()), dict[tuple[Any, ...], Match]()
    for number, distance in near:
        row = found.get(number)
        if row is None:
            continue
        key = (row["canonical_id"], row["list_id"], row["scheme"], row["code"])
        if there := kept.get(key):
            victim = max((there.victim, row["victim"]), key=TELLING.index)
            kept[key] = replace(there, series=there.series or row["series"], victim=victim)
            continue
        meaning = rules.meaning(row["scheme"], row["code"])
        kept[key] = Match(
            kind=one.kind,
            digest=one.digest,
            distance=distance,
            list_id=row["list_id"],
            list_name=row["list"].name,
            entry=row["source_id"],
            owner=row["list"].owner,
            trust=row["list"].trust,
            scheme=row["scheme"],
            code=row["code"],
            words=meaning.words,
            counts_as=meaning.counts_as,
            series=row["series"],
            victim=row["victim"],
            added_at=row["added_at"],
            file=file_code(row["canonical_id"]),
            entries=entries.get(row["canonical_id"], 1),
        )
    return tuple(kept.values())


def file_code(canonical: UUID) -> str:
    """Return what people call a file that is known by its digests only."""
    return f"F-{ids.spoken(canonical)}"
