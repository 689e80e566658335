"""Every single piece of evidence there can be, in every kind of place: the table says how the report ends.

A commander reads `routing_pieces_expected.csv`: by which rule a report goes where its one piece of evidence is sure,
and by which where it is not. Sure is what points at least fairly, is no telephone, no possible proxy, and no address of
a network that is recognised with more than a guess.
"""

import csv
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from nightlight.agencies.models import Agency
from nightlight.geography.networks import NetworkKind, NetworkSureness, Recognised
from nightlight.geography.pointing import Certainty, Pointing
from nightlight.triage.routing import policy as routing_policy
from nightlight.triage.routing.deciding import Router
from nightlight.triage.routing.evidence import Evidence, EvidenceKind, Hints
from nightlight.triage.routing.territories import TerritoryMap

DAY = date(2026, 11, 20)
ROWS = list(csv.DictReader(Path(__file__).with_name("routing_pieces_expected.csv").read_text("utf-8").splitlines()))
NETWORKS = [
    None,
    *(Recognised(64496, "Sample", kind, sure, "test") for kind, sure in product(NetworkKind, NetworkSureness)),
]


def is_lowered(network: Recognised | None) -> bool:
    return network is not None and network.sureness is not NetworkSureness.LOW


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["place"])
def test_each_piece_of_evidence_ends_as_the_table_expects_whatever_it_is(row: dict[str, str], db: None) -> None:
    router = Router(routing_policy.policy(DAY).content, TerritoryMap())
    agencies = {agency.pk: agency.code for agency in Agency.objects.all()}
    codes = {code: pk for pk, code in agencies.items()}
    for kind, certainty, proxy, network in product(EvidenceKind, Certainty, (False, True), NETWORKS):
        at = Pointing(row["country"], row["state"], row["county"], "", certainty, "test", "test")
        piece = Evidence(kind, "sample", at, possible_proxy=proxy, network=network)
        hints = Hints(networks=(network,) if network else ())
        said = router.decide(codes["national"], [piece], on=DAY, hints=hints)
        sure = certainty > Certainty.WEAK and kind is not EvidenceKind.PHONE and not proxy and not is_lowered(network)
        rule, desk = row["sure" if sure else "unsure"], row["desk"]
        if network and network.kind is NetworkKind.MILITARY and is_lowered(network):
            rule, desk = "R-11", "military"
        first = agencies[said.chosen_or_first] if said.chosen_or_first else ""
        assert (said.rule.id, first, said.desk) == (rule, row["to"], desk), (kind, certainty, proxy, network)
        assert (said.agency_id is not None) == (rule == "R-1"), "only a sure piece in a sure territory routes by itself"
        own = router.decide(codes["az"], [piece], on=DAY, hints=hints)
        assert (own.rule.id, own.agency_id, own.desk) == ("R-2", codes["az"], "")
