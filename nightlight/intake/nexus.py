"""Whether a report involves the use of the Internet, as far as it says so itself: dated policy, plain values.

34 U.S.C. 21115(a): the data system is not used for what does not involve use of the Internet to facilitate child
exploitation. So a report's identifiers go into the national index only where the answer is yes. The policy proposes;
a person decides otherwise with a reason.
"""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from nightlight.identifiers.kinds import ADDRESSES, Kind
from nightlight.intake.formats.values import ReadReport, Role, Sighting
from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile

NAME = "intake.nexus"


class Nexus(StrEnum):
    """Whether the Internet was used. Unknown is never read as yes."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Sign(StrEnum):
    """What a report may state that shows use of the Internet."""

    ADDRESS = "address"
    ACCOUNT = "account"
    WEB = "web"
    FILE_OF_A_SERVICE = "file_of_a_service"
    SERVICE = "service"


_SIGNS = {
    **dict.fromkeys(map(Kind, ADDRESSES), Sign.ADDRESS),
    Kind.ACCOUNT: Sign.ACCOUNT,
    Kind.HANDLE: Sign.ACCOUNT,
    Kind.EMAIL: Sign.ACCOUNT,
    Kind.URL: Sign.WEB,
}


class NexusRule(BaseModel):
    """Answers where the report states one of some signs; without any, it answers for every report."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(min_length=1, max_length=20)]
    any_of: tuple[Sign, ...] = ()
    nexus: Nexus
    because: Annotated[str, Field(min_length=1, max_length=200)]


class NexusPolicy(PolicyFile):
    """The rules in order: the first that holds answers, and the last holds always."""

    rules: Annotated[tuple[NexusRule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _ends_with_an_answer_for_every_report(self) -> Self:
        if self.rules[-1].any_of or any(not rule.any_of for rule in self.rules[:-1]):
            raise ValueError("The last rule, and no other, answers for every report.")
        if any(rule.nexus is Nexus.NO for rule in self.rules):
            raise ValueError("That the Internet was not used is for a person to say.")
        return self

    def answer(self, said: ReadReport) -> NexusRule:
        """Return the first rule that holds for what a report says."""
        signs = signs_of(said)
        return next(rule for rule in self.rules if not rule.any_of or signs.intersection(rule.any_of))


def policy(on: date) -> Dated[NexusPolicy]:
    """Return the policy in force on a date."""
    return in_force(NAME, on=on, schema=NexusPolicy)


def signs_of(said: ReadReport) -> set[Sign]:
    """Return the signs of use of the Internet that a report states. How whoever reported is reached is none."""
    found = {_SIGNS[kind] for seen in _sightings(said) if (kind := seen.identifier.kind) in _SIGNS}
    if said.platform:
        found.add(Sign.SERVICE)
    if said.files:
        found.add(Sign.FILE_OF_A_SERVICE)
    return found


def _sightings(said: ReadReport) -> Iterable[Sighting]:
    yield from said.sightings
    for person in said.people:
        if person.role is not Role.REPORTER:
            yield from person.sightings
    for file in said.files:
        yield from file.sightings
