"""The bytes of a document as text on a page: decoded as it says, else with a mark for each byte that does not fit."""

import zlib

from nightlight.intake.formats.decoding import text_of
from nightlight.intake.formats.values import Malformed
from nightlight.intake.models import SubmissionPart


def text_as_received(part: SubmissionPart) -> str:
    """Return the text of a document of a submission. It is shown escaped, never handed out under a type of its own."""
    raw = zlib.decompress(part.deflated)
    try:
        return text_of(raw)
    except Malformed:
        return raw.decode("utf-8", errors="replace")
