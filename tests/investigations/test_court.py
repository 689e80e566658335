"""Subjects, findings, arrests, charges and what became of them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.audit.models import Entry
from nightlight.foundation import clock
from nightlight.foundation.refusals import IllegalMove, NotAllowed, NotFound, RuleRefusal
from nightlight.investigations import actions
from nightlight.investigations.asked import ArrestMade, ChargeBrought, ChargeDisposed, FindingMade, SubjectNamed
from nightlight.investigations.categories import Category
from nightlight.investigations.models import (
    Arrest,
    ArrestCategory,
    Case,
    CaseDisposition,
    Charge,
    ChargeDisposition,
    Finding,
    Jurisdiction,
    Subject,
)

Person = Callable[..., User]
Written = Callable[[], list[tuple[str, str]]]
DAY, TOMORROW = date(2018, 4, 9), date(2018, 4, 12)
FEDERAL = Jurisdiction.FEDERAL


def test_a_subject_without_a_name_is_unknown(supervisor: User, reported_case: Callable[[], Case]) -> None:
    case = reported_case()
    actions.add_subjects([SubjectNamed(case, " Alex Example "), SubjectNamed(case)], by=supervisor)
    found = Subject.objects.visible_to(supervisor).order_by("-name_as_given")
    assert [(row.name_as_given, row.status, row.finding) for row in found] == [
        ("Alex Example", "known", "none"),
        ("", "unknown", "none"),
    ]


def test_no_name_reaches_the_audit_log(supervisor: User, known_subject: Callable[[], Subject]) -> None:
    known_subject()
    entries = Entry.objects.unscoped(because="test").values_list("details", flat=True)
    assert not any("Example" in str(details) for details in entries)


def test_a_closed_case_takes_in_no_subject_and_no_arrest(
    supervisor: User, known_subject: Callable[[], Subject]
) -> None:
    subject = known_subject()
    actions.close_cases([subject.case], by=supervisor, disposition=CaseDisposition.REFERRED)
    with pytest.raises(RuleRefusal, match="closed"):
        actions.add_subjects([SubjectNamed(subject.case, "Casey Model")], by=supervisor)
    with pytest.raises(RuleRefusal, match="closed"):
        actions.record_arrests([ArrestMade(subject, DAY, Category.A)], by=supervisor)
    assert Subject.objects.visible_to(supervisor).count() == 1
    assert not Arrest.objects.visible_to(supervisor).exists()


def test_a_finding_is_recorded_and_can_be_corrected_even_after_closing(
    supervisor: User, known_subject: Callable[[], Subject]
) -> None:
    subject = known_subject()
    actions.record_findings([FindingMade(subject, Finding.PRODUCED, DAY)], by=supervisor)
    actions.close_cases([subject.case], by=supervisor, disposition=CaseDisposition.REFERRED)
    actions.record_findings([FindingMade(subject, Finding.ABUSED, DAY)], by=supervisor)
    found = Subject.objects.visible_to(supervisor).get()
    assert (found.finding, found.found_on) == ("abused", DAY)
    actions.record_findings([FindingMade(subject, Finding.NONE, DAY)], by=supervisor)
    found = Subject.objects.visible_to(supervisor).get()
    assert (found.finding, found.found_on) == ("none", None)


def test_a_cleared_subject_loses_its_finding_and_gets_nothing_more(
    supervisor: User, known_subject: Callable[[], Subject]
) -> None:
    subject = known_subject()
    actions.record_findings([FindingMade(subject, Finding.PRODUCED, DAY)], by=supervisor)
    actions.clear_subjects([subject], by=supervisor, because="Wrong subscriber")
    found = Subject.objects.visible_to(supervisor).get()
    assert (found.status, found.finding, found.found_on) == ("cleared", "none", None)
    with pytest.raises(RuleRefusal, match="cleared"):
        actions.record_findings([FindingMade(subject, Finding.PRODUCED, DAY)], by=supervisor)
    with pytest.raises(RuleRefusal, match="cleared"):
        actions.record_arrests([ArrestMade(subject, DAY, Category.A)], by=supervisor)
    with pytest.raises(IllegalMove):
        actions.clear_subjects([subject], by=supervisor, because="Wrong subscriber")


def test_an_arrest_remembers_the_set_of_categories_of_its_day(
    supervisor: User, known_subject: Callable[[], Subject]
) -> None:
    subject = known_subject()
    made = [
        ArrestMade(subject, date(2017, 12, 31), Category.D),
        ArrestMade(subject, DAY, Category.A, (Category.B, Category.C)),
    ]
    actions.record_arrests(made, by=supervisor)
    found = Arrest.objects.visible_to(supervisor).order_by("arrested_on")
    assert [(row.category, row.category_set) for row in found] == [("d", date(2015, 1, 1)), ("a", date(2018, 1, 1))]
    further = ArrestCategory.objects.visible_to(supervisor).filter(arrest=found[1])
    assert sorted(further.values_list("category", flat=True)) == ["b", "c"]


@pytest.mark.parametrize(
    ("arrested_on", "further", "words"),
    [
        (TOMORROW, (), "future"),
        (date(2014, 12, 31), (), "No set"),
        (DAY, (Category.A,), "category is given twice"),
        (DAY, (Category.B, Category.B), "category is given twice"),
    ],
)
def test_an_arrest_is_refused(
    *,
    arrested_on: date,
    further: tuple[Category, ...],
    words: str,
    supervisor: User,
    known_subject: Callable[[], Subject],
    written: Written,
) -> None:
    with pytest.raises(RuleRefusal, match=words):
        actions.record_arrests([ArrestMade(known_subject(), arrested_on, Category.A, further)], by=supervisor)
    assert not Arrest.objects.unscoped(because="test").exists()
    assert written()[-1] == ("arrest.recorded", "refused")


def test_a_new_day_begins_on_guam(supervisor: User, known_subject: Callable[[], Subject]) -> None:
    subject = known_subject()
    with clock.held_at(datetime(2018, 4, 10, 13, 59, tzinfo=UTC)), pytest.raises(RuleRefusal, match="future"):
        actions.record_arrests([ArrestMade(subject, date(2018, 4, 11), Category.A)], by=supervisor)
    with clock.held_at(datetime(2018, 4, 10, 14, 0, tzinfo=UTC)):
        actions.record_arrests([ArrestMade(subject, date(2018, 4, 11), Category.A)], by=supervisor)


def test_a_person_is_arrested_once_on_a_day(supervisor: User, known_subject: Callable[[], Subject]) -> None:
    subject = known_subject()
    made = ArrestMade(subject, DAY, Category.A)
    with pytest.raises(RuleRefusal, match="already"):
        actions.record_arrests([made, made], by=supervisor)
    actions.record_arrests([made], by=supervisor)
    with pytest.raises(RuleRefusal, match="already"):
        actions.record_arrests([made], by=supervisor)
    actions.record_arrests([ArrestMade(subject, DAY - timedelta(days=1), Category.A)], by=supervisor)
    assert Arrest.objects.visible_to(supervisor).count() == 2


def test_a_charge_takes_the_category_of_its_statute_unless_one_is_given(
    supervisor: User, arrest: Callable[[], Arrest]
) -> None:
    made = arrest()
    brought = [
        ChargeBrought(made, " 18 U.S.C. 2422(b) ", FEDERAL, 3),
        ChargeBrought(made, "18 U.S.C. 2422(a)", FEDERAL, category=Category.C),
        ChargeBrought(made, "Sample State Code 12-3", Jurisdiction.STATE),
    ]
    actions.add_charges(brought, by=supervisor)
    found = Charge.objects.visible_to(supervisor).order_by("recorded_at", "pk")
    assert {(row.statute, row.counts, row.category) for row in found} == {
        ("18 U.S.C. 2422(b)", 3, "b"),
        ("18 U.S.C. 2422(a)", 1, "c"),
        ("Sample State Code 12-3", 1, ""),
    }


@pytest.mark.parametrize(("statute", "counts"), [(" ", 1), ("x" * 121, 1), ("18 U.S.C. 2422(b)", 0)])
def test_a_charge_is_refused(statute: str, counts: int, supervisor: User, arrest: Callable[[], Arrest]) -> None:
    with pytest.raises(RuleRefusal, match="one count or more"):
        actions.add_charges([ChargeBrought(arrest(), statute, FEDERAL, counts)], by=supervisor)
    assert not Charge.objects.unscoped(because="test").exists()


def test_a_charge_is_disposed_of_after_the_arrest(supervisor: User, arrest: Callable[[], Arrest]) -> None:
    (charge,) = actions.add_charges([ChargeBrought(arrest(), "18 U.S.C. 2422(b)", FEDERAL)], by=supervisor)
    pleaded = ChargeDisposition.PLEADED_GUILTY
    for wrong, words in [(DAY - timedelta(days=1), "before the arrest"), (TOMORROW, "future")]:
        with pytest.raises(RuleRefusal, match=words):
            actions.record_dispositions([ChargeDisposed(charge, pleaded, wrong)], by=supervisor)
    with pytest.raises(RuleRefusal, match="twice"):
        actions.record_dispositions([ChargeDisposed(charge, pleaded, DAY)] * 2, by=supervisor)
    assert Charge.objects.visible_to(supervisor).get().disposition == ""
    actions.record_dispositions([ChargeDisposed(charge, pleaded, DAY)], by=supervisor)
    found = Charge.objects.visible_to(supervisor).get()
    assert (found.disposition, found.disposition_on) == ("pleaded_guilty", DAY)


@pytest.mark.parametrize(
    ("code", "role", "refusal"),
    [("wa", RoleName.SUPERVISOR, NotFound), ("co", RoleName.ANALYST, NotAllowed)],
)
def test_only_those_who_may_work_the_case_record_anything(
    *,
    code: str,
    role: RoleName,
    refusal: type[Exception],
    person: Person,
    supervisor: User,
    arrest: Callable[[], Arrest],
    written: Written,
) -> None:
    made = arrest()
    (charge,) = actions.add_charges([ChargeBrought(made, "18 U.S.C. 2422(b)", FEDERAL)], by=supervisor)
    other, before = person(code, role), written()
    tries: list[Callable[[], object]] = [
        lambda: actions.add_subjects([SubjectNamed(made.case)], by=other),
        lambda: actions.clear_subjects([made.subject], by=other, because="Wrong subscriber"),
        lambda: actions.record_findings([FindingMade(made.subject, Finding.PRODUCED, DAY)], by=other),
        lambda: actions.record_arrests([ArrestMade(made.subject, DAY, Category.A)], by=other),
        lambda: actions.add_charges([ChargeBrought(made, "18 U.S.C. 1470", FEDERAL)], by=other),
        lambda: actions.record_dispositions([ChargeDisposed(charge, ChargeDisposition.CONVICTED, DAY)], by=other),
    ]
    for attempt in tries:
        with pytest.raises(refusal):
            attempt()
    assert [model.objects.unscoped(because="test").count() for model in (Subject, Arrest, Charge)] == [1, 1, 1]
    assert Subject.objects.unscoped(because="test").get().status == "known"
    assert Charge.objects.unscoped(because="test").get().disposition == ""
    assert len(written()) == len(before) + len(tries)
    assert [outcome for _, outcome in written()].count("refused") == len(tries)
