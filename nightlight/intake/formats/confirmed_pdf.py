"""What a person confirmed of a CyberTip in PDF, and its text. The PDF itself may carry pictures: it is gone.

See docs/formats/cybertip-pdf.md.
"""

import json
from collections.abc import Iterable, Sequence

from nightlight.intake.formats import json_documents, stated_reports
from nightlight.intake.formats.captures_json import each
from nightlight.intake.formats.decoding import text_of
from nightlight.intake.formats.findings import Findings
from nightlight.intake.formats.stated_fields import StatedField, field_named
from nightlight.intake.formats.stated_reports import Entry
from nightlight.intake.formats.values import Malformed, Passage, ReadReport

FORMAT = "cybertip-pdf"
ROOT, FIELDS, PAGES = "nightlightConfirmed", "fields", "pages"


def document(confirmed: Iterable[tuple[StatedField, str]], pages: Sequence[str]) -> bytes:
    """Return what was confirmed, and the text of the pages, as a document."""
    fields = [{"field": field.value, "value": value} for field, value in confirmed if value.strip()]
    said = {ROOT: {FIELDS: fields, PAGES: list(pages)}}
    return json.dumps(said, ensure_ascii=False).encode(errors="replace")


def read(raw: bytes) -> ReadReport:
    """Read what was confirmed. Raises `Refused` and `Malformed`, nothing else.

    The pages are passages. No identifier is taken out of them: which of them count is what a person confirmed, and the
    pages name officers and help desks too.
    """
    nodes = json_documents.parse(text_of(raw))
    entries: list[Entry] = []
    findings = Findings()
    for block in nodes[0].all(ROOT):
        for entry in each(block, FIELDS):
            field, value = entry.peek("field"), entry.one("value")
            if value is not None and value.text and (known := field_named(field)):
                entry.says("field")
                entries.append((known, value))
            elif value is not None:
                entry.children.append(value)
        findings.passages += [Passage(page.pointer, page.say()) for page in each(block, PAGES) if page.text]
    if not entries:
        raise Malformed("No field was confirmed; there is nothing to report.")
    return stated_reports.report(FORMAT, stated_reports.one_by_one(entries), nodes, findings)
