"""What is compared when a report is matched again: what its assessment says of known files, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nightlight.triage.assessment.facts import Fact
from nightlight.triage.models import Assessment

KNOWN = (
    Fact.KNOWN_FILE,
    Fact.KNOWN_CHILD_IDENTIFIED,
    Fact.KNOWN_CHILD_NOT_IDENTIFIED,
    Fact.NEW_FILE,
    Fact.VIRAL_FILE,
    Fact.ONLY_RECIRCULATED,
)
TOP_TIER = 1


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an assessment says, as far as known files may have a part in it."""

    tier: int
    rule: str
    facts: Mapping[str, Any]

    @classmethod
    def of(cls, assessment: Assessment) -> "Judgement":
        """Return what an assessment says."""
        return cls(assessment.tier, assessment.rule, assessment.facts)

    def differs_from(self, other: "Judgement") -> bool:
        """Say whether known files read otherwise: another answer, or about other files."""
        return any(_said(self, fact) != _said(other, fact) for fact in KNOWN)

    def is_worth_telling(self, was: "Judgement") -> bool:
        """Say whether somebody should be told that it reads otherwise than it did.

        That a file is new can be said only where there is a list; that there is one now, or none, is nothing to tell.
        """
        if (self.tier, self.rule) != (was.tier, was.rule):
            return True
        was_asked = None not in (_said(self, Fact.NEW_FILE), _said(was, Fact.NEW_FILE))
        told = [fact for fact in KNOWN if fact is not Fact.NEW_FILE or was_asked]
        return any(_holds(self, fact) != _holds(was, fact) for fact in told)

    def came_into_the_top(self, was: "Judgement") -> bool:
        """Say whether it is in the top tier now and was not."""
        return self.tier == TOP_TIER < was.tier


def _said(judgement: Judgement, fact: Fact) -> tuple[bool, frozenset[str]] | None:
    found = judgement.facts.get(fact.value)
    return (found["value"], frozenset(found["at"])) if found else None


def _holds(judgement: Judgement, fact: Fact) -> frozenset[str] | None:
    """Return about which files a fact holds; nothing where it does not, or where nothing is said."""
    said = _said(judgement, fact)
    return said[1] if said and said[0] else None
