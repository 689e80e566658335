"""The response codes of the reporting API that we answer with, and the HTTP status of each.

Source: the reporting API's documentation and recorded answers; docs/formats/cybertipline-api.md says how sure we are.
What a client did is answered with status 200 and a code in the document, as the real service was seen to do.
"""

from enum import IntEnum
from http import HTTPStatus


class Code(IntEnum):
    """What became of a request; zero is success."""

    SUCCESS = 0
    SERVER_ERROR = 1000
    SAVE_FAILED = 1100
    FILE_UPLOAD_FAILED = 1111
    RESOURCE_NOT_FOUND = 1210
    AUTHENTICATION_REQUIRED = 2000
    NOT_AUTHORIZED_FOR_SUBMISSIONS = 3100
    INVALID_REQUEST = 4000
    VALIDATION_FAILED = 4100
    MALFORMED_XML = 4110
    MALFORMED_FILE = 4200
    REPORT_DOES_NOT_EXIST = 5001
    FILE_DOES_NOT_EXIST = 5002
    REPORT_ALREADY_RETRACTED = 5101
    REPORT_ALREADY_FINISHED = 5102


STATUSES = {
    Code.SERVER_ERROR: HTTPStatus.INTERNAL_SERVER_ERROR,
    Code.SAVE_FAILED: HTTPStatus.SERVICE_UNAVAILABLE,
    Code.RESOURCE_NOT_FOUND: HTTPStatus.NOT_FOUND,
    Code.AUTHENTICATION_REQUIRED: HTTPStatus.UNAUTHORIZED,
    Code.NOT_AUTHORIZED_FOR_SUBMISSIONS: HTTPStatus.FORBIDDEN,
}
"""The HTTP statuses of codes whose status is not 200."""


class Told(Exception):
    """A request ends here with a code and words for people; it changes nothing.

    `report` is the number that the client named, zero where it named none; `receipt` that of the submission which a
    finished report has become.
    """

    def __init__(
        self, code: Code, message: str, *, status: HTTPStatus | None = None, report: int = 0, receipt: str = ""
    ) -> None:
        super().__init__(message)
        self.code, self.message, self.report, self.receipt = code, message, report, receipt
        self.status = status or STATUSES.get(code, HTTPStatus.OK)
