"""Whose report it is: the evidence in its order, the claims it opens, and the rule that decides."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from nightlight.geography import counties
from nightlight.geography.pointing import Certainty
from nightlight.triage.routing.evidence import WORDS, Evidence
from nightlight.triage.routing.policy import Outcome, RouteRule, RoutingPolicy, Situation
from nightlight.triage.routing.territories import Claim, TerritoryMap

UNITED_STATES = "US"


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

    def decide(self, received_by: UUID, evidence: Sequence[Evidence], *, on: date) -> Decision:
        """Return where a report goes that `received_by` received on a date."""
        ordered = sorted((each for each in evidence if _is_placed(each)), key=self._full_order)
        ranked = self._ranked(ordered, on)
        best = ordered[0] if ordered else None
        situation, desk = self._situation(received_by, ordered, ranked, on)
        rule = self.policy.rule(situation)
        chosen = None
        if rule.outcome is Outcome.STAYS:
            chosen = received_by
        elif rule.outcome is Outcome.ROUTES:
            chosen = ranked[0].agency_id
        claims = () if rule.outcome is Outcome.PERSON else ranked
        words = self._words(best) if best else ""
        return Decision(rule, desk or rule.because, chosen, best, words, claims)

    def certainty(self, evidence: Evidence) -> Certainty:
        """Return how sure a piece of evidence is, a possible proxy taken into account."""
        given = evidence.pointing.certainty
        return min(given, self.policy.possible_proxy_is.certainty) if evidence.possible_proxy else given

    def _order(self, evidence: Evidence) -> tuple[int, int]:
        return -self.certainty(evidence), self._worth[evidence.kind]

    def _full_order(self, evidence: Evidence) -> tuple[tuple[int, int], bool, float, str]:
        """Among equals: what names a county first, then the newest, then always the same way."""
        age = -evidence.seen_at.timestamp() if evidence.seen_at else 0.0
        return self._order(evidence), not evidence.pointing.county, age, evidence.given

    def _situation(
        self, received_by: UUID, ordered: Sequence[Evidence], ranked: Sequence[Ranked], on: date
    ) -> tuple[Situation, str]:
        """Return the situation, and the words of the desk where a person decides."""
        if received_by in self.territories.task_forces:
            return Situation.OWN_DESK, ""
        if not ordered:
            return Situation.NOWHERE, ""
        if desk := self._desk(ordered[0]):
            return Situation.DESK, desk
        if self._is_contradicted(ordered, on):
            return Situation.CONTRADICTED, ""
        return self._of_the_best(ordered[0], ranked, on), ""

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
        return self.territories.claims(evidence.pointing.state, evidence.pointing.county, on=on)

    def _desk(self, evidence: Evidence) -> str:
        pointing = evidence.pointing
        for desk in self.policy.a_person_decides:
            if (desk.state and desk.state == pointing.state) or (desk.county and desk.county == pointing.county):
                return desk.because
        return ""

    def _ranked(self, ordered: Sequence[Evidence], on: date) -> tuple[Ranked, ...]:
        ranked: dict[UUID, Ranked] = {}
        for evidence in ordered:
            for claim in self._claims(evidence, on):
                words = f"{self._words(evidence)}. Territory: {claim.territory}, certainty {claim.certainty}."
                ranked.setdefault(claim.agency_id, Ranked(claim.agency_id, claim, evidence, words))
        return tuple(ranked.values())

    def _words(self, evidence: Evidence) -> str:
        certainty = self.certainty(evidence).name.lower()
        because = "a possible proxy" if evidence.possible_proxy else evidence.pointing.because
        return f"{WORDS[evidence.kind]} {evidence.given} points to {_place(evidence)} ({certainty}: {because})"


def _is_placed(evidence: Evidence) -> bool:
    return bool(evidence.pointing.state) or evidence.pointing.country not in {"", UNITED_STATES}


def _place(evidence: Evidence) -> str:
    pointing = evidence.pointing
    county = counties.by_fips(pointing.county) if pointing.county else None
    parts = (pointing.city, county.full_name if county else "", pointing.state or pointing.country)
    return ", ".join(part for part in parts if part)
