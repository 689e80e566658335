"""The page on which a table's columns are given a meaning, and its first rows show what each would become."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.foundation.refusals import RuleRefusal
from nightlight.intake.actions import save_mapping
from nightlight.intake.arriving import Reading
from nightlight.intake.formats.csv_tables import WESTERN, Table, TableRow, table
from nightlight.intake.formats.stated_fields import MEANINGS, guessed
from nightlight.intake.formats.values import Malformed, ReadReport, Role
from nightlight.intake.models import ColumnMapping
from nightlight.intake.tables import misused, numbered_before, read_row, read_table, remarks
from nightlight.reporting.formats.comma_separated import safe
from nightlight.web import carried_over
from nightlight.web.access import Request, page
from nightlight.web.handing_in import handed_in
from nightlight.web.report_words import KINDS

KIND = "table"
PREVIEWED = 10
KEEP = "keep"
FIELDS = [(KEEP, "Keep as it stands"), *((field.value, meaning.label) for field, meaning in MEANINGS.items())]


class MeaningForm(forms.Form):
    """A choice for each column, and a name under which the choices are kept."""

    def __init__(self, heads: Sequence[str], means: dict[str, str] | None = None, **given: Any) -> None:
        super().__init__(**given)
        self.heads = heads
        for place, head in enumerate(heads):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=head, choices=FIELDS, initial=(means or {}).get(head, KEEP)
            )
        self.fields["save_as"] = forms.CharField(
            label="Keep these meanings under the name",
            max_length=80,
            required=False,
            help_text="For the next table of this kind. A name that is taken already is replaced.",
        )

    @property
    def means(self) -> dict[str, str]:
        """What the columns mean; those that are only kept are left out."""
        chosen = {head: self.cleaned_data[f"column-{place}"] for place, head in enumerate(self.heads)}
        return {head: field for head, field in chosen.items() if field != KEEP}

    @property
    def columns(self) -> list[forms.BoundField]:
        """The choices, without the name."""
        return [self[f"column-{place}"] for place in range(len(self.heads))]


@dataclass(frozen=True, slots=True)
class Previewed:
    """What one row would become, and what is wrong with it."""

    number: int
    becomes: str
    wrong: Sequence[str]
    comes_in: bool


def shown(request: Request, name: str, raw: bytes) -> HttpResponse:
    """Show a table with the meanings that fit its heads: those kept under a name, else those that the heads suggest."""
    heads = table(raw).heads
    kept = _kept(request.user, heads)
    means = kept.columns if kept else {head: field.value for head in heads if (field := guessed(head))}
    form = MeaningForm(heads, means)
    return _page(request, form, {"name": name, "raw": carried_over.as_text(raw)}, means, kept=kept)


@page(needs=Permission.SUBMISSION_SEND)
@require_POST
def decide(request: Request) -> HttpResponse:
    """Preview the table anew, keep what its columns mean, give the rows that cannot come in, or hand it in."""
    document = carried_over.opened(KIND, request.POST.get("document", ""))
    raw = carried_over.as_bytes(document["raw"])
    form = MeaningForm(table(raw).heads, data=request.POST)
    asked = request.POST.get("do", "preview")
    if not form.is_valid() or (wrong := misused(form.means)) or (asked != "preview" and not form.means):
        words = wrong if form.is_valid() and wrong else ["Give at least one column a meaning."]
        return _page(request, form, document, {}, wrong=words, status=HTTPStatus.BAD_REQUEST)
    if asked == "bad-rows":
        return _bad_rows(document["name"], raw, form.means)
    if name := form.cleaned_data["save_as"].strip():
        save_mapping(by=request.user, name=name, columns=form.means)
        messages.success(request, f"The meanings are kept as {name}.")
    if asked == "hand-in":
        return handed_in(request, read_table(document["name"], raw, form.means))
    return _page(request, form, document, form.means)


def _kept(user: User, heads: Sequence[str]) -> ColumnMapping | None:
    """Return the meanings kept last of which every column is in the table."""
    mappings = ColumnMapping.objects.visible_to(user).filter(agency=user.agency).order_by("-recorded_at")
    return next((mapping for mapping in mappings if set(mapping.columns) <= set(heads)), None)


def _page(
    request: Request,
    form: MeaningForm,
    document: dict[str, str],
    means: dict[str, str],
    *,
    kept: ColumnMapping | None = None,
    wrong: Sequence[str] = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    read = table(carried_over.as_bytes(document["raw"]))
    try:
        rows = list(read.rows())
    except Malformed as malformed:
        raise RuleRefusal(malformed.message) from None
    again = numbered_before(read, rows, means)
    shown = {
        "form": form,
        "document": carried_over.sealed(KIND, document),
        "name": document["name"],
        "kept": kept,
        "rows": [_previewed(read, row, means, again.get(row.number)) for row in rows[:PREVIEWED]],
        "total": len(rows),
        "again": len(again),
        "misshapen": sum(1 for row in rows if row.wrong),
        "is_western": read.encoding == WESTERN,
        "errors": [{"words": words, "href": "#id_column-0"} for words in wrong],
    }
    return render(request, "web/hand_in_table.html", shown, status=status)


def _previewed(read: Table, row: TableRow, means: dict[str, str], before: int | None) -> Previewed:
    reading = read_row("preview", read, row, means)
    wrong = [reading.message] if reading.message else remarks(reading, means)
    if row.missing:
        wrong.append(f"It has {len(row.cells) - row.missing} of {len(row.cells)} cells: the rest is taken as empty.")
    if before:
        wrong.append(f"Row {before} has this report number too: this row becomes a later version, in its place.")
    return Previewed(row.number, _becomes(reading.said), wrong, comes_in=reading.said is not None)


def _becomes(said: ReadReport | None) -> str:
    if said is None:
        return ""
    seen = [*said.sightings, *(each for person in said.people for each in person.sightings)]
    kinds = [*seen, *(each for file in said.files for each in file.sightings)]
    words = [f"Report {said.number}" if said.number else "A report without a number"]
    words += [said.incident_type] if said.incident_type else []
    words += [
        f"{who.first_name} {who.last_name}".strip()
        for who in said.people
        if who.role is Role.REPORTED and (who.first_name or who.last_name)
    ]
    words += [f"{KINDS[each.identifier.kind]} {each.as_given}" for each in kinds[:6]]
    words += [f"{len(kinds) - 6} more identifiers"] if len(kinds) > 6 else []  # noqa: PLR2004 - as above
    words += [f"{len(said.files)} file{'s' if len(said.files) != 1 else ''}"] if said.files else []
    return ", ".join(words)


def _bad_rows(name: str, raw: bytes, means: dict[str, str]) -> HttpResponse:
    """Give the rows that cannot come in, each with what is wrong. No cell of it is a formula to a spreadsheet."""
    read = table(raw)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([safe(cell) for cell in (*read.heads, "What is wrong")])
    for row, reading in _read(read, means):
        if reading.message:
            cells = row.cells or (row.text.strip(), *[""] * (len(read.heads) - 1))
            writer.writerow([safe(cell) for cell in (*cells, reading.message)])
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="rows-that-cannot-come-in.csv"'
    return answer


def _read(read: Table, means: dict[str, str]) -> Iterator[tuple[TableRow, Reading]]:
    for row in read.rows():
        yield row, read_row("table", read, row, means)
