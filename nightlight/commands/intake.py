"""`nightlight intake`: files and folders, to the end of the road; or a folder that is watched."""

import sys
import time
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer
from django.db import Error

from nightlight.agencies.models import Agency
from nightlight.commands.carrying import as_line, as_row, carried
from nightlight.commands.going_on import go_on
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import DONE, WANTING, WRONG_USE, as_json, progress, remark, show
from nightlight.commands.watching import watch as watch_folder
from nightlight.foundation.outage import Outage, outage_in
from nightlight.intake.formats.gather import submissions_in
from nightlight.intake.models import Channel
from nightlight.triage.road import Receipt

STATUSES = ("received", "duplicate", "supplement", "folded", "quarantined", "refused")


def intake(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files and folders; - reads standard input.")] = None,
    *,
    watch: Annotated[Path | None, typer.Option(help="Take in what is put into this folder, until stopped.")] = None,
    format: Annotated[str, typer.Option(help="auto: told by content, not by name.")] = "auto",  # noqa: A002 - a front door
    into: Annotated[str, typer.Option(help="Code of the agency that receives.")] = "national",
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Read submissions to the end of the road: received, assessed, routed, deconflicted. One line each."""
    named = paths or []
    _require_sense(named, watch, format)
    prepare()
    agency = Agency.objects.filter(code=into).first()
    if agency is None:
        remark(f"There is no agency with the code {into}.")
        raise typer.Exit(WRONG_USE)
    go_on()
    if watch:
        watch_folder(watch, into=agency, json=json)
    began = time.monotonic()
    receipts: list[Receipt] = []
    outage = _take_in(named, agency, receipts, aloud=not json)
    counts = Counter(receipt.status for receipt in receipts)
    seconds = round(time.monotonic() - began, 3)
    if json:
        said = {**{status: counts[status] for status in STATUSES}, "seconds": seconds}
        as_json({**said, "submissions": [as_row(receipt) for receipt in receipts]})
    else:
        summary = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status]) or "nothing found"
        show(f"{summary if receipts or not outage else 'no receipt was given'}; {seconds} s")
    wanting = counts["quarantined"] or counts["refused"] or not receipts or outage
    raise typer.Exit(WANTING if wanting else DONE)


def _require_sense(paths: list[Path], watch: Path | None, format_: str) -> None:
    absent = [str(path) for path in paths if str(path) != "-" and not path.exists()]
    wrong = (
        (bool(absent), f"Not found: {', '.join(absent)}"),
        (format_ != "auto", "The only format that is told by name is auto."),
        (bool(paths) == bool(watch), "Name files and folders, or a folder to watch; one of the two."),
        (watch is not None and not watch.is_dir(), f"There is no folder {watch} to watch."),
    )
    for is_so, words in wrong:
        if is_so:
            remark(words)
            raise typer.Exit(WRONG_USE)


def _take_in(paths: list[Path], agency: Agency, receipts: list[Receipt], *, aloud: bool) -> Outage | None:
    """Fill in the receipts one by one; return the outage that ended it before its time."""
    try:
        with progress("Reading") as bar:
            for receipt in carried(submissions_in(paths, stdin=sys.stdin.buffer), into=agency, channel=Channel.FILE):
                receipts.append(receipt)
                bar.advance()
                if aloud:
                    show(as_line(receipt))
    except Error as error:
        outage = outage_in(error)
        if outage is None:
            raise
        remark(
            f"{outage.message} What has a receipt is kept: {len(receipts):,}. "
            "Then do the same again: what is here already gives its first receipt."
        )
        return outage
    return None
