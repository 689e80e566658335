"""Many reports about one account or one viral file are one lead; every original stays, and every fold can be undone."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.audit.models import Entry
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.geography.gazetteer import Gazetteer
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.formats.values import Sighting
from nightlight.intake.models import Channel, Report, Submission
from nightlight.investigations.actions import close_reports
from nightlight.triage.actions import assign, fold, unfold
from nightlight.triage.folding.standing_for import folded_into
from nightlight.triage.models import Fold
from nightlight.triage.road import Receipt, carry
from tests.breaking import breaks
from tests.triage.conftest import address, contact, file, reading, reported

Person = Callable[..., User]
Find = Callable[[str], Agency]
Carry = Callable[..., list[Receipt]]
MAIL = contact(Kind.EMAIL, "same@example.com")
MD5 = "0f" * 16
LATER = datetime(2100, 1, 1, tzinfo=UTC)


def about(*sightings: Any, county: str = "04013", **said: Any) -> Any:
    return reading(reported(address(county), *sightings), **said)


def viral(digest: str = MD5, **said: Any) -> Any:
    seen = Sighting(Identifier(Kind.MD5, digest), digest, "/files/1/md5")
    return about(files=(file(annotations=("viral",), sightings=(seen,)),), **said)


@pytest.fixture
def bring(worker: User, agency: Find, places: Gazetteer) -> Carry:
    start = clock.now()

    def bring(*readings: Any, days: int = 0) -> list[Receipt]:
        with clock.held_at(start + timedelta(days=days)):
            return carry(
                readings, by=worker, worker=worker, places=places, into=agency("national"), channel=Channel.FILE
            )

    return bring


@pytest.fixture
def commander(person: Person) -> User:
    return person("az", RoleName.COMMANDER)


def row(receipt: Receipt, by: User) -> Report:
    return Report.objects.visible_to(by).get(pk=receipt.report_id)


def leads(worker: User, *receipts: Receipt) -> list[Any]:
    return [row(receipt, worker).folded_into_id for receipt in receipts]


def test_reports_about_one_account_fold_into_the_first(bring: Carry, worker: User) -> None:
    [first] = bring(about(MAIL))
    [second] = bring(about(MAIL), days=1)
    [third] = bring(about(MAIL), days=2)
    assert [one.status for one in (first, second, third)] == ["received", "folded", "folded"]
    assert leads(worker, first, second, third) == [None, first.report_id, first.report_id]
    assert "same account" in second.message
    kept = Fold.objects.visible_to(worker).get(report=second.report_id)
    assert (kept.rule, kept.into_id, kept.undone_at) == ("F-1", first.report_id, None)
    assert kept.policy_digest
    assert Submission.objects.visible_to(worker).filter(status="folded").count() == 2
    assert Entry.objects.unscoped(because="test").filter(act="report.folded_by_rule").count() == 2


def test_reports_of_one_batch_fold_into_each_other(bring: Carry, worker: User) -> None:
    receipts = bring(about(MAIL), about(MAIL), about(MAIL))
    assert sorted(one.status for one in receipts) == ["folded", "folded", "received"]
    [lead] = [one.report_id for one in receipts if one.status == "received"]
    assert {row(one, worker).folded_into_id for one in receipts} == {None, lead}


def test_the_same_viral_file_is_one_lead_and_the_same_file_otherwise_is_not(bring: Carry, worker: User) -> None:
    seen = Sighting(Identifier(Kind.MD5, MD5), MD5, "/files/1/md5")
    [plain] = bring(about(files=(file(sightings=(seen,)),)))
    [first], [second], [other] = bring(viral()), bring(viral(), days=1), bring(viral("1e" * 16), days=1)
    assert leads(worker, plain, first, second, other) == [None, None, first.report_id, None]


def test_what_another_agency_works_is_no_lead(bring: Carry, worker: User) -> None:
    [there], [here] = bring(about(MAIL, county="16001")), bring(about(MAIL))
    assert there.assigned_to != here.assigned_to
    assert leads(worker, there, here) == [None, None]


def test_a_report_of_immediate_risk_is_never_folded_and_none_goes_under_a_less_urgent_lead(
    bring: Carry, worker: User
) -> None:
    [first] = bring(about(MAIL))
    [urgent] = bring(about(MAIL, escalation="Cannot wait", incident_type="Online Enticement of Children"), days=1)
    assert leads(worker, urgent) == [None]
    [third] = bring(about(MAIL), days=2)
    assert leads(worker, first, third) == [None, first.report_id]


def test_after_ninety_days_a_report_stands_by_itself(bring: Carry, worker: User) -> None:
    [first], [late] = bring(about(MAIL)), bring(about(MAIL), days=91)
    assert leads(worker, first, late) == [None, None]


def test_nothing_folds_into_a_closed_lead(bring: Carry, worker: User, commander: User) -> None:
    [first] = bring(about(MAIL))
    close_reports([row(first, commander)], by=commander, because="Nothing came of it")
    [second] = bring(about(MAIL), days=1)
    assert leads(worker, second) == [None]


def test_a_person_folds_and_undoes_with_a_reason(bring: Carry, commander: User) -> None:
    [first], [other] = bring(about()), bring(about(), days=1)
    lead, alike = row(first, commander), row(other, commander)
    fold([alike], into=lead, by=commander, because="The same household")
    assert row(other, commander).folded_into_id == lead.pk
    assert [report.pk for report in folded_into([lead], by=commander)] == [alike.pk]
    unfold([alike], by=commander, because="Two different people")
    assert row(other, commander).folded_into_id is None
    kept = Fold.objects.visible_to(commander).get()
    assert (kept.because, kept.undone_because, kept.rule) == ("The same household", "Two different people", "")
    fold([alike], into=lead, by=commander, because="It was the same after all")
    assert Fold.objects.visible_to(commander).count() == 2


def test_what_does_not_fold_says_why_and_changes_nothing(bring: Carry, commander: User, worker: User) -> None:
    [one], [two], [three] = bring(about()), bring(about(), days=1), bring(about(), days=2)
    [urgent] = bring(about(escalation="Cannot wait", incident_type="Online Enticement of Children"), days=3)
    [elsewhere] = bring(about(county="16001"))
    first, second, third = (row(each, commander) for each in (one, two, three))
    fold([second], into=first, by=commander, because="Alike")
    wide = {"by": worker, "because": "Alike"}
    for reports, into, given, words in (
        ([third], first, {"because": "  "}, "needs a reason"),
        ([first], first, {}, "into itself"),
        ([third], second, {}, "folded into another"),
        ([second], third, {}, "folded already"),
        ([first], third, {}, "stands for others"),
        ([row(urgent, worker)], first, {}, "immediate risk"),
        ([row(elsewhere, worker)], first, {}, "same agency"),
    ):
        with pytest.raises(RuleRefusal, match=words):
            fold(reports, into=into, **wide | given)
    with pytest.raises(NotFound):
        fold([third], into=row(elsewhere, worker), by=commander, because="Alike")
    for reports, because, words in (([third], "Alone", "not folded"), ([second], "", "needs a reason")):
        with pytest.raises(RuleRefusal, match=words):
            unfold(reports, by=commander, because=because)
    assert leads(worker, one, two, three) == [None, first.pk, None]


@pytest.mark.parametrize(
    "said", [{"escalation": "Cannot wait"}, {"incident_type": "Online Enticement of Children for Sexual Acts"}]
)
def test_a_folded_report_that_a_later_version_makes_urgent_stands_by_itself_again(
    bring: Carry, worker: User, said: dict[str, str]
) -> None:
    [first], [second] = bring(about(MAIL)), bring(about(MAIL, number="555001"), days=1)
    assert leads(worker, second) == [first.report_id]
    later = about(MAIL, number="555001", **said)
    [version] = bring(replace(later, sha256="5e" * 32), days=2)
    assert (version.status, version.report_id) == ("supplement", second.report_id)
    assert leads(worker, second) == [None]
    kept = Fold.objects.visible_to(worker).get(report=second.report_id)
    assert "more urgent" in kept.undone_because


def test_a_folded_report_whose_later_version_is_no_more_urgent_stays_folded(bring: Carry, worker: User) -> None:
    [first], [second] = bring(about(MAIL)), bring(about(MAIL, number="555002"), days=1)
    bring(replace(about(MAIL, number="555002"), sha256="6f" * 32), days=2)
    assert leads(worker, second) == [first.report_id]


def test_a_lead_and_what_is_folded_into_it_go_together(
    bring: Carry, commander: User, worker: User, agency: Find
) -> None:
    [one], [two] = bring(about(MAIL)), bring(about(MAIL), days=1)
    lead, alike = row(one, worker), row(two, worker)
    for part in ([lead], [alike]):
        with pytest.raises(RuleRefusal, match="go together"):
            assign(part, to=agency("ut"), by=worker, because="Moved")
    with clock.held_at(clock.now() + timedelta(days=2)):
        assign([lead, alike], to=agency("ut"), by=worker, because="Moved")
    assert leads(worker, one, two) == [None, lead.pk]
    assert {row(each, worker).assigned_to.code for each in (one, two)} == {"ut"}


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"because": ""}, "fold_says_why"),
        ({"rule": ""}, "fold_by_rule_names_the_dated_rule"),
        ({"policy_digest": "none"}, "fold_by_rule_names_the_dated_rule"),
        ({"undone_because": "It was wrong"}, "fold_is_undone_with_a_reason_or_holds"),
        ({"undone_at": LATER}, "fold_is_undone_with_a_reason_or_holds"),
    ],
)
def test_no_fold_can_be_stored_otherwise(bring: Carry, change: dict[str, Any], constraint: str) -> None:
    bring(about(MAIL), about(MAIL))
    with breaks(constraint):
        Fold.objects.unscoped(because="test").update(**change)


def test_no_report_folds_into_itself_or_twice(bring: Carry) -> None:
    bring(about(MAIL), about(MAIL))
    folds = Fold.objects.unscoped(because="test")
    with breaks("fold_is_into_another_report"):
        folds.update(into=F("report"))
    with breaks("report_is_folded_into_another"):
        Report.objects.unscoped(because="test").update(folded_into=F("pk"))
    kept = folds.get()
    values = {field.attname: getattr(kept, field.attname) for field in Fold._meta.concrete_fields if field.name != "id"}
    with breaks("one_fold_holds_per_report"):
        Fold.objects.bulk_create([Fold(**values)])
