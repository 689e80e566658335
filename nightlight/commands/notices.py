"""`nightlight notices deliver`: sends the notices that wait in the outbox."""

import time
from dataclasses import asdict
from typing import Annotated

import typer

from nightlight.accounts.standing import worker
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import WANTING, as_json, show
from nightlight.notices.tasks import deliver as send_out

app = typer.Typer(help="Notices, and the outlets by which they leave the house.", no_args_is_help=True)


@app.callback()
def notices() -> None:
    """Notices, and the outlets by which they leave the house."""


@app.command()
def deliver(
    *,
    every: Annotated[int, typer.Option(help="Do it again after so many seconds, until stopped; 0: once.", min=0)] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Send the notices that are due now. `nightlight serve` does it by itself."""
    prepare()
    while True:
        done = send_out(by=worker())
        if json:
            as_json(asdict(done))
        else:
            show(f"{done.delivered} delivered, {done.failed} to be tried again, {done.given_up} given up")
        if not every:
            raise typer.Exit(WANTING if done.failed or done.given_up else 0)
        time.sleep(every)
