"""Coming back with a code, adding something, and leaving at once."""

import json
import zlib
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.intake.form_policy import form_policy
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Channel, Report, Submission, SubmissionPart
from nightlight.web.public_return import MINUTES_OPEN, STANDING
from tests.conftest import Person
from tests.web.public import ANSWERS, Visitor, standing_accounts, worker

__all__ = ["standing_accounts", "worker"]

PATH = "/report/code"
MORE = "More administrative words."


@pytest.fixture
def code() -> str:
    return Visitor(address="203.0.113.7").reports()


def back_with(code: str) -> Visitor:
    visitor = Visitor().opens(PATH)
    visitor.sends(PATH, code=code)
    return visitor


def test_a_code_says_where_its_report_stands_in_plain_words_and_nothing_else(code: str, worker: User) -> None:
    visitor = back_with(code.lower().replace("-", " "))
    assert "A person is reading it, to decide which officers take it on." in visitor.text
    [report] = Report.objects.visible_to(worker)
    told = [
        report.number,
        str(report.pk),
        *(value for answer in ANSWERS for value in answer.values() if len(value) > 4),
    ]
    assert not [value for value in told if value in visitor.text]


@pytest.mark.parametrize("status", ReportStatus)
def test_every_place_where_a_report_can_stand_has_words(status: ReportStatus) -> None:
    assert str(STANDING[status])


def test_nobody_learns_by_a_code_that_a_case_is_open() -> None:
    assert STANDING[ReportStatus.ASSIGNED] == STANDING[ReportStatus.UNDER_INVESTIGATION]


def test_an_unknown_code_opens_nothing_and_says_what_to_check(db: None) -> None:
    visitor = Visitor().opens(PATH)
    assert visitor.sends(PATH, code="ABCD-EFGH-JKMN").status_code == 400
    assert "We do not know this code" in visitor.text
    assert not Session.objects.exists()


def test_codes_cannot_be_tried_without_end(code: str) -> None:
    for _ in range(form_policy().codes_tried_per_network):
        back_with("ABCD-EFGH-JKMN")
    visitor = Visitor().opens(PATH)
    assert visitor.sends(PATH, code=code).status_code == 429
    assert "Too many tries" in visitor.text


def test_what_is_added_becomes_a_document_under_the_same_number(code: str, worker: User) -> None:
    visitor = back_with(code)
    visitor.sends(PATH, go="add", account=MORE)
    assert "It was added." in visitor.text
    submissions: Any = Submission.objects.visible_to(worker)
    assert len({(one.channel, one.agency_id, one.sent_by_id) for one in submissions}) == 1
    assert {one.status for one in submissions} == {"received", "supplement"}
    assert submissions[0].channel == Channel.FORM
    parts: Any = SubmissionPart.objects.visible_to(worker)
    said = [json.loads(zlib.decompress(part.deflated)) for part in parts]
    [first], [added] = ([one for one in said if ("addition" in one) is is_addition] for is_addition in (False, True))
    assert added == {
        "nightlight": "public-form",
        "version": 1,
        "number": first["number"],
        "addition": True,
        "account": MORE,
        "language": "en",
    }


def test_the_code_opens_the_same_report_after_something_was_added(code: str) -> None:
    back_with(code).sends(PATH, go="add", account=MORE)
    assert "A person is reading it" in back_with(code).text


def test_an_empty_addition_is_not_sent(code: str, worker: User) -> None:
    visitor = back_with(code)
    assert visitor.sends(PATH, go="add", account=" ").status_code == 400
    assert "Write what you want to add" in visitor.text
    assert Submission.objects.visible_to(worker).count() == 1


def test_a_picture_written_out_as_text_is_not_added(code: str) -> None:
    visitor = back_with(code)
    spelled = (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(200))).hex()
    assert visitor.sends(PATH, go="add", account=spelled).status_code == 400
    assert "a picture that is written out as text" in visitor.text


def test_another_site_cannot_add_for_somebody(code: str, worker: User) -> None:
    visitor = back_with(code)
    answer = visitor.client.post(PATH, {"token": "guessed", "go": "add", "account": MORE})
    assert answer.status_code == 409
    assert Submission.objects.visible_to(worker).count() == 1


def test_the_page_closes_by_itself_and_by_hand(code: str) -> None:
    visitor = back_with(code)
    visitor.moment += timedelta(minutes=MINUTES_OPEN + 1)
    assert "Your code" in visitor.opens(PATH).text
    visitor = back_with(code)
    visitor.sends(PATH, go="close")
    assert "Your code" in visitor.text


def test_whoever_writes_for_longer_than_the_page_stays_open_loses_no_word(code: str, worker: User) -> None:
    visitor = back_with(code)
    visitor.moment += timedelta(minutes=MINUTES_OPEN + 1)
    visitor.sends(PATH, go="add", account=MORE)
    assert "It was added." in visitor.text
    assert Submission.objects.visible_to(worker).count() == 2


def test_another_language_keeps_what_was_typed(code: str) -> None:
    visitor = back_with(code)
    visitor.sends(PATH, go="language-es", account=MORE)
    assert "Añadir esto" in visitor.text
    assert MORE in visitor.text
    visitor.sends(PATH, go="add", account=MORE)
    assert MORE not in visitor.text


def test_leaving_forgets_the_draft_and_leads_to_the_neutral_site(db: None) -> None:
    visitor = Visitor().answers()
    answer = visitor.client.get("/report/leave")
    assert (answer.status_code, answer["Location"]) == (302, "https://www.weather.gov/")
    assert answer["Cache-Control"] == "no-store"
    assert not Session.objects.exists()
    assert "What do you want to tell us about?" in visitor.opens().text


def test_a_script_that_has_covered_the_page_leaves_by_post(db: None) -> None:
    visitor = Visitor().answers()
    assert visitor.client.post("/report/leave").status_code == 204
    assert not Session.objects.exists()


def test_the_neutral_site_is_the_one_that_the_settings_name(db: None, settings: Any) -> None:
    settings.FORM_NEUTRAL_SITE = "https://neutral.example.com/"
    visitor = Visitor().opens()
    assert visitor.client.get("/report/leave")["Location"] == "https://neutral.example.com/"
    assert 'data-leave="https://neutral.example.com/"' in visitor.text


def test_leaving_after_coming_back_forgets_that_too(code: str) -> None:
    visitor = back_with(code)
    visitor.client.get("/report/leave")
    assert "Your code" in visitor.opens(PATH).text


def test_somebody_who_works_here_stays_signed_in(person: Person) -> None:
    client = Client()
    client.force_login(person("co", RoleName.ANALYST))
    client.get("/report/leave")
    assert client.get("/queue").status_code == 200
