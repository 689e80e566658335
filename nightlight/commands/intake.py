"""`nightlight intake`: files and folders, to the end of the road."""

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings

from nightlight.accounts.standing import operator, worker
from nightlight.agencies.models import Agency
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import DONE, WANTING, WRONG_USE, as_json, progress, remark, show
from nightlight.geography.gazetteer import gazetteer
from nightlight.intake.arriving import Arrival, read_arrival
from nightlight.intake.formats.gather import submissions_in
from nightlight.intake.models import Channel
from nightlight.triage import road
from nightlight.triage.road import Receipt

STATUSES = ("received", "duplicate", "supplement", "folded", "quarantined", "refused")
BATCH = 200


def intake(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders; - reads standard input.")],
    *,
    format: Annotated[str, typer.Option(help="auto: told by content, not by name.")] = "auto",  # noqa: A002 - a front door
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
    began = time.monotonic()
    receipts: list[Receipt] = []
    with progress("Reading") as bar:
        for receipt in _carried(_arrivals(paths), agency):
            receipts.append(receipt)
            bar.advance()
            if not json:
                show(_line(receipt))
    counts = Counter(receipt.status for receipt in receipts)
    seconds = round(time.monotonic() - began, 3)
    if json:
        as_json({**{status: counts[status] for status in STATUSES}, "seconds": seconds, "submissions": _rows(receipts)})
    else:
        summary = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status]) or "nothing found"
        show(f"{summary}; {seconds} s")
    raise typer.Exit(WANTING if counts["quarantined"] or counts["refused"] or not receipts else DONE)


def _arrivals(paths: Iterable[Path]) -> Iterator[Arrival]:
    for found in submissions_in(paths, stdin=sys.stdin.buffer):
        yield Arrival(found.source, found.raw, found.companions)


def _carried(arrivals: Iterator[Arrival], agency: Agency) -> Iterator[Receipt]:
    by, hand, places = worker(), operator(), gazetteer(settings.DATA_DIR)
    while batch := list(islice(arrivals, BATCH)):
        readings = [read_arrival(arrival) for arrival in batch]
        yield from road.carry(
            readings, by=hand, worker=by, places=places, into=agency, sent_by=None, channel=Channel.FILE
        )


def _line(receipt: Receipt) -> str:
    words = [receipt.status.ljust(11), receipt.source, receipt.receipt]
    if receipt.assigned_to:
        words.append(f"to {receipt.assigned_to}")
    if receipt.message:
        words.append(receipt.message)
    return "  ".join(words)


def _rows(receipts: Iterable[Receipt]) -> list[dict[str, str]]:
    return [
        {
            "source": receipt.source,
            "receipt": receipt.receipt,
            "status": receipt.status,
            "reason": receipt.message or receipt.reason,
        }
        for receipt in receipts
    ]
