"""`nightlight clocks`: ring the clocks of reports that come near their end."""

from datetime import datetime
from typing import Annotated, Any

import typer
from rich.table import Table

from nightlight.accounts.standing import worker
from nightlight.clocks.due import ring_all
from nightlight.clocks.models import ClockAlarm
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import WRONG_USE, as_json, remark, show
from nightlight.foundation import clock

app = typer.Typer(help="Clocks of reports: what runs out when.", no_args_is_help=True)


@app.callback()
def clocks() -> None:
    """Clocks of reports: what runs out when."""


@app.command()
def alarm(
    *,
    on: Annotated[str | None, typer.Option(help="As of which day, such as 2026-11-26; none: today.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Write down, once each, which clocks came down to 60, 30 or 7 days. Run it once a day."""
    prepare()
    try:
        day = datetime.strptime(on, "%Y-%m-%d").date() if on else clock.today()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        remark("Write the day as year, month and day: 2026-11-26.")
        raise typer.Exit(WRONG_USE) from None
    rang = [one for batch in ring_all(by=worker(), on=day) for one in batch]
    if json:
        as_json({"on": str(day), "alarms": [_as_json(one) for one in rang]})
        return
    table = Table("report", "clock", "until", "rings at", box=None, pad_edge=False)
    for one in rang:
        table.add_row(str(one.report_id), one.what, str(one.until), f"{one.days} days")
    show(table if rang else "No clock rings.")


def _as_json(one: ClockAlarm) -> dict[str, Any]:
    return {
        "report": str(one.report_id),
        "clock": one.clock,
        "what": one.what,
        "until": str(one.until),
        "days_left": (one.until - one.rang_on).days,
        "rings_at": one.days,
    }
