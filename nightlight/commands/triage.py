"""`nightlight triage reassess`: does the work that new rules leave behind."""

import time
from dataclasses import asdict
from typing import Annotated

import typer
from django.db import Error, close_old_connections

from nightlight.accounts.standing import worker
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import as_json, remark, show
from nightlight.foundation.outage import outage_in
from nightlight.foundation.sealed import Actor
from nightlight.priorities.reassessing import work_off

app = typer.Typer(help="Work of triage that goes on in the background.", no_args_is_help=True)


@app.callback()
def triage() -> None:
    """Work of triage that goes on in the background."""


@app.command()
def reassess(
    *,
    every: Annotated[int, typer.Option(help="Do it again after so many seconds, until stopped; 0: once.", min=0)] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Finish previews that somebody asked for, and judge open reports by rules that were put in force."""
    prepare()
    actor = worker()
    while True:
        close_old_connections()
        try:
            _say(actor, json=json, quiet=bool(every))
        except Error as error:
            outage = outage_in(error)
            if outage is None or not every:
                raise
            remark(outage.message)
        if not every:
            return
        time.sleep(every)


def _say(actor: Actor, *, json: bool, quiet: bool) -> None:
    """Do what waits, and say so; a quiet one says nothing of nothing."""
    began = time.monotonic()
    done = work_off(by=actor)
    if quiet and not done.anything:
        return
    if json:
        as_json(asdict(done) | {"seconds": round(time.monotonic() - began, 3)})
        return
    show(f"{done.reports} reports judged again, {done.previews} previews finished")
    if done.stuck:
        remark(f"{done.stuck} pieces of work could not be done and still wait; the log names them")
