"""Networks are added and ended; territories are claimed for an agency, and the claim is undone."""

import ipaddress
from datetime import date

from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency, AgencyKind, Territory, TerritoryCertainty
from nightlight.coverage.models import REASON_LETTERS, AddedNetwork, TerritoryClaim
from nightlight.coverage.places import Place
from nightlight.foundation import clock
from nightlight.foundation.acts import act, creating
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.geography.networks import NetworkKind, NetworkSureness

CLAIMED, RESTORED = "claimed_by_person", "restored"


@creating("network.added", needs=Permission.ROUTING_MANAGE)
def add_network(
    *,
    name: str,
    asn: int | None,
    prefix: str,
    kind: NetworkKind,
    sureness: NetworkSureness,
    first_day: date,
    by: Actor,
    because: str,
) -> AddedNetwork:
    """Say what a network is, by its number or by a range, from a day on. It wins over the table that we bring.

    Raises RuleRefusal without a name or a reason, for both or neither of number and range, for a range that is none,
    and for a network about which the agency has said something that still holds.
    """
    _require_reason(because)
    named = "" if not prefix.strip() else _network(prefix)
    if not name.strip():
        raise RuleRefusal("Say whose network it is; nothing was changed.")
    if (asn is None) is not bool(named):
        raise RuleRefusal("Give a network's number or a range, one of the two; nothing was changed.")
    said = AddedNetwork.objects.visible_to(by).filter(agency=by.agency_id, asn=asn, prefix=named, valid_to=None)
    if said.exists():
        raise RuleRefusal("Something is said of this network already. End that first; nothing was changed.")
    return AddedNetwork.objects.create(
        agency_id=by.agency_id,
        by_user_id=by.pk,
        name=name.strip(),
        asn=asn,
        prefix=named,
        kind=kind.value,
        sureness=sureness.value,
        because=because.strip(),
        valid_from=first_day,
    )


@act("network.ended", needs=Permission.ROUTING_MANAGE)
def end_network(network: AddedNetwork, *, by: Actor, because: str) -> AddedNetwork:
    """Let what was said of a network hold no longer, from today on; one that begins later never holds."""
    _require_reason(because)
    if network.valid_to is not None:
        raise RuleRefusal("It has ended already; nothing was changed.")
    network.valid_to = max(clock.today(), network.valid_from)
    network.ended_by_id, network.ended_because = by.pk, because.strip()
    network.save(update_fields=["valid_to", "ended_by", "ended_because"])
    return network


@creating("territory.claimed", needs=Permission.ROUTING_MANAGE)
def claim_territory(
    *, to: Agency, place: Place, certainty: TerritoryCertainty, first_day: date, by: Actor, because: str
) -> TerritoryClaim:
    """Say that a task force covers a place from a day on, in the place of whoever covers the same place until then.

    Raises RuleRefusal without a reason, for another kind of agency, where two agencies claim the place already, and
    where the claim that stands begins later.
    """
    _require_reason(because)
    if to.kind != AgencyKind.TASK_FORCE:
        raise RuleRefusal("Territories belong to task forces; nothing was changed.")
    standing = list(
        Territory.objects.select_for_update().filter(
            level=place.level, fips=place.fips, place=place.place, state=place.state, valid_to=None
        )
    )
    if len(standing) > 1:
        raise RuleRefusal("Several task forces claim this place. End all but one claim first; nothing was changed.")
    replaced = standing[0] if standing else None
    if replaced and replaced.agency_id == to.pk and replaced.certainty == certainty:
        raise RuleRefusal("It is theirs already, as surely as that; nothing was changed.")
    if replaced and replaced.valid_from and replaced.valid_from > first_day:
        raise RuleRefusal("The claim that stands begins later than that. Choose a later day; nothing was changed.")
    if replaced:
        replaced.valid_to = first_day
        replaced.save(update_fields=["valid_to"])
    territory = Territory.objects.create(
        agency=to,
        level=place.level,
        fips=place.fips,
        place=place.place,
        state=place.state,
        name=place.name,
        basis=CLAIMED,
        certainty=certainty.value,
        attested_on=clock.today(),
        valid_from=first_day,
        source=because.strip(),
    )
    return TerritoryClaim.objects.create(
        agency_id=by.agency_id,
        by_user_id=by.pk,
        territory=territory,
        replaced=replaced,
        at=clock.now(),
        because=because.strip(),
    )


@act("territory.claim_undone", needs=Permission.ROUTING_MANAGE)
def undo_claim(claim: TerritoryClaim, *, by: Actor, because: str) -> TerritoryClaim:
    """Let a claim hold no longer from today on; whom it replaced covers the place again, from the same day.

    What was routed in between stays as it was decided. Raises RuleRefusal without a reason, and for a claim that was
    undone or replaced by a later one.
    """
    _require_reason(because)
    territory = Territory.objects.select_for_update().get(pk=claim.territory_id)
    if claim.undone_at is not None or territory.valid_to is not None:
        raise RuleRefusal("The claim was undone or replaced already; nothing was changed.")
    last = max(clock.today(), territory.valid_from or clock.today())
    territory.valid_to = last
    territory.save(update_fields=["valid_to"])
    if claim.replaced_id:
        _restore(Territory.objects.get(pk=claim.replaced_id), last)
    claim.undone_at, claim.undone_by_id, claim.undone_because = max(clock.now(), claim.at), by.pk, because.strip()
    claim.save(update_fields=["undone_at", "undone_by", "undone_because"])
    return claim


def _restore(replaced: Territory, first_day: date) -> None:
    """Let a territory begin again, as a row of its own: what ended keeps its end."""
    Territory.objects.create(
        agency_id=replaced.agency_id,
        level=replaced.level,
        fips=replaced.fips,
        place=replaced.place,
        state=replaced.state,
        name=replaced.name,
        basis=RESTORED,
        certainty=replaced.certainty,
        attested_on=replaced.attested_on,
        valid_from=first_day,
        source=replaced.source,
    )


def _network(prefix: str) -> str:
    try:
        return str(ipaddress.ip_network(prefix.strip()))
    except ValueError:
        raise RuleRefusal(
            "This is no range of addresses. Write it as 192.0.2.0/24 or 2001:db8::/32; nothing was changed."
        ) from None


def _require_reason(because: str) -> None:
    if not because.strip() or len(because.strip()) > REASON_LETTERS:
        raise RuleRefusal(f"This needs a reason of at most {REASON_LETTERS} letters. Say why; nothing was changed.")
