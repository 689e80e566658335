from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.audit.models import Entry
from nightlight.deconfliction.models import IndexEntry
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotAllowed, NotFound, RuleRefusal
from nightlight.geography.gazetteer import Gazetteer
from nightlight.identifiers.kinds import Kind
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Report
from nightlight.triage.actions import assess
from nightlight.triage.models import Assessment, Assignment, RouteDecision

Receive = Callable[..., list[Report]]


def said(make: SimpleNamespace, name: str) -> Any:
    """A report that states one thing, by the name of the rule that it should meet."""
    person, child, file, reading = make.reported, make.child, make.file, make.reading
    access = (("accessToChildren", "true"),)
    return {
        "P-2": lambda: reading(person(), escalation="See the folded text"),
        "P-4": lambda: reading(person(), incident_type="Child Sexual Molestation"),
        "P-6": lambda: reading(person(), child(age=11), annotations=("sextortion",)),
        "P-7": lambda: reading(person(facts=(("convictedSexOffender", "true"),))),
        "P-8": lambda: reading(person(facts=(("accessToChildVictim", "true"),))),
        "P-10": lambda: reading(person(facts=access, prior_reports=("900000001",))),
        "P-12": lambda: reading(person(), incident_type="Online Enticement of Children for Sexual Acts"),
        "P-13": lambda: reading(person(), files=(file(annotations=("possibleSelfProduction",)),)),
        "P-14": lambda: reading(person(facts=access)),
        "P-15": lambda: reading(
            person(), files=(file(annotations=("viral",)), file(2, annotations=("potentialMeme",)))
        ),
        "P-18": lambda: reading(person(prior_reports=("900000001",))),
        "P-19": lambda: reading(person(make.address("04013", make.event.PURCHASE))),
        "P-20": lambda: reading(person(), annotations=("csamSolicitation",)),
        "P-21": lambda: reading(person()),
    }[name]()


@pytest.fixture
def newest_rules() -> Iterator[None]:
    """Go to a day on which the newest policy is in force."""
    with clock.held_at(datetime(2030, 1, 2, 12, tzinfo=UTC)):
        yield


@pytest.mark.usefixtures("newest_rules")
@pytest.mark.parametrize("rule", [f"P-{number}" for number in (2, 4, 6, 7, 8, 10, 12, 13, 14, 15, 18, 19, 20, 21)])
def test_each_rule_is_met_by_what_a_report_says(
    rule: str, received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace
) -> None:
    (report,) = received([said(make, rule)])
    assess([report], by=worker, places=places)
    assessment = Assessment.objects.visible_to(worker).get(report=report)
    assert assessment.rule == rule
    assert assessment.because
    assert len(assessment.short) <= 44
    assert (assessment.policy, str(assessment.policy_date)) == ("triage.priority", "2026-12-01")


def test_what_is_not_stated_is_kept_as_not_stated(
    received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace
) -> None:
    (report,) = received([make.reading(make.reported(facts=(("accessToChildren", "false"),)), files=(make.file(),))])
    assess([report], by=worker, places=places)
    facts = Assessment.objects.visible_to(worker).get(report=report).facts
    assert facts["access_to_children"]["value"] is False
    assert facts["access_to_children"]["at"] == ["/personOrUserReported[1]"]
    assert not {"convicted_offender", "meme", "unviewed_files", "enticement"} & facts.keys()


def test_one_viral_file_among_others_is_not_only_recirculated(
    received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace
) -> None:
    (report,) = received([make.reading(files=(make.file(annotations=("viral",)), make.file(2)))])
    assess([report], by=worker, places=places)
    facts = Assessment.objects.visible_to(worker).get(report=report).facts
    assert facts["viral"]["value"] is True
    assert "only_recirculated" not in facts


def test_an_earlier_report_on_the_same_account_is_found_also_in_the_same_batch(
    received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace
) -> None:
    same = make.reported(make.contact(Kind.ACCOUNT, "u-1", "example.com"))
    elsewhere = make.reported(make.contact(Kind.ACCOUNT, "u-1", "other.example.com"))
    reports = received([make.reading(same), make.reading(same), make.reading(elsewhere)])
    assess(reports, by=worker, places=places)
    by_report = {row.report_id: row for row in Assessment.objects.visible_to(worker).filter(report__in=reports)}
    found = [by_report[report.pk].facts["prior_reports_here"]["value"] for report in reports]
    assert sorted(found[:2]) == [False, True]  # of two that came at one moment, one is the earlier
    assert found[2] is False


def test_a_certain_route_assigns_with_a_receipt_and_registers_the_interest(
    received: Receive, worker: User, person: Callable[..., User], places: Gazetteer, make: SimpleNamespace
) -> None:
    mail = make.contact(Kind.EMAIL, "sample.person@example.com")
    (report,) = received([make.reading(make.reported(make.address("04013"), mail))])
    assess([report], by=worker, places=places)
    after = Report.objects.visible_to(worker).select_related("assigned_to").get(pk=report.pk)
    assert (after.status, after.assigned_to and after.assigned_to.code) == (ReportStatus.ASSIGNED, "az")
    receipt = Assignment.objects.visible_to(worker).get(report=report)
    assert receipt.receipt.startswith("A-")
    assert receipt.because.startswith("Rule R-1:")
    entry = IndexEntry.objects.visible_to(person("az", RoleName.ANALYST)).get(record_id=report.pk)
    assert (entry.record_kind, entry.standing) == ("intake.report", "tip")


def test_an_uncertain_route_waits_for_a_person_and_registers_nothing(
    received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace, again: Any
) -> None:
    mail = make.contact(Kind.EMAIL, "sample.person@example.com")
    (report,) = received([make.reading(make.reported(make.address("08041"), mail))])
    assess([report], by=worker, places=places)
    assert (again(report).status, again(report).assigned_to) == (ReportStatus.WAITING_FOR_ROUTE, None)
    assert not Assignment.objects.visible_to(worker).filter(report=report).exists()
    everyone = IndexEntry.objects.unscoped(because="a test looks for entries of anybody")
    assert not everyone.filter(record_id=report.pk).exists()


def test_assessing_again_replaces_the_assessment_and_leaves_the_route(
    received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace, again: Any
) -> None:
    (report,) = received([make.reading(make.reported(make.address("04013")))])
    assess([report], by=worker, places=places)
    assess([again(report)], by=worker, places=places)
    assert Assessment.objects.visible_to(worker).filter(report=report).count() == 2
    assert Assessment.objects.visible_to(worker).current().filter(report=report).count() == 1
    assert RouteDecision.objects.visible_to(worker).filter(report=report).count() == 1


def test_a_closed_report_is_not_assessed_again(
    received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace
) -> None:
    (report,) = received([make.reading()])
    Report.objects.visible_to(worker).filter(pk=report.pk).update(
        status=ReportStatus.CLOSED, lane=None, closed_at=clock.now(), closed_because="a test closed it"
    )
    with pytest.raises(RuleRefusal, match="closed report"):
        assess([report], by=worker, places=places)
    assert not Assessment.objects.visible_to(worker).filter(report=report).exists()


def test_who_may_not_assess_is_refused_and_the_refusal_is_written_down(
    received: Receive, person: Callable[..., User], places: Gazetteer, make: SimpleNamespace, again: Any
) -> None:
    (report,) = received([make.reading()])
    investigator = person("national", RoleName.INVESTIGATOR)
    with pytest.raises(NotAllowed):
        assess([report], by=investigator, places=places)
    entry = Entry.objects.unscoped(because="a test reads the audit log").get(actor_id=investigator.pk)
    assert (entry.act, entry.outcome) == ("report.assessed", "refused")
    assert again(report).status == ReportStatus.RECEIVED


def test_another_agencys_report_is_not_found(
    received: Receive, person: Callable[..., User], places: Gazetteer, make: SimpleNamespace
) -> None:
    (report,) = received([make.reading()], into="az")
    with pytest.raises(NotFound):
        assess([report], by=person("co", RoleName.ANALYST), places=places)


@pytest.mark.usefixtures("newest_rules")
def test_each_report_is_written_down_with_its_tier_and_rules(
    received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace
) -> None:
    (report,) = received([make.reading(make.reported(make.address("04013")), escalation="folded")])
    assess([report], by=worker, places=places)
    entry = Entry.objects.visible_to(worker).get(act="report.assessed", on_id=report.pk)
    assert entry.details == {"tier": 1, "rule": "P-2", "route_rule": "R-1", "decided": "by_rule"}


def test_a_clock_that_was_set_back_stops_no_second_look(
    received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace
) -> None:
    (report,) = received([make.reading(make.reported(make.address("04013")))])
    assess([report], by=worker, places=places)
    with clock.held_at(clock.now() - timedelta(hours=1)):
        assess([report], by=worker, places=places)
    old = Assessment.objects.visible_to(worker).exclude(superseded_at=None).get()
    assert old.superseded_at == old.assessed_at
