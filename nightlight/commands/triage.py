"""`nightlight triage reassess`: does the work that new rules leave behind."""

import time
from typing import Annotated

import typer

from nightlight.accounts.standing import worker
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import as_json, show
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
        began = time.monotonic()
        done = work_off(by=actor)
        said = {"previews": done.previews, "reassessments": done.reassessments, "reports": done.reports}
        if json and (done.anything or not every):
            as_json(said | {"seconds": round(time.monotonic() - began, 3)})
        elif done.anything or not every:
            show(f"{done.reports} reports judged again, {done.previews} previews finished")
        if not every:
            return
        time.sleep(every)
