"""Nominating and reviewing: named indicators, documented suspicion, and somebody else who approves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.audit.models import Entry
from nightlight.foundation import clock
from nightlight.foundation.refusals import IllegalMove, NotAllowed, NotFound, RuleRefusal
from nightlight.investigations.actions import clear_subjects
from nightlight.investigations.models import Subject
from nightlight.suspects.actions import approve, expire, nominate, return_to_author, validate, withdraw
from nightlight.suspects.asked import Naming, Stated, Suspicion
from nightlight.suspects.models import Nomination, NominationIndicator, Review
from tests.suspects.said import SUSPICION, stated

Person = Callable[..., User]
MakeSubject = Callable[..., Subject]
MakeNomination = Callable[..., Nomination]


def _all() -> list[Nomination]:
    return list(Nomination.objects.unscoped(because="test").order_by("pk"))


def test_a_nomination_waits_for_a_supervisor_with_its_indicators_and_sources(
    investigator: User, known_subject: MakeSubject
) -> None:
    subject = known_subject()
    made = nominate(Naming(subject, stated("access", "registered"), SUSPICION), by=investigator)
    kept = NominationIndicator.objects.visible_to(investigator).filter(nomination=made)
    assert made.status == "waiting"
    assert {(one.code, one.words, one.case_id) for one in kept} == {
        ("access", "Access to children", subject.case_id),
        ("registered", "Registered-offender flag", subject.case_id),
    }
    assert len(made.policy_digest) == 64


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"indicators": []}, "at least one indicator"),
        ({"indicators": stated("prior_reports")}, "no indicator prior_reports"),
        ({"indicators": stated("access", "access")}, "twice"),
        ({"indicators": [Stated("access", " ")]}, "who states it"),
        ({"suspicion": replace(SUSPICION, basis=" ")}, "Document the reasonable suspicion"),
        ({"suspicion": replace(SUSPICION, activity="")}, "Name the criminal activity"),
        ({"suspicion": Suspicion("activity", "basis", is_lawfully_obtained=False)}, "lawfully obtained"),
    ],
)
def test_nobody_is_nominated_without_an_indicator_or_documented_suspicion(
    asked: dict[str, Any], words: str, investigator: User, known_subject: MakeSubject
) -> None:
    sound = Naming(known_subject(), stated("access"), SUSPICION)
    with pytest.raises(RuleRefusal, match=words):
        nominate(replace(sound, **asked), by=investigator)
    assert not _all()


def test_a_cleared_subject_is_not_nominated(investigator: User, known_subject: MakeSubject) -> None:
    [cleared] = clear_subjects([known_subject()], by=investigator, because="Sample")
    with pytest.raises(RuleRefusal, match="cleared"):
        nominate(Naming(cleared, stated("access"), SUSPICION), by=investigator)


def test_a_subject_is_nominated_once_at_a_time(
    waiting_nomination: MakeNomination, known_subject: MakeSubject, investigator: User
) -> None:
    subject = known_subject()
    first = waiting_nomination(subject=subject)
    with pytest.raises(RuleRefusal, match="nominated already"):
        waiting_nomination(subject=subject)
    withdraw(first, by=investigator, because="Sample reason")
    assert waiting_nomination(subject=subject).status == "waiting"


def test_another_agencys_subject_is_not_found(investigator: User, known_subject: MakeSubject) -> None:
    with pytest.raises(NotFound):
        nominate(Naming(known_subject("ut"), stated("access"), SUSPICION), by=investigator)


def test_whoever_lacks_the_right_nominates_nobody(person: Person, known_subject: MakeSubject) -> None:
    with pytest.raises(NotAllowed):
        nominate(Naming(known_subject(), stated("access"), SUSPICION), by=person("co", RoleName.ANALYST))


def test_the_author_does_not_approve_what_they_wrote(
    person: Person, known_subject: MakeSubject, supervisor: User
) -> None:
    author = person("co", RoleName.SUPERVISOR)
    made = nominate(Naming(known_subject(), stated("access"), SUSPICION), by=author)
    with pytest.raises(RuleRefusal, match="does not review"):
        approve(made, by=author, because="Sample")
    assert _all()[0].status == "waiting"
    approved = approve(made, by=supervisor, because="Sample")
    assert (approved.status, approved.ends_on) == ("in_force", date(2023, 4, 10))


def test_an_investigator_does_not_review(waiting_nomination: MakeNomination, investigator: User) -> None:
    with pytest.raises(NotAllowed):
        approve(waiting_nomination(), by=investigator, because="Sample")


def test_a_review_is_kept_with_reviewer_date_and_explanation(
    waiting_nomination: MakeNomination, supervisor: User
) -> None:
    made = waiting_nomination()
    return_to_author(made, by=supervisor, because="Say how the account was traced")
    [review] = Review.objects.visible_to(supervisor).filter(nomination=made)
    assert (review.verdict, review.by_user_id, review.because) == (
        "returned",
        supervisor.pk,
        "Say how the account was traced",
    )
    with pytest.raises(IllegalMove):
        approve(made, by=supervisor, because="Sample")


def test_a_review_without_explanation_changes_nothing(waiting_nomination: MakeNomination, supervisor: User) -> None:
    made = waiting_nomination()
    with pytest.raises(RuleRefusal, match="Give a reason"):
        approve(made, by=supervisor, because=" ")
    assert _all()[0].status == "waiting"


def test_validation_begins_a_new_period(nomination_in_force: MakeNomination, supervisor: User) -> None:
    made = nomination_in_force()
    with clock.held_at(clock.now().replace(year=2022)):
        assert validate(made, by=supervisor, because="Still holds").ends_on == date(2027, 4, 10)


def test_what_is_withdrawn_names_nobody_any_more(nomination_in_force: MakeNomination, investigator: User) -> None:
    made = nomination_in_force()
    withdraw(made, by=investigator, because="Arrested")
    [ended] = _all()
    assert (ended.status, ended.ended_because) == ("withdrawn", "Arrested")
    assert (ended.subject_id, ended.basis, ended.activity, ended.name_as_given) == (None, "", "", "")
    assert not NominationIndicator.objects.unscoped(because="test").exists()


def test_what_is_not_validated_in_time_expires(nomination_in_force: MakeNomination, coordinator: User) -> None:
    made = nomination_in_force()
    with pytest.raises(RuleRefusal, match="still has time"):
        expire([made], by=coordinator)
    with clock.held_at(clock.now().replace(year=2023)):
        expire([made], by=coordinator)
    assert (_all()[0].status, _all()[0].basis) == ("expired", "")


def test_what_is_written_down_names_nobody(investigator: User, known_subject: MakeSubject) -> None:
    subject = known_subject(name="Sample Neverlogged")
    nominate(Naming(subject, stated("access"), SUSPICION), by=investigator)
    entry = Entry.objects.unscoped(because="test").get(act="suspect.nominated")
    assert entry.details["policy_date"] == "2018-01-01"
    assert "Neverlogged" not in str(entry.details)
    assert SUSPICION.basis not in str(entry.details)
