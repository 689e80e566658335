"""The schema of the routing policy: what evidence is worth, and what follows from each situation."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from nightlight.agencies.models import TerritoryCertainty
from nightlight.geography.networks import NetworkKind, NetworkSureness
from nightlight.geography.pointing import Certainty
from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile
from nightlight.triage.routing.evidence import EvidenceKind

NAME = "triage.routing"


class Sureness(StrEnum):
    """How sure a pointing is, as the policy writes it."""

    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"

    @property
    def certainty(self) -> Certainty:
        """The certainty of geography that this word means."""
        return Certainty[self.name]


class Situation(StrEnum):
    """What the evidence and the territories amount to; every report is in exactly one."""

    SURE = "sure"
    OWN_DESK = "own_desk"
    CONTRADICTED = "contradicted"
    WEAK = "weak"
    UNSURE_TERRITORY = "unsure_territory"
    SHARED = "shared"
    UNCLAIMED = "unclaimed"
    DESK = "desk"
    FOREIGN = "foreign"
    NOWHERE = "nowhere"
    RECIPIENT = "recipient"


class Outcome(StrEnum):
    """What the rule does: the report stays, routes by itself, is suggested to somebody, or waits for a person."""

    STAYS = "stays"
    ROUTES = "routes"
    SUGGESTS = "suggests"
    PERSON = "person"


MAY_ROUTE = frozenset({Situation.SURE})


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Worth(_Part):
    """What a kind of evidence is worth (1 counts most), and whether it may route by itself."""

    kind: EvidenceKind
    worth: Annotated[int, Field(ge=1)]
    routes: bool


class Desk(_Part):
    """A queue of reports that a person hands on; `recipients` are agencies that may get them besides task forces."""

    id: Annotated[str, Field(pattern=r"^[a-z_]{1,20}$")]
    name: str
    recipients: tuple[str, ...]
    because: str


class Placed(_Part):
    """A state or a county where a person decides, why, and at which desk."""

    state: str = ""
    county: str = ""
    desk: str = ""
    because: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _names_one_place(self) -> Self:
        if bool(self.state) == bool(self.county):
            raise ValueError("Name a state or a county.")
        return self


class NetworkRule(_Part):
    """How sure an address of a kind of network is at most, and the desk it leads to, if any."""

    kind: NetworkKind
    at_most: Sureness
    desk: str = ""


class PersonRule(_Part):
    """The desk that a person's e-mail address leads to, by its domain."""

    domain: str
    desk: str

    def fits(self, email: str) -> bool:
        """Say whether an address is of this domain or of one below it."""
        host = email.rpartition("@")[2].lower()
        return host == self.domain or host.endswith(f".{self.domain}")


class RouteRule(_Part):
    """What follows from a situation, and why."""

    id: str
    situation: Situation
    outcome: Outcome
    desk: str = ""
    because: str


class RoutingPolicy(PolicyFile):
    """The dated rules of routing."""

    evidence: tuple[Worth, ...]
    pointings_that_route: tuple[Sureness, ...]
    territories_that_route: tuple[TerritoryCertainty, ...]
    possible_proxy_is: Sureness
    a_person_decides: tuple[Placed, ...]
    rules: tuple[RouteRule, ...]
    networks_lower_when: tuple[NetworkSureness, ...] = ()
    networks: tuple[NetworkRule, ...] = ()
    persons: tuple[PersonRule, ...] = ()
    victims_place_suggests: bool = False
    desks: tuple[Desk, ...] = ()

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if sorted(worth.kind for worth in self.evidence) != sorted(EvidenceKind):
            raise ValueError("Every kind of evidence is named once.")
        has_recipients = bool(self.persons) or any(network.desk for network in self.networks)
        needed = [each for each in Situation if has_recipients or each is not Situation.RECIPIENT]
        if sorted(rule.situation for rule in self.rules) != sorted(needed):
            raise ValueError("Every situation has one rule.")
        if any(rule.outcome is Outcome.ROUTES and rule.situation not in MAY_ROUTE for rule in self.rules):
            raise ValueError("Only the situation 'sure' may route by itself.")
        if any((rule.outcome is Outcome.STAYS) is not (rule.situation is Situation.OWN_DESK) for rule in self.rules):
            raise ValueError("A report stays exactly where a task force received it at its own desk.")
        named = {part.desk for part in self.networks} | {part.desk for part in self.persons}
        named |= {part.desk for part in self.a_person_decides} | {rule.desk for rule in self.rules}
        if strange := named - {"", *(desk.id for desk in self.desks)}:
            raise ValueError(f"These desks are named and not described: {', '.join(sorted(strange))}.")
        return self

    def desk(self, desk_id: str) -> Desk | None:
        """Return a desk by its id, or None."""
        return next((desk for desk in self.desks if desk.id == desk_id), None)

    def network(self, kind: NetworkKind | None) -> NetworkRule | None:
        """Return what is said of a kind of network, or None."""
        return next((rule for rule in self.networks if rule.kind is kind), None)

    def rule(self, situation: Situation) -> RouteRule:
        """Return the rule for a situation."""
        return next(rule for rule in self.rules if rule.situation is situation)


def policy(on: date) -> Dated[RoutingPolicy]:
    """Return the routing policy in force on a date."""
    return in_force(NAME, on=on, schema=RoutingPolicy)
