"""What changed between two versions is told field by field; narrative by its length, and nothing of a child."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.differences import Change, changes
from nightlight.intake.formats import values
from nightlight.intake.formats.values import ReadReport, Role
from tests.intake.conftest import full

MAIL = values.Sighting(Identifier(Kind.EMAIL, "someone@example.com"), "Someone@example.com", "/mail")
SECRET = "Sample-Name"


def test_a_field_says_what_stood_there_and_what_stands_there_now() -> None:
    before = replace(full(), incident_type="Online Enticement")
    after = replace(before, incident_type="Child Sex Trafficking", annotations=(*before.annotations, "sextortion"))
    assert changes(before, after) == [
        Change("Incident type", ("Online Enticement",), ("Child Sex Trafficking",)),
        Change("Annotation", (), ("sextortion",)),
    ]


def test_a_file_that_was_classified_anew_and_a_person_who_was_added() -> None:
    file = values.File("/f", name="file-1.jpg", classification="B1", viewed_by_provider=None)
    before = ReadReport("sample", files=(file,))
    after = ReadReport(
        "sample",
        files=(replace(file, classification="A2", viewed_by_provider=True),),
        people=(values.Person(Role.REPORTED, "/p", last_name="Nobody", sightings=(MAIL,)),),
    )
    assert changes(before, after) == [
        Change("File file-1.jpg: industry class", ("B1",), ("A2",)),
        Change("Reported person", (), ("Nobody",)),
        Change("Reported person: identifier", (), ("someone@example.com",)),
        Change("File file-1.jpg: viewed by the provider", (), ("yes",)),
    ]


def test_of_a_child_and_of_the_account_nothing_is_repeated() -> None:
    child = values.Person(Role.VICTIM, "/v", first_name=SECRET, facts=(("schoolName", SECRET),), sightings=(MAIL,))
    after = ReadReport("sample", people=(child,), passages=(values.Passage("/w", SECRET * 100),), escalation=SECRET)
    told = str(changes(ReadReport("sample"), after))
    assert SECRET not in told
    assert "someone" not in told
    assert "1,100 characters" in told


@given(st.text(max_size=8), st.text(max_size=8))
def test_the_way_back_is_the_way_there_turned_round(one: str, other: str) -> None:
    before, after = full(text=one), full(text=other)
    there, back = changes(before, after), changes(after, before)
    assert {(change.what, change.gone, change.come) for change in there} == {
        (change.what, change.come, change.gone) for change in back
    }
    assert changes(before, before) == []
