"""From what an act refuses to the code that a client knows."""

from http import HTTPStatus

from nightlight.api.cybertipline.codes import Code, Told
from nightlight.foundation.refusals import NotAllowed, NotFound, Refusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.filings.lifecycle import FilingStatus
from nightlight.intake.filings.refusals import DocumentInvalid, DocumentMalformed, FilingGone, NoSuchFile, TooMany
from nightlight.intake.models import Filing

NO_SUCH_REPORT = "There is no open report with this number among yours. Nothing was changed."
CODES: dict[type[Refusal], Code] = {
    DocumentMalformed: Code.MALFORMED_XML,
    DocumentInvalid: Code.VALIDATION_FAILED,
    FilingGone: Code.REPORT_DOES_NOT_EXIST,
    NotFound: Code.REPORT_DOES_NOT_EXIST,
    NoSuchFile: Code.FILE_DOES_NOT_EXIST,
    NotAllowed: Code.NOT_AUTHORIZED_FOR_SUBMISSIONS,
    TooMany: Code.SERVER_ERROR,
}
OVERSIZE = "oversize"


def refused(refusal: Refusal, report: int = 0) -> Told:
    """Return what a client is told of a refusal, about the report with this number."""
    status = None
    if isinstance(refusal, TooMany):
        status = HTTPStatus.TOO_MANY_REQUESTS
    elif refusal.code == OVERSIZE:
        status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    message = NO_SUCH_REPORT if isinstance(refusal, NotFound) else refusal.message
    return Told(CODES.get(type(refusal), Code.INVALID_REQUEST), message, status=status, report=report)


def mine(by: Actor, number: int | None) -> Filing:
    """Return the actor's own filing with a number. Raises Told, for another provider's just as for none."""
    if number is None:
        raise Told(Code.INVALID_REQUEST, "The report's number is missing: send it as a whole number in the field id.")
    found = Filing.objects.visible_to(by).filter(sent_by=by.agency_id, number=number)
    if (filing := found.select_related("agency", "sent_by").first()) is None:
        raise Told(Code.REPORT_DOES_NOT_EXIST, NO_SUCH_REPORT, report=number)
    return filing


def ended(filing: Filing, by: Actor) -> Told:
    """Return what a client is told whose move came too late; of a finished report the receipt is repeated."""
    now = Filing.objects.visible_to(by).select_related("submission").get(pk=filing.pk)
    if now.status == FilingStatus.FINISHED:
        receipt = now.submission.receipt if now.submission else ""
        words = "This report is finished already."
        return Told(Code.REPORT_ALREADY_FINISHED, words, report=now.number, receipt=receipt)
    if now.status == FilingStatus.RETRACTED:
        return Told(Code.REPORT_ALREADY_RETRACTED, "This report is retracted already.", report=now.number)
    return refused(FilingGone(), now.number)
