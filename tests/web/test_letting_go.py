"""What was sent is gone when it is answered, whether or not Python's collector comes by."""

import gc
import io
import sys
import weakref

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from nightlight.web.letting_go import LettingGoMiddleware


class Stream(io.BytesIO):
    """What a server reads a body from; it can be watched."""


def test_a_request_that_was_answered_holds_nothing_of_what_was_sent() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(f"{len(request.body)} {request.POST['a']}")

    request = RequestFactory().post("/", b"a=words", content_type="application/x-www-form-urlencoded")
    assert LettingGoMiddleware(view)(request).content == b"7 words"
    assert not {"_body", "_post", "_stream"} & vars(request).keys()
    assert "wsgi.input" not in request.META


@pytest.mark.django_db
def test_a_body_does_not_wait_for_the_collector() -> None:
    assert settings.MIDDLEWARE[0] == "nightlight.web.letting_go.LettingGoMiddleware", "it stands outermost"
    stream = Stream(b"x" * 1000)
    watched = weakref.ref(stream)
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/ispws/submit",
        "CONTENT_LENGTH": "1000",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "wsgi.url_scheme": "http",
        "wsgi.input": stream,
        "wsgi.errors": sys.stderr,
    }
    handler = WSGIHandler()
    gc.disable()
    try:
        handler(environ, lambda *_: None).close()  # type: ignore[arg-type] # its stubs ask for more than it uses
        del environ, stream
        assert watched() is None
    finally:
        gc.enable()
