"""The gate itself: from what is known of a file and the rules of its courts to open, or warrant. Pure functions.

Nothing here knows of an exception: what is not stated counts as no, a court without a rule in force asks for a
warrant, and of several courts the strictest decides. Source: 18 U.S.C. 2258A says nothing of it; the rules are the
courts' (docs/decisions/0020), set and dated by counsel.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from nightlight.gate.facts import Answer, FileFacts, Scope
from nightlight.gate.forums import Forum


class Ground(StrEnum):
    """Why a file may be opened without a warrant."""

    VIEWED = "viewed"
    PUBLIC = "public"
    HASH_MATCH = "hash_match"
    CLEARING_HOUSE = "clearing_house"


GROUNDS = {
    Ground.VIEWED: "The provider viewed it.",
    Ground.PUBLIC: "It was publicly available.",
    Ground.HASH_MATCH: "Its digest matched a file that a person had viewed before.",
    Ground.CLEARING_HOUSE: "The national clearing house viewed it, which this rule counts.",
}


@dataclass(frozen=True, slots=True)
class RuleSays:
    """What a dated rule of one forum lets be opened without a warrant. Everything is shut unless it says so."""

    id: UUID
    forum: Forum
    version: int
    in_force_from: date
    expires_on: date | None
    citation: str
    requires: str
    is_confirmed: bool
    opens_viewed: bool = False
    takes_unstated_scope: bool = False
    """Whether "viewed" is enough where the provider does not say that it was exactly this file."""
    opens_public: bool = False
    opens_hash_match: bool = False
    counts_clearing_house: bool = False
    """FG-5: whether a look at the national clearing house counts like one at the provider."""

    def has_expired(self, on: date) -> bool:
        """Say whether the rule holds no more on a date."""
        return self.expires_on is not None and self.expires_on <= on


@dataclass(frozen=True, slots=True)
class Ruling:
    """What one forum says of one file: the ground on which it opens or None for a warrant, and why, in words."""

    forum: Forum
    rule: RuleSays | None
    ground: Ground | None
    because: str

    @property
    def opens(self) -> bool:
        """Whether this forum lets the file be opened without a warrant."""
        return self.ground is not None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds for one file in all its forums."""

    rulings: tuple[Ruling, ...]

    @property
    def opens(self) -> bool:
        """Whether the file may be opened without a warrant: every forum says so, and there is one at least."""
        return bool(self.rulings) and all(ruling.opens for ruling in self.rulings)

    @property
    def deciding(self) -> Ruling | None:
        """The ruling that decides: the first that asks for a warrant, else the first; None without a forum."""
        return next((ruling for ruling in self.rulings if not ruling.opens), next(iter(self.rulings), None))

    @property
    def because(self) -> str:
        """Why, in words."""
        return self.deciding.because if self.deciding else "No court is named for whoever holds this report."


def judge(facts: FileFacts, rules: Sequence[tuple[Forum, RuleSays | None]], *, on: date) -> Verdict:
    """Return what the forums say of a file on a date, each with the newest rule that applies there, or None."""
    return Verdict(tuple(_ruling(facts, forum, rule, on) for forum, rule in rules))


def _ruling(facts: FileFacts, forum: Forum, rule: RuleSays | None, on: date) -> Ruling:
    if rule is None:
        return Ruling(forum, None, None, "Counsel has set no rule for this court. No rule means warrant.")
    if rule.has_expired(on):
        return Ruling(forum, rule, None, f"The rule expired on {rule.expires_on}. An expired rule means warrant.")
    ground = next((ground for ground in Ground if _holds(ground, facts, rule)), None)
    return Ruling(forum, rule, ground, GROUNDS[ground] if ground else _shut(facts, rule))


def _holds(ground: Ground, facts: FileFacts, rule: RuleSays) -> bool:
    if ground is Ground.VIEWED:
        exactly = facts.scope is Scope.THIS_FILE or (facts.scope is Scope.UNKNOWN and rule.takes_unstated_scope)
        return rule.opens_viewed and facts.viewed is Answer.YES and exactly
    if ground is Ground.PUBLIC:
        return rule.opens_public and facts.public is Answer.YES
    if ground is Ground.HASH_MATCH:
        return rule.opens_hash_match and _matched(facts)
    return rule.counts_clearing_house and rule.opens_viewed and facts.at_clearing_house is Answer.YES


def _matched(facts: FileFacts) -> bool:
    """Say whether it was found by its digest; an earlier copy that was viewed is known to be one by nothing else."""
    return facts.hash_matched is Answer.YES or (facts.viewed is Answer.YES and facts.scope is Scope.EARLIER_COPY)


def _shut(facts: FileFacts, rule: RuleSays) -> str:
    """Return why a rule does not open a file: what of it was seen, and why that is not enough."""
    if facts.viewed is Answer.UNKNOWN:
        said = "Whether the provider viewed it is not stated, which counts as no."
    elif facts.viewed is Answer.NO:
        said = "The provider did not view it."
    elif facts.scope is Scope.EARLIER_COPY:
        said = "The provider viewed an earlier copy and not this file."
    elif rule.opens_viewed:
        said = "The provider viewed it, but does not say that it was exactly this file."
    else:
        said = "The provider viewed it, and no ruling here says that this is enough."
    also = [words for holds, words in _not_enough(facts) if holds]
    return " ".join([said, *also])


def _not_enough(facts: FileFacts) -> tuple[tuple[bool, str], ...]:
    return (
        (_matched(facts), "A match by digest is not enough here."),
        (facts.at_clearing_house is Answer.YES, "A look at the national clearing house does not count here."),
        (facts.exif_viewed is Answer.YES and facts.viewed is not Answer.YES, "Its EXIF data was viewed, not the file."),
        (facts.chat_viewed is Answer.YES, "That the conversation was read opens no file."),
        (facts.public is Answer.YES, "That it was public is not enough here."),
    )
