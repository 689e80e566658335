"""`nightlight queue why`: why one report stands above another."""

from typing import Annotated, Any

import typer
from rich.table import Table

from nightlight.accounts.standing import operator
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import WANTING, as_json, remark, show
from nightlight.foundation.refusals import Refusal
from nightlight.triage.queue.why import Side, Why, named
from nightlight.triage.queue.why import why as read_why
from nightlight.triage.report_page import Known

HOLDS = {True: "yes", False: "no", None: "not known"}


def why(
    one: Annotated[str, typer.Argument(help="Number or id of a report.")],
    other: Annotated[str, typer.Argument(help="Number or id of another.")],
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Say why one report stands above another in the queue."""
    prepare()
    actor = operator()
    try:
        said = read_why(named(one, by=actor), named(other, by=actor), by=actor)
    except Refusal as refusal:
        remark(refusal.message)
        raise typer.Exit(WANTING) from None
    if json:
        as_json(_as_json(said))
        return
    show(said.words)
    if said.rules_differ:
        show(said.rules_differ)
    table = Table("", said.above.number, said.below.number, box=None, pad_edge=False)
    for side in ("tier", "rules"):
        table.add_row(side, *(str(getattr(each, side)) for each in (said.above, said.below)))
    table.add_row("why", *(each.assessment.because if each.assessment else "" for each in (said.above, said.below)))
    for fact in said.facts:
        table.add_row(fact.noun, HOLDS[fact.above.value], HOLDS[fact.below.value])
    show(table)


def _as_json(said: Why) -> dict[str, Any]:
    return {
        "above": _side(said.above),
        "below": _side(said.below),
        "decides": said.decides.value,
        "words": said.words,
        "rules_differ": said.rules_differ,
        "facts": [
            {"fact": each.above.fact.value, "noun": each.noun, "above": _fact(each.above), "below": _fact(each.below)}
            for each in said.facts
        ],
    }


def _side(side: Side) -> dict[str, Any]:
    judged = side.assessment
    return {
        "number": side.report.number,
        "id": str(side.report.pk),
        "received_at": side.report.received_at.isoformat(),
        "tier": judged.tier if judged else None,
        "rule": judged.rule if judged else None,
        "because": judged.because if judged else None,
        "policy": {
            "agency": judged.policy_agency.code if judged.policy_agency else None,
            "date": str(judged.policy_date),
            "digest": judged.policy_digest,
        }
        if judged
        else None,
    }


def _fact(fact: Known) -> dict[str, Any]:
    return {"value": fact.value, "words": fact.words, "at": list(fact.pointers)}
