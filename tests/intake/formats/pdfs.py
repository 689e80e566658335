"""Small PDF documents with words in them, made for tests."""

from collections.abc import Sequence

LINES = (
    "CyberTipline Report 900000123",
    "Section A: Reported Information",
    "Submitter:",
    "Example Chat",
    "Email: desk@example.com",
    "Incident Information",
    "Incident Type: Misleading Domain Name",
    "Incident Time: 01-02-2026 03:04:05 UTC",
    "Suspect",
    "Email Address: invented@example.com",
    "IP Address: 198.18.0.4 (Login) 01-02-2026 03:00:00 UTC",
    "Filename: a.jpg",
    "Section D: Law Enforcement Contact Information",
    "Email: officer@police.test",
)


def pdf(lines: Sequence[str] = LINES, *, stream: bytes | None = None, extra: bytes = b"") -> bytes:
    """Return a document of one page; `stream` stands in place of the page's content, `extra` among its entries."""
    words = b" ".join(b"(" + _escaped(line) + b") Tj T*" for line in lines)
    content = stream if stream is not None else b"BT /F1 10 Tf 14 TL 40 800 Td " + words + b" ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 850]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d%s>>stream\n" % (len(content), extra) + content + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    return _document(objects)


def pdf_of_pages(count: int) -> bytes:
    """Return a sound document of so many full pages, 60 lines on each."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * page) for page in range(count))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for page in range(count):
        words = b" ".join(
            b"(IP Address: 198.18.0.4, line %d of page %d) Tj T*" % (line, page + 1) for line in range(1, 61)
        )
        content = b"BT /F1 10 Tf 14 TL 40 840 Td " + words + b" ET"
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 850]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % (5 + 2 * page),
            b"<</Length %d>>stream\n" % len(content) + content + b"\nendstream",
        ]
    return _document(objects)


def _document(objects: Sequence[bytes]) -> bytes:
    made, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(made))
        made += b"%d 0 obj" % number + body + b"endobj\n"
    start, size = len(made), len(objects) + 1
    places = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % size + places
    return made + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, start)


def _escaped(line: str) -> bytes:
    return line.encode("latin-1").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
