"""What every page of the public form has: its language, its headers, and a door through which no file comes."""

import functools
from collections.abc import Callable
from typing import Any, NoReturn

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from nightlight.agencies.models import Agency
from nightlight.web.access import View, open_to_all
from nightlight.web.public_draft import LANGUAGE

MOST_BYTES = 512 * 1024
"""Bytes of one page of answers; a long account in any script stays far below."""

LANGUAGES = {code for code, _name in settings.LANGUAGES}
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


class DropFiles(FileUploadHandler):
    """Drops every file that comes with a form, unread, and remembers that one came."""

    came = False

    def new_file(self, *args: Any, **kwargs: Any) -> NoReturn:
        self.came = True
        raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep nothing."""

    def file_complete(self, file_size: int) -> None:
        """Give no file."""


def public_page(*, because: str) -> Callable[[View], View]:
    """Make a view a page of the public form, open to everybody.

    Its forms carry a token of their own in place of Django's: under `no-referrer` a browser sends no origin to compare.
    """

    def wrap(view: View) -> View:
        @csrf_exempt
        @open_to_all(because=because)
        @functools.wraps(view)
        def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            request.upload_handlers = [DropFiles()]
            with translation.override(_language(request)):
                if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
                    response = show(request, "too_large", status=413)
                else:
                    response = view(request, *args, **kwargs)
            for name, value in HEADERS.items():
                response[name] = value
            return response

        return shown

    return wrap


def show(request: HttpRequest, page: str, words: dict[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
    """Show a page of the public form."""
    agency = Agency.objects.get(code=settings.FORM_AGENCY)
    shown = {
        "agency_name": settings.FORM_NAME or agency.name,
        "emergency": settings.FORM_EMERGENCY,
        "hotline": settings.FORM_HOTLINE,
        "crisis_line": settings.FORM_CRISIS_LINE,
        "neutral_site": settings.FORM_NEUTRAL_SITE,
        "language": translation.get_language(),
        **(words or {}),
    }
    return render(request, f"web/public/{page}.html", shown, status=status)


def file_came(request: HttpRequest) -> bool:
    """Say whether a file came with the form that was sent. It was dropped unread."""
    return bool(request.POST) and any(isinstance(each, DropFiles) and each.came for each in request.upload_handlers)


def choose_language(request: HttpRequest, code: str) -> None:
    """Keep the language that somebody chose, for as long as their browser is open."""
    if code in LANGUAGES:
        request.session[LANGUAGE] = code


def address_of(request: HttpRequest) -> str:
    """Return the visitor's address as far as it is known: the server's, or what one's own proxy says."""
    header = settings.FORM_ADDRESS_HEADER
    given = request.headers.get(header, "") if header else request.META.get("REMOTE_ADDR", "")
    return str(given).rpartition(",")[2].strip()


def _language(request: HttpRequest) -> str:
    chosen = request.session.get(LANGUAGE)
    return chosen if chosen in LANGUAGES else translation.get_language_from_request(request)
