"""`nightlight gate`: which files of a report may be opened without a warrant, and the rules of the courts."""

from typing import Annotated, Any
from uuid import UUID

import typer
from rich.table import Table

from nightlight.accounts.models import User
from nightlight.accounts.standing import operator
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import WRONG_USE, as_json, remark, show
from nightlight.gate.forums import Forum
from nightlight.gate.judging import Ruling
from nightlight.gate.models import ForumRule
from nightlight.gate.reading import FileGate, gate_of, rules_read
from nightlight.intake.models import Report

RULES = "rules"


def gate(
    report: Annotated[
        str, typer.Argument(help="Number or id of a report; or the word rules: the rules of all courts.")
    ],
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show which files of a report may be opened without a warrant, and why; or the rules of the courts."""
    prepare()
    if report == RULES:
        _rules(json=json)
        return
    by = operator()
    found = _report(by, report)
    if found is None:
        remark("There is no report of this number or id here.")
        raise typer.Exit(WRONG_USE)
    read = gate_of(by, found)
    if json:
        files = [_file_as_json(one) for one in read.files]
        as_json({"report": str(found.pk), "number": found.number, "files": files})
        return
    table = Table("file", "gate", "why", "rule", box=None, pad_edge=False)
    for one in read.files:
        deciding = one.verdict.deciding
        rule = f"{deciding.rule.citation}, version {deciding.rule.version}" if deciding and deciding.rule else "-"
        table.add_row(str(one.place), one.state.replace("_", " "), one.verdict.because, rule)
    show(table if read.files else "The report lists no file.")


def _rules(*, json: bool) -> None:
    read = rules_read()
    if json:
        as_json({"rules": [_rule_as_json(rule) for rule in read]})
        return
    table = Table("court", "version", "from", "to", "sure", "citation", box=None, pad_edge=False)
    for rule in read:
        sure = "confirmed" if rule.is_confirmed else "uncertain"
        until = str(rule.expires_on) if rule.expires_on else "-"
        words = (Forum(rule.forum).words, str(rule.version), str(rule.in_force_from), until, sure, rule.citation)
        table.add_row(*words)
    show(table)


def _report(by: User, asked: str) -> Report | None:
    """Return the report of an id, or the newest of a number."""
    reports = Report.objects.visible_to(by)
    try:
        return reports.filter(pk=UUID(asked)).first()
    except ValueError:
        return reports.filter(number=asked).order_by("-pk").first()


def _file_as_json(one: FileGate) -> dict[str, Any]:
    deciding = one.verdict.deciding
    return {
        "place": one.place,
        "file_id": one.file.file_id,
        "state": one.state.value,
        "opens_without_warrant": one.verdict.opens,
        "because": one.verdict.because,
        "citation": deciding.rule.citation if deciding and deciding.rule else None,
        "facts": one.facts.remembered(),
        "courts": [_court_as_json(ruling) for ruling in one.verdict.rulings],
        "warrants": [covered.warrant.number for covered in one.covered_by],
        "openings": [{"at": made.opened_at.isoformat(), "because": made.because} for made in one.openings],
    }


def _court_as_json(ruling: Ruling) -> dict[str, Any]:
    rule = ruling.rule
    return {
        "forum": ruling.forum.code,
        "opens": ruling.opens,
        "because": ruling.because,
        "rule": str(rule.id) if rule else None,
        "version": rule.version if rule else None,
        "citation": rule.citation if rule else None,
        "in_force_from": str(rule.in_force_from) if rule else None,
        "confirmed": rule.is_confirmed if rule else None,
    }


def _rule_as_json(rule: ForumRule) -> dict[str, Any]:
    return {
        "id": str(rule.pk),
        "agency": rule.agency.code,
        "forum": rule.forum,
        "version": rule.version,
        "in_force_from": str(rule.in_force_from),
        "expires_on": str(rule.expires_on) if rule.expires_on else None,
        "citation": rule.citation,
        "source": rule.source,
        "requires": rule.requires,
        "opens_viewed": rule.opens_viewed,
        "takes_unstated_scope": rule.takes_unstated_scope,
        "opens_hash_match": rule.opens_hash_match,
        "opens_public": rule.opens_public,
        "counts_clearing_house": rule.counts_clearing_house,
        "confirmed": rule.is_confirmed,
        "approved_by": rule.approved_by,
    }
