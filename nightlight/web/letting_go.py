"""What was sent is let go once it is answered, not when Python's collector comes by.

Django's requests hold themselves (their user, messages and session look back at them), so a request stays until the
collector looks, and ours looks seldom (`foundation/memory.py`): a hundred refused documents of 8 MB held 1 GB.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

SENT = ("_body", "_post", "_stream")
"""Where a request keeps what was sent. Its files it closes itself, and they hold nothing after that."""
STREAM = "wsgi.input"
"""Where the server keeps it: a request keeps what the server gave it, too."""


class LettingGoMiddleware:
    """Stands outermost: nobody asks for what was sent after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        for name in SENT:
            request.__dict__.pop(name, None)
        request.META.pop(STREAM, None)
        return answer
