"""The schema of the policy of assigning: skills and what asks for them, and the span of first looks."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from pydantic import BaseModel, ConfigDict, PositiveInt, model_validator

from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile
from nightlight.triage.assessment.facts import Fact

NAME = "workload.assigning"


class SkillWords(BaseModel):
    """A skill: its words, and the facts that ask for it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    words: str
    facts: tuple[Fact, ...]


class AssigningPolicy(PolicyFile):
    """The dated rules of suggesting a person."""

    first_looks_of_days: PositiveInt
    skills: tuple[SkillWords, ...]

    @model_validator(mode="after")
    def _names_each_skill_once(self) -> Self:
        if len({skill.id for skill in self.skills}) < len(self.skills):
            raise ValueError("Every skill is named once.")
        return self

    def wanted(self, facts: Iterable[str]) -> tuple[SkillWords, ...]:
        """Return the skills that the facts of a report ask for."""
        given = set(facts)
        return tuple(skill for skill in self.skills if given & {fact.value for fact in skill.facts})

    def words(self, skill: str) -> str:
        """Return a skill in words; one that the policy no longer names by its id."""
        return next((each.words for each in self.skills if each.id == skill), skill.replace("_", " "))


def policy(on: date) -> Dated[AssigningPolicy]:
    """Return the policy of assigning that is in force on a date."""
    return in_force(NAME, on=on, schema=AssigningPolicy)
