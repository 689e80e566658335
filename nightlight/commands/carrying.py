"""What was gathered from files and folders, to the end of the road; and how a receipt is printed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from django.conf import settings

from nightlight.accounts.standing import operator, worker
from nightlight.agencies.models import Agency
from nightlight.geography.gazetteer import gazetteer
from nightlight.intake.ahead import readings
from nightlight.intake.arriving import Reading
from nightlight.intake.bundles import read_gathered
from nightlight.intake.formats.gather import Gathered
from nightlight.intake.models import Channel
from nightlight.intake.tables import is_a_table, read_table
from nightlight.triage import road
from nightlight.triage.road import Receipt

BATCH, BATCH_BYTES = 500, 8 * 1024 * 1024
NO_TABLES: Mapping[str, str] = MappingProxyType({})


def carried(
    found: Iterable[Gathered], *, into: Agency, channel: Channel, means: Mapping[str, str] = NO_TABLES
) -> Iterator[tuple[Reading, Receipt]]:
    """Give each submission that was gathered with its receipt, as soon as it is safely kept.

    `means` says what the columns of a table mean; without it a table is no report.
    """
    by, hand, places = worker(), operator(), gazetteer(settings.DATA_DIR)
    for batch in _batches(_readings(found, means)):
        receipts = road.carry(batch, by=hand, worker=by, places=places, into=into, sent_by=None, channel=channel)
        yield from zip(batch, receipts, strict=True)


def _readings(found: Iterable[Gathered], means: Mapping[str, str]) -> Iterator[Reading]:
    if not means:
        yield from readings(found)
        return
    for one in found:
        is_one = not one.bundle and not one.companions and is_a_table(one.raw)
        yield from read_table(one.source, one.raw, dict(means)) if is_one else read_gathered(one)


def _batches(coming: Iterable[Reading]) -> Iterator[list[Reading]]:
    """Give readings in batches that memory holds, however large each may be."""
    batch, size = list[Reading](), 0
    for reading in coming:
        batch.append(reading)
        size += reading.size_bytes
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def as_line(reading: Reading, receipt: Receipt) -> str:
    """Return a receipt as one line for a person."""
    words = [receipt.status.ljust(11), receipt.source, receipt.receipt]
    if receipt.assigned_to:
        words.append(f"to {receipt.assigned_to}")
    if receipt.message:
        words.append(receipt.message)
    if reading.said and reading.said.deviations:
        words.append(f"leaves the provider schema in {len(reading.said.deviations)} places")
    return "  ".join(words)


def as_row(reading: Reading, receipt: Receipt) -> dict[str, Any]:
    """Return a receipt as a machine reads it; deviations stand only where a schema is configured and left."""
    row: dict[str, Any] = {
        "source": receipt.source,
        "receipt": receipt.receipt,
        "status": receipt.status,
        "reason": receipt.message or receipt.reason,
    }
    if reading.said and reading.said.deviations:
        row["deviations"] = [asdict(deviation) for deviation in reading.said.deviations]
    return row
