"""Who may open a page. Every view is wrapped by `page` or `open_to_all`; a test walks all addresses and checks."""

import functools
from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from nightlight.accounts.models import User
from nightlight.foundation.acts import ledger
from nightlight.foundation.refusals import NotAllowed

View = Callable[..., HttpResponse]


class Request(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


def page(*, needs: str) -> Callable[[View], View]:
    """Let only signed-in people in who hold the right. A refused try is written down."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            person = request.user
            try:
                person.require(needs)
            except NotAllowed as refusal:
                ledger().refused(f"page.{view.__name__}", None, by=person, code=refusal.code)
                raise
            return view(request, *args, **kwargs)

        guarded.needs = needs  # type: ignore[attr-defined]  # read by tests/promises
        return guarded

    return wrap


def open_to_all(*, because: str) -> Callable[[View], View]:
    """Let everybody in, for a stated reason."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        opened.open_because = because  # type: ignore[attr-defined]  # read by tests/promises
        return opened

    return wrap


def signed_in(*, because: str) -> Callable[[View], View]:
    """Let everybody in who is signed in, for a stated reason."""

    def wrap(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            return view(request, *args, **kwargs)

        guarded.signed_in_because = because  # type: ignore[attr-defined]  # read by tests/promises
        return guarded

    return wrap
