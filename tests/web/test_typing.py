"""A report typed in by hand: one page, keyboard only, told apart while it is typed, and at once on the road."""

import json
import re
import zlib
from html import unescape
from typing import Any

import pytest
from django.test import Client

from nightlight.accounts import standing
from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.audit.models import Entry
from nightlight.intake.models import Channel, Passage, Report, ReportedPerson, Sighting, Submission, SubmissionPart
from nightlight.triage.models import Assessment
from tests.conftest import Person

PATH, SEEN = "/reports/typing", "/reports/typing/seen"
TYPED = {
    "token": "sampletoken",
    "identifiers": "Testbed Chat: sample.user.77\n303-555-0142",
    "account": "Administrative words of an invented caller.",
    "came_by": "telephone",
    "zone": "America/Denver",
}


@pytest.fixture(autouse=True)
def _standing_accounts(db: None) -> None:
    standing.ensure()


@pytest.fixture
def analyst(person: Person) -> User:
    return person("co", RoleName.ANALYST)


@pytest.fixture
def desk(analyst: User, client: Client) -> Client:
    client.force_login(analyst)
    return client


def hand_in(client: Client, **typed: Any) -> Any:
    return client.post(PATH, TYPED | typed, follow=True)


def the(model: Any) -> Any:
    [row] = model.objects.visible_to(standing.worker())
    return row


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_what_was_said_is_enough_and_the_route_is_told_at_once(desk: Client, analyst: User) -> None:
    answer = hand_in(desk, identifiers="")
    submission, report = the(Submission), the(Report)
    assert (submission.channel, submission.status, submission.format) == (Channel.TYPED, "received", "typed-report")
    assert (submission.agency, report.assigned_to) == (analyst.agency, analyst.agency)
    assert answer.redirect_chain == [(f"/reports/{report.pk}", 302)]
    assert f"receipt {submission.receipt}. Assigned to Colorado ICAC Task Force" in text(answer)


def test_at_the_national_desk_it_is_routed_by_its_place_like_any_other(client: Client, person: Person) -> None:
    client.force_login(person("national", RoleName.NATIONAL_COORDINATOR))
    assert "It waits for a person to route it: Nothing in the report points to a place." in text(
        hand_in(client, identifiers="")
    )


def test_who_typed_it_is_written_down_and_nothing_of_what_was_typed(desk: Client, analyst: User) -> None:
    hand_in(desk, caller_name="Sample Caller")
    entries = Entry.objects.unscoped(because="a test reads the audit log")
    assert entries.get(act="submission.received").actor_id == analyst.pk
    assert not [entry for entry in entries if "Sample Caller" in str(entry.details)]


def test_what_was_typed_becomes_the_report(desk: Client) -> None:
    hand_in(
        desk,
        incident_type="Child Sex Trafficking",
        person_name="Sample Person",
        person_age="40",
        child_age="13",
        city="El Paso County",
        region="CO",
        when="2026-11-24T20:15",
        flags=["child_in_danger", "access_to_child"],
    )
    report, assessment = the(Report), the(Assessment)
    assert (report.incident_type, report.number[:2]) == ("Child Sex Trafficking", "T-")
    assert report.incident_as_given == "2026-11-24T20:15:00-07:00"
    assert assessment.tier == 1
    true = {name for name, fact in assessment.facts.items() if fact and fact["value"]}
    assert {"escalated", "access_to_child", "trafficking", "child_age_given"} <= true
    people = {row.role: (row.last_name, row.age) for row in ReportedPerson.objects.visible_to(standing.worker())}
    assert people == {"reported": ("Sample Person", 40), "victim": ("", 13), "reporter": ("", None)}
    seen = {(row.kind, row.value, row.realm) for row in Sighting.objects.visible_to(standing.worker())}
    assert seen == {("handle", "sample.user.77", "testbed chat"), ("phone", "+13035550142", "")}


def test_a_flag_that_is_not_ticked_is_not_stated(desk: Client) -> None:
    hand_in(desk)
    assert not {"escalated", "access_to_child"} & the(Assessment).facts.keys()


def test_the_callers_contact_is_kept_apart_and_folded(desk: Client) -> None:
    page = text(hand_in(desk, caller_name="Sample Caller", caller_phone="303-555-0199"))
    assert "folded, with the account in words" in page
    assert "Sample Caller" not in page
    assert "0199" not in page
    pointers = {row.pointer for row in Passage.objects.visible_to(standing.worker())}
    assert pointers == {"/account", "/reporter/name", "/reporter/phone"}
    assert "0199" in text(desk.get(f"/reports/{the(Report).pk}/account"))


def test_no_provider_is_said_to_keep_anything_for_it(desk: Client) -> None:
    page = text(hand_in(desk))
    assert "Provider keeps to" not in page
    assert "no provider is bound to keep anything" in page


def test_kinds_are_told_and_can_be_corrected(desk: Client) -> None:
    page = text(desk.post(PATH, {**TYPED, "go": "look"}))
    assert re.search(r'name="given" value="303-555-0142".*?<option value="phone" selected>', page, re.DOTALL)
    hand_in(desk, given=["303-555-0142"], kind=["account"], service="Sample Social")
    seen = {(row.kind, row.value, row.realm) for row in Sighting.objects.visible_to(standing.worker())}
    assert ("account", "303-555-0142", "sample social") in seen


def test_a_kind_that_is_none_of_ours_is_told_anew(desk: Client) -> None:
    hand_in(desk, given=["303-555-0142"], kind=["rumor"])
    kinds = set(Sighting.objects.visible_to(standing.worker()).values_list("kind", flat=True))
    assert kinds == {"handle", "phone"}


def test_looking_keeps_what_was_typed_and_hands_nothing_in(desk: Client) -> None:
    page = text(desk.post(PATH, {**TYPED, "go": "look", "account": "Half a sen", "flags": ["pressure"]}))
    assert "Half a sen" in page
    assert 'value="pressure" id="id_flags_10" checked' in page
    assert not Submission.objects.visible_to(standing.worker()).exists()


def test_earlier_reports_with_the_same_identifier_are_shown_while_typing(desk: Client) -> None:
    hand_in(desk)
    for path, more in ((SEEN, {}), (PATH, {"go": "look"})):
        page = text(desk.post(path, TYPED | {"identifiers": "(303) 555-0142"} | more))
        assert the(Report).number in page
        assert "<code>+13035550142</code>" in page


def test_another_agencys_earlier_report_leaves_no_trace(desk: Client, person: Person) -> None:
    hand_in(desk)
    other = Client()
    other.force_login(person("ut", RoleName.ANALYST))
    page = text(other.post(SEEN, TYPED))
    assert "None that you may see holds one of these." in page
    assert the(Report).number not in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"account": ""}, "Write in a sentence what the caller said; nothing was kept yet."),
        ({"postal_code": "8020"}, "A ZIP code has five digits"),
        ({"child_age": "many"}, "An age is a number of years"),
        ({"when": "yesterday"}, "Give day and time"),
        ({"when": "9999-12-31T23:59"}, "Give day and time"),
        ({"account": "x" * 50_001}, "at most 50000 characters (it has 50001)"),
        ({"when": "2026-03-08T02:30"}, "The clocks of America/Denver skip this time"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_half_kept(desk: Client, typed: dict[str, str], said: str) -> None:
    answer = hand_in(desk, **typed)
    assert answer.status_code == 400
    assert text(answer).count(said) == 2
    assert TYPED["identifiers"].splitlines()[0] in text(answer)
    assert not Submission.objects.visible_to(standing.worker()).exists()


def test_a_time_without_a_zone_gets_none(desk: Client) -> None:
    hand_in(desk, when="2026-11-24T20:15", zone="none")
    report = the(Report)
    assert (report.incident_as_given, report.incident_at) == ("2026-11-24T20:15:00", None)


def test_a_page_that_is_sent_twice_makes_one_report(desk: Client) -> None:
    hand_in(desk)
    assert "was here already" in text(hand_in(desk))
    assert the(Submission)


def test_a_picture_written_out_as_text_is_refused_with_the_reason(desk: Client) -> None:
    spelled = (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(200))).hex()
    answer = hand_in(desk, account=spelled)
    assert answer.status_code == 400
    assert "Imagery cannot come in" in text(answer)
    assert not SubmissionPart.objects.visible_to(standing.worker()).exists()


def test_the_document_says_how_it_came_and_no_more_than_was_typed(desk: Client) -> None:
    hand_in(desk, identifiers="", came_by="letter")
    assert json.loads(zlib.decompress(the(SubmissionPart).deflated)) == {
        "nightlight": "typed-report",
        "version": 1,
        "number": the(Report).number,
        "cameBy": "letter",
        "account": TYPED["account"],
    }


def test_the_key_c_leads_there_for_those_who_may(desk: Client, person: Person) -> None:
    assert 'href="/reports/typing" data-key="c"' in text(desk.get("/queue"))
    other = Client()
    other.force_login(person("co", RoleName.VICTIM_SPECIALIST))
    assert PATH not in text(other.get("/cases"))
