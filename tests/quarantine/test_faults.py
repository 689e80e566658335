"""Where it breaks: the document, the line, the byte, the character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.intake.formats.reading import read
from nightlight.intake.formats.values import Malformed, Refused
from nightlight.quarantine.excerpts import WIDTH, excerpt, visible
from nightlight.quarantine.faults import fault_in, text_shown
from nightlight.quarantine.mending import bytes_of

REPORT = "<?xml version='1.0'?>\n<report>\n<incidentSummary>é</incidentSumary>\n</report>"
FILE = b"<fileDetails><reportId>7</reportId></fileDetails>"


def said_of(raw: bytes) -> str:
    try:
        read(raw)
    except (Malformed, Refused) as error:
        return error.message
    return ""


def marked(raw: bytes) -> str:
    fault = fault_in([raw])
    assert fault
    [line] = [line for line in excerpt(text_shown(raw), at=fault.at, line=fault.line) if line.is_place]
    return f"{line.number}:{line.before}[{line.marked}]{line.after}"


@pytest.mark.parametrize(
    "raw",
    [REPORT.encode(), "\ufeff".encode() + REPORT.encode(), "\ufeff".encode("utf-16-le") + REPORT.encode("utf-16-le")],
    ids=["plain", "with a byte order mark", "utf-16"],
)
def test_the_place_is_marked_whatever_the_encoding(raw: bytes) -> None:
    assert marked(raw) == "3:<incidentSummary>é</[i]ncidentSumary>"


def test_the_place_in_json_is_marked_behind_letters_of_several_bytes() -> None:
    assert marked('{"a": "éé",\n"b": [1,2}}'.encode()) == '2:"b": [1,2[}]}'


def test_an_end_that_is_missing_is_marked_at_the_end() -> None:
    assert marked(b"<report>\n<a>") == "2:<a>[(ends here)]"


def test_a_nul_and_a_byte_of_no_encoding_are_marked() -> None:
    assert marked(b"<report>\n\x00</report>") == "2:[(U+0000)]</report>"
    assert marked("<report>é".encode() + b"\xff</report>") == "1:<report>é[\ufffd]</report>"


def test_the_document_that_breaks_is_found_among_those_beside_the_report() -> None:
    fault = fault_in([b"<report></report>", FILE, FILE[:-3], FILE])
    assert fault
    assert (fault.position, fault.line, fault.element) == (2, 1, "fileDetails")


def test_what_can_be_read_has_no_fault_and_what_may_not_come_in_no_place() -> None:
    assert fault_in([b"<report></report>"]) is None
    fault = fault_in([b"<!DOCTYPE r><report/>"])
    assert fault
    assert (fault.may_not_come_in, fault.line) == (True, None)


@given(
    st.binary(max_size=120)
    | st.text(max_size=80).map(lambda text: f"<report>{text}</report".encode("utf-8", "replace"))
)
def test_whatever_the_bytes_are_the_fault_is_the_one_of_reading_and_lies_within_them(raw: bytes) -> None:
    fault = fault_in([raw])
    assert (fault.message if fault else "") == said_of(raw)
    if fault:
        text = text_shown(raw)
        assert fault.at is None or 0 <= fault.at <= len(text) + 1
        assert excerpt(text, at=fault.at, line=fault.line)


def test_a_long_line_is_shown_around_the_place_only() -> None:
    [line] = excerpt("a b " * 5000, at=10_000)
    assert len(line.before) == WIDTH + 1
    assert len(line.after) <= WIDTH * 2 + 1


def test_what_could_be_encoded_bytes_is_counted_and_not_shown() -> None:
    text = "<a>" + "QUJD" * 200 + "</a>"
    [line] = excerpt(text, line=1)
    assert line.marked == "<a>(800 characters without a blank, left out)</a>"


@given(st.text(max_size=60))
def test_every_character_that_is_shown_is_seen(text: str) -> None:
    assert all(character.isprintable() for character in visible(text))


def test_a_turn_of_direction_is_shown_by_its_code_point() -> None:
    assert visible("a\u202eb") == "a(U+202E)b"


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "utf-16"])
def test_a_mended_text_is_written_as_it_declares(encoding: str) -> None:
    declares = (
        ""
        if encoding == "utf-16"
        else f"<?xml version='1.0' encoding='{'iso-8859-1' if encoding == 'latin-1' else encoding}'?>"
    )
    text = f"{declares}<report>é</report>"
    original = "<a>".encode("utf-16") if encoding == "utf-16" else b"<a>"
    assert bytes_of(text, original) == text.encode(encoding)


def test_a_browsers_line_ends_do_not_change_a_document_that_had_none() -> None:
    assert bytes_of("<a>\r\n</a>", b"<a>\n") == b"<a>\n</a>"
    assert bytes_of("<a>\r\n</a>", b"<a>\r\n") == b"<a>\r\n</a>"


def test_what_a_declaration_cannot_hold_is_not_written() -> None:
    assert bytes_of("<?xml version='1.0' encoding='us-ascii'?><a>é</a>", b"") is None
