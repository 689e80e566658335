"""PDF: its text and nothing else, got in a process with little memory and time; what it says, a person confirms."""

import json
import resource
import zlib
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.intake.formats import confirmed_pdf, limits
from nightlight.intake.formats.pdf_fields import MOST, suggested
from nightlight.intake.formats.pdf_text import text_of
from nightlight.intake.formats.reading import read
from nightlight.intake.formats.stated_fields import StatedField as F
from nightlight.intake.formats.values import Event, Malformed, Refused
from tests.intake.formats.pdfs import LINES, pdf, pdf_of_pages

LONGEST = 1.1
"""Seconds of processor time, counted for the process that reads from its start: a busy machine is no reason to fail."""


def spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_the_text_of_each_page_comes_out_line_by_line() -> None:
    [page] = text_of(pdf()).pages
    assert page.split("\n")[: len(LINES)] == list(LINES)


def test_what_the_text_seems_to_say_is_suggested_with_its_place() -> None:
    found = {each.field: (each.value, each.line) for each in suggested(["\n".join(LINES)])}
    assert found == {
        F.NUMBER: ("900000123", 1),
        F.PROVIDER: ("Example Chat", 4),
        F.INCIDENT_TYPE: ("Misleading Domain Name", 7),
        F.INCIDENT_TIME: ("2026-01-02T03:04:05Z", 8),
        F.EMAIL: ("invented@example.com", 10),
        F.IP_ADDRESS: ("198.18.0.4", 11),
        F.IP_EVENT: ("Login", 11),
        F.IP_TIME: ("2026-01-02T03:00:00Z", 11),
        F.FILE_NAME: ("a.jpg", 12),
    }


@given(st.lists(st.text(max_size=300), max_size=5))
def test_any_text_gives_few_suggestions_that_stand_where_they_say(pages: list[str]) -> None:
    found = suggested(pages)
    assert len(found) <= MOST + 3
    for each in found:
        assert each.line <= len(pages[each.page - 1].splitlines())


def test_what_was_confirmed_is_a_report_and_the_text_gives_no_identifier_by_itself() -> None:
    raw = confirmed_pdf.document([(F.EMAIL, "a@example.com"), (F.PHONE, "none at all")], ["b@example.com", "page two"])
    said = read(raw)
    assert [seen.identifier.value for person in said.people for seen in person.sightings] == ["a@example.com"]
    assert said.sightings == ()
    assert [passage.text for passage in said.passages] == ["b@example.com", "page two"]
    assert [kept.text for kept in said.kept] == ["none at all"]


TWO = (
    "Suspect",
    "IP Address: 198.51.100.7 (Login) 01-02-2026 03:00:00 UTC",
    "IP Address: 198.51.100.8",
    "IP Time: 01-03-2026 04:00:00 UTC",
    "IP Address: 198.51.100.9",
    "IP Address: 198.51.100.8",
    "IP Time: 01-09-2026 09:00:00 UTC",
    "Filename: a.bin",
    "Filename: b.bin",
    f"MD5: {'b' * 32}",
)


def test_every_address_keeps_its_own_time_and_every_file_its_own_digest() -> None:
    raw = confirmed_pdf.document([(each.field, each.value) for each in suggested(["\n".join(TWO)])], ["words"])
    said = read(raw)
    [person] = said.people
    assert [(seen.as_given, seen.event, seen.when and seen.when.as_given) for seen in person.sightings] == [
        ("198.51.100.7", Event.LOGIN, "2026-01-02T03:00:00Z"),
        ("198.51.100.8", None, "2026-01-03T04:00:00Z"),
        ("198.51.100.9", None, None),
    ]
    assert [(file.name, len(file.sightings)) for file in said.files] == [("a.bin", 0), ("b.bin", 1)]


def test_a_second_time_for_one_address_is_kept_and_taken_for_no_other() -> None:
    confirmed = [(F.IP_ADDRESS, "198.51.100.7"), (F.IP_TIME, "2026-01-02T03:00:00Z"), (F.IP_TIME, "2026-01-09")]
    said = read(confirmed_pdf.document([*confirmed, (F.IP_ADDRESS, "198.51.100.8")], ["words"]))
    assert [seen.when and seen.when.as_given for seen in said.people[0].sightings] == ["2026-01-02T03:00:00Z", None]
    assert [kept.text for kept in said.kept] == ["2026-01-09"]


def test_without_anything_confirmed_it_is_no_report() -> None:
    with pytest.raises(Malformed, match="No field was confirmed"):
        read(confirmed_pdf.document([], ["words"]))


def test_a_picture_spelled_out_in_the_text_is_refused_when_it_is_handed_in() -> None:
    words = "data:image/png;base64," + "iVBORw0KGgoAAAANSUhEUg" * 9
    with pytest.raises(Refused):
        read(confirmed_pdf.document([(F.EMAIL, "a@example.com")], [words]))


def a_bomb() -> bytes:
    """Return a page whose content unpacks to 256 MiB of blanks."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 2**20) for _ in range(256)) + packer.flush()
    return pdf(stream=packed, extra=b"/Filter/FlateDecode")


def much_text() -> bytes:
    """Return a page whose content is valid and takes long to follow."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"BT (word) Tj ET " * 40_000) for _ in range(50)) + packer.flush()
    return pdf(stream=packed, extra=b"/Filter/FlateDecode")


HOSTILE = {
    "cut short": pdf()[:300],
    "only a beginning": b"%PDF-1.7",
    "a page that holds itself": pdf().replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"),
    "a reference to itself": pdf().replace(b"5 0 obj<<", b"5 0 obj 5 0 R <<"),
    "deep lists": b"%PDF-1.4\n1 0 obj" + b"[" * 200_000 + b"endobj\ntrailer<</Root 1 0 R>>",
    "noise behind a beginning": b"%PDF-1.4\n" + bytes(range(256)) * 500,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pdf_gives_text_or_a_refusal_in_words(name: str) -> None:
    began = spent()
    try:
        words = "".join(text_of(HOSTILE[name]).pages)
    except (Refused, Malformed) as wrong:
        words = wrong.message
        assert words
    assert isinstance(words, str)
    assert spent() - began < LONGEST


@pytest.mark.parametrize("made", [a_bomb, much_text])
def test_a_pdf_that_asks_for_too_much_is_stopped(made: Callable[[], bytes]) -> None:
    began = spent()
    with pytest.raises((Refused, Malformed)) as stopped:
        text_of(made())
    assert "digest" in stopped.value.message
    assert spent() - began < LONGEST


def test_a_sound_pdf_of_usual_size_is_read_whole() -> None:
    read_so = text_of(pdf_of_pages(30))
    assert (len(read_so.pages), read_so.in_all) == (30, 30)
    assert "line 60 of page 30" in read_so.pages[-1]


def test_of_a_sound_one_that_takes_too_long_the_pages_read_in_time_are_given_and_how_many_there_are() -> None:
    began = spent()
    read_so = text_of(pdf_of_pages(900))
    assert 0 < len(read_so.pages) < read_so.in_all == 900
    assert "line 60 of page 1" in read_so.pages[0]
    assert spent() - began < LONGEST


def test_a_pdf_larger_than_memory_allows_is_not_even_begun() -> None:
    with pytest.raises(Refused) as refusal:
        text_of(b"%PDF-" + bytes(limits.MAX_BUNDLE_IN_MEMORY))
    assert refusal.value.reason == "oversize"


def test_the_document_that_is_kept_is_plain_json() -> None:
    raw = confirmed_pdf.document([(F.NUMBER, "1")], ["words"])
    assert json.loads(raw) == {
        "nightlightConfirmed": {"fields": [{"field": "number", "value": "1"}], "pages": ["words"]}
    }
