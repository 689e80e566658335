"""Offers whose time to answer is over: both sides are told, once."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.acts import over_many
from nightlight.foundation.bulk import write_back
from nightlight.foundation.sealed import Actor
from nightlight.notices.kinds import NoticeKind
from nightlight.notices.telling import Told, tell
from nightlight.transfers.models import Transfer
from nightlight.transfers.reading import standing

AT_ONCE = 500


def late(actor: Actor) -> Any:
    """Return the offers that stand, whose time is over, and of which nobody was told so, the longest over first."""
    return standing(actor).filter(due_at__lte=clock.now(), told_late_at=None).order_by("due_at", "pk")


@over_many("transfer.told_late", needs=Permission.REPORT_ROUTE)
def tell_late(transfers: Sequence[Transfer], *, by: Actor) -> list[Transfer]:
    """Tell who offered and who was asked that the time to answer is over, each once for all of these. Return which.

    What was told of before, or has ended meanwhile, is left alone.
    """
    still = {row.pk for row in late(by).filter(pk__in=[one.pk for one in transfers])}
    told = [one for one in transfers if one.pk in still]
    asked: dict[UUID, list[Transfer]] = defaultdict(list)
    offering: dict[UUID, list[Transfer]] = defaultdict(list)
    for one in told:
        one.told_late_at = clock.now()
        asked[one.to_id].append(one)
        offering[one.agency_id].append(one)
    write_back(told, "told_late_at")
    sides = ((NoticeKind.OFFER_LATE_HERE, asked), (NoticeKind.OFFER_LATE_THERE, offering))
    tell(
        [
            Told(agency, kind, "transfers.transfer", theirs[0].pk, count=len(theirs))
            for kind, by_agency in sides
            for agency, theirs in by_agency.items()
        ]
    )
    return told
