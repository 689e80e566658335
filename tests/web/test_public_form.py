"""The public form: five questions, one address, no name, no file, and a report at the end of the road."""

import json
import re
import zlib
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nightlight.accounts import standing
from nightlight.accounts.models import User
from nightlight.audit.models import Entry
from nightlight.foundation import clock
from nightlight.intake.form_policy import form_policy
from nightlight.intake.models import (
    Channel,
    KeptElement,
    Passage,
    Report,
    ReportedPerson,
    Sighting,
    StatedPlace,
    Submission,
    SubmissionPart,
)
from nightlight.triage.models import Assessment, RouteDecision
from nightlight.web.public_draft import DRAFT
from nightlight.web.public_questions import LONGEST_ACCOUNT
from tests.web.public import ANSWERS, Visitor, standing_accounts, visitor, worker

__all__ = ["standing_accounts", "visitor", "worker"]


def rows(model: Any, worker: User) -> Any:
    return model.objects.visible_to(worker)


def instead(step: int, **answers: str) -> list[dict[str, str]]:
    """Return the usual answers with those of one step replaced."""
    return [*ANSWERS[: step - 1], answers, *ANSWERS[step:]]


def document(worker: User) -> dict[str, Any]:
    [part] = rows(SubmissionPart, worker)
    return dict(json.loads(zlib.decompress(part.deflated)))


def test_a_key_that_only_a_script_hears_is_named_only_by_the_script(visitor: Visitor) -> None:
    visitor.reports()
    assert "<span data-shift hidden>On a keyboard, press Shift three times.</span>" in visitor.text


def test_five_questions_and_a_last_look_make_a_report_with_a_code(visitor: Visitor, worker: User) -> None:
    code = visitor.reports()
    assert len(code) == 14
    assert "Write this down" in visitor.text
    [submission] = rows(Submission, worker)
    assert (submission.channel, submission.status, submission.format) == (Channel.FORM, "received", "public-form")
    assert (submission.agency.code, submission.sent_by_id) == ("national", None)
    [report] = rows(Report, worker)
    assert report.number.startswith("F-")
    assert report.incident_type == "Online enticement (contact with a child)"
    assert {passage.text for passage in rows(Passage, worker)} == {ANSWERS[3]["account"], "last night"}
    assert {seen.value for seen in rows(Sighting, worker)} == {"sample.user.77", "+13035550142"}
    assert not rows(KeptElement, worker).exists()


def test_it_goes_down_the_one_road(visitor: Visitor, worker: User) -> None:
    visitor.reports()
    [report], [assessment], [route] = (rows(model, worker) for model in (Report, Assessment, RouteDecision))
    assert assessment.tier == 3
    assert assessment.short == "Contact with a child is reported"
    assert "80203" in route.evidence
    assert report.status == "waiting_for_route"
    entries = Entry.objects.unscoped(because="a test reads the audit log").filter(act="submission.received")
    assert [entry.actor_id for entry in entries] == [standing.public_form().pk]


def test_danger_now_is_a_fact_and_puts_the_report_first(visitor: Visitor, worker: User) -> None:
    visitor.reports(*instead(2, danger="yes"))
    [assessment] = rows(Assessment, worker)
    assert assessment.tier == 1
    assert assessment.facts["escalated"]["words"] == "The person who reported says that a child is in danger now"


def test_a_place_may_be_a_county_or_not_known(visitor: Visitor, worker: User) -> None:
    visitor.reports(*instead(2, city="El Paso County", state="CO"))
    [route] = rows(RouteDecision, worker)
    assert "El Paso County" in route.evidence
    Visitor(address="203.0.113.9").reports(*instead(2, danger="unknown"))
    assert rows(StatedPlace, worker).count() == 1


def test_a_name_is_never_needed_and_one_that_was_typed_before_is_left_out(visitor: Visitor, worker: User) -> None:
    answers = {"contact_me": "unnamed", "name": "Sample Reporter", "email": "reporter@example.com"}
    visitor.reports(*instead(5, **answers))
    assert "reporter" not in document(worker)


def test_a_contact_is_kept_apart_and_is_no_identifier(visitor: Visitor, worker: User) -> None:
    visitor.reports(*instead(5, contact_me="named", name="Sample Reporter", phone="303-555-0199"))
    assert not rows(Sighting, worker).filter(value__contains="0199").exists()
    assert rows(Passage, worker).filter(pointer="/reporter/phone").exists()
    assert not rows(ReportedPerson, worker).exclude(last_name="").exists()


@pytest.mark.parametrize(
    ("step", "answers", "said"),
    [
        (1, {}, "Choose what it is about"),
        (2, {"age": "thirteen"}, "Give the age as a number of years"),
        (2, {"age": "80"}, "Give the age as a number of years"),
        (2, {"zip_code": "8020"}, "A ZIP code has five digits"),
        (3, {}, "Give at least one name, number or address that was used"),
        (4, {"account": "  "}, "Tell us in a few words what happened"),
        (5, {}, "Choose yes or no"),
        (5, {"contact_me": "named"}, "Give a telephone number or an e-mail address"),
        (5, {"contact_me": "named", "email": "sample@"}, "This is no whole e-mail address"),
    ],
)
def test_what_is_missing_is_said_on_top_and_at_the_field_and_what_was_typed_stays(
    visitor: Visitor, worker: User, step: int, answers: dict[str, str], said: str
) -> None:
    visitor.opens()
    for before in ANSWERS[: step - 1]:
        visitor.sends(**before)
    answer = visitor.sends(**answers)
    assert answer.status_code == 400
    assert visitor.text.count(said) >= 2
    assert all(f'value="{typed}"' in visitor.text for name, typed in answers.items() if name in {"age", "zip_code"})
    assert not rows(Submission, worker).exists()


def test_whoever_knows_no_account_says_so_and_goes_on(visitor: Visitor) -> None:
    assert visitor.reports(*instead(3, none_known="on"))


def test_back_and_change_lead_to_what_was_typed(visitor: Visitor) -> None:
    visitor.answers(*ANSWERS[:3])
    visitor.sends(go="back", account="half a sen")
    assert "How can we find the account?" in visitor.text
    assert 'value="sample.user.77"' in visitor.text
    visitor.sends(**ANSWERS[2])
    assert "half a sen" in visitor.text
    visitor.sends(**ANSWERS[3])
    visitor.sends(**ANSWERS[4])
    visitor.sends(go="change-2")
    assert 'value="80203"' in visitor.text


def test_nothing_that_was_typed_stands_in_an_address(visitor: Visitor) -> None:
    visitor.opens()
    for answer in ANSWERS:
        assert visitor.sends(**answer)["Location"] == "/report"


def test_spanish_is_one_tap_away_kept_and_written_down(visitor: Visitor, worker: User) -> None:
    visitor.opens().sends(go="language-es", about="pressure")
    assert '<html lang="es"' in visitor.text
    assert "¿Sobre qué nos quiere informar?" in visitor.text
    assert 'value="pressure" checked' in visitor.text
    for answer in ANSWERS:
        visitor.sends(**answer)
    visitor.sends(go="send")
    assert "Recibimos su informe" in visitor.text
    assert document(worker)["language"] == "es"
    visitor.opens("/report/code")
    assert "Volver con un código" in visitor.text


def test_a_browser_that_speaks_spanish_is_answered_in_spanish() -> None:
    assert "Salir ya" in Visitor(language="es-MX,es;q=0.9").opens().text


@pytest.mark.parametrize("path", ["/report", "/report/code"])
def test_every_page_says_what_to_do_when_a_child_is_in_danger_and_how_to_leave(visitor: Visitor, path: str) -> None:
    visitor.opens(path)
    assert visitor.text.index("Is a child in danger right now?") < visitor.text.index("<main")
    assert 'href="tel:911"' in visitor.text
    assert visitor.text.count('href="/report/leave" data-leave="https://www.weather.gov/"') == 2


@pytest.mark.parametrize("address", ["/report", "/report/code"])
def test_who_asks_only_whether_the_form_is_there_is_told(client: Client, address: str) -> None:
    answer = client.head(address)
    assert (answer.status_code, answer.content) == (200, b"")


def test_the_page_to_sign_in_leads_whoever_wants_to_report_to_the_form(client: Client) -> None:
    text = client.get(reverse("sign-in")).content.decode()
    assert text.count(f'href="{reverse("public-form")}"') == 2
    assert 'lang="es"' in text


@pytest.mark.parametrize("typed", ["/report/", "/Report", "/REPORT/CODE/"])
def test_an_address_as_people_type_it_leads_to_the_form(visitor: Visitor, typed: str) -> None:
    assert visitor.client.get(typed)["Location"] == typed.lower().rstrip("/")
    assert visitor.client.get("/reported").status_code == 404


def test_telephones_are_the_agencys_own(visitor: Visitor, settings: Any) -> None:
    settings.FORM_EMERGENCY, settings.FORM_HOTLINE, settings.FORM_CRISIS_LINE = "112", "800-555-0123", ""
    visitor.answers(*ANSWERS[:2])
    assert 'href="tel:112"' in visitor.text
    assert 'If you hold such files, call <a href="tel:800-555-0123">' in visitor.text
    assert "988" not in visitor.text


def test_without_a_number_of_its_own_the_form_names_none(visitor: Visitor) -> None:
    assert "Would you rather talk?" not in visitor.opens().text


@pytest.mark.parametrize("path", ["/report", "/report/code"])
def test_pages_leave_no_trace_and_ask_nobody_else(visitor: Visitor, path: str) -> None:
    page = visitor.opens(path).page
    assert page["Cache-Control"] == "no-store"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "noindex" in page["X-Robots-Tag"]
    assert not page.cookies
    assert "http" not in visitor.text.replace("https://www.weather.gov/", "")


def test_nobody_who_only_looks_gets_a_cookie_and_whoever_answers_gets_one_that_ends_with_the_browser(
    visitor: Visitor,
) -> None:
    assert not visitor.opens().page.cookies
    answer: Any = visitor.sends(**ANSWERS[0])
    assert set(answer.cookies) == {"sessionid"}
    assert not answer.cookies["sessionid"]["max-age"]
    assert answer.cookies["sessionid"]["httponly"]


def test_more_words_than_fit_are_said_and_kept_and_the_page_cuts_none_off(visitor: Visitor) -> None:
    visitor.answers(*ANSWERS[:3])
    assert "maxlength" not in re.findall("<textarea[^>]*>", visitor.text)[0]
    words = "word " * (LONGEST_ACCOUNT // 5) + "the last"
    assert visitor.sends(account=words).status_code == 400
    assert "More than 20,000 letters are too many at once" in visitor.text
    assert words in visitor.text


def test_a_file_that_comes_along_is_dropped_unread_and_who_to_call_is_said(
    visitor: Visitor, worker: User, settings: Any
) -> None:
    settings.FORM_HOTLINE = "800-555-0123"
    visitor.answers(*ANSWERS[:3])
    picture = SimpleUploadedFile("sample.png", b"\x89PNG\r\n\x1a\n" + b"noise" * 100, "image/png")
    answer = visitor.sends(account="Plain words.", evidence=picture)
    assert answer.status_code == 400
    assert "A file came with the page. It was dropped and not looked at." in visitor.text
    assert "800-555-0123" in visitor.text
    assert "Plain words." in visitor.text
    assert not rows(Submission, worker).exists()


def test_a_file_is_never_read(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> Iterator[bytes]:
        pytest.fail("the file was handed on")

    monkeypatch.setattr("nightlight.web.public_page.DropFiles.receive_data_chunk", fails)
    visitor.answers(*ANSWERS[:3])
    visitor.sends(account="Plain words.", evidence=SimpleUploadedFile("sample.bin", b"x" * 200_000))


def test_what_is_larger_than_words_is_dropped_before_it_is_read(visitor: Visitor, worker: User) -> None:
    visitor.answers(*ANSWERS[:3])
    answer = visitor.sends(account="x", evidence=SimpleUploadedFile("sample.bin", b"x" * 600_000))
    assert answer.status_code == 413
    assert "larger than words are" in visitor.text


def test_a_picture_written_out_as_text_is_refused_and_leads_back_to_the_words(visitor: Visitor, worker: User) -> None:
    spelled = (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(200))).hex()
    visitor.answers(*instead(4, account=f"Words and {spelled}"))
    answer = visitor.sends(go="send")
    assert answer.status_code == 400
    assert "a picture that is written out as text" in visitor.text
    assert "What happened, and when?" in visitor.text
    assert not rows(SubmissionPart, worker).exists()


def test_what_only_machines_fill_in_holds_the_report_back_and_says_so(visitor: Visitor, worker: User) -> None:
    visitor.answers()
    answer = visitor.sends(go="send", website="https://example.com")
    assert answer.status_code == 400
    assert "One field must stay empty" in visitor.text
    assert not rows(Submission, worker).exists()
    visitor.sends(go="send")
    assert visitor.code


def test_answers_that_come_faster_than_anybody_reads_wait_a_moment(visitor: Visitor, worker: User) -> None:
    visitor.answers()
    session = visitor.client.session
    session[DRAFT] = session[DRAFT] | {"began": (visitor.moment + timedelta(seconds=19)).isoformat()}
    session.save()
    assert visitor.sends(go="send").status_code == 400
    assert "That was very quick" in visitor.text
    visitor.sends(go="send")
    assert visitor.code


def test_one_network_is_held_off_after_too_many_and_keeps_what_was_written(worker: User) -> None:
    for _ in range(form_policy().sent_per_network):
        Visitor().reports()
    visitor = Visitor().answers()
    assert visitor.sends(go="send").status_code == 429
    assert "What you wrote is kept for a while" in visitor.text
    assert rows(Submission, worker).count() == form_policy().sent_per_network
    visitor.moment += timedelta(minutes=59)
    visitor.opens().sends(go="send")
    assert visitor.code


def test_behind_a_proxy_of_ones_own_its_header_names_the_visitor(settings: Any) -> None:
    settings.FORM_ADDRESS_HEADER = "X-Forwarded-For"
    visitor = Visitor(address="127.0.0.1")
    visitor.client.defaults["HTTP_X_FORWARDED_FOR"] = "192.0.2.1, 198.51.100.7"
    for _ in range(form_policy().sent_per_network):
        visitor.reports()
        visitor.sends(go="new")
    assert visitor.answers().sends(go="send").status_code == 429


def test_a_page_of_another_site_cannot_answer_for_somebody(visitor: Visitor) -> None:
    visitor.answers(*ANSWERS[:3])
    kept = dict(visitor.client.session[DRAFT])
    with clock.held_at(visitor.moment):
        visitor.client.post("/report", {"token": "guessed", "step": "4", "account": "Not mine", "go": "next"})
    assert visitor.client.session[DRAFT] == kept


@pytest.mark.parametrize("token", ["", "guessed"])
def test_a_first_page_that_is_not_ours_opens_no_draft(visitor: Visitor, token: str) -> None:
    answer = visitor.client.post("/report", {"token": token, "step": "1", "about": "contact"})
    assert answer.status_code == 409
    assert not Session.objects.exists()


def test_whose_browser_keeps_no_cookies_is_told_so(visitor: Visitor) -> None:
    visitor.answers(*ANSWERS[:2])
    visitor.client.cookies.clear()
    assert visitor.sends(**ANSWERS[2]).status_code == 409
    assert "your browser keeps no cookies" in visitor.text


def test_a_draft_that_nobody_went_on_with_is_thrown_away(visitor: Visitor) -> None:
    visitor.answers(*ANSWERS[:3])
    visitor.moment += timedelta(minutes=form_policy().minutes_a_draft_waits + 1)
    assert "What do you want to tell us about?" in visitor.opens().text


def test_a_draft_of_another_release_is_thrown_away_and_breaks_nothing(visitor: Visitor) -> None:
    visitor.answers(*ANSWERS[:3])
    session = visitor.client.session
    session[DRAFT] = {**session[DRAFT], "weather": "fair"}
    session.save()
    assert "What do you want to tell us about?" in visitor.opens().text


def test_sessions_that_have_run_out_are_swept_away_when_a_draft_begins(visitor: Visitor) -> None:
    visitor.answers(*ANSWERS[:1])
    Session.objects.update(expire_date=clock.now() - timedelta(days=1))
    Visitor().answers(*ANSWERS[:1])
    assert Session.objects.count() == 1


def test_the_receiving_agency_is_the_one_that_the_settings_name(visitor: Visitor, worker: User, settings: Any) -> None:
    settings.FORM_AGENCY, settings.FORM_NAME = "co", "Sample Task Force"
    visitor.reports()
    assert "Sample Task Force" in visitor.text
    [report] = rows(Report, worker)
    assert report.agency.code == "co"
    assert report.assigned_to.code == "co"
