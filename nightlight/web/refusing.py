"""Turns refusals into pages: not found and not yours are one page; not allowed says which right is missing."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from nightlight.foundation.refusals import NotAllowed, NotFound, Refusal
from nightlight.web.outages import outage_now, unavailable

TYPED_BY_HAND = ("public-form", "public-return")
"""Addresses that stand on paper: people type them with a slash at the end, and telephones begin them with a capital."""


class RefusalMiddleware:
    """Answers a refusal that reached the edge; the act has written it down already."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the page for a refusal, nothing for other errors."""
        if isinstance(exception, NotFound):
            return render(request, "web/states/404.html", status=404)
        if isinstance(exception, NotAllowed):
            return render(request, "web/states/403.html", {"refusal": exception}, status=403)
        if isinstance(exception, Refusal):
            return render(request, "web/states/refused.html", {"refusal": exception}, status=409)
        return None


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Return the page for an address that leads nowhere: the same as for a record that is not yours."""
    if _by_a_machine(request):
        return JsonResponse({"message": "There is nothing at this address."}, status=404)
    meant = request.path.rstrip("/").lower()
    if request.method == "GET" and meant != request.path and meant in {reverse(name) for name in TYPED_BY_HAND}:
        return redirect(meant)
    return render(request, "web/states/404.html", status=404)


def broke(request: HttpRequest) -> HttpResponse:
    """Return the page for a fault of ours, or for an outage outside every view. It needs no database."""
    if outage := outage_now():
        return unavailable(request, outage)
    if _by_a_machine(request):
        return JsonResponse({"message": "A fault of this server; nothing was changed. Try again later."}, status=500)
    return HttpResponse(render_to_string("web/states/500.html"), status=500)


def _by_a_machine(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form whose token does not fit; nothing was changed."""
    return render(request, "web/states/csrf.html", status=403)
