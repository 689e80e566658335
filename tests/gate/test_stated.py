"""What the gate reads out of a report: three flags, and the elements that providers add."""

from uuid import uuid4

import pytest

from nightlight.gate.facts import Answer, FileFacts, Scope
from nightlight.gate.stated import facts_of
from nightlight.intake.models import KeptElement, ReportedFile, StatedFact

FILE = ReportedFile(id=uuid4(), pointer="/report/fileDetails[1]")
OTHER = ReportedFile(id=uuid4(), pointer="/report/fileDetails[11]")


def kept(pointer: str, text: str) -> KeptElement:
    return KeptElement(pointer=pointer, text=text)


def test_what_is_not_stated_is_unknown() -> None:
    assert facts_of(FILE, [], []) == FileFacts()


def test_the_three_flags_are_read_as_they_stand() -> None:
    file = ReportedFile(pointer="/f", viewed_by_provider=True, exif_viewed=False, publicly_available=None)
    read = facts_of(file, [], [])
    assert (read.viewed, read.exif_viewed, read.public) == (Answer.YES, Answer.NO, Answer.UNKNOWN)


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("viewedScope", "this_file", FileFacts(scope=Scope.THIS_FILE)),
        ("viewedScope[1]", "Prior copy", FileFacts(scope=Scope.EARLIER_COPY)),
        ("fileViewedScope", "some of it", FileFacts()),
        ("hashMatch", "true", FileFacts(hash_matched=Answer.YES)),
        ("viewedByNcmec", "false", FileFacts(at_clearing_house=Answer.NO)),
        ("chatViewedByEsp", "yes", FileFacts(chat_viewed=Answer.YES)),
        ("somethingElse", "true", FileFacts()),
    ],
)
def test_what_providers_add_is_read_by_its_name(name: str, value: str, expected: FileFacts) -> None:
    assert facts_of(FILE, [], [kept(f"{FILE.pointer}/{name}", value)]) == expected
    stated = StatedFact(file_id=FILE.pk, name=name, value=value)
    assert facts_of(FILE, [stated], []) == expected


def test_what_stands_with_another_file_is_not_this_ones() -> None:
    elsewhere = [kept(f"{OTHER.pointer}/viewedScope", "this_file"), kept("/report/viewedScope", "this_file")]
    stated = StatedFact(file_id=OTHER.pk, name="hashMatch", value="true")
    assert facts_of(FILE, [stated], elsewhere) == FileFacts()
    assert facts_of(OTHER, [], elsewhere).scope is Scope.THIS_FILE


def test_two_statements_that_disagree_leave_it_unknown() -> None:
    said = [kept(f"{FILE.pointer}/hashMatch", "true"), kept(f"{FILE.pointer}/matchedHash", "false")]
    assert facts_of(FILE, [], said).hash_matched is Answer.UNKNOWN
