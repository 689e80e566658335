"""`nightlight hashes`: bring lists of known hashes in, look digests up, take things back."""

import sys
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Annotated, Any

import typer
from rich.table import Table

from nightlight.accounts.models import User
from nightlight.accounts.standing import operator
from nightlight.commands import hash_import, hash_rematch
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import DONE, WANTING, WRONG_USE, as_json, remark, show
from nightlight.foundation.refusals import Refusal, RuleRefusal
from nightlight.hashes import actions
from nightlight.hashes.asked import Asked, NotADigest, asked_from
from nightlight.hashes.catalogue import ListRead, lists_for
from nightlight.hashes.index import FURTHEST
from nightlight.hashes.look_up import Answer, look_up
from nightlight.hashes.models import Deconfirmation, HashImport, HashList, Trust
from nightlight.hashes.shelf import shelf
from nightlight.hashes.telling import deconfirmed_as_json, match_as_json

app = typer.Typer(help="Known hashes: lists and look-up. Digests only.", no_args_is_help=True)
app.command("import")(hash_import.bring)
app.command("rematch")(hash_rematch.match_again)

AT_ONCE = 1000
"""Digests that are looked up together."""
MOST_SAID = 20
"""Places that are named where something is no digest."""
NOTHING = "nothing on any list here"

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AgencyCode = Annotated[str, typer.Option(help="Code of the agency that holds the list here.")]


@app.callback()
def hashes() -> None:
    """Known hashes: lists and look-up. Digests only."""


@app.command("lists")
def show_lists(*, json: Json = False) -> None:
    """Show the lists: owner, trust, how many entries hold, imports, and what was withdrawn."""
    prepare()
    listed = lists_for(operator())
    if json:
        as_json({"lists": [_list_as_json(one) for one in listed]})
        return
    heads = ("list", "held by", "owner", "trust", "may be shown to", "entries", "imports")
    table = Table(*heads, box=None, pad_edge=False)
    for one in listed:
        row = one.list
        entries = "withdrawn" if row.withdrawn_at else f"{one.entries:,}"
        words = [
            row.name,
            row.agency.code,
            row.owner or "not stated",
            row.get_trust_display().partition(":")[0],
            row.licence.replace("_", " "),
        ]
        table.add_row(*words, entries, str(len(one.imports)))
    show(table if listed else "No list yet.")


@app.command()
def lookup(
    digests: Annotated[
        list[str],
        typer.Argument(help="Digests; a kind may stand in front, as in pdq:... - reads standard input, one a line."),
    ],
    *,
    distance: Annotated[
        int | None, typer.Option(help="Bits by which a PDQ hash may differ.", min=0, max=FURTHEST)
    ] = None,
    json: Json = False,
) -> None:
    """Look digests up: which lists have the file, or one alike, and what they say."""
    prepare()
    texts = (text for given in digests for text in (_lines_of_input() if given == "-" else [given]))
    batch = _Batch(distance)
    while part := list(islice(texts, AT_ONCE)):
        for text, answers in batch.answers(part):
            if json:
                batch.keep(answers)
            else:
                for line in [line for answer in answers for line in _lines(answer)] or [f"{text}  {NOTHING}"]:
                    show(line)
    if json and (batch.answered or not batch.wrong):
        as_json(batch.kept)
    raise typer.Exit((WANTING if batch.answered else WRONG_USE) if batch.wrong else DONE)


class _Batch:
    """Digests that are looked up, a thousand at a time. One that is none is named by its place, and stops no other."""

    def __init__(self, distance: int | None) -> None:
        self._by, self._distance, self._place = operator(), distance, 0
        self.answered = self.wrong = 0
        self.kept: dict[str, list[dict[str, Any]]] = {"matches": [], "deconfirmed": []}

    def answers(self, texts: list[str]) -> Iterator[tuple[str, list[Answer]]]:
        """Yield each text that is a digest with what is known of it."""
        asked = [(text, one) for text in texts for one in self._asked(text)]
        answers = look_up([one for _, one in asked], by=self._by, distance=self._distance)
        for text, those in groupby(zip(asked, answers, strict=True), key=lambda pair: pair[0][0]):
            self.answered += 1
            yield text, [answer for _, answer in those]

    def keep(self, answers: list[Answer]) -> None:
        """Keep what is known, to be told at the end."""
        self.kept["matches"] += [match_as_json(match) for answer in answers for match in answer.matches]
        self.kept["deconfirmed"] += [deconfirmed_as_json(said) for answer in answers for said in answer.deconfirmed]

    def _asked(self, text: str) -> tuple[Asked, ...]:
        self._place += 1
        try:
            return asked_from(text)
        except NotADigest as wrong:
            self.wrong += 1
            if self.wrong <= MOST_SAID:
                remark(f"Place {self._place}: {wrong}")
            return ()


def _lines_of_input() -> Iterator[str]:
    return (line.strip() for line in sys.stdin if line.strip())


@app.command()
def describe(
    *,
    list_name: Annotated[str, typer.Option("--list", help="Name of the list.")],
    owner: Annotated[str | None, typer.Option(help="Who made the list.")] = None,
    purpose: Annotated[str | None, typer.Option(help="What it is for.")] = None,
    trust: Annotated[Trust | None, typer.Option(help="How much a match with it is worth.")] = None,
    agency: AgencyCode = "national",
    json: Json = False,
) -> None:
    """Say otherwise who made a list, what for, or how much a match with it is worth."""
    prepare()
    by = operator()
    try:
        listed = actions.describe_list(_list(by, list_name, agency), by=by, owner=owner, purpose=purpose, trust=trust)
    except Refusal as refusal:
        remark(refusal.message)
        raise typer.Exit(WANTING) from None
    said = {"owner": listed.owner, "purpose": listed.purpose, "trust": listed.trust}
    if json:
        as_json({"list": listed.name, "agency": agency, **said})
    else:
        show(f"{listed.name}: " + "; ".join(f"{name} {value or 'not stated'}" for name, value in said.items()))


@app.command()
def withdraw(
    *,
    list_name: Annotated[str, typer.Option("--list", help="Name of the list.")],
    because: Annotated[str, typer.Option(help="Why; it is kept and shown.")],
    number: Annotated[int | None, typer.Option("--import", help="Number of the import; none: the whole list.")] = None,
    entry: Annotated[list[str] | None, typer.Option(help="Id of a single entry; may be given several times.")] = None,
    agency: AgencyCode = "national",
    json: Json = False,
) -> None:
    """Take a list, an import as a whole, or single entries back: they match no more from this moment on."""
    prepare()
    by = operator()
    listed = _list(by, list_name, agency)
    try:
        if entry:
            actions.withdraw_entries(listed, by=by, source_ids=entry, because=because)
        elif number is not None:
            brought = HashImport.objects.visible_to(by).filter(list=listed, number=number).first()
            if brought is None:
                remark(f"The list has no import {number}.")
                raise typer.Exit(WRONG_USE)
            actions.withdraw_import(brought, by=by, because=because)
        else:
            actions.withdraw_list(listed, by=by, because=because)
    except Refusal as refusal:
        remark(refusal.message)
        raise typer.Exit(WANTING) from None
    if json:
        as_json({"list": listed.name, "agency": agency, "import": number, "entries": entry or [], "withdrawn": True})
    else:
        show("Withdrawn; it matches no more.")


@app.command()
def deconfirm(
    digest: Annotated[str, typer.Argument(help="The digest; 64 digits need their kind in front.")],
    *,
    because: Annotated[str, typer.Option(help="Why; it is kept and shown.")],
    take_back: Annotated[bool, typer.Option("--take-back", help="Take back what was said before.")] = False,
    json: Json = False,
) -> None:
    """Say that a digest was wrongly listed: that wins over every list, and shows."""
    prepare()
    by, asked = operator(), _asked(digest)
    if len(asked) > 1:
        remark("Put the kind in front: sha256:... or pdq:...")
        raise typer.Exit(WRONG_USE)
    try:
        if take_back:
            said = Deconfirmation.objects.visible_to(by).filter(taken_back_at=None)
            standing = list(said.filter(kind=asked[0].kind.value, digest=asked[0].digest))
            if not standing:
                raise RuleRefusal("This digest is not deconfirmed; there is nothing to take back.")
            for one in standing:
                actions.take_back_deconfirmation(one, by=by, because=because)
        else:
            actions.deconfirm(asked[0], by=by, because=because)
    except Refusal as refusal:
        remark(refusal.message)
        raise typer.Exit(WANTING) from None
    if json:
        as_json({"kind": asked[0].kind.value, "digest": asked[0].digest, "deconfirmed": not take_back})
        return
    show("Taken back; lists answer for it again." if take_back else "Deconfirmed; it matches nothing from now on.")


@app.command()
def rebuild(*, json: Json = False) -> None:
    """Build the index anew from the database, beside the old one, and put it in force. Nothing stops meanwhile."""
    prepare()
    entries = shelf().rebuild()
    if json:
        as_json({"entries": entries})
    else:
        show(f"The index is built anew: {entries:,} entries.")
    raise typer.Exit(DONE)


def _asked(text: str) -> tuple[Asked, ...]:
    try:
        return asked_from(text)
    except NotADigest as wrong:
        remark(str(wrong))
        raise typer.Exit(WRONG_USE) from None


def _list(by: User, name: str, code: str) -> HashList:
    found = HashList.objects.visible_to(by).filter(agency__code=code, name=name).first()
    if found is None:
        remark(f"The agency {code} holds no list of that name here. See nightlight hashes lists.")
        raise typer.Exit(WRONG_USE)
    return found


def _list_as_json(read: ListRead) -> dict[str, Any]:
    row = read.list
    return {
        "name": row.name,
        "agency": row.agency.code,
        "owner": row.owner,
        "purpose": row.purpose,
        "trust": row.trust,
        "licence": row.licence,
        "scheme": row.scheme,
        "version": row.version,
        "entries": read.entries,
        "withdrawn_at": row.withdrawn_at.isoformat() if row.withdrawn_at else None,
        "imports": [
            {
                "number": brought.number,
                "source": brought.source,
                "status": brought.status,
                "records": brought.records,
                "position": brought.position,
                "withdrawn_at": brought.withdrawn_at.isoformat() if brought.withdrawn_at else None,
            }
            for brought in read.imports
        ],
    }


def _lines(answer: Answer) -> list[str]:
    asked = f"{answer.asked.kind.label} {answer.asked.digest}"
    lines = [f"{asked}  deconfirmed by {said.agency}: {said.because}" for said in answer.deconfirmed]
    for match in answer.matches:
        near = f"distance {match.distance}" if match.distance else "equal"
        series = f", series {match.series}" if match.series else ""
        since = f"listed {match.added_at:%Y-%m-%d}" if match.added_at else "listed at a time not stated"
        noun = "entry" if match.entries == 1 else "entries"
        lines.append(
            f"{asked}  {near}  {match.list_name}, entry {match.entry}: {match.words} "
            f"({match.scheme} {match.code or '-'}){series}; child identified: {match.victim}; "
            f"file {match.file}, {match.entries:,} {noun}; trust {match.trust.replace('_', ' ')}; {since}"
        )
    return lines
