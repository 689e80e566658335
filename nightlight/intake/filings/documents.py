"""The documents of a filing, looked at when they arrive, so that finishing brings no surprise."""

from dataclasses import dataclass

from nightlight.intake.filings.refusals import DocumentInvalid, DocumentMalformed
from nightlight.intake.formats import cybertipline_xml, limits, xml_documents
from nightlight.intake.formats.decoding import text_of
from nightlight.intake.formats.imagery import refuse_imagery
from nightlight.intake.formats.reading import read
from nightlight.intake.formats.values import Malformed, ReadReport, Refused

FILE_DETAILS = "fileDetails"


@dataclass(frozen=True, slots=True)
class Describes:
    """Which file of which report a details document is about, as it says itself."""

    report_id: str
    file_id: str


def read_report(raw: bytes) -> ReadReport:
    """Return what a report document says.

    Raises DocumentMalformed for what is no such document, and DocumentInvalid for one that may not come in (imagery,
    a DOCTYPE, oversize) or lacks one of the two statements that the provider programme asks of every report.
    """
    try:
        said = read(raw)
    except Refused as refused:
        raise _invalid(refused) from None
    except Malformed as malformed:
        raise DocumentMalformed(malformed.message) from None
    if said.format != cybertipline_xml.FORMAT:
        raise DocumentMalformed("A report is opened with a CyberTipline report document in XML (<report>).")
    if not said.incident_type or said.incident is None:
        raise DocumentInvalid(
            "The report lacks its incident's type or time: /report/incidentSummary needs incidentType and "
            "incidentDateTime. Add them and send it again; nothing was kept."
        )
    return said


def read_details(raw: bytes) -> Describes:
    """Return what a details document is about. Raises as `read_report` does."""
    if len(raw) > limits.MAX_BYTES:
        raise DocumentInvalid(f"The document has more than {limits.MAX_BYTES:,} bytes. Nothing was kept.", "oversize")
    try:
        refuse_imagery(raw)
        [root, *_] = xml_documents.parse(text_of(raw))
    except Refused as refused:
        raise _invalid(refused) from None
    except Malformed as malformed:
        raise DocumentMalformed(malformed.message) from None
    if root.name != FILE_DETAILS:
        raise DocumentMalformed(f"The document begins with <{root.name[:60]}>; expected <{FILE_DETAILS}>.")
    return Describes(root.peek("reportId"), root.peek("fileId"))


def _invalid(refused: Refused) -> DocumentInvalid:
    """Return what a client is told of a document that may not come in: unlike a submission, it leaves no digest."""
    words = refused.message.replace(" was kept but its digest", " was kept").replace(
        " was kept but the digest", " was kept"
    )
    return DocumentInvalid(words, refused.reason)
