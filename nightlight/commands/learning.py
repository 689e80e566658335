"""`nightlight learning`: how often triage was right, and what providers are told of their reports."""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from nightlight.accounts.models import User
from nightlight.accounts.standing import operator
from nightlight.agencies.models import Agency
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import WRONG_USE, as_json, remark, show
from nightlight.foundation.refusals import RuleRefusal
from nightlight.learning.drafts import draft_from
from nightlight.learning.misses import misses
from nightlight.learning.past import Period
from nightlight.learning.printed import in_json, percents
from nightlight.learning.providers import HEADS, provider_feedback
from nightlight.learning.record import Line, record

app = typer.Typer(help="How often triage was right, and what providers are told of their reports.")
First = Annotated[datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="First day of receipt, UTC.")]
Last = Annotated[datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day of receipt, UTC.")]
Whose = Annotated[str | None, typer.Option("--agency", help="Code of an agency: it and those under it.")]


@app.callback(invoke_without_command=True)
def learning(
    context: typer.Context,
    *,
    first: First = None,
    last: Last = None,
    agency: Whose = None,
    draft: Annotated[Path | None, typer.Option(help="A policy file of priorities to compare with.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print how often triage was right about the reports of a period: the last 90 days unless it says which."""
    if context.invoked_subcommand:
        return
    by, period = _asked(first, last, agency)
    try:
        rules = draft_from(draft.read_text("utf-8")) if draft else None
    except (OSError, UnicodeDecodeError):
        raise _wrong(f"{draft} cannot be read as text.") from None
    except RuleRefusal as refusal:
        raise _wrong(refusal.message) from None
    found, missed = record(by, period, draft=rules), misses(by, period)
    if json:
        as_json(in_json(found, missed))
        return
    table = Table("tier", "reports", "child", "led somewhere", "95 %", "not known", box=None, pad_edge=False)
    for line in (*found.tiers, found.everything):
        table.add_row(*_columns(line))
    show(table)
    for order in found.orders:
        show(f"{order.words}: {', '.join(f'{top.part} of {top.whole}' for top in order.tops)} in the top 1, 5, 10 %")
    for one in missed[:1]:
        show(f"Of {one.missed.whole} low reports reviewed, {one.missed.part} belonged higher: {percents(one.missed)}")


@app.command()
def providers(
    *,
    first: First = None,
    last: Last = None,
    agency: Whose = None,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Print the quality of each provider's reports: counts and shares only, small cells hidden."""
    found = provider_feedback(*_asked(first, last, agency))
    if json:
        as_json(found.as_json())
    elif csv:
        sys.stdout.write(found.as_csv())
    else:
        table = Table(*(head.replace("_", " ") for head in HEADS), box=None, pad_edge=False)
        for one in found.providers:
            table.add_row(*(str(cell) for cell in one.row()))
        show(table)


def _asked(first: datetime | None, last: datetime | None, code: str | None) -> tuple[User, Period]:
    prepare()
    agency = Agency.objects.filter(code=code).first() if code else None
    if code and agency is None:
        raise _wrong(f"There is no agency with the code {code}.")
    lately = Period.lately(agency)
    period = Period(_day(first) or lately.first, _day(last) or lately.last, agency)
    if period.first > period.last:
        raise _wrong("The first day is after the last. Turn them round.")
    return operator(), period


def _day(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


def _wrong(words: str) -> typer.Exit:
    remark(words)
    return typer.Exit(WRONG_USE)


def _columns(line: Line) -> tuple[Any, ...]:
    outcomes = {outcome.value: count for outcome, count in line.outcomes.items()}
    led = line.led_somewhere
    words = f"{line.key} {line.words}".strip()
    counts = (line.reports, outcomes["child_identified"], f"{led.part} of {led.whole}", percents(led), outcomes["open"])
    return (words, *(str(count) for count in counts))
