"""`nightlight urgent`: what waits in the urgent lane, and its clock."""

from typing import Annotated, Any

import typer
from rich.table import Table

from nightlight.accounts.standing import operator
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import WANTING, as_json, show
from nightlight.foundation import clock
from nightlight.urgent.reading import AlarmRead, waiting


def urgent(*, json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Show the urgent reports that nobody has opened, what is due first. Exit 1 when one is late."""
    prepare()
    lines = waiting(operator())
    if json:
        as_json({"waiting": [_as_json(read) for read in lines]})
    else:
        table = Table("report", "with", "open by", "", "called so far", box=None, pad_edge=False)
        for read in lines:
            called = ", ".join(ring.name or "the whole agency" for ring in read.rings)
            due = read.alarm.open_by.strftime("%Y-%m-%d %H:%M UTC")
            named = read.alarm.report.number or str(read.alarm.report_id)
            table.add_row(named, read.alarm.agency.code, due, "late" if read.is_late else "in time", called)
        show(table)
    raise typer.Exit(WANTING if any(read.is_late for read in lines) else 0)


def _as_json(read: AlarmRead) -> dict[str, Any]:
    alarm = read.alarm
    return {
        "number": alarm.report.number,
        "id": str(alarm.report_id),
        "agency": alarm.agency.code,
        "tier": alarm.tier,
        "rule": alarm.rule,
        "raised_at": alarm.raised_at.isoformat(),
        "open_by": alarm.open_by.isoformat(),
        "seconds_left": round((alarm.open_by - clock.now()).total_seconds()),
        "next_at": alarm.next_at.isoformat() if alarm.next_at else None,
        "called": [
            {"step": ring.step, "at": ring.rung_at.isoformat(), "delivered": ring.delivered} for ring in read.rings
        ],
    }
