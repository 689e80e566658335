"""Documents of our own: what the public form and the page for typing write is read back whole."""

from base64 import b64encode
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.formats.own_document import About, Written, document
from nightlight.intake.formats.reading import read
from nightlight.intake.formats.values import Malformed, Person, ReadReport, Refused, Role, Said

SAID: dict[str, Any] = {
    "about": "contact",
    "childInDanger": True,
    "service": "Testbed Chat",
    "account": "Administrative words, and 303-555-0143 in them.",
    "when": "last night",
    "incidentDateTime": "2026-11-24T20:15:00-07:00",
    "reportedPerson": {
        "name": "Sample Person",
        "approximateAge": 40,
        "accessToChildVictim": True,
        "identifiers": [
            {"kind": "handle", "value": "@Sample", "service": ""},
            {"kind": "phone", "value": "303-555-0142"},
            {"kind": "phone", "value": "nope"},
        ],
    },
    "child": {"approximateAge": 13},
    "place": {"city": "Denver", "region": "CO", "postalCode": "80203", "country": "US"},
    "reporter": {
        "relation": "parent",
        "name": "Sample Reporter",
        "phone": "303-555-0199",
        "email": "reporter@example.com",
    },
}


def reading(said: dict[str, Any] | None = None, written: Written = Written.PUBLIC_FORM) -> ReadReport:
    return read(document(written, "F-22222-33333", said if said is not None else SAID))


def person(report: ReadReport, role: Role) -> Person:
    [found] = [person for person in report.people if person.role is role]
    return found


@pytest.mark.parametrize("written", Written)
def test_a_document_says_which_page_wrote_it_and_its_number(written: Written) -> None:
    report = reading(written=written)
    assert (report.format, report.number) == (written.value, "F-22222-33333")


def test_what_was_said_becomes_the_report() -> None:
    report = reading()
    assert report.incident_type == "Online enticement (contact with a child)"
    assert report.platform == "Testbed Chat"
    assert report.incident is not None
    assert report.incident.at is not None
    assert report.incident.at.isoformat() == "2026-11-25T03:15:00+00:00"
    [place] = report.places
    assert (place.city, place.region, place.postal_code, place.country) == ("Denver", "CO", "80203", "US")


def test_the_person_reported_has_the_declared_identifiers_in_the_realm_of_the_service() -> None:
    reported = person(reading(), Role.REPORTED)
    assert [seen.identifier for seen in reported.sightings] == [
        Identifier(Kind.HANDLE, "sample", "testbed chat"),
        Identifier(Kind.PHONE, "+13035550142"),
    ]
    assert {seen.said for seen in reported.sightings} == {Said.DECLARED}
    assert reported.facts == (("accessToChildVictim", "true"),)
    assert (reported.last_name, reported.age) == ("Sample Person", 40)


def test_what_cannot_be_an_identifier_is_kept_with_its_place() -> None:
    kept = {one.pointer: one.text for one in reading().kept}
    assert kept == {
        "/reportedPerson/identifiers/2/kind": "phone",
        "/reportedPerson/identifiers/2/value": "nope",
    }


def test_how_to_reach_the_reporter_is_folded_and_is_no_identifier() -> None:
    report = reading()
    passages = {passage.pointer: passage.text for passage in report.passages}
    assert passages["/reporter/phone"] == "303-555-0199"
    assert passages["/reporter/email"] == "reporter@example.com"
    reporter = person(report, Role.REPORTER)
    assert (reporter.first_name, reporter.last_name, reporter.sightings) == ("", "", ())
    assert dict(reporter.facts) == {"relation": "parent", "childInDanger": "true", "contactGiven": "true"}
    seen = [*report.sightings, *(sighting for person in report.people for sighting in person.sightings)]
    assert not [one for one in seen if "0199" in one.as_given or "reporter@" in one.as_given]


def test_identifiers_in_the_account_are_found_in_free_text() -> None:
    [seen] = reading().sightings
    assert (seen.identifier.value, seen.said, seen.pointer) == ("+13035550143", Said.FREE_TEXT, "/account")


def test_a_child_has_an_age_and_nothing_else() -> None:
    child = person(reading(), Role.VICTIM)
    assert (child.age, child.first_name, child.last_name, child.sightings) == (13, "", "", ())


def test_whoever_stays_unnamed_is_a_reporter_without_a_contact() -> None:
    report = reading({"account": "Plain words."})
    assert dict(person(report, Role.REPORTER).facts) == {"contactGiven": "false"}
    assert [passage.pointer for passage in report.passages] == ["/account"]


def test_pressure_on_a_child_is_annotated_as_sextortion() -> None:
    assert reading({"about": "pressure"}).annotations == ("sextortion",)
    assert reading({"about": "contact"}).annotations == ()


@pytest.mark.parametrize("about", About)
def test_every_answer_to_the_first_question_is_an_incident_type(about: About) -> None:
    assert reading({"about": about.value}).incident_type


def test_an_incident_type_that_was_chosen_goes_before_the_answer() -> None:
    said = {"about": "pressure", "incidentType": "Child Sex Trafficking"}
    assert reading(said, Written.TYPED_REPORT).incident_type == "Child Sex Trafficking"


def test_what_this_version_does_not_know_is_kept() -> None:
    kept = {one.pointer: one.text for one in reading({"about": "elsewhere", "weather": "fair"}).kept}
    assert kept == {"/about": "elsewhere", "/weather": "fair"}


def test_a_document_of_a_later_version_goes_to_quarantine() -> None:
    raw = document(Written.PUBLIC_FORM, "F-1", SAID).replace(b'"version": 1', b'"version": 2')
    with pytest.raises(Malformed, match="version 1"):
        read(raw)


def test_a_picture_that_is_written_out_in_the_account_is_refused() -> None:
    picture = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(256))
    with pytest.raises(Refused) as refused:
        reading({"account": b64encode(picture).decode()})
    assert refused.value.reason == "imagery"


def test_the_same_words_give_the_same_bytes_and_empty_ones_are_left_out() -> None:
    raw = document(Written.PUBLIC_FORM, "F-1", {"account": "words", "when": "", "child": {"approximateAge": None}})
    assert raw == document(Written.PUBLIC_FORM, "F-1", {"account": "words"})
    assert b"child" not in raw


words = st.text(max_size=60)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "about": words,
            "account": words,
            "when": words,
            "service": words,
            "incidentDateTime": words,
            "childInDanger": st.one_of(st.booleans(), words),
            "reportedPerson": st.dictionaries(st.sampled_from(["name", "approximateAge", "identifiers"]), words),
            "child": st.one_of(words, st.lists(words, max_size=3)),
            "place": st.dictionaries(st.sampled_from(["city", "region", "postalCode", "elsewhere"]), words),
            "reporter": st.dictionaries(st.sampled_from(["name", "phone", "relation", "other"]), words),
        },
    )
)
def test_whatever_stands_in_a_document_is_read_or_refused_and_nothing_else(said: dict[str, Any]) -> None:
    try:
        report = reading(said)
    except (Refused, Malformed):
        return
    assert report.format == Written.PUBLIC_FORM.value
