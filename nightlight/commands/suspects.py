"""`nightlight suspects`: how long ago the list of high-priority suspects was made, and making it."""

from typing import Annotated, Any

import typer

from nightlight.accounts.standing import operator
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import DONE, WANTING, as_json, show
from nightlight.suspects.actions import expire, make_run
from nightlight.suspects.models import Due, Held, RunLine, RunRecipient
from nightlight.suspects.reading import lapsed
from nightlight.suspects.standing import Standing, standing

app = typer.Typer(help="The list of high-priority suspects (34 U.S.C. 21115).", no_args_is_help=True)


@app.callback()
def suspects() -> None:
    """The list of high-priority suspects (34 U.S.C. 21115)."""


@app.command()
def status(*, json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Say how many days ago the last run was made, and whether the next one is due. Exit 1 when it is overdue."""
    prepare()
    stands = standing(operator())
    if json:
        as_json(_answer(stands))
    else:
        show(_words(stands))
    raise typer.Exit(WANTING if stands.due == Due.OVERDUE else DONE)


@app.command()
def run(*, json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """End nominations that nobody validated in time, make a run, and report it to the agencies that take part."""
    prepare()
    by = operator()
    expired = expire(lapsed(by), by=by)
    made = make_run(by=by)
    lines, sent = RunLine.objects.visible_to(by).filter(run=made), RunRecipient.objects.visible_to(by).filter(run=made)
    counted = {
        "run": made.number,
        "made_at": made.made_at.isoformat(),
        "considered": lines.count(),
        "listed": lines.filter(held=Held.LISTED).count(),
        "expired": len(expired),
        "recipients": sent.count(),
        "digest": made.digest,
        "indicators": {"date": made.indicators_date.isoformat(), "digest": made.indicators_digest},
    }
    if json:
        as_json(counted)
    else:
        show(
            f"Run {counted['run']}: {counted['listed']} listed of {counted['considered']} considered, "
            f"for {counted['recipients']} agencies. SHA-256 {counted['digest']}"
        )


def _answer(stands: Standing) -> dict[str, Any]:
    return {
        "last_run": stands.latest.number if stands.latest else None,
        "made_at": stands.latest.made_at.isoformat() if stands.latest else None,
        "days": stands.days,
        "due_on": stands.due_on.isoformat() if stands.due_on else None,
        "due": stands.due.value,
        "overdue": stands.due == Due.OVERDUE,
        "policy": {"date": stands.beat.in_force_from.isoformat(), "digest": stands.beat.digest},
    }


def _words(stands: Standing) -> str:
    if stands.latest is None:
        return "No run has been made yet: the list is overdue (34 U.S.C. 21115(e)(1)(B))."
    return (
        f"Run {stands.latest.number} was made {stands.days} days ago; the next is due on {stands.due_on}: {stands.due}."
    )
