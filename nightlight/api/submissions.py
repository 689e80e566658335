"""POST /api/v1/submissions: a provider hands in a report and gets a receipt."""

import hashlib
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Any, Literal, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.errors import HttpError

from nightlight.accounts.models import User
from nightlight.accounts.standing import worker
from nightlight.agencies.loading import NATIONAL
from nightlight.agencies.models import Agency
from nightlight.api.answering import answer
from nightlight.api.bodies import announced, let_come_in_pieces
from nightlight.api.keys import ProviderKey
from nightlight.foundation.once_a_second import once_a_second
from nightlight.geography.gazetteer import gazetteer
from nightlight.intake.arriving import Reading
from nightlight.intake.bundles import read_bytes
from nightlight.intake.formats.limits import MAX_BUNDLE_IN_MEMORY, MAX_BYTES
from nightlight.intake.formats.signatures import is_a_bundle
from nightlight.intake.lifecycle import SubmissionStatus
from nightlight.intake.models import Channel
from nightlight.triage.road import Receipt
from nightlight.triage.together import Way, carry_together

router = Router(auth=ProviderKey())

CHUNK = 64 * 1024
AS_REPORTS_ARE = 64 * 1024
"""Most reports have a tenth of these bytes; so many are read in the time that others may be made to wait."""
REPORT_FIELD, FILES_FIELD = "report", "fileDetails"
ANSWERS = {"received": 201, "duplicate": 200, "supplement": 201, "folded": 201, "quarantined": 202, "refused": 422}
Ended = Literal["received", "duplicate", "supplement", "folded", "quarantined", "refused"]
TOO_LARGE = 413
NO_REPORT = (
    f"The form has no file in the field {REPORT_FIELD}, or the file has no name. Nothing was kept. "
    f"Send the report as a file in {REPORT_FIELD}, or alone as the body."
)
BEST_FIRST = (201, 200, 202, 422, TOO_LARGE)
BUNDLES = {"application/zip", "application/x-zip-compressed"}


class ReceiptOut(Schema):
    """What became of a submission. Keep the receipt: it is how the report is found again."""

    receipt: str
    status: Ended
    sha256: str
    reason: str
    message: str
    reports: list["ReceiptOut"] = []
    """Of a bundle with several reports, a receipt for each; the first stands above."""


@router.post(
    "",
    response={200: ReceiptOut, 201: ReceiptOut, 202: ReceiptOut, 413: ReceiptOut, 422: ReceiptOut},
    summary="Hand in a report",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/xml": {"schema": {"type": "string", "description": "A CyberTipline report document"}},
                "application/zip": {"schema": {"type": "string", "format": "binary", "description": "A bundle"}},
                "application/json": {"schema": {"type": "object", "description": "The law-enforcement JSON"}},
                "multipart/form-data": {
                    "schema": {
                        "type": "object",
                        "properties": {
                            REPORT_FIELD: {"type": "string", "format": "binary"},
                            FILES_FIELD: {"type": "array", "items": {"type": "string", "format": "binary"}},
                        },
                        "required": [REPORT_FIELD],
                    }
                },
            },
        }
    },
)
def submit(request: HttpRequest) -> HttpResponse:
    """Hand in one report: the document as the body, or as `report` with its `fileDetails` documents in a form.

    A ZIP bundle may be the body too: its reports come in, each with a receipt of its own in `reports`, and the other
    files in it are hashed and dropped. The code is then that of the best that became of one of them.

    201 received; 200 the same bytes were here before, and the first receipt is repeated; 202 it could not be read
    and is kept in quarantine with the reason; 413 or 422 it may not come in, and only its digest is kept.
    """
    provider = cast(User, request.auth)  # type: ignore[attr-defined]
    read = _read(request)
    hand, national = _standing()
    way = Way(provider, hand, gazetteer(settings.DATA_DIR), national, provider.agency, Channel.API)
    carried = carry_together(read, way)
    each = [_receipt(receipt, reading) for reading, receipt in carried]
    said = each[0] if len(each) == 1 else each[0] | {"reports": each}
    return answer(min((_code(receipt) for _, receipt in carried), key=BEST_FIRST.index), said)


@once_a_second
def _standing() -> tuple[User, Agency]:
    """Return the worker, and the agency that receives."""
    return worker(), Agency.objects.get(code=NATIONAL)


def _receipt(receipt: Receipt, reading: Reading) -> dict[str, Any]:
    return {
        "receipt": receipt.receipt,
        "status": receipt.status,
        "sha256": reading.sha256,
        "reason": receipt.reason,
        "message": receipt.message,
    }


def _code(receipt: Receipt) -> int:
    return TOO_LARGE if receipt.reason == "oversize" else ANSWERS[receipt.status]


def _read(request: HttpRequest) -> Callable[[], Sequence[Reading]]:
    """Take the body in and return what reads it. What is larger than reports are is read before it stands in line."""
    most = MAX_BUNDLE_IN_MEMORY if request.content_type in BUNDLES else MAX_BYTES
    if announced(request) > most:
        refused = [_oversize(request, most)]
        return lambda: refused
    in_pieces = let_come_in_pieces(request, most=most)
    raw, companions = _body(request)
    if in_pieces and (more := request.META["wsgi.input"].read(CHUNK)):
        refused = [_oversize(request, most, raw + more)]
        return lambda: refused
    if len(raw) + sum(map(len, companions)) <= AS_REPORTS_ARE and not is_a_bundle(raw):
        return lambda: list(read_bytes("api", raw, companions))
    readings = list(read_bytes("api", raw, companions))
    return lambda: readings


def _body(request: HttpRequest) -> tuple[bytes, tuple[bytes, ...]]:
    if request.content_type != "multipart/form-data":
        return request.body, ()
    report = request.FILES.get(REPORT_FIELD)
    if report is None:
        raise HttpError(HTTPStatus.UNPROCESSABLE_ENTITY, NO_REPORT)
    return report.read(), tuple(file.read() for file in request.FILES.getlist(FILES_FIELD))


def _oversize(request: HttpRequest, most: int, before: bytes = b"") -> Reading:
    """Hash the body as it streams by, after what was read of it `before`, and keep nothing of it."""
    seen, size = hashlib.sha256(before), len(before)
    stream = request.META["wsgi.input"] if before else request
    while chunk := stream.read(CHUNK):
        seen.update(chunk)
        size += len(chunk)
    return Reading(
        "api",
        seen.hexdigest(),
        size,
        SubmissionStatus.REFUSED,
        reason="oversize",
        message=f"The submission has {size:,} bytes; the most is {most:,}. Only its digest was kept. "
        "Send each report by itself, and describe files by digest and metadata. "
        f"A bundle sent as application/zip may have {MAX_BUNDLE_IN_MEMORY:,}.",
    )
