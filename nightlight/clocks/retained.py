"""How long logs of addresses are kept, where an agency or the nation knows it: asked once for a batch."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q

from nightlight.agencies.models import AgencyKind
from nightlight.clocks.models import LogRetention
from nightlight.clocks.models.retention import OfWhom

Network = IPv4Network | IPv6Network


def folded(name: str) -> str:
    """Return a provider's name as retention is kept under it: lower case, single spaces."""
    return " ".join(name.casefold().split())


@dataclass(frozen=True, slots=True)
class Retained:
    """What is known on a date: rows by agency, those of networks with the network they speak of."""

    national: UUID | None
    providers: Mapping[tuple[UUID, str], LogRetention] = field(default_factory=dict)
    networks: tuple[tuple[Network, LogRetention], ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of anybody."""
        return not self.providers and not self.networks

    def of_provider(self, name: str, agency: UUID) -> LogRetention | None:
        """Return what an agency knows of a provider, else what the nation does."""
        known = (self.providers.get((one, folded(name))) for one in (agency, self.national) if one and name)
        return next((row for row in known if row), None)

    def of_address(self, value: str, agency: UUID) -> LogRetention | None:
        """Return what is known of the narrowest network that holds an address, an agency's own rows first."""
        at = ip_address(value)
        holding = [
            (row.agency_id == agency, network.prefixlen, row)
            for network, row in self.networks
            if row.agency_id in (agency, self.national) and network.version == at.version and at in network
        ]
        return max(holding, key=lambda found: found[:2])[2] if holding else None


def retained(agencies: Collection[UUID] | None = None, *, on: date) -> Retained:
    """Return what agencies and the nation know on a date; without `agencies`, what anybody knows. One query."""
    nations = Q(agency__kind=AgencyKind.NATIONAL)
    known = LogRetention.objects.in_force(on)
    if agencies is not None:
        known = known.filter(Q(agency__in=agencies) | nations)
    rows: list[Any] = list(known.annotate(is_national=ExpressionWrapper(nations, BooleanField())))
    return Retained(
        next((row.agency_id for row in rows if row.is_national), None),
        {(row.agency_id, row.name): row for row in rows if row.of_whom == OfWhom.PROVIDER},
        tuple(_networks(row for row in rows if row.of_whom == OfWhom.NETWORK)),
    )


def _networks(rows: Iterable[LogRetention]) -> Iterable[tuple[Network, LogRetention]]:
    for row in rows:
        yield ip_network(row.name), row
