"""`nightlight operation report`: the figures of an operation, counted from records, as of a date."""

import sys
import time
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

import typer

from nightlight.accounts.standing import operator
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import WRONG_USE, as_json, remark, show
from nightlight.foundation import clock
from nightlight.operations.models import Operation
from nightlight.reporting import formats
from nightlight.reporting.operation_report import operation_report

app = typer.Typer(help="National, regional and local operations.", no_args_is_help=True)


class Format(StrEnum):
    """How to print the report."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    PDF = "pdf"


@app.callback()
def operation() -> None:
    """National, regional and local operations."""


@app.command()
def report(
    name: Annotated[str, typer.Argument(help="The operation's name or code.")],
    *,
    format: Annotated[Format, typer.Option(help="table, json, csv or pdf.")] = Format.TABLE,  # noqa: A002 - a front door
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Count what was known by then.")] = None,
) -> None:
    """Print the operation's figures."""
    prepare()
    by = operator()
    found = Operation.objects.visible_to(by).named(name)
    if found is None:
        remark("There is no operation with that name or code.")
        raise typer.Exit(WRONG_USE)
    began = time.monotonic()
    counted = operation_report(found, actor=by, as_of=_day(as_of))
    seconds = round(time.monotonic() - began, 3)
    match format:
        case Format.TABLE:
            show(formats.table(counted))
        case Format.JSON:
            as_json({**counted.as_json(), "seconds": seconds})
        case Format.CSV:
            sys.stdout.write(formats.csv(counted))
        case Format.PDF:
            sys.stdout.buffer.write(formats.pdf(counted))


def _day(as_of: datetime | None) -> date:
    return as_of.date() if as_of else clock.today()
