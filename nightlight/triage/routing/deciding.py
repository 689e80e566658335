"""Whose report it is: the evidence in its order, the claims it opens, and the rule that decides."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from nightlight.geography import counties
from nightlight.geography.pointing import Certainty
from nightlight.triage.routing.evidence import WORDS, Evidence, Hints
from nightlight.triage.routing.policy import NetworkRule, Outcome, RouteRule, RoutingPolicy, Situation
from nightlight.triage.routing.territories import Claim, TerritoryMap

UNITED_STATES = "US"
NO_HINTS = Hints()
NO_PORT = "no port was given, so nobody can say whose it was"


@dataclass(frozen=True, slots=True)
class Ranked:
    """An agency that may be the right one: its claim, the evidence that opened it, and both in words."""

    agency_id: UUID
    claim: Claim
    evidence: Evidence
    words: str


@dataclass(frozen=True, slots=True)
class Decision:
    """Where a report goes, or why a person must say; with the evidence and the rule that decided."""

    rule: RouteRule
    because: str
    agency_id: UUID | None
    evidence: Evidence | None
    evidence_words: str
    ranked: tuple[Ranked, ...]
    """Whom the evidence points to, in the order of worth; last whom only a child's place points to."""
    desk: str = ""
    """The id of the desk where it waits for a person, empty where it waits at none."""
    childs_words: str = ""
    """Where the best evidence of a child points, without the address itself; empty where nothing does."""

    @property
    def chosen_or_first(self) -> UUID | None:
        """The agency it goes to, or else the first that the evidence points to."""
        return self.agency_id or (self.ranked[0].agency_id if self.ranked else None)


@dataclass(frozen=True, slots=True)
class _Found:
    """The situation of a report; the desk and its words where one is named by place, person or network."""

    situation: Situation
    desk: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class Router:
    """Decides for many reports by one policy and one reading of the territories."""

    policy: RoutingPolicy
    territories: TerritoryMap
    _worth: dict[str, int] = field(init=False)
    _routes: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_worth", {each.kind: each.worth for each in self.policy.evidence})
        object.__setattr__(self, "_routes", frozenset(each.kind for each in self.policy.evidence if each.routes))

    def decide(
        self,
        received_by: UUID,
        evidence: Sequence[Evidence],
        *,
        on: date,
        hints: Hints = NO_HINTS,
        childs: Sequence[Evidence] = (),
    ) -> Decision:
        """Return where a report goes that `received_by` received on a date."""
        ordered, of_children = self._in_order(evidence), self._in_order(childs)
        ranked = self._ranked(ordered, on)
        best = ordered[0] if ordered else None
        found = self._situation(received_by, ordered, ranked, on, hints)
        rule = self.policy.rule(found.situation)
        chosen = None
        if rule.outcome is Outcome.STAYS:
            chosen = received_by
        elif rule.outcome is Outcome.ROUTES:
            chosen = ranked[0].agency_id
        if self.policy.victims_place_suggests:
            known = {each.agency_id for each in ranked}
            ranked += tuple(each for each in self._ranked(of_children, on)[:1] if each.agency_id not in known)
        return Decision(
            rule,
            found.because or rule.because,
            chosen,
            best,
            self._words(best) if best else "",
            ranked,
            "" if chosen else found.desk or rule.desk,
            self._words(of_children[0]) if of_children else "",
        )

    def certainty(self, evidence: Evidence) -> Certainty:
        """Return how sure a piece of evidence is, its network and a possible proxy taken into account."""
        given = evidence.pointing.certainty
        if evidence.possible_proxy:
            given = min(given, self.policy.possible_proxy_is.certainty)
        lowered = self._lowered(evidence)
        return min(given, lowered.at_most.certainty) if lowered else given

    def _lowered(self, evidence: Evidence) -> NetworkRule | None:
        network = evidence.network
        if network is None or network.sureness not in self.policy.networks_lower_when:
            return None
        return self.policy.network(network.kind)

    def _in_order(self, evidence: Sequence[Evidence]) -> list[Evidence]:
        return sorted((each for each in evidence if _is_placed(each)), key=self._full_order)

    def _order(self, evidence: Evidence) -> tuple[int, int]:
        return -self.certainty(evidence), self._worth[evidence.kind]

    def _full_order(self, evidence: Evidence) -> tuple[tuple[int, int], bool, float, str]:
        """Among equals: what names a county first, then the newest, then always the same way."""
        age = -evidence.seen_at.timestamp() if evidence.seen_at else 0.0
        return self._order(evidence), not evidence.pointing.county, age, evidence.given

    def _situation(
        self, received_by: UUID, ordered: Sequence[Evidence], ranked: Sequence[Ranked], on: date, hints: Hints
    ) -> _Found:
        if received_by in self.territories.task_forces:
            return _Found(Situation.OWN_DESK)
        if recipient := self._recipient(hints):
            return recipient
        if not ordered:
            return _Found(Situation.NOWHERE)
        if placed := self._placed_at_a_desk(ordered[0]):
            return placed
        if self._is_contradicted(ordered, on):
            return _Found(Situation.CONTRADICTED)
        return _Found(self._of_the_best(ordered[0], ranked, on))

    def _recipient(self, hints: Hints) -> _Found | None:
        """Return the desk of the person's employer or of the network, whatever the place."""
        for person in self.policy.persons:
            if any(person.fits(email) for email in hints.emails):
                return _Found(
                    Situation.RECIPIENT,
                    person.desk,
                    f"The person reported has an e-mail address of the domain {person.domain}.",
                )
        for network in hints.networks:
            rule = self.policy.network(network.kind)
            if rule and rule.desk and network.sureness in self.policy.networks_lower_when:
                return _Found(Situation.RECIPIENT, rule.desk, f"An address belongs to a network of {network.name}.")
        return None

    def _of_the_best(self, best: Evidence, ranked: Sequence[Ranked], on: date) -> Situation:
        if best.pointing.country != UNITED_STATES:
            return Situation.FOREIGN
        claims = self._claims(best, on)
        return self._of_a_claim(best, claims, ranked) if claims else Situation.UNCLAIMED

    def _of_a_claim(self, best: Evidence, claims: Sequence[Claim], ranked: Sequence[Ranked]) -> Situation:
        if len({claim.agency_id for claim in claims}) > 1:
            return Situation.SHARED
        sure = {each.certainty for each in self.policy.pointings_that_route}
        if self.certainty(best) not in sure or best.kind not in self._routes:
            return Situation.WEAK
        if ranked[0].claim.certainty not in self.policy.territories_that_route:
            return Situation.UNSURE_TERRITORY
        return Situation.SURE

    def _is_contradicted(self, ordered: Sequence[Evidence], on: date) -> bool:
        """Say whether evidence as good as the best points to somebody else, or abroad."""
        rank = self._order(ordered[0])
        equals = [each for each in ordered if self._order(each) == rank]
        if len({each.pointing.country for each in equals}) > 1:
            return True
        claimants = [{claim.agency_id for claim in self._claims(each, on)} for each in equals]
        return not set.intersection(*claimants) if any(claimants) else False

    def _claims(self, evidence: Evidence, on: date) -> list[Claim]:
        at = evidence.pointing
        return self.territories.claims(at.state, at.county, on=on, city=at.city, zip_code=at.zip_code)

    def _every_claim(self, evidence: Evidence, on: date) -> list[Claim]:
        """Return the claims that decide, then those of wider territories around them."""
        at = evidence.pointing
        levels = self.territories.levels(at.state, at.county, on=on, city=at.city, zip_code=at.zip_code)
        return [claim for level in levels for claim in level] or self._claims(evidence, on)

    def _placed_at_a_desk(self, evidence: Evidence) -> _Found | None:
        pointing = evidence.pointing
        for at in self.policy.a_person_decides:
            if (at.state and at.state == pointing.state) or (at.county and at.county == pointing.county):
                return _Found(Situation.DESK, at.desk, at.because)
        return None

    def _ranked(self, ordered: Sequence[Evidence], on: date) -> tuple[Ranked, ...]:
        ranked: dict[UUID, Ranked] = {}
        for evidence in ordered:
            for claim in self._every_claim(evidence, on):
                if claim.agency_id not in ranked:
                    words = f"{self._words(evidence)}. Territory: {claim.territory}, certainty {claim.certainty}."
                    ranked[claim.agency_id] = Ranked(claim.agency_id, claim, evidence, words)
        return tuple(ranked.values())

    def _words(self, evidence: Evidence) -> str:
        certainty = self.certainty(evidence).name.lower()
        because = "a possible proxy" if evidence.possible_proxy else evidence.pointing.because
        if evidence.network and self._lowered(evidence):
            because = f"{evidence.network.words}; {evidence.network.name}"
            if evidence.network.is_shared and evidence.port is None:
                because += f"; {NO_PORT}"
        named = f"{WORDS[evidence.kind]} {'of a child' if evidence.of_a_child else evidence.given}"
        return f"{named} points to {_place(evidence)} ({certainty}: {because})"


def _is_placed(evidence: Evidence) -> bool:
    return bool(evidence.pointing.state) or evidence.pointing.country not in {"", UNITED_STATES}


def _place(evidence: Evidence) -> str:
    pointing = evidence.pointing
    county = counties.by_fips(pointing.county) if pointing.county else None
    parts = (pointing.city, county.full_name if county else "", pointing.state or pointing.country)
    return ", ".join(part for part in parts if part)
