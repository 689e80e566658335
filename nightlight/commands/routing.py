"""`nightlight routing`: whose a report from a place or an address would be, and why."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import typer
from django.conf import settings
from rich.table import Table

from nightlight.accounts.standing import operator
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import WANTING, WRONG_USE, as_json, remark, show
from nightlight.coverage.reading import added_networks
from nightlight.foundation import clock
from nightlight.geography import counties, states
from nightlight.geography.addresses import parse
from nightlight.geography.gazetteer import gazetteer
from nightlight.policy import NoPolicyInForce
from nightlight.triage.routing import explaining
from nightlight.triage.routing.explaining import Explained, Explainer

app = typer.Typer(help="Whose a report would be, and why.", no_args_is_help=True)
Day = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day, such as 2026-11-20; today without it.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
NOT_KNOWN = {
    "county": "No county has the code {}. Give its five digits, such as 08031.",
    "zip": "{} is no ZIP code that is known here. Give five digits, such as 80202.",
    "ip": "{} is no Internet address. Give one such as 192.0.2.1 or 2001:db8::1.",
}
WORDS = {"by_rule": "goes by rule", "suggested": "is suggested", "held": "waits for a person"}


@dataclass(frozen=True, slots=True)
class _Asked:
    kind: str
    value: str


@app.command()
def explain(
    *,
    county: Annotated[str | None, typer.Option(metavar="FIPS", help="The five digits of a county.")] = None,
    ip: Annotated[str | None, typer.Option(metavar="ADDRESS", help="An Internet address.")] = None,
    zip_code: Annotated[str | None, typer.Option("--zip", metavar="ZIP", help="The five digits of a ZIP code.")] = None,
    on: Day = None,
    json: Json = False,
) -> None:
    """Explain one county, ZIP code or address."""
    asked = [_Asked(kind, value) for kind, value in (("county", county), ("ip", ip), ("zip", zip_code)) if value]
    if len(asked) != 1:
        remark("Ask for one of --county, --zip and --ip.")
        raise typer.Exit(WRONG_USE)
    explainer = _explainer(on)
    found = _explained(asked[0], explainer)
    if found is None:
        remark(NOT_KNOWN[asked[0].kind].format(asked[0].value))
        raise typer.Exit(WANTING)
    if json:
        as_json(explaining.as_json({asked[0].kind: asked[0].value}, found, explainer))
    else:
        show(_table(found, explainer))


@app.command()
def table(
    *,
    state: Annotated[
        str | None, typer.Option(metavar="XX", help="One state by its two letters; all without it.")
    ] = None,
    on: Day = None,
    json: Json = False,
) -> None:
    """List how a report from every state, and from every county, would end."""
    explainer = _explainer(on)
    wanted = [found for found in states.every_state() if state is None or found.code == state.upper()]
    if not wanted:
        remark(f"There is no state {state}.")
        raise typer.Exit(WANTING)
    rows = [("state", one.code, one.fips, one.name, explainer.state(one.code)) for one in wanted]
    for one in wanted:
        for each in counties.in_state(one.code):
            found = explainer.county(each.fips)
            if found:
                rows.append(("county", one.code, each.fips, each.full_name, found))
    if json:
        as_json({"on": explainer.on.isoformat(), "places": [_row(*row) for row in rows]})
        return
    shown = Table("code", "place", "state", "rule", "ends", "with", "district", box=None, pad_edge=False)
    for _, code, fips, name, found in rows:
        district = found.district.code if found.district else ""
        shown.add_row(fips, name, code, found.rule, WORDS[found.decided], _with(found), district)
    show(shown)


def _explainer(on: str | None) -> Explainer:
    prepare()
    try:
        day = date.fromisoformat(on) if on else clock.today()
        return Explainer(day)
    except ValueError:
        remark("Write the day as year, month and day: 2026-11-20.")
    except NoPolicyInForce as none:
        remark(str(none))
    raise typer.Exit(WRONG_USE)


def _explained(asked: _Asked, explainer: Explainer) -> Explained | None:
    places = gazetteer(settings.DATA_DIR)
    if asked.kind == "county":
        return explainer.county(asked.value)
    if asked.kind == "zip":
        return explainer.zip_code(asked.value, places=places)
    if parse(asked.value) is None:
        return None
    return explainer.address(asked.value, places=places, added=added_networks(operator(), on=explainer.on))


def _table(found: Explained, explainer: Explainer) -> Table:
    shown = Table(show_header=False, box=None, pad_edge=False)
    shown.add_row("ends", f"{WORDS[found.decided]}: {_with(found)}")
    shown.add_row("why", found.because)
    shown.add_row("rule", f"{found.rule} of the routing policy of {explainer.policy.in_force_from}")
    if found.evidence:
        shown.add_row("evidence", found.evidence)
    if found.network and found.network.kind:
        shown.add_row("network", f"{found.network.words}; {found.network.name} ({found.network.source})")
    for place, line in enumerate(found.lines, start=1):
        shown.add_row(f"claim {place}", f"{line.agency.code}: {line.words}")
    if found.district:
        shown.add_row("district", f"{found.district.name} ({found.district.code}), {found.district.circuit}")
        for exception in found.district.exceptions:
            shown.add_row("", exception)
    return shown


def _with(found: Explained) -> str:
    if found.to:
        return found.to.code
    return f"desk {found.desk.name}" if found.desk else "the national desk"


def _row(level: str, state: str, fips: str, name: str, found: Explained) -> dict[str, Any]:
    return {
        "level": level,
        "name": name,
        "fips": fips,
        "state": state,
        "rule": found.rule,
        "decided": found.decided,
        "to": found.to.code if found.to else None,
        "desk": found.desk.id if found.desk else None,
        "district": found.district.code if found.district else None,
        "circuit": found.district.circuit if found.district else None,
    }
