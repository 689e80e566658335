"""The two documents that the reporting API answers with: `reportResponse`, and `reportDoneResponse` from /finish."""

from collections.abc import Iterable
from http import HTTPStatus

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from lxml import etree

from nightlight.api.cybertipline.codes import Code, Told
from nightlight.foundation import ids

XML = "text/xml; charset=utf-8"
REQUEST_ID, RECEIPT, STATUS, WORDS = "Request-ID", "Nightlight-Receipt", "Nightlight-Status", "Nightlight-Message"
FINISH = "/finish"
LARGEST_LONG = 2**63 - 1


def response(
    *,
    description: str = "Success",
    code: Code = Code.SUCCESS,
    status: int = 200,
    report: int | None = None,
    **more: str,
) -> HttpResponse:
    """Return a `reportResponse`. `more` are the elements after the report's number: `fileId`, then `hash`."""
    root = etree.Element("reportResponse")
    etree.SubElement(root, "responseCode").text = str(code.value)
    etree.SubElement(root, "responseDescription").text = description
    if report is not None:
        etree.SubElement(root, "reportId").text = str(report)
    for name, text in more.items():
        etree.SubElement(root, name).text = text
    return _answer(root, status)


def done(*, report: int, files: Iterable[str] = (), code: Code = Code.SUCCESS, status: int = 200) -> HttpResponse:
    """Return a `reportDoneResponse`, which has no room for words."""
    root = etree.Element("reportDoneResponse")
    etree.SubElement(root, "responseCode").text = str(code.value)
    etree.SubElement(root, "reportId").text = str(report)
    inside = etree.SubElement(root, "files")
    for file_id in files:
        etree.SubElement(inside, "fileId").text = file_id
    return _answer(root, status)


def told(request: HttpRequest, why: Told) -> HttpResponse:
    """Return the answer to a request that ended early, in the shape that its endpoint has. Reads nothing of the body.

    It names a report always, 0 where none is meant: some clients take an answer without one for a broken one.
    """
    if request.path.endswith(FINISH):
        answer = done(report=why.report, code=why.code, status=why.status)
        answer[WORDS] = why.message
    else:
        answer = response(description=why.message, code=why.code, status=why.status, report=why.report)
    if why.status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Basic realm="Nightlight", charset="UTF-8"'
    if why.status in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        answer["Retry-After"] = "60"
    if why.receipt:
        answer[RECEIPT] = why.receipt
    return answer


def named_report(request: HttpRequest) -> int | None:
    """Return the report's number that a form names as `id`, or None where it names none."""
    try:
        return number_in(request.POST.get("id", ""))
    except (MultiPartParserError, SuspiciousOperation):
        return None


def number_in(text: str) -> int | None:
    """Return the whole number that a text is, if an xs:long can hold it."""
    digits = text.strip()
    if not digits.isascii() or not digits.isdigit() or len(digits) > len(str(LARGEST_LONG)):
        return None
    return number if (number := int(digits)) <= LARGEST_LONG else None


def _answer(root: etree._Element, status: int) -> HttpResponse:
    raw = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    answer = HttpResponse(raw, content_type=XML, status=status)
    answer[REQUEST_ID] = str(ids.new())
    answer["Cache-Control"] = "no-store"
    return answer
