"""The forms of a case: what they do, what they say, and whom they refuse."""

import re
from collections.abc import Callable
from http import HTTPStatus

import pytest
from django.test import Client
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.investigations import actions
from nightlight.investigations.asked import (
    SubjectNamed,
)
from nightlight.investigations.models import (
    Arrest,
    ArrestCategory,
    Case,
    CaseDisposition,
    Charge,
    Subject,
)
from nightlight.victims.models import Victim
from tests.cases import assigned_report, open_case
from tests.conftest import Person
from tests.web.casework import (
    ACTS,
    ARRESTED,
    NAME,
    OF_CHILDREN,
    full_case,
    held_clock,
    read,
    refused,
    send,
    specialist,
    supervisor,
)

__all__ = ["assigned_report", "full_case", "held_clock", "open_case", "specialist", "supervisor"]


def test_a_subject_is_added(client: Client, supervisor: User, open_case: Callable) -> None:
    case = open_case()
    answer = send(client, supervisor, "case-subject", case, name_as_given=NAME)
    assert answer.headers["Location"] == reverse("case", args=[case.pk])
    assert Subject.objects.visible_to(supervisor).get().name_as_given == NAME
    assert f"Subject added: {case.number}." in client.get(answer.headers["Location"]).content.decode()


def test_an_arrest_is_recorded_with_its_further_categories(
    client: Client, supervisor: User, open_case: Callable
) -> None:
    case = open_case()
    [subject] = actions.add_subjects([SubjectNamed(case, NAME)], by=supervisor)
    typed = {"subject": subject.pk, "arrested_on": "2018-04-09", "category": "a", "further": ["b", "d"]}
    assert send(client, supervisor, "case-arrest", case, **typed).status_code == HTTPStatus.FOUND
    arrest = Arrest.objects.visible_to(supervisor).get()
    assert (arrest.subject, arrest.arrested_on, arrest.category) == (subject, ARRESTED, "a")
    further = ArrestCategory.objects.visible_to(supervisor).order_by("category")
    assert list(further.values_list("category", flat=True)) == ["b", "d"]


def test_a_charge_is_added_and_takes_the_category_of_its_statute(
    client: Client, supervisor: User, full_case: Callable
) -> None:
    case = full_case()
    arrest = Arrest.objects.visible_to(supervisor).get()
    typed = {"arrest": arrest.pk, "statute": "18 U.S.C. 2422(b)", "jurisdiction": "federal", "counts": "3"}
    assert send(client, supervisor, "case-charge", case, **typed).status_code == HTTPStatus.FOUND
    charge = Charge.objects.visible_to(supervisor).get(counts=3)
    assert (charge.arrest, charge.category) == (arrest, "b")


def test_a_disposition_and_a_finding_take_the_place_of_earlier_ones(
    client: Client, supervisor: User, full_case: Callable
) -> None:
    case = full_case()
    charge, subject = Charge.objects.visible_to(supervisor).get(), Subject.objects.visible_to(supervisor).get()
    disposed = {"charge": charge.pk, "disposition": "dismissed", "disposition_on": "2018-04-10"}
    found = {"subject": subject.pk, "finding": "abused", "found_on": "2018-04-10"}
    assert send(client, supervisor, "case-disposition", case, **disposed).status_code == HTTPStatus.FOUND
    assert send(client, supervisor, "case-finding", case, **found).status_code == HTTPStatus.FOUND
    assert Charge.objects.visible_to(supervisor).get().disposition == "dismissed"
    assert Subject.objects.visible_to(supervisor).get().finding == "abused"


def test_a_child_is_recorded_and_then_identified(client: Client, specialist: User, open_case: Callable) -> None:
    case = open_case()
    assert send(client, specialist, "case-child", case).status_code == HTTPStatus.FOUND
    child = Victim.objects.visible_to(specialist).get()
    known = {
        "victim": child.pk,
        "identified_on": "2018-04-10",
        "recency": "ongoing",
        "relation": "unknown",
        "age_band": "1_5",
    }
    assert send(client, specialist, "case-identified", case, **known).status_code == HTTPStatus.FOUND
    child = Victim.objects.visible_to(specialist).get()
    assert (child.pseudonym, child.recency, child.age_band) == ("MV1", "ongoing", "1_5")


def test_a_child_that_was_identified_is_not_asked_for_again(
    client: Client, specialist: User, full_case: Callable
) -> None:
    page = read(client, specialist, "case-identified", full_case().pk)
    assert "No child of this case waits to be identified" in page
    assert "csrfmiddlewaretoken" not in page.split("<main")[1].split("</main>")[0]


def test_a_case_is_closed_after_asking(client: Client, supervisor: User, open_case: Callable) -> None:
    case = open_case()
    assert "It is not opened again" in read(client, supervisor, "case-close", case.pk)
    assert send(client, supervisor, "case-close", case, disposition="exhausted").status_code == HTTPStatus.FOUND
    assert Case.objects.visible_to(supervisor).get(pk=case.pk).disposition == "exhausted"


def test_a_form_that_lacks_something_says_so_above_the_field_and_keeps_what_was_typed(
    client: Client, supervisor: User, full_case: Callable
) -> None:
    answer = send(client, supervisor, "case-charge", full_case(), statute="Sample statute", counts="2")
    page = answer.content.decode()
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert page.count("Choose one: jurisdiction.") == 2
    assert 'href="#id_jurisdiction"' in page
    assert 'value="Sample statute"' in page


def test_a_rule_that_refuses_leaves_everything_as_it_was_and_keeps_what_was_typed(
    client: Client, supervisor: User, open_case: Callable
) -> None:
    case = open_case()
    answer = send(client, supervisor, "case-close", case, disposition="arrest_made")
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "no arrest on record" in answer.content.decode()
    assert re.search(r'value="arrest_made"[^>]*checked', answer.content.decode())
    assert Case.objects.visible_to(supervisor).get(pk=case.pk).status == "open"
    assert refused(supervisor) == ["case.closed"]


def test_a_closed_case_takes_in_nobody_through_its_form(client: Client, supervisor: User, open_case: Callable) -> None:
    case = open_case()
    actions.close_cases([case], by=supervisor, disposition=CaseDisposition.UNFOUNDED)
    assert send(client, supervisor, "case-subject", case, name_as_given=NAME).status_code == HTTPStatus.CONFLICT
    assert send(client, supervisor, "case-close", case, disposition="declined").status_code == HTTPStatus.CONFLICT
    assert not Subject.objects.visible_to(supervisor).exists()


def test_a_subject_of_another_case_cannot_be_chosen(client: Client, supervisor: User, open_case: Callable) -> None:
    here, there = open_case(), open_case()
    actions.add_subjects([SubjectNamed(here, NAME)], by=supervisor)
    [other] = actions.add_subjects([SubjectNamed(there, NAME)], by=supervisor)
    typed = {"subject": other.pk, "arrested_on": "2018-04-09", "category": "a"}
    assert send(client, supervisor, "case-arrest", here, **typed).status_code == HTTPStatus.BAD_REQUEST
    assert not Arrest.objects.visible_to(supervisor).exists()


def test_the_link_beside_a_row_chooses_the_row(client: Client, supervisor: User, open_case: Callable) -> None:
    case = open_case()
    first, second = actions.add_subjects([SubjectNamed(case, NAME), SubjectNamed(case)], by=supervisor)
    page = read(client, supervisor, "case-finding", case.pk, subject=str(second.pk))
    assert f'<option value="{second.pk}" selected>' in page
    assert f'<option value="{first.pk}">' in page


@pytest.mark.parametrize("name", [*ACTS, *OF_CHILDREN])
def test_an_act_is_refused_without_its_right_and_written_down(
    client: Client, person: Person, full_case: Callable, name: str
) -> None:
    case, analyst = full_case(), person("co", RoleName.ANALYST)
    before = [model.objects.unscoped(because="test").count() for model in (Subject, Arrest, Charge, Victim)]
    assert send(client, analyst, name, case, name_as_given=NAME, disposition="declined").status_code == 403
    assert before == [model.objects.unscoped(because="test").count() for model in (Subject, Arrest, Charge, Victim)]
    assert Case.objects.unscoped(because="test").get().status == "open"
    assert len(refused(analyst)) == 1


@pytest.mark.parametrize("name", ["case-finding", "case-arrest", "case-charge", "case-disposition"])
def test_a_form_with_nothing_to_choose_from_says_what_comes_first(
    client: Client, supervisor: User, open_case: Callable, name: str
) -> None:
    assert "first." in read(client, supervisor, name, open_case().pk)
