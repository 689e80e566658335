"""What the rules would do with a report from a place or an address, on a day, and why: for the page and the command."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from nightlight.agencies.models import Agency, AgencyKind
from nightlight.geography import counties, districts
from nightlight.geography.districts import District
from nightlight.geography.networks import Known, Recognised
from nightlight.geography.pointing import Certainty, Pointing
from nightlight.policy import Dated
from nightlight.triage.routing import policy as routing_policy
from nightlight.triage.routing.deciding import Decision, Router
from nightlight.triage.routing.evidence import Evidence, EvidenceKind, Hints, Places
from nightlight.triage.routing.policy import Desk, Outcome, RoutingPolicy
from nightlight.triage.routing.territories import TerritoryMap

ASKED = "as asked"
UNITED_STATES = "US"


@dataclass(frozen=True, slots=True)
class Line:
    """One agency that may be the right one, and why."""

    agency: Agency
    certainty: str
    words: str


@dataclass(frozen=True, slots=True)
class Explained:
    """What the rules would do: `decided` is `by_rule`, `suggested` or `held`; `to` is nobody in the last case."""

    decided: str
    to: Agency | None
    rule: str
    because: str
    evidence: str
    lines: Sequence[Line]
    desk: Desk | None
    network: Recognised | None
    county: str
    district: District | None


class Explainer:
    """Explains by one policy and one reading of the territories, as the national desk receives it. Three queries."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.policy: Dated[RoutingPolicy] = routing_policy.policy(on)
        self._router = Router(self.policy.content, TerritoryMap())
        self._agencies = {agency.pk: agency for agency in Agency.objects.exclude(kind=AgencyKind.PROVIDER)}
        self._desk = next(agency for agency in self._agencies.values() if agency.is_national)

    def county(self, fips: str) -> Explained | None:
        """Explain a county by its FIPS code; None for a code that is none."""
        county = counties.by_fips(fips)
        return (
            self._place(Pointing(UNITED_STATES, county.state, fips, "", Certainty.FAIR, ASKED, ASKED))
            if county
            else None
        )

    def state(self, code: str) -> Explained:
        """Explain a state of which no county is known."""
        return self._place(Pointing(UNITED_STATES, code, "", "", Certainty.FAIR, ASKED, ASKED))

    def zip_code(self, code: str, *, places: Places) -> Explained | None:
        """Explain a verified ZIP code; None for one that no state has."""
        found = places.place(city="", region="", postal_code=code, country="US", verified=True, source=ASKED)
        return self._place(found[0]) if found and found[0].zip_code else None

    def address(self, ip: str, *, places: Places, added: tuple[Known, ...] = ()) -> Explained:
        """Explain an upload from an address; one that points nowhere is explained too."""
        network = places.network(ip, also=added)
        evidence = [
            Evidence(EvidenceKind.UPLOAD_ADDRESS, ip, pointing, network=network) for pointing in places.address(ip)
        ]
        return self._explained(evidence, Hints(networks=(network,) if network else ()), network)

    def _place(self, pointing: Pointing) -> Explained:
        named = pointing.zip_code or pointing.county or pointing.state
        return self._explained([Evidence(EvidenceKind.VERIFIED_PLACE, named, pointing)], Hints(), None)

    def _explained(self, evidence: Sequence[Evidence], hints: Hints, network: Recognised | None) -> Explained:
        made = self._router.decide(self._desk.pk, evidence, on=self.on, hints=hints)
        county = made.evidence.pointing.county if made.evidence else ""
        return Explained(
            decided=_decided(made),
            to=self._to(made),
            rule=made.rule.id,
            because=made.because,
            evidence=made.evidence_words,
            lines=[Line(self._agencies[one.agency_id], one.claim.certainty, one.words) for one in made.ranked],
            desk=self.policy.content.desk(made.desk),
            network=network,
            county=county,
            district=districts.of_county(county) if county else None,
        )

    def _to(self, made: Decision) -> Agency | None:
        held = made.agency_id is None and made.rule.outcome is not Outcome.SUGGESTS
        first = made.chosen_or_first
        return None if held or first is None else self._agencies[first]


def _decided(made: Decision) -> str:
    if made.agency_id:
        return "by_rule"
    return "suggested" if made.rule.outcome is Outcome.SUGGESTS else "held"


def as_json(asked: dict[str, str], explained: Explained, explainer: Explainer) -> dict[str, Any]:
    """Return an explanation as scripts read it."""
    district, network, desk = explained.district, explained.network, explained.desk
    return {
        "asked": asked,
        "on": explainer.on.isoformat(),
        "decided": explained.decided,
        "to": explained.to.code if explained.to else None,
        "rule": explained.rule,
        "because": explained.because,
        "evidence": explained.evidence,
        "claims": [
            {"agency": line.agency.code, "certainty": line.certainty, "words": line.words} for line in explained.lines
        ],
        "desk": {"id": desk.id, "name": desk.name, "recipients": list(desk.recipients)} if desk else None,
        "network": {"asn": network.asn, "name": network.name, "kind": network.kind, "words": network.words}
        if network
        else None,
        "county": explained.county or None,
        "district": {
            "code": district.code,
            "name": district.name,
            "circuit": district.circuit,
            "exceptions": list(district.exceptions),
        }
        if district
        else None,
        "policy": {"date": explainer.policy.in_force_from.isoformat(), "digest": explainer.policy.digest},
    }
