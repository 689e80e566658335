"""POST /api/v1/submissions: a provider hands in a report and gets a receipt."""

import hashlib
from typing import Literal, cast

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema, Status

from nightlight.accounts.models import User
from nightlight.accounts.standing import worker
from nightlight.agencies.loading import NATIONAL
from nightlight.agencies.models import Agency
from nightlight.api.keys import ProviderKey
from nightlight.geography.gazetteer import gazetteer
from nightlight.intake.arriving import Arrival, Reading, read_arrival
from nightlight.intake.formats.limits import MAX_BYTES
from nightlight.intake.lifecycle import SubmissionStatus
from nightlight.intake.models import Channel
from nightlight.triage import road

router = Router(auth=ProviderKey())

CHUNK = 64 * 1024
REPORT_FIELD, FILES_FIELD = "report", "fileDetails"
ANSWERS = {"received": 201, "duplicate": 200, "supplement": 201, "folded": 201, "quarantined": 202, "refused": 422}
Ended = Literal["received", "duplicate", "supplement", "folded", "quarantined", "refused"]


class ReceiptOut(Schema):
    """What became of a submission. Keep the receipt: it is how the report is found again."""

    receipt: str
    status: Ended
    sha256: str
    reason: str
    message: str


@router.post(
    "",
    response={200: ReceiptOut, 201: ReceiptOut, 202: ReceiptOut, 413: ReceiptOut, 422: ReceiptOut},
    summary="Hand in a report",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/xml": {"schema": {"type": "string", "description": "A CyberTipline report document"}},
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
def submit(request: HttpRequest) -> Status[ReceiptOut]:
    """Hand in one report: the document as the body, or as `report` with its `fileDetails` documents in a form.

    201 received; 200 the same bytes were here before, and the first receipt is repeated; 202 it could not be read
    and is kept in quarantine with the reason; 413 or 422 it may not come in, and only its digest is kept.
    """
    provider = cast(User, request.auth)  # type: ignore[attr-defined]
    reading = _reading(request)
    national = Agency.objects.get(code=NATIONAL)
    [receipt] = road.carry(
        [reading],
        by=provider,
        worker=worker(),
        places=gazetteer(settings.DATA_DIR),
        into=national,
        sent_by=provider.agency,
        channel=Channel.API,
    )
    code = 413 if receipt.reason == "oversize" else ANSWERS[receipt.status]
    answer = ReceiptOut(
        receipt=receipt.receipt,
        status=cast(Ended, receipt.status),
        sha256=reading.sha256,
        reason=receipt.reason,
        message=receipt.message,
    )
    return Status(code, answer)


def _reading(request: HttpRequest) -> Reading:
    if int(request.headers.get("Content-Length") or 0) > MAX_BYTES:
        return _oversize(request)
    if request.content_type == "multipart/form-data":
        report = request.FILES.get(REPORT_FIELD)
        companions = tuple(file.read() for file in request.FILES.getlist(FILES_FIELD))
        return read_arrival(Arrival("api", report.read() if report else b"", companions))
    return read_arrival(Arrival("api", request.body))


def _oversize(request: HttpRequest) -> Reading:
    """Hash the body as it streams by, and keep nothing of it."""
    seen, size = hashlib.sha256(), 0
    while chunk := request.read(CHUNK):
        seen.update(chunk)
        size += len(chunk)
    return Reading(
        "api",
        seen.hexdigest(),
        size,
        SubmissionStatus.REFUSED,
        reason="oversize",
        message=f"The submission has {size:,} bytes; the most is {MAX_BYTES:,}. Only its digest was kept. "
        "Send each report by itself, and describe files by digest and metadata.",
    )
