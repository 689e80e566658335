"""Bodies whose length was not announced: a client may send them in pieces (HTTP/1.1, chunked)."""

from typing import Any

from django.core.handlers.wsgi import LimitedStream
from django.http import HttpRequest

SMALL_FORM = 64 * 1024
"""Bytes of a form that holds a number."""


def announced(request: HttpRequest) -> int:
    """Return how many bytes the client said it would send, 0 where it did not say."""
    said = request.headers.get("Content-Length") or "0"
    return int(said) if said.isascii() and said.isdigit() else 0


def let_come_in_pieces(request: HttpRequest, *, most: int) -> bool:
    """Let a body in pieces be read, up to `most` bytes, before anything else touches it; say whether it is one.

    Django reads as many bytes as were announced, so of such a body none. Where the server says that its stream
    ends by itself (`wsgi.input_terminated`), the bound takes the place of the announcement.
    """
    in_pieces = "chunked" in request.headers.get("Transfer-Encoding", "").lower()
    if in_pieces and request.META.get("wsgi.input_terminated") and not announced(request):
        request.META["CONTENT_LENGTH"] = str(most)
        stream: Any = LimitedStream(request.META["wsgi.input"], most)
        request._stream = stream  # noqa: SLF001 - Django offers no other way
    return in_pieces
