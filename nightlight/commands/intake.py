"""`nightlight intake`: files and folders, to the end of the road."""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from django.conf import settings

from nightlight.accounts.standing import operator, worker
from nightlight.agencies.models import Agency
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import DONE, WANTING, WRONG_USE, as_json, progress, remark, show
from nightlight.geography.gazetteer import gazetteer
from nightlight.intake.arriving import Reading
from nightlight.intake.bundles import read_gathered
from nightlight.intake.formats.gather import submissions_in
from nightlight.intake.models import Channel, ColumnMapping
from nightlight.intake.tables import Means, is_a_table, read_table
from nightlight.triage import road
from nightlight.triage.road import Receipt

STATUSES = ("received", "duplicate", "supplement", "folded", "quarantined", "refused")
BATCH, BATCH_BYTES = 200, 8 * 1024 * 1024


def intake(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders; - reads standard input.")],
    *,
    format: Annotated[str, typer.Option(help="auto: told by content, not by name.")] = "auto",  # noqa: A002 - a front door
    mapping: Annotated[str, typer.Option(help="Name of the saved meanings of a table's columns.")] = "",
    into: Annotated[str, typer.Option(help="Code of the agency that receives.")] = "national",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Read submissions to the end of the road: received, assessed, routed, deconflicted. One line each."""
    absent = [str(path) for path in paths if str(path) != "-" and not path.exists()]
    if absent or format != "auto":
        remark(f"Not found: {', '.join(absent)}" if absent else "The only format that is told by name is auto.")
        raise typer.Exit(WRONG_USE)
    prepare()
    agency = Agency.objects.filter(code=into).first()
    if agency is None:
        remark(f"There is no agency with the code {into}.")
        raise typer.Exit(WRONG_USE)
    means = _means(mapping, agency) if mapping else {}
    began = time.monotonic()
    receipts: list[dict[str, Any]] = []
    counts: Counter[str] = Counter()
    with progress("Reading") as bar:
        for reading, receipt in _carried(_readings(paths, means), agency):
            counts[receipt.status] += 1
            bar.advance()
            if json:
                receipts.append(_row(reading, receipt))
            else:
                show(_line(reading, receipt))
    seconds = round(time.monotonic() - began, 3)
    if json:
        as_json({**{status: counts[status] for status in STATUSES}, "seconds": seconds, "submissions": receipts})
    else:
        summary = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status]) or "nothing found"
        show(f"{summary}; {seconds} s")
    raise typer.Exit(WANTING if counts["quarantined"] or counts["refused"] or not counts else DONE)


def _means(name: str, agency: Agency) -> Means:
    saved = ColumnMapping.objects.visible_to(operator()).filter(agency=agency, name=name).first()
    if saved is None:
        remark(f"{agency.name} has saved no meanings of columns under this name.")
        raise typer.Exit(WRONG_USE)
    columns: Means = saved.columns
    return columns


def _readings(paths: Iterable[Path], means: Means) -> Iterator[Reading]:
    for found in submissions_in(paths, stdin=sys.stdin.buffer):
        is_one = means and not found.bundle and not found.companions and is_a_table(found.raw)
        yield from read_table(found.source, found.raw, means) if is_one else read_gathered(found)


def _carried(readings: Iterator[Reading], agency: Agency) -> Iterator[tuple[Reading, Receipt]]:
    by, hand, places = worker(), operator(), gazetteer(settings.DATA_DIR)
    for batch in _batches(readings):
        receipts = road.carry(batch, by=hand, worker=by, places=places, into=agency, sent_by=None, channel=Channel.FILE)
        yield from zip(batch, receipts, strict=True)


def _batches(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    """Give readings in batches that memory holds, however large each may be."""
    batch, size = list[Reading](), 0
    for reading in readings:
        batch.append(reading)
        size += reading.size_bytes
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _line(reading: Reading, receipt: Receipt) -> str:
    words = [receipt.status.ljust(11), receipt.source, receipt.receipt]
    if receipt.assigned_to:
        words.append(f"to {receipt.assigned_to}")
    if receipt.message:
        words.append(receipt.message)
    if reading.said and reading.said.deviations:
        words.append(f"leaves the provider schema in {len(reading.said.deviations)} places")
    return "  ".join(words)


def _row(reading: Reading, receipt: Receipt) -> dict[str, Any]:
    """Return what JSON says of one submission; deviations stand only where a schema is configured and left."""
    row: dict[str, Any] = {
        "source": receipt.source,
        "receipt": receipt.receipt,
        "status": receipt.status,
        "reason": receipt.message or receipt.reason,
    }
    if reading.said and reading.said.deviations:
        row["deviations"] = [asdict(deviation) for deviation in reading.said.deviations]
    return row
