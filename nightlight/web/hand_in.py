"""The page Hand in: a file is chosen, and its content tells what happens next."""

import hashlib
from http import HTTPStatus

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from nightlight.accounts.permissions import Permission
from nightlight.foundation.refusals import RuleRefusal
from nightlight.intake.arriving import Reading
from nightlight.intake.bundles import read_bytes
from nightlight.intake.formats.names import shown_name
from nightlight.intake.formats.pdf_text import text_of
from nightlight.intake.formats.signatures import ARCHIVES_AT_START, PDF, starts_with
from nightlight.intake.formats.values import Malformed, Refused
from nightlight.intake.lifecycle import SubmissionStatus
from nightlight.intake.tables import is_a_table
from nightlight.web import hand_in_pdf, hand_in_table
from nightlight.web.access import Request, page
from nightlight.web.handing_in import handed_in

MOST_OF_A_TABLE = 2 * 1024 * 1024
"""Bytes of a table that a page previews; larger ones are read by `nightlight intake --mapping`."""

CHOOSE = "Choose a file of at most 16 MB. Larger ones are read by nightlight intake on the server."


class FileForm(forms.Form):
    """One file. It stays in memory until it was read, and never touches the disk."""

    file = forms.FileField(
        label="File",
        help_text="A report in XML or JSON, a ZIP bundle of them, a CyberTip in PDF, or a table in CSV. At most 16 MB.",
        error_messages={"required": CHOOSE, "empty": "The file is empty. Choose another.", "missing": CHOOSE},
    )


@page(needs=Permission.SUBMISSION_SEND)
@require_http_methods(["GET", "POST"])
def hand_in(request: Request) -> HttpResponse:
    """Let a file be chosen, and read it. A report comes in at once; a PDF and a table are shown first."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if not form.is_bound:
        return render(request, "web/hand_in.html", {"form": form})
    if form.is_valid():
        file: UploadedFile[bytes] = form.cleaned_data["file"]
        name, raw = shown_name(file.name or "file"), file.read()
        try:
            return _answered(request, name, raw)
        except RuleRefusal as wrong:
            form.add_error("file", wrong.message)
    wrong_words = [{"words": said, "href": "#id_file"} for errors in form.errors.values() for said in errors]
    return render(request, "web/hand_in.html", {"form": form, "errors": wrong_words}, status=HTTPStatus.BAD_REQUEST)


def _answered(request: Request, name: str, raw: bytes) -> HttpResponse:
    if starts_with(raw, ARCHIVES_AT_START) == PDF:
        return _pdf(request, name, raw)
    if is_a_table(raw):
        if len(raw) > MOST_OF_A_TABLE:
            raise RuleRefusal("A table of more than 2 MB is read by nightlight intake --mapping on the server.")
        return hand_in_table.shown(request, name, raw)
    return handed_in(request, read_bytes(name, raw))


def _pdf(request: Request, name: str, raw: bytes) -> HttpResponse:
    sha256 = hashlib.sha256(raw).hexdigest()
    try:
        text = text_of(raw)
    except (Malformed, Refused) as wrong:
        # the bytes may hold pictures, so they cannot wait in quarantine
        reason = wrong.reason if isinstance(wrong, Refused) else "archive"
        refused = Reading(name, sha256, len(raw), SubmissionStatus.REFUSED, reason=reason, message=wrong.message)
        return handed_in(request, [refused])
    return hand_in_pdf.shown(request, name, sha256, text)
