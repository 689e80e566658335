"""What a page or a machine is told while the database cannot be written: come again, and when."""

import logging
import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from nightlight.foundation.outage import Outage, outage_in

KEPT = "Nothing of what was sent just now was kept. Send it again."
UNAVAILABLE = 503

log = logging.getLogger(__name__)


class OutageMiddleware:
    """Answers an outage that broke off a view. It asks the database nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return the answer for an outage, nothing for other errors."""
        outage = outage_in(exception)
        return unavailable(request, outage) if outage else None


def outage_now() -> Outage | None:
    """Return the outage among the errors that are being handled at this moment."""
    return outage_in(sys.exc_info()[1])


def unavailable(request: HttpRequest, outage: Outage) -> HttpResponse:
    """Return 503 with the time to wait: a page for a browser, a sentence in JSON for everybody else."""
    log.error("The database could not be used: %s", outage)
    answer: HttpResponse
    if "text/html" in request.headers.get("Accept", ""):
        answer = HttpResponse(render_to_string("web/states/503.html", {"outage": outage, "kept": KEPT}))
    else:
        answer = JsonResponse({"message": f"{outage.message} {KEPT}"})
    answer.status_code = UNAVAILABLE
    answer["Retry-After"] = str(outage.retry_after)
    return answer
