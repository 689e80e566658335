"""What is fuzzed: each format from bytes to a value. Whatever the bytes, the answer is a value or a refusal in words.

A target raises where the promise is broken. It is given bytes only, so the corpus is readable: text, and what
is no text is made by `SEEDS`.
"""

import zipfile
from collections.abc import Callable, Mapping

from nightlight.intake.bundles import read_bytes
from nightlight.intake.formats import confirmed_pdf, csv_rows, pdf_fields
from nightlight.intake.formats.imagery import refuse_imagery
from nightlight.intake.formats.reading import read
from nightlight.intake.formats.stated_fields import StatedField, guessed
from nightlight.intake.formats.values import Malformed, ReadReport, Refused
from nightlight.intake.tables import read_table
from tests.hashes.formats.test_any_bytes import look
from tests.intake.formats.bundles import bundle, details, report

MEANS = {"A": "email", "B": "ip_address", "C": "number", "D": "md5", "E": "notes", "F": "child_age"}


def _judged(said: ReadReport) -> None:
    """What was read fits what may be stored."""
    for person in said.people:
        if person.age is not None and not 0 <= person.age <= 150:
            raise AssertionError("an age that nobody has")
    for sighting in said.sightings:
        if sighting.port is not None and not 0 < sighting.port < 2**16:
            raise AssertionError("a port that is none")


def _document(raw: bytes) -> None:
    try:
        _judged(read(raw))
    except (Refused, Malformed) as wrong:
        if not wrong.message:
            raise AssertionError("refused without a word") from wrong


def xml(raw: bytes) -> None:
    """A provider's report, its beginning given, so that the fuzzer works inside it."""
    _document(b"<report>" + raw + b"</report>")


def xml_beside(raw: bytes) -> None:
    """A description of a file beside a report."""
    try:
        _judged(read(b"<report/>", [b"<fileDetails>" + raw + b"</fileDetails>"]))
    except (Refused, Malformed) as wrong:
        if not wrong.message:
            raise AssertionError("refused without a word") from wrong


def json(raw: bytes) -> None:
    """A law-enforcement report, its beginning given."""
    _document(b'{"reportId": 1, "reportedInformation": ' + raw + b"}")


def own(raw: bytes) -> None:
    """What somebody told by the public form, its beginning given."""
    _document(b'{"nightlight": "public-form", "version": 1, ' + raw + b"}")


def anything(raw: bytes) -> None:
    """Bytes from the first one on."""
    _document(raw)


def zip_bundle(raw: bytes) -> None:
    """A bundle."""
    for reading in read_bytes("fuzz", b"PK\x03\x04" + raw):
        if not reading.said and not reading.message:
            raise AssertionError("neither read nor refused")


def table(raw: bytes) -> None:
    """A table whose heads are given."""
    for reading in read_table("fuzz", b"A,B,C,D,E,F\n" + raw, MEANS):
        if not reading.said and not reading.message:
            raise AssertionError("neither read nor refused")


def row(raw: bytes) -> None:
    """A row of a table as it is kept."""
    _document(csv_rows.document(dict.fromkeys(MEANS, raw.decode("utf-8", "replace")), MEANS))


def pdf_words(raw: bytes) -> None:
    """The text of a PDF, and what it seems to say taken as it stands."""
    pages = raw.decode("utf-8", "replace").split("\f")
    taken = [(each.field, each.value) for each in pdf_fields.suggested(pages)]
    guessed(pages[0])
    _document(confirmed_pdf.document(taken or [(StatedField.NOTES, "words")], pages))


def imagery(raw: bytes) -> None:
    """The look for imagery."""
    try:
        refuse_imagery(raw)
    except Refused as wrong:
        if wrong.reason not in {"imagery", "archive"}:
            raise AssertionError("refused for another reason") from wrong


def hash_pages(raw: bytes) -> None:
    """A page of hash sharing, its beginning given."""
    look(b'<queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2">' + raw + b"</queryResult>")


def hash_set(raw: bytes) -> None:
    """A hash set of VICS, its header given."""
    look(b'{"@odata.context":"http://x/ProjectVic/DataModels/2.0.xml/US/$metadata#Media","value":[' + raw + b"]}")


def hash_table(raw: bytes) -> None:
    """A table of hashes, its heads given."""
    look(b"ID;MD5;SHA1;PDQ;Code;Series name;Victim identified;Added\n" + raw)


SEEDS: Mapping[str, tuple[bytes, ...]] = {
    "zip_bundle": tuple(
        bundle(files, method=method)[4:]
        for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        for files in (
            {"report.xml": report(), "f.xml": details("1", name="a.bin"), "a.bin": b"words"},
            {"a/1.xml": report("1"), "b/2.json": b'{"reportedInformation": {"a": "b"}}', "c.txt": b""},
        )
    ),
}
"""What cannot be written down as text, made anew each time: what follows the first four bytes of a bundle."""

REPORTS = (xml, xml_beside, json, own, anything, zip_bundle, table, row, pdf_words, imagery)
LISTS = (hash_pages, hash_set, hash_table)
TARGETS: Mapping[str, Callable[[bytes], None]] = {target.__name__: target for target in (*REPORTS, *LISTS)}
