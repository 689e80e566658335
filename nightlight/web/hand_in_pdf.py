"""The page on which a person confirms what a CyberTip in PDF says, field by field, beside its text."""

from dataclasses import dataclass
from http import HTTPStatus

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from nightlight.accounts.permissions import Permission
from nightlight.intake.arriving import Arrival, Container, read_arrival
from nightlight.intake.formats import confirmed_pdf
from nightlight.intake.formats.pdf_fields import suggested
from nightlight.intake.formats.pdf_text import PdfText
from nightlight.intake.formats.stated_fields import ABOUT, MEANINGS, StatedField, field_named
from nightlight.intake.models import Submission
from nightlight.web import carried_over
from nightlight.web.access import Request, page
from nightlight.web.handing_in import handed_in, receiver

KIND = "pdf"
FREE_ROWS = 3
"""Rows for what the suggestions missed."""

FIELDS = [("", "Choose a field"), *((field.value, meaning.label) for field, meaning in MEANINGS.items())]
TAKE, LEAVE = "take", "leave"
DECISIONS = [(TAKE, "It says so"), (LEAVE, "Leave it out")]
LETTERS = 3000


class FieldForm(forms.Form):
    """One field: what it is, what it says, and whether the person has seen that it says so."""

    field = forms.ChoiceField(label="Field", choices=FIELDS, error_messages={"required": "Choose what the value is."})
    value = forms.CharField(
        label="Value",
        max_length=LETTERS,
        widget=forms.TextInput,
        error_messages={"required": "Write what the document says, or clear the whole field."},
    )
    decision = forms.ChoiceField(
        label="Does the document say so?",
        choices=DECISIONS,
        widget=forms.RadioSelect,
        error_messages={"required": "Look at the text beside it, and decide."},
    )
    place = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def stands_at(self) -> str:
        """Page and line, in words, where a suggestion stands."""
        page, _, line = str(self["place"].value() or "").removeprefix("p").partition("-")
        return f"page {page}, line {line}" if line else ""

    @property
    def taken(self) -> tuple[StatedField, str] | None:
        """What was confirmed, if it was."""
        field = field_named(self.cleaned_data.get("field", ""))
        return (field, self.cleaned_data["value"]) if field and self.cleaned_data.get("decision") == TAKE else None


FieldForms = forms.formset_factory(FieldForm, extra=FREE_ROWS)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of the text, with the name by which a suggestion points to it."""

    anchor: str
    words: str


def shown(request: Request, name: str, sha256: str, text: PdfText) -> HttpResponse:
    """Show the text of a document with what it seems to say. Nothing is kept yet."""
    initial = [
        {"field": each.field.value, "value": each.value, "place": f"p{each.page}-{each.line}"}
        for each in suggested(text.pages)
    ]
    formset = FieldForms(initial=initial)
    return _page(request, formset, {"name": name, "sha256": sha256, "pages": text.pages, "in_all": text.in_all})


@page(needs=Permission.SUBMISSION_SEND)
@require_POST
def confirm(request: Request) -> HttpResponse:
    """Take what was confirmed as a report; show the page again where something is not decided."""
    document = carried_over.opened(KIND, request.POST.get("document", ""))
    formset = FieldForms(request.POST)
    if not formset.is_valid() or _left_alone(formset):
        return _page(request, formset, document, status=HTTPStatus.BAD_REQUEST)
    confirmed = [taken for form in formset if (taken := form.taken)]
    if not confirmed:
        return _page(request, formset, document, status=HTTPStatus.BAD_REQUEST, nothing=True)
    raw = confirmed_pdf.document(confirmed, document["pages"])
    reading = read_arrival(Arrival(document["name"], raw, container=Container(document["sha256"], holds_one=False)))
    return handed_in(request, [reading])


def _left_alone(formset: "forms.BaseFormSet[FieldForm]") -> bool:
    """Say whether something is confirmed about an address or a file that is left out: it would pass to another."""
    is_taken: dict[StatedField, bool] = {}
    found = False
    for form in formset:
        field = field_named(form.cleaned_data.get("field", ""))
        begins = ABOUT.get(field) if field else None
        if begins is None:
            continue
        if begins is field:
            is_taken[begins] = form.taken is not None
        elif form.taken and is_taken.get(begins) is False:
            form.add_error("decision", f"The {MEANINGS[begins].label} above it is left out; leave this out too.")
            found = True
    return found


def _errors(formset: "forms.BaseFormSet[FieldForm]") -> list[dict[str, str]]:
    """Return what is not decided, each told apart by what it is about."""
    labels = dict(FIELDS)
    return [
        {"words": f"{labels.get(form['field'].value()) or 'A field'}: {said}", "href": f"#{form.prefix}"}
        for form in formset
        for wrong in form.errors.values()
        for said in wrong
    ]


def _page(
    request: Request,
    formset: "forms.BaseFormSet[FieldForm]",
    document: dict[str, object],
    *,
    status: HTTPStatus = HTTPStatus.OK,
    nothing: bool = False,
) -> HttpResponse:
    pages: list[str] = document["pages"]  # type: ignore[assignment]  # sealed by ourselves
    in_all: int = document.get("in_all", len(pages))  # type: ignore[assignment]  # an older page does not carry it
    before = Submission.objects.visible_to(request.user).filter(
        agency=receiver(request.user), container_sha256=document["sha256"]
    )
    lines = [
        [TextLine(f"p{number}-{line}", words) for line, words in enumerate(text.splitlines(), start=1)]
        for number, text in enumerate(pages, start=1)
    ]
    words_at = {line.anchor: line.words for listed in lines for line in listed}
    errors = _errors(formset)
    if nothing:
        errors = [{"words": "Nothing was confirmed, so there is nothing to report.", "href": "#fields"}]
    shown = {
        "formset": formset,
        "document": carried_over.sealed(KIND, document),
        "name": document["name"],
        "sha256": document["sha256"],
        "asked": [(form, words_at.get(str(form["place"].value() or ""), "")) for form in formset],
        "pages": lines,
        "in_all": in_all,
        "pages_read": f"{len(pages):,} of {in_all:,}.",
        "before": before.first(),
        "errors": errors,
    }
    return render(request, "web/hand_in_pdf.html", shown, status=status)
