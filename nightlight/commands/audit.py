"""`nightlight audit verify`: proof that nothing was altered."""

from typing import Annotated

import typer

from nightlight.audit.verify import Verdict
from nightlight.audit.verify import verify as walk
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import DONE, WANTING, as_json, show

app = typer.Typer(help="The record of acts.", no_args_is_help=True)


@app.callback()
def audit() -> None:
    """The record of acts."""


@app.command()
def verify(*, json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Walk every chain and say whether an entry was changed, taken out, moved or slipped in."""
    prepare()
    verdict = walk()
    if json:
        as_json(_answer(verdict))
    else:
        for finding in verdict.findings:
            show(f"agency {finding.agency_id}, place {finding.position}: {finding.what}")
        state = "sound" if verdict.sound else "NOT sound"
        show(f"{verdict.entries:,} entries in {verdict.chains} chains: {state}")
    raise typer.Exit(DONE if verdict.sound else WANTING)


def _answer(verdict: Verdict) -> dict[str, object]:
    return {
        "entries": verdict.entries,
        "chains": verdict.chains,
        "sound": verdict.sound,
        "findings": [
            {"agency": str(finding.agency_id), "position": finding.position, "what": finding.what}
            for finding in verdict.findings
        ],
    }
