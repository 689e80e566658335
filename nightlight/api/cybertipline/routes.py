"""GET /ispws/status and /xsd; POST /ispws/submit, /upload, /fileinfo, /finish and /retract.

The paths, parameters, documents and codes are those of the national clearing house's reporting API, so that a
provider's client is pointed here by its base address alone. See docs/formats/cybertipline-api.md.
"""

import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar, cast

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.accounts.standing import worker
from nightlight.agencies.loading import NATIONAL
from nightlight.agencies.models import Agency
from nightlight.api.bodies import SMALL_FORM, announced, let_come_in_pieces
from nightlight.api.cybertipline.answers import RECEIPT, STATUS, XML, done, named_report, number_in, response, told
from nightlight.api.cybertipline.basic import ProviderPassword
from nightlight.api.cybertipline.codes import Code, Told
from nightlight.api.cybertipline.telling import ended, mine, refused
from nightlight.api.cybertipline.uploads import passed_by
from nightlight.foundation.refusals import IllegalMove, Refusal
from nightlight.geography.gazetteer import gazetteer
from nightlight.intake.filings import actions
from nightlight.intake.filings.documents import read_details
from nightlight.intake.filings.rules import rules
from nightlight.intake.formats.limits import MAX_BYTES
from nightlight.intake.models import FiledFile, Filing
from nightlight.triage.filed import carry_filing

R = TypeVar("R")
logger = logging.getLogger(__name__)

ispws = NinjaAPI(
    title="CyberTipline reporting API, as providers' clients speak it",
    urls_namespace="ispws",
    auth=ProviderPassword(),
    docs_url=None,
    openapi_url=None,
)


@ispws.get("/status")
def status(request: HttpRequest) -> HttpResponse:
    """Say that the client is connected and known."""
    by = _provider(request)
    return response(description=f"Remote User : {by.agency.code}")


@ispws.get("/xsd")
def xsd(request: HttpRequest) -> HttpResponse:
    """Give the schema file that the installation has from the provider programme; we have none of our own to give."""
    _provider(request)
    try:
        raw = settings.CYBERTIPLINE_XSD.read_bytes() if settings.CYBERTIPLINE_XSD else b""
    except OSError:  # the operator is told when a report is held against it
        raw = b""
    if not raw:
        raise Told(
            Code.RESOURCE_NOT_FOUND,
            "This installation has no schema file. Take it from the clearing house; the operator can name it in "
            "NIGHTLIGHT_CYBERTIPLINE_XSD.",
        )
    return HttpResponse(raw, content_type=XML)


@ispws.post("/submit")
def submit(request: HttpRequest) -> HttpResponse:
    """Open a report with its document."""
    by, raw = _provider(request), _document(request)
    filing = actions.open_filing(raw, by=by, into=Agency.objects.get(code=NATIONAL))
    return response(report=filing.number)


@ispws.post("/upload")
def upload(request: HttpRequest) -> HttpResponse:
    """Take a file's digests as it passes by."""
    by = _provider(request)
    seen = passed_by(request, rules())
    filing = mine(by, named_report(request))
    file = _on(filing, by, lambda: actions.add_file(filing, by=by, file=seen))
    return response(report=filing.number, fileId=file.file_id, hash=file.md5)


@ispws.post("/fileinfo")
def fileinfo(request: HttpRequest) -> HttpResponse:
    """Take what the client says of a file that it uploaded."""
    by, raw = _provider(request), _document(request)
    number = number_in(read_details(raw).report_id)
    if number is None:
        raise Told(Code.VALIDATION_FAILED, "The document names no report: /fileDetails/reportId is a whole number.")
    filing = mine(by, number)
    _on(filing, by, lambda: actions.describe_file(filing, by=by, raw=raw))
    return response(report=filing.number)


@ispws.post("/finish")
def finish(request: HttpRequest) -> HttpResponse:
    """Let the report be a report, with our receipt in a header."""
    by = _provider(request)
    filing = _named(request, by)
    places = gazetteer(settings.DATA_DIR)
    receipt = _on(filing, by, lambda: carry_filing(filing, by=by, worker=worker(), places=places))
    files = FiledFile.objects.visible_to(by).filter(filing=filing).order_by("position")
    answer = done(report=filing.number, files=files.values_list("file_id", flat=True))
    answer[RECEIPT], answer[STATUS] = receipt.receipt, receipt.status
    return answer


@ispws.post("/retract")
def retract(request: HttpRequest) -> HttpResponse:
    """Take an unfinished report back."""
    by = _provider(request)
    filing = _named(request, by)
    _on(filing, by, lambda: actions.retract(filing, by=by))
    return response(report=filing.number)


@ispws.api_operation(["GET", "POST", "PUT", "DELETE"], "/{path:elsewhere}")
def nothing_here(request: HttpRequest, elsewhere: str) -> HttpResponse:
    """Say in a client's own language that an address below the base address is none."""
    _provider(request)
    raise Told(
        Code.RESOURCE_NOT_FOUND,
        "There is nothing at this address. Below the base address are status, xsd, submit, upload, fileinfo, finish "
        "and retract, without a slash at their end.",
    )


def _provider(request: HttpRequest) -> User:
    by = cast(User, request.auth)  # type: ignore[attr-defined]
    by.require(Permission.SUBMISSION_SEND)
    return by


def _document(request: HttpRequest) -> bytes:
    if announced(request) <= MAX_BYTES:
        let_come_in_pieces(request, most=MAX_BYTES + 1)
        if len(request.body) <= MAX_BYTES:
            return request.body
    raise Told(
        Code.VALIDATION_FAILED,
        f"The document has more than {MAX_BYTES:,} bytes; no report is that large. Files go to /upload.",
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    )


def _named(request: HttpRequest, by: User) -> Filing:
    let_come_in_pieces(request, most=SMALL_FORM)
    return mine(by, named_report(request))


def _on(filing: Filing, by: User, act: Callable[[], R]) -> R:
    try:
        return act()
    except IllegalMove:
        raise ended(filing, by) from None
    except Refusal as refusal:
        raise refused(refusal, filing.number) from None


@ispws.exception_handler(Told)
def _told(request: HttpRequest, why: Told) -> HttpResponse:
    return told(request, why)


@ispws.exception_handler(Refusal)
def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return told(request, refused(refusal))


@ispws.exception_handler(AuthenticationError)
def _stranger(request: HttpRequest, error: Any) -> HttpResponse:
    return told(request, Told(Code.AUTHENTICATION_REQUIRED, "Authentication required"))


@ispws.exception_handler(UnreadablePostError)
def _cut_off(request: HttpRequest, error: Any) -> HttpResponse:
    words = "The connection broke before all that was announced had come. Nothing of it was kept. Send it again."
    return told(request, Told(Code.INVALID_REQUEST, words, status=HTTPStatus.BAD_REQUEST))


@ispws.exception_handler(OperationalError)
def _not_saved(request: HttpRequest, error: Any) -> HttpResponse:
    logger.error("Nothing could be saved", exc_info=error)
    return told(request, Told(Code.SAVE_FAILED, "Nothing could be saved just now. Try again in a minute."))


@ispws.exception_handler(Exception)
def _broke(request: HttpRequest, error: Any) -> HttpResponse:
    logger.error("A request broke", exc_info=error)
    return told(request, Told(Code.SERVER_ERROR, "A fault of this server; nothing was changed. Try again later."))
