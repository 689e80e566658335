"""Reports are given to people of the agency that holds them; skills and leave are written down."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotAllowed, NotFound, RuleRefusal
from nightlight.intake.models import Report
from nightlight.triage.actions import assign, fold
from nightlight.workload.actions import add_skill, end_skill, give, plan_leave, take_back, take_back_leave
from nightlight.workload.models import Leave, PersonalAssignment, Skill
from nightlight.workload.people import colleagues, suggestions

Held = Callable[..., Report]
People = Callable[..., User]
WHY = "Next in turn."
DAY = date(2026, 11, 20)


def rows() -> Any:
    return PersonalAssignment.objects.unscoped(because="a test looks who has a report").order_by("at", "pk")


@pytest.fixture
def investigator(person: People) -> User:
    return person("az", RoleName.INVESTIGATOR)


def test_a_report_is_given_with_a_receipt_and_taken_back(held: Held, az: User, investigator: User, again: Any) -> None:
    report = held()
    [made] = give([report], to=investigator, by=az, because=WHY)
    assert again(report).worked_by_id == investigator.pk
    assert made.receipt.startswith("P-")
    take_back([report], by=az, because="On leave.")
    assert again(report).worked_by_id is None
    assert [(row.ended_by_id, row.ended_because) for row in rows()] == [(az.pk, "On leave.")]


def test_giving_it_on_ends_what_stood(held: Held, az: User, investigator: User, person: People, again: Any) -> None:
    report, other = held(), person("az", RoleName.INVESTIGATOR)
    give([report], to=investigator, by=az, because=WHY)
    give([report], to=other, by=az, because=WHY)
    assert again(report).worked_by_id == other.pk
    assert [(row.to_id, row.ended_at is None) for row in rows()] == [(investigator.pk, False), (other.pk, True)]


def test_a_report_that_goes_elsewhere_is_with_nobody_there_and_can_be_given_again(
    *, held: Held, az: User, worker: User, investigator: User, agency: Callable[[str], Agency], again: Any
) -> None:
    report = held()
    give([report], to=investigator, by=az, because=WHY)
    assign([report], to=agency("mn"), by=worker, because="It lives there.")
    assert again(report).worked_by_id is None
    assign([report], to=agency("az"), by=worker, because="It came back.")
    give([report], to=investigator, by=az, because=WHY)
    assert again(report).worked_by_id == investigator.pk


@pytest.mark.parametrize(
    ("who", "because", "words"),
    [
        (("az", RoleName.INVESTIGATOR), "  ", "needs a reason"),
        (("mn", RoleName.INVESTIGATOR), WHY, "not of the agency"),
        (("az", RoleName.AUDITOR), WHY, "cannot work reports"),
    ],
)
def test_what_stands_against_it_is_said_and_nothing_changes(
    *, who: tuple[str, RoleName], because: str, words: str, held: Held, az: User, person: People, again: Any
) -> None:
    report = held()
    with pytest.raises(RuleRefusal, match=words):
        give([report], to=person(*who), by=az, because=because)
    assert again(report).worked_by_id is None
    assert not rows().exists()


def test_only_the_holder_gives_and_only_what_somebody_has_is_taken(
    held: Held, az: User, mn: User, investigator: User
) -> None:
    report = held()
    with pytest.raises(NotFound):
        give([report], to=investigator, by=mn, because=WHY)
    with pytest.raises(RuleRefusal, match="with nobody"):
        take_back([report], by=az, because=WHY)
    with pytest.raises(NotAllowed):
        give([report], to=investigator, by=investigator, because=WHY)


def test_twice_to_the_same_person_is_refused(held: Held, az: User, investigator: User) -> None:
    report = held()
    give([report], to=investigator, by=az, because=WHY)
    with pytest.raises(RuleRefusal, match="already"):
        give([report], to=investigator, by=az, because=WHY)


def test_a_lead_is_given_whole(held: Held, az: User, investigator: User, again: Any) -> None:
    lead, folded = held(), held("04019")
    fold([folded], into=lead, by=az, because="One household.")
    with pytest.raises(RuleRefusal, match="go together"):
        give([lead], to=investigator, by=az, because=WHY)
    give([lead, folded], to=investigator, by=az, because=WHY)
    assert again(folded).worked_by_id == investigator.pk


def test_a_skill_counts_from_its_day_to_its_end(az: User, investigator: User) -> None:
    today = clock.today()
    skill = add_skill(person=investigator, skill="sextortion", first_day=today, by=az)
    with pytest.raises(RuleRefusal, match="already"):
        add_skill(person=investigator, skill="sextortion", first_day=today, by=az)
    with pytest.raises(RuleRefusal, match="names no such skill"):
        add_skill(person=investigator, skill="juggling", first_day=today, by=az)
    held = Skill.objects.visible_to(az)
    assert [held.in_force(on).count() for on in (today - timedelta(days=1), today)] == [0, 1]
    end_skill(skill, by=az)
    with pytest.raises(RuleRefusal, match="ended already"):
        end_skill(skill, by=az)
    assert Skill.objects.visible_to(az).in_force(today + timedelta(days=1)).count() == 0


def test_leave_is_planned_and_taken_back(az: User, investigator: User) -> None:
    with pytest.raises(RuleRefusal, match="ends before it begins"):
        plan_leave(person=investigator, first_day=DAY, last_day=DAY - timedelta(days=1), by=az)
    leave = plan_leave(person=investigator, first_day=DAY, last_day=DAY, by=az)
    [one] = [each for each in colleagues(az, az.agency_id, on=DAY) if each.person == investigator]
    assert one.away(DAY) == leave
    assert one.away(DAY + timedelta(days=1)) is None
    take_back_leave(leave, by=az)
    [one] = [each for each in colleagues(az, az.agency_id, on=DAY) if each.person == investigator]
    assert one.away(DAY) is None
    with pytest.raises(RuleRefusal, match="taken back already"):
        take_back_leave(leave, by=az)


def test_nobody_writes_down_strangers_skills_or_leave(mn: User, investigator: User) -> None:
    with pytest.raises(NotFound):
        add_skill(person=investigator, skill="sextortion", first_day=DAY, by=mn)
    with pytest.raises(NotFound):
        plan_leave(person=investigator, first_day=DAY, last_day=DAY, by=mn)
    assert not Leave.objects.visible_to(mn).exists()


def test_whom_to_ask_is_here_then_skilled_then_least_busy_and_says_why(held: Held, az: User, person: People) -> None:
    today = clock.today()
    busy, away, free, skilled = (person("az", RoleName.INVESTIGATOR) for _ in range(4))
    give([held()], to=busy, by=az, because=WHY)
    plan_leave(person=away, first_day=today, last_day=today, by=az)
    add_skill(person=skilled, skill="enticement", first_day=today, by=az)
    report = held(incident_type="Online Enticement of Children for Sexual Acts")
    give([held()], to=skilled, by=az, because=WHY)
    found = [each for each in suggestions(az, report, on=today) if each.colleague.person != az]
    assert [each.colleague.person for each in found] == [skilled, free, busy, away]
    assert found[0].words == "has 1 open, knows online enticement"
    assert found[1].words == "has nothing open, none of the skills it asks for"
    assert "away until" in found[3].words
    assert found[3].is_away


def test_a_stranger_is_told_of_nobody(held: Held, az: User, mn: User) -> None:
    assert az in {each.colleague.person for each in suggestions(az, held(), on=DAY)}
    assert suggestions(mn, held(), on=DAY) == []
