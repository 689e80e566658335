"""A report is offered, seen by both sides on its way, and accepted, refused or withdrawn."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency, AgencyKind, Membership
from nightlight.audit.models import Entry
from nightlight.deconfliction.models import IndexEntry
from nightlight.foundation import clock
from nightlight.foundation.refusals import IllegalMove, NotAllowed, NotFound, RuleRefusal
from nightlight.identifiers.kinds import Kind
from nightlight.intake.models import Report
from nightlight.transfers.actions import accept, offer, refuse, withdraw
from nightlight.transfers.lifecycle import LIFECYCLE, Ground, TransferState
from nightlight.transfers.models import Transfer
from nightlight.transfers.reading import answered, counts, incoming, outgoing
from nightlight.triage.actions import assess, assign, fold, unfold
from nightlight.triage.models import Assignment, RouteDecision

Held = Callable[..., Report]
Find = Callable[[str], Agency]
WHY: dict[str, Any] = {"ground": Ground.NOT_OUR_TERRITORY, "because": "The house stands in Minneapolis."}


def sees(user: User, report: Report) -> bool:
    return Report.objects.visible_to(user).filter(pk=report.pk).exists()


def transfer_of(report: Report) -> Transfer:
    rows = Transfer.objects.unscoped(because="a test looks what became of an offer").filter(report=report)
    return rows.order_by("-offered_at", "-pk")[0]


@pytest.fixture
def offered(held: Held, az: User, agency: Find) -> Report:
    report = held()
    offer([report], to=agency("mn"), by=az, **WHY)
    return report


def test_an_offer_leaves_the_report_with_its_holder_and_shows_it_to_both(
    *, held: Held, az: User, mn: User, agency: Find, again: Any, person: Callable[..., User]
) -> None:
    report, other = held(), person("ut", RoleName.SUPERVISOR)
    assert not sees(mn, report)
    [made] = offer([report], to=agency("mn"), by=az, **WHY)
    assert (again(report).assigned_to.code, again(report).offered_to.code) == ("az", "mn")
    assert (sees(az, report), sees(mn, report), sees(other, report)) == (True, True, False)
    assert made.receipt.startswith("T-")
    assert (made.due_at - made.offered_at, str(made.policy_date)) == (timedelta(hours=72), "2018-01-01")
    assert (made.rule, made.county) == ("R-1", "04013")
    assert list(incoming(mn)) == list(outgoing(az)) == [made]
    assert not list(incoming(az))
    assert not list(outgoing(mn))


def test_who_accepts_holds_it_with_a_receipt_and_is_in_the_index(
    offered: Report, az: User, mn: User, again: Any
) -> None:
    accept([offered], by=mn)
    assert (again(offered).assigned_to.code, again(offered).offered_to) == ("mn", None)
    receipt = Assignment.objects.visible_to(mn).order_by("at", "pk").filter(report=offered).last()
    assert receipt
    assert (receipt.from_agency.code, receipt.to.code, receipt.receipt[:2]) == ("az", "mn", "A-")
    assert "The house stands in Minneapolis." in receipt.because
    assert RouteDecision.objects.visible_to(mn).current().get(report=offered).chosen.code == "mn"
    assert (transfer_of(offered).state, transfer_of(offered).answered_by_id) == ("accepted", mn.pk)
    assert not sees(az, offered)
    assert [row.receipt for row in answered(az)] == [transfer_of(offered).receipt]


def test_who_refuses_says_why_and_it_stays_with_the_sender(offered: Report, az: User, mn: User, again: Any) -> None:
    refuse([offered], by=mn, ground=Ground.NO_CAPACITY, because="Nobody is free until May.")
    assert (again(offered).assigned_to.code, again(offered).offered_to) == ("az", None)
    assert not sees(mn, offered)
    told = next(iter(answered(az)))
    assert (told.state, told.answer_ground, told.answer_because) == (
        "refused", "no_capacity", "Nobody is free until May.",
    )  # fmt: skip
    offer([offered], to=Agency.objects.get(code="ut"), by=az, **WHY)
    assert again(offered).offered_to.code == "ut"


def test_the_sender_withdraws_and_the_other_side_no_longer_sees_it(
    offered: Report, az: User, mn: User, again: Any
) -> None:
    withdraw([offered], by=az, because="It was ours after all.")
    assert again(offered).offered_to is None
    assert not sees(mn, offered)
    with pytest.raises(NotFound):
        accept([offered], by=mn)
    assert transfer_of(offered).state == "withdrawn"


def test_only_who_was_asked_answers_and_only_who_holds_withdraws(
    offered: Report, az: User, mn: User, again: Any
) -> None:
    with pytest.raises(RuleRefusal, match="Only the agency that was asked"):
        accept([offered], by=az)
    with pytest.raises(RuleRefusal, match="Only the agency that was asked"):
        refuse([offered], by=az, **WHY)
    with pytest.raises(RuleRefusal, match="Only who holds"):
        withdraw([offered], by=mn, because="Not wanted.")
    with pytest.raises(RuleRefusal, match="Only who holds"):
        offer([offered], to=Agency.objects.get(code="ut"), by=mn, **WHY)
    assert (again(offered).assigned_to.code, again(offered).offered_to.code) == ("az", "mn")
    entry = Entry.objects.unscoped(because="a test reads the audit log").filter(actor_id=mn.pk).order_by("pk").last()
    assert entry
    assert (entry.act, entry.outcome) == ("report.offered", "refused")


def test_who_was_asked_cannot_work_it_before_accepting(offered: Report, mn: User, agency: Find, again: Any) -> None:
    affiliate = Agency.objects.create(code="mn-example", kind=AgencyKind.AFFILIATE, name="Example Police Department")
    Membership.objects.create(agency=affiliate, parent=agency("mn"))
    for to in (affiliate, agency("mn")):
        with pytest.raises(RuleRefusal):
            assign([offered], to=to, by=mn, because="We take it.")
    assert again(offered).assigned_to.code == "az"


@pytest.mark.parametrize(("because", "words"), [(" ", "needs a reason"), ("x" * 301, "longer than 300")])
def test_a_reason_is_needed_and_has_an_end(because: str, words: str, held: Held, az: User, agency: Find) -> None:
    with pytest.raises(RuleRefusal, match=words):
        offer([held()], to=agency("mn"), by=az, ground=Ground.OTHER, because=because)


def test_one_offer_at_a_time(offered: Report, az: User, agency: Find) -> None:
    with pytest.raises(RuleRefusal, match="offered already"):
        offer([offered], to=agency("ut"), by=az, **WHY)


@pytest.mark.parametrize(("code", "words"), [("az", "there already"), ("national", "task forces and their affiliates")])
def test_an_offer_leads_to_another_task_force(code: str, words: str, held: Held, az: User, agency: Find) -> None:
    with pytest.raises(RuleRefusal, match=words):
        offer([held()], to=agency(code), by=az, **WHY)


def test_an_own_affiliate_is_not_asked_but_a_task_force_above_is(
    held: Held, agency: Find, again: Any, person: Callable[..., User]
) -> None:
    affiliate = Agency.objects.create(code="az-example", kind=AgencyKind.AFFILIATE, name="Example Police Department")
    Membership.objects.create(agency=affiliate, parent=agency("az"))
    report = held()
    supervisor, detective = person("az", RoleName.SUPERVISOR), person("az-example", RoleName.SUPERVISOR)
    with pytest.raises(RuleRefusal, match="choose Assign"):
        offer([report], to=affiliate, by=supervisor, **WHY)
    assign([report], to=affiliate, by=supervisor, because="It is in their city.")
    offer([report], to=agency("az"), by=detective, ground=Ground.NO_CAPACITY, because="Too large for us.")
    accept([report], by=supervisor)
    assert again(report).assigned_to.code == "az"


def test_a_lead_and_what_is_folded_into_it_go_together(
    held: Held, az: User, mn: User, agency: Find, again: Any
) -> None:
    lead, folded = held(), held("04019")
    fold([folded], into=lead, by=az, because="One household.")
    with pytest.raises(RuleRefusal, match="go together"):
        offer([lead], to=agency("mn"), by=az, **WHY)
    offer([lead, folded], to=agency("mn"), by=az, **WHY)
    with pytest.raises(RuleRefusal, match="go together"):
        accept([lead], by=mn)
    accept([lead, folded], by=mn)
    assert {again(report).assigned_to.code for report in (lead, folded)} == {"mn"}
    assert again(folded).folded_into_id == lead.pk


def test_what_is_offered_neither_folds_nor_is_parted_by_who_is_asked(
    *, held: Held, az: User, mn: User, agency: Find, again: Any
) -> None:
    lead, folded, other = held(), held("04019"), held("04021")
    fold([folded], into=lead, by=az, because="One household.")
    offer([lead, folded], to=agency("mn"), by=az, **WHY)
    with pytest.raises(RuleRefusal, match="offered to another agency"):
        fold([other], into=lead, by=az, because="One household.")
    with pytest.raises(RuleRefusal, match="same agency works"):
        unfold([folded], by=mn, because="Two households.")
    assert again(folded).folded_into_id == lead.pk


def test_no_rule_folds_into_a_lead_that_is_offered_away(
    *, az: User, agency: Find, again: Any, make: Any, received: Any, worker: User, places: Any
) -> None:
    def next_of_the_account() -> Report:
        mail = make.contact(Kind.EMAIL, "sample@example.com")
        (report,) = received([make.reading(make.reported(make.address("04013"), mail))])
        assess([report], by=worker, places=places)
        found: Report = again(report)
        return found

    first, second = next_of_the_account(), next_of_the_account()
    assert second.folded_into_id == first.pk
    offer([first, second], to=agency("mn"), by=az, **WHY)
    assert next_of_the_account().folded_into_id is None


def test_one_that_is_being_worked_is_not_offered(held: Held, worker: User, az: User, agency: Find) -> None:
    report, now = held(), clock.now()
    row = Report.objects.visible_to(worker).filter(pk=report.pk)
    row.update(status="under_investigation", taken_up_at=now, taken_up_recorded_at=now)
    with pytest.raises(IllegalMove):
        offer([report], to=agency("mn"), by=az, **WHY)


def test_the_desk_overtakes_an_offer_and_the_next_one_is_free(
    *, offered: Report, worker: User, az: User, mn: User, agency: Find, again: Any
) -> None:
    assign([offered], to=agency("ut"), by=worker, because="The desk knows better.")
    assert again(offered).offered_to is None
    assert not list(incoming(mn))
    assert not list(outgoing(az))
    assert not sees(mn, offered)
    assign([offered], to=agency("az"), by=worker, because="It was Arizona after all.")
    offer([offered], to=agency("mn"), by=az, **WHY)
    states = Transfer.objects.unscoped(because="a test looks what became of an offer").filter(report=offered)
    assert sorted(states.values_list("state", flat=True)) == ["overtaken", "standing"]


def test_the_clock_of_an_answer_counts_up_when_it_is_over(offered: Report, mn: User, az: User) -> None:
    now = transfer_of(offered).due_at
    assert (counts(mn, at=now).incoming, counts(mn, at=now).overdue) == (1, 0)
    assert (counts(mn, at=now + timedelta(seconds=1)).overdue, counts(az, at=now).outgoing) == (1, 1)


def test_who_may_not_assign_may_not_offer(held: Held, agency: Find, person: Callable[..., User]) -> None:
    with pytest.raises(NotAllowed):
        offer([held()], to=agency("mn"), by=person("az", RoleName.INVESTIGATOR), **WHY)


def test_an_answered_transfer_is_never_answered_again() -> None:
    assert LIFECYCLE.finals == {state.value for state in TransferState} - {"standing"}


def test_a_set_costs_as_many_questions_as_one(
    held: Held, az: User, mn: User, agency: Find, django_assert_max_num_queries: Any
) -> None:
    reports = [held() for _ in range(4)]
    with django_assert_max_num_queries(40):
        offer(reports, to=agency("mn"), by=az, **WHY)
    with django_assert_max_num_queries(60):
        accept(reports, by=mn)
    assert IndexEntry.objects.visible_to(mn).count() == 0
