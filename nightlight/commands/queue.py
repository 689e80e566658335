"""`nightlight queue`: open reports in the order in which they should be looked at, with reasons."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.table import Table

from nightlight.accounts.standing import operator
from nightlight.agencies.models import Agency
from nightlight.clocks.reading import clocks_of
from nightlight.clocks.reckoning import Clock
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import WRONG_USE, as_json, remark, show
from nightlight.desk.models import SavedView
from nightlight.desk.reading import asked_by, order_of, view_of
from nightlight.foundation import clock
from nightlight.intake.models import Report
from nightlight.triage.assessment.facts import Fact
from nightlight.triage.queue.filters import Asked
from nightlight.triage.queue.judgement import Judgement, judgements
from nightlight.triage.queue.listing import Row, page_of
from nightlight.triage.queue.orders import Stretch

app = typer.Typer(help="Open reports, the child most at risk first.")


@app.callback(invoke_without_command=True)
def queue(
    context: typer.Context,
    *,
    agency: Annotated[str | None, typer.Option(help="Code of the agency whose queue to show.")] = None,
    limit: Annotated[int, typer.Option(help="How many reports at most.", min=1)] = 50,
    view: Annotated[str | None, typer.Option(help="Name or id of a saved view that the operator may see.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show open reports, the child most at risk first, or in the order of a saved view."""
    if context.invoked_subcommand:
        return
    prepare()
    by = operator()
    found = Agency.objects.filter(code=agency).first() if agency else None
    if agency and found is None:
        remark(f"There is no agency with the code {agency}.")
        raise typer.Exit(WRONG_USE)
    saved = view_of(by, view) if view else None
    if view and saved is None:
        remark(f"There is no saved view called {view} that the operator may see.")
        raise typer.Exit(WRONG_USE)
    asked, stretch = _asked(saved)
    rows = page_of(by, asked, stretch, agency=found, limit=limit).rows
    if json:
        reports = {one.pk: one for one in Report.objects.visible_to(by).filter(pk__in=[row.id for row in rows])}
        clocks = clocks_of(by, list(reports.values()))
        why = judgements(rows)
        listed = [_as_json(row, why[row.id], reports[row.id], clocks[row.id]) for row in rows if row.id in reports]
        as_json({"reports": listed})
        return
    table = Table("tier", "report", "why", "received", "with", box=None, pad_edge=False)
    for row in rows:
        received = row.received_at.strftime("%Y-%m-%d %H:%M UTC")
        assigned = row.assigned_to.code if row.assigned_to else "not assigned"
        table.add_row(f"{row.tier or '-'} {row.tier_words}", row.number or str(row.id), row.short, received, assigned)
    show(table)


def _asked(saved: SavedView | None) -> tuple[Asked, Stretch]:
    return (asked_by(saved), Stretch(order_of(saved))) if saved else (Asked(), Stretch())


def _as_json(row: Row, why: Judgement, report: Report, clocks: Sequence[Clock]) -> dict[str, Any]:
    axes, route = row.axes, why.route
    return {
        "number": row.number,
        "id": str(row.id),
        "tier": row.tier,
        "axes": {axis: word.value for axis, word in asdict(axes).items()} if axes else {},
        "reasons": [why.because] if why.because else [],
        "facts": {fact.value: why.facts[fact]["value"] if fact in why.facts else None for fact in Fact},
        "route": {
            "assigned_to": row.assigned_to.code if row.assigned_to else None,
            "decided": route.decided if route else None,
            "rule": route.rule if route else None,
            "because": route.because if route else None,
        },
        "clocks": [_clock_as_json(one) for one in clocks],
        "nexus": {"answer": report.nexus, "because": report.nexus_because},
        "folded": row.folded,
        "received_at": row.received_at.isoformat(),
    }


def _clock_as_json(one: Clock) -> dict[str, Any]:
    """Return a clock; what is not known is null, never zero."""
    until = one.until.isoformat() if one.until else None
    return {"what": one.what, "until": until, "days_left": one.days_left(clock.today()), "source": one.source}
