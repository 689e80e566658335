"""Takes an uploaded file as it streams by: digests stay, and not one byte reaches a disk, a table or a log."""

import io
from http import HTTPStatus
from typing import Any, cast

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from nightlight.api.bodies import announced, let_come_in_pieces
from nightlight.api.cybertipline.codes import Code, Told
from nightlight.intake.digesting import Digesting
from nightlight.intake.filings.actions import PassedBy
from nightlight.intake.filings.rules import FilingPolicy
from nightlight.intake.stills.perceiving import Perceived, Unperceived, perceive

FIELD = "file"
FORM = "multipart/form-data"
ENVELOPE = 64 * 1024
"""Bytes that a form may have around its file."""


class Seen(InMemoryUploadedFile):
    """What stands in `request.FILES` for a file that passed by: an empty file, and its digests beside it."""

    def __init__(self, digesting: Digesting, **given: Any) -> None:
        super().__init__(io.BytesIO(), charset=None, **given)
        self.digesting = digesting


class DigestingHandler(FileUploadHandler):
    """Django's parser hands the chunks here and to nothing else; each is digested and let go.

    Memory is bounded by one chunk, and by one still picture where perceptual digests are made. A file that grows
    beyond `most` bytes is not read further, and `too_large` says so.
    """

    chunk_size = 256 * 1024

    def __init__(self, *, most: int, still_bytes: int) -> None:
        super().__init__()
        self.too_large = False
        self._most, self._still_bytes = most, still_bytes
        self._digesting = Digesting()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._digesting = Digesting(still_bytes=self._still_bytes if self.field_name == FIELD else 0)
        self._still_bytes = 0 if self.field_name == FIELD else self._still_bytes  # one picture for each form

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        if start + len(raw_data) > self._most:
            self.too_large = True
            raise SkipFile
        self._digesting.update(raw_data)

    def file_complete(self, file_size: int) -> Seen:
        given = {"name": self.file_name, "content_type": self.content_type, "size": file_size}
        return Seen(self._digesting, field_name=self.field_name, **given)


def passed_by(request: HttpRequest, limits: FilingPolicy) -> PassedBy:
    """Read the form of a request to its end and return what is known of its file. Raises Told."""
    most = limits.file_bytes + ENVELOPE
    if announced(request) > most:
        raise _too_large(limits)
    let_come_in_pieces(request, most=most)
    if request.content_type != FORM:
        raise Told(Code.MALFORMED_FILE, f"Send the file as a form ({FORM}) with the fields id and {FIELD}.")
    handler = DigestingHandler(most=limits.file_bytes, still_bytes=limits.stills.encoded_bytes)
    request.upload_handlers = [handler]
    files = cast("list[Seen]", _files(request).getlist(FIELD))
    if handler.too_large:
        raise _too_large(limits)
    if not files:
        raise Told(
            Code.MALFORMED_FILE,
            f"The form has no file in the field {FIELD}, the file has no name, or the form breaks off within it.",
        )
    if len(files) > 1:  # one id and one digest are all that the answer has room for
        raise Told(Code.MALFORMED_FILE, f"The form has {len(files)} files; send one at a time. Nothing was changed.")
    [seen] = files
    still = seen.digesting.still()
    perceived = perceive(still, limits.stills) if still else Perceived(absent_because=Unperceived.NOT_A_STILL)
    return PassedBy(seen.name or "", seen.content_type or "", seen.digesting.done(), perceived)


def _files(request: HttpRequest) -> Any:
    try:
        return request.FILES
    except (MultiPartParserError, SuspiciousOperation):
        raise Told(Code.MALFORMED_FILE, "The form cannot be taken apart; its boundaries do not fit.") from None


def _too_large(limits: FilingPolicy) -> Told:
    return Told(
        Code.FILE_UPLOAD_FAILED,
        f"The file has more than {limits.file_bytes:,} bytes. Describe it by its digests in the report instead.",
        status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    )
