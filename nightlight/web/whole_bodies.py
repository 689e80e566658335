"""A body that ends before its announced length is no body: the connection broke, and half of something came.

Django gives whoever reads such a body what there is, as if it were all. Half of a report might be read as a report, and
half of an uploaded file has digests of its own, which would stand as those of evidence.
"""

import http
from collections.abc import Callable
from typing import Any

from django.core.handlers.wsgi import LimitedStream
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError

CUT_OFF = "The connection broke before all that was announced had come. Nothing of it was kept. Send it again."


class WholeStream(LimitedStream):
    """Gives as many bytes as were announced, or raises OSError where it ends before."""

    def __init__(self, stream: Any, announced: int) -> None:
        super().__init__(stream, announced)
        self._missing = announced

    def read(self, size: int | None = -1, /) -> bytes:
        """Read so many bytes, or all that are still to come."""
        wanted = self._missing if size is None or size < 0 else min(size, self._missing)
        came = b""
        while len(came) < wanted:  # a server may give less at once than it was asked for
            came += self._counted(super().read(wanted - len(came)))
        return came

    def readline(self, size: int | None = -1, /) -> bytes:
        """Read a line."""
        return self._counted(super().readline(size)) if self._missing and size != 0 else b""

    def _counted(self, came: bytes) -> bytes:
        if not came:
            raise OSError(CUT_OFF)
        self._missing -= len(came)
        return came


class WholeBodyMiddleware:
    """Stands before everybody who reads, and says what became of a body that was cut off."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or ""
        if announced.isascii() and announced.isdigit():
            stream: Any = WholeStream(request.META["wsgi.input"], int(announced))
            request._stream = stream  # noqa: SLF001 - Django offers no other way
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the answer for a body that was cut off. Whoever sent it is most likely gone."""
        if isinstance(exception, UnreadablePostError):
            return JsonResponse({"message": CUT_OFF}, status=http.HTTPStatus.BAD_REQUEST)
        return None
