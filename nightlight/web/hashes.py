"""Known hashes: the lists, what was brought into each, and a box to look digests up in."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.hashes.catalogue import deconfirmations_for, list_page, lists_for
from nightlight.hashes.look_up import Match
from nightlight.hashes.models import Trust
from nightlight.hashes.reading import FileRead, read_files
from nightlight.hashes.rules import matching_on
from nightlight.rematching.reading import changes_of
from nightlight.web.access import Request, page
from nightlight.web.hash_forms import LookUpForm
from nightlight.web.hash_words import TONES
from nightlight.web.paging import pager, place

PAGE = 50
TRUST = {trust.value: trust.label.partition(":")[0] for trust in Trust}


@page(needs=Permission.HASH_READ)
@require_GET
def hashes(request: Request) -> HttpResponse:
    """Show the lists that the reader may see, and what was said to be wrongly listed."""
    listed, said = lists_for(request.user), deconfirmations_for(request.user)
    offset = place(request)
    shown = {
        "lists": [(read, TRUST[read.list.trust]) for read in listed],
        "deconfirmed": said[offset : offset + PAGE],
        "total": len(said),
        "pager": pager(
            request,
            offset=offset,
            here=len(said[offset : offset + PAGE]),
            total=len(said),
            noun="deconfirmed digests",
            size=PAGE,
        ),
        "form": LookUpForm(),
        "rights": request.user.permissions,
    }
    return render(request, "web/hashes.html", shown)


@page(needs=Permission.HASH_READ)
@require_http_methods(["GET", "POST"])
def look_up(request: Request) -> HttpResponse:
    """Look digests up. They are posted, so that no address and no log holds them."""
    form = LookUpForm(request.POST) if request.method == "POST" else LookUpForm()
    shown: dict[str, Any] = {"form": form, "rights": request.user.permissions}
    status = HTTPStatus.OK
    if form.is_valid():
        rules, found = matching_on(clock.today()), read_files(form.cleaned_data["digests"], by=request.user)
        shown["lines"] = [_line(text, read) for text, read in found.items()]
        shown["known"] = sum(1 for read in found.values() if read.matches)
        shown["distance"], shown["viral_from"] = rules.near_distance, rules.viral_from_entries
    elif form.is_bound:
        status = HTTPStatus.BAD_REQUEST
        shown["errors"] = [{"words": words, "href": "#id_digests"} for words in form.errors.get("digests", [])]
    return render(request, "web/hash_lookup.html", shown, status=status)


@page(needs=Permission.HASH_READ)
@require_GET
def hash_list(request: Request, pk: UUID) -> HttpResponse:
    """Show one list: what is said of it, and every import with its counts and findings."""
    read = list_page(request.user, pk)
    shown = {
        "read": read,
        "list": read.list,
        "trust": read.list.get_trust_display(),
        "changes": changes_of(pk, request.user),
        "rights": request.user.permissions,
        "may_withdraw": read.may_change and request.user.may(Permission.HASH_MANAGE) and not read.list.withdrawn_at,
    }
    return render(request, "web/hash_list.html", shown)


def _line(text: str, read: FileRead) -> dict[str, Any]:
    files: dict[str, list[Match]] = {}
    for match in read.matches:
        files.setdefault(match.file, []).append(match)
    colon = ":" in text
    kinds = {match.kind.value for match in read.matches} or {said.kind.value for said in read.deconfirmed}
    needs_kind = len(text) == 64 and not colon  # noqa: PLR2004 - what is both a SHA-256 and a PDQ hash by its length
    return {
        "text": text,
        "read": read,
        "tone": TONES.get(read.standing, "plain"),
        "files": [(file, matches[0].entries, [_told(match) for match in matches]) for file, matches in files.items()],
        "exact": f"{min(kinds)}:{text}" if needs_kind and kinds else text if not needs_kind else "",
    }


def _told(match: Match) -> dict[str, Any]:
    return {"match": match, "trust": TRUST[match.trust], "is_equal": match.distance == 0}
