"""`nightlight filing expire`: clears away what providers' clients never finished."""

import time
from typing import Annotated

import typer

from nightlight.accounts.standing import worker
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import as_json, show
from nightlight.intake.filings.tasks import clear_away

app = typer.Typer(help="Reports that providers' clients hand in piece by piece.", no_args_is_help=True)


@app.callback()
def filing() -> None:
    """Reports that providers' clients hand in piece by piece."""


@app.command()
def expire(
    *,
    every: Annotated[int, typer.Option(help="Do it again after so many seconds, until stopped; 0: once.", min=0)] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Clear away reports that were opened through the reporting interface and never finished."""
    prepare()
    while True:
        cleared = clear_away(by=worker())
        if json:
            as_json({"expired": cleared})
        else:
            show(f"{cleared} expired")
        if not every:
            return
        time.sleep(every)
