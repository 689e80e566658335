"""`nightlight intake`: files and folders, to the end of the road; or a folder that is watched."""

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer
from django.db import Error

from nightlight.accounts.standing import operator
from nightlight.agencies.models import Agency
from nightlight.commands.carrying import as_line, as_row, carried
from nightlight.commands.going_on import go_on
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import DONE, WANTING, WRONG_USE, JsonRows, progress, remark, show
from nightlight.commands.watching import watch as watch_folder
from nightlight.foundation.outage import Outage, outage_in
from nightlight.intake.arriving import Reading
from nightlight.intake.formats.gather import Ways, submissions_in
from nightlight.intake.formats.names import shown_name
from nightlight.intake.models import Channel, ColumnMapping
from nightlight.intake.tables import Means
from nightlight.triage.road import Receipt

STATUSES = ("received", "duplicate", "supplement", "folded", "quarantined", "refused")


def intake(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files and folders; - reads standard input.")] = None,
    *,
    watch: Annotated[Path | None, typer.Option(help="Take in what is put into this folder, until stopped.")] = None,
    format: Annotated[str, typer.Option(help="auto: told by content, not by name.")] = "auto",  # noqa: A002 - a front door
    mapping: Annotated[str, typer.Option(help="Name of the saved meanings of a table's columns.")] = "",
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
    means = _means(mapping, agency) if mapping else {}
    go_on()
    if watch:
        watch_folder(watch, into=agency, json=json, means=means)
    began = time.monotonic()
    rows = JsonRows()
    counts: Counter[str] = Counter()

    def tell(reading: Reading, receipt: Receipt) -> None:
        counts[receipt.status] += 1
        if json:
            rows.add(as_row(reading, receipt))
        else:
            show(as_line(reading, receipt))

    unread: list[str] = []

    def leave(path: Path, error: OSError) -> None:
        unread.append(shown_name(str(path)))
        remark(f"{unread[-1]} cannot be read and stays where it is: {error.strerror}. The others are taken in.")

    found = submissions_in(named, stdin=sys.stdin.buffer, ways=Ways(unread=leave))
    outage = _take_in(carried(found, into=agency, channel=Channel.FILE, means=means), tell)
    seconds = round(time.monotonic() - began, 3)
    if json:
        head: dict[str, Any] = {status: counts[status] for status in STATUSES} | {"seconds": seconds}
        if unread:
            head["unread"] = unread
        rows.print_under("submissions", head)
    else:
        summary = ", ".join(f"{counts[status]} {status}" for status in STATUSES if counts[status]) or "nothing found"
        show(f"{summary if counts or not outage else 'no receipt was given'}; {seconds} s")
    raise typer.Exit(WANTING if counts["quarantined"] or counts["refused"] or unread or not counts or outage else DONE)


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


def _means(name: str, agency: Agency) -> Means:
    saved = ColumnMapping.objects.visible_to(operator()).filter(agency=agency, name=name).first()
    if saved is None:
        remark(f"{agency.name} has saved no meanings of columns under this name.")
        raise typer.Exit(WRONG_USE)
    columns: Means = saved.columns
    return columns


def _take_in(kept: Iterator[tuple[Reading, Receipt]], tell: Callable[[Reading, Receipt], None]) -> Outage | None:
    """Tell of each receipt as it comes; return the outage that ended it before its time."""
    told = 0
    try:
        with progress("Reading") as bar:
            for reading, receipt in kept:
                tell(reading, receipt)
                told += 1
                bar.advance()
    except Error as error:
        outage = outage_in(error)
        if outage is None:
            raise
        remark(
            f"{outage.message} What has a receipt is kept: {told:,}. "
            "Then do the same again: what is here already gives its first receipt."
        )
        return outage
    return None
