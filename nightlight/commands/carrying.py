"""What was gathered from files and folders, to the end of the road; and how a receipt is printed."""

from collections.abc import Iterable, Iterator
from itertools import islice

from django.conf import settings

from nightlight.accounts.standing import operator, worker
from nightlight.agencies.models import Agency
from nightlight.geography.gazetteer import gazetteer
from nightlight.intake.arriving import Arrival, read_arrival
from nightlight.intake.formats.gather import Gathered
from nightlight.intake.models import Channel
from nightlight.triage import road
from nightlight.triage.road import Receipt

BATCH = 200


def carried(found: Iterable[Gathered], *, into: Agency, channel: Channel) -> Iterator[Receipt]:
    """Give a receipt for each submission that was gathered, as soon as it is safely kept."""
    by, hand, places = worker(), operator(), gazetteer(settings.DATA_DIR)
    arrivals = (Arrival(one.source, one.raw, one.companions) for one in found)
    while batch := list(islice(arrivals, BATCH)):
        readings = [read_arrival(arrival) for arrival in batch]
        yield from road.carry(readings, by=hand, worker=by, places=places, into=into, sent_by=None, channel=channel)


def as_line(receipt: Receipt) -> str:
    """Return a receipt as one line for a person."""
    words = [receipt.status.ljust(11), receipt.source, receipt.receipt]
    if receipt.assigned_to:
        words.append(f"to {receipt.assigned_to}")
    if receipt.message:
        words.append(receipt.message)
    return "  ".join(words)


def as_row(receipt: Receipt) -> dict[str, str]:
    """Return a receipt as a machine reads it."""
    return {
        "source": receipt.source,
        "receipt": receipt.receipt,
        "status": receipt.status,
        "reason": receipt.message or receipt.reason,
    }
