"""The bytes of a document as text on a page: decoded as it says, else with a mark for each byte that does not fit."""

import zlib

from nightlight.intake.models import SubmissionPart
from nightlight.quarantine.faults import text_shown


def text_as_received(part: SubmissionPart) -> str:
    """Return the text of a document of a submission. It is shown escaped, never handed out under a type of its own."""
    return text_shown(zlib.decompress(part.deflated))
