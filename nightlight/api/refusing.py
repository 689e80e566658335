"""What the machine API says where nothing was done: one sentence, in JSON, under the key `message`."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from nightlight.foundation.refusals import NotAllowed, NotFound, Refusal

NO_KEY = "Show a key that holds here, as Authorization: Bearer KEY. This one is missing, unknown, or ended."
NO_FORM = "The form cannot be taken apart, or has more than 1,000 fields or 10,000 files. Nothing was done."
NO_JSON = "The body cannot be read as JSON. Nothing was done."


def say_why(api: NinjaAPI) -> None:
    """Have an API answer what is refused, by whatever part of it, in the same form."""

    def told(request: HttpRequest, status: HTTPStatus, message: str) -> HttpResponse:
        return api.create_response(request, {"message": message}, status=status)

    @api.exception_handler(AuthenticationError)
    def _stranger(request: HttpRequest, error: Any) -> HttpResponse:
        answer = told(request, HTTPStatus.UNAUTHORIZED, NO_KEY)
        answer["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(Refusal)
    def _refused(request: HttpRequest, refusal: Any) -> HttpResponse:
        status = HTTPStatus.CONFLICT
        if isinstance(refusal, NotAllowed):
            status = HTTPStatus.FORBIDDEN
        elif isinstance(refusal, NotFound):
            status = HTTPStatus.NOT_FOUND
        return told(request, status, refusal.message)

    @api.exception_handler(ValidationError)
    def _not_as_described(request: HttpRequest, error: Any) -> HttpResponse:
        return told(request, HTTPStatus.UNPROCESSABLE_ENTITY, " ".join(dict.fromkeys(map(_sentence, error.errors))))

    @api.exception_handler(MultiPartParserError)
    @api.exception_handler(SuspiciousOperation)
    def _no_form(request: HttpRequest, error: Any) -> HttpResponse:
        return told(request, HTTPStatus.BAD_REQUEST, NO_FORM)

    @api.exception_handler(HttpError)
    def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
        status = HTTPStatus(error.status_code)
        return told(request, status, NO_JSON if status is HTTPStatus.BAD_REQUEST else error.message)


def _sentence(wrong: dict[str, Any]) -> str:
    """Return what is wrong with one field, without what was sent."""
    words = str(wrong["msg"]).removeprefix("Value error, ").rstrip(".")
    where = ".".join(str(step) for step in wrong["loc"][2:])
    return f"{where}: {words}." if where else f"{words}."
