"""The front of this package: bytes in, what they say out. The format is told by content, never by name."""

import re
from collections.abc import Sequence

from nightlight.intake.formats import (
    confirmed_pdf,
    csv_rows,
    cybertipline_xml,
    law_enforcement_json,
    limits,
    own_report,
)
from nightlight.intake.formats.decoding import text_of
from nightlight.intake.formats.imagery import refuse_imagery
from nightlight.intake.formats.own_document import is_own
from nightlight.intake.formats.values import Malformed, ReadReport, Refused

OF_OUR_OWN = {csv_rows.ROOT: csv_rows.read, confirmed_pdf.ROOT: confirmed_pdf.read}
"""Documents that Nightlight writes itself in place of what it cannot keep, told by their first name."""
_FIRST_NAME = re.compile(r'\s{0,64}\{"([A-Za-z]{1,40})"')

_LIKE_A_TABLE = re.compile(r"\s{0,64}[^\n,;\t|]{0,200}[,;\t|]")

TABLES = "A table in CSV is handed in on the page Hand in, or by nightlight intake --mapping."
EXPECTED = "a CyberTipline report in XML (<report>), or the JSON that law enforcement downloads"


def read(raw: bytes, companions: Sequence[bytes] = ()) -> ReadReport:
    """Read one submission: a main document and those that belong to it.

    Raises `Refused` where nothing but the digest may be kept, `Malformed` where the bytes go to quarantine, and
    nothing else, whatever the bytes are.
    """
    parts = (raw, *companions)
    _refuse_excess(parts)
    for part in parts:
        refuse_imagery(part)
    text = text_of(raw)
    beginning = text.lstrip()[:1]
    if beginning == "<":
        return cybertipline_xml.read(raw, companions)
    if beginning not in {"{", "["}:
        found = "nothing" if not beginning else "something else"
        hint = f" {TABLES}" if _LIKE_A_TABLE.match(text) else ""
        raise Malformed(f"Expected {EXPECTED}; found {found}.{hint}", line=1, offset=0)
    if companions:
        raise Malformed("A report in JSON has no documents beside it. Hand it in alone.")
    if is_own(text):
        return own_report.read(text)
    root = _FIRST_NAME.match(text)
    return OF_OUR_OWN.get(root[1] if root else "", law_enforcement_json.read)(raw)


def _refuse_excess(parts: Sequence[bytes]) -> None:
    size = sum(map(len, parts))
    if size > limits.MAX_BYTES:
        raise Refused(
            "oversize",
            f"The submission has more than {limits.MAX_BYTES:,} bytes; no report is that large. "
            "Nothing was kept but the digest. Ask the sender whether files came with it.",
        )
