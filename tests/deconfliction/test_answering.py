"""Acknowledging and settling: by whom, in which order, and what is refused."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.deconfliction import actions
from nightlight.deconfliction.lifecycle import ConflictOutcome, ConflictStatus
from nightlight.deconfliction.models import Conflict, ConflictSide, Notice
from nightlight.foundation import clock
from nightlight.foundation.refusals import IllegalMove, NotAllowed, NotFound, Refusal, RuleRefusal

MOMENT = datetime(2099, 3, 5, 12, tzinfo=UTC)


def stored(conflict: Conflict) -> Conflict:
    return Conflict.objects.unscoped(because="test").get(pk=conflict.pk)


def test_one_side_acknowledges_for_itself_alone(open_conflict: Conflict, desk: SimpleNamespace) -> None:
    with clock.held_at(MOMENT):
        actions.acknowledge(open_conflict, by=desk.colorado)
    assert stored(open_conflict).status == ConflictStatus.ACKNOWLEDGED_BY_ONE
    sides = ConflictSide.objects.unscoped(because="test")
    assert {(side.agency_id, side.acknowledged_at, side.acknowledged_by_id) for side in sides} == {
        (desk.colorado.agency_id, MOMENT, desk.colorado.pk),
        (desk.utah.agency_id, None, None),
    }


def test_acknowledging_reads_the_own_notice(open_conflict: Conflict, desk: SimpleNamespace) -> None:
    with clock.held_at(MOMENT):
        actions.acknowledge(open_conflict, by=desk.colorado)
    assert Notice.objects.visible_to(desk.colorado).get().read_at == MOMENT
    assert Notice.objects.visible_to(desk.utah).get().read_at is None


def test_the_second_acknowledgement_completes_it(acknowledged_conflict: Conflict) -> None:
    assert stored(acknowledged_conflict).status == ConflictStatus.ACKNOWLEDGED_BY_BOTH


def test_nobody_acknowledges_twice(open_conflict: Conflict, desk: SimpleNamespace) -> None:
    actions.acknowledge(open_conflict, by=desk.colorado)
    with pytest.raises(RuleRefusal, match="already"):
        actions.acknowledge(open_conflict, by=desk.colorado)
    assert stored(open_conflict).status == ConflictStatus.ACKNOWLEDGED_BY_ONE


def test_nobody_acknowledges_for_the_other_side(
    open_conflict: Conflict, desk: SimpleNamespace, agency: Callable
) -> None:
    with pytest.raises(RuleRefusal, match="your own side only"):
        actions.acknowledge(open_conflict, by=desk.colorado, on_behalf_of=agency("ut"))
    assert stored(open_conflict).status == ConflictStatus.OPEN


def test_the_watch_desk_acknowledges_for_a_side_that_it_names(
    open_conflict: Conflict, desk: SimpleNamespace, agency: Callable
) -> None:
    with pytest.raises(RuleRefusal, match="Say for which side"):
        actions.acknowledge(open_conflict, by=desk.watch)
    actions.acknowledge(open_conflict, by=desk.watch, on_behalf_of=agency("ut"))
    side = ConflictSide.objects.visible_to(desk.utah).get()
    assert side.acknowledged_by_id == desk.watch.pk


@pytest.mark.parametrize("acknowledged", [0, 1])
def test_a_conflict_is_settled_only_after_both_have_acknowledged(
    acknowledged: int, open_conflict: Conflict, desk: SimpleNamespace
) -> None:
    for user in [desk.colorado, desk.utah][:acknowledged]:
        actions.acknowledge(open_conflict, by=user)
    before = stored(open_conflict).status
    with pytest.raises(RuleRefusal, match="after both sides have acknowledged"):
        actions.settle(open_conflict, by=desk.colorado, outcome=ConflictOutcome.JOINED)
    assert (stored(open_conflict).status, stored(open_conflict).outcome) == (before, "")


@pytest.mark.parametrize("outcome", ConflictOutcome)
def test_either_side_settles_with_an_outcome(
    outcome: ConflictOutcome, acknowledged_conflict: Conflict, desk: SimpleNamespace
) -> None:
    with clock.held_at(MOMENT):
        actions.settle(acknowledged_conflict, by=desk.utah, outcome=outcome)
    found = stored(acknowledged_conflict)
    assert (found.status, found.outcome, found.settled_at, found.settled_by_id) == (
        ConflictStatus.SETTLED,
        outcome,
        MOMENT,
        desk.utah.pk,
    )


def test_a_settled_conflict_stays_as_it_was_settled(acknowledged_conflict: Conflict, desk: SimpleNamespace) -> None:
    actions.settle(acknowledged_conflict, by=desk.utah, outcome=ConflictOutcome.JOINED)
    with pytest.raises(IllegalMove):
        actions.settle(acknowledged_conflict, by=desk.colorado, outcome=ConflictOutcome.WITHDRAWN)
    with pytest.raises(RuleRefusal):
        actions.acknowledge(acknowledged_conflict, by=desk.colorado)
    assert stored(acknowledged_conflict).outcome == ConflictOutcome.JOINED


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.sampled_from(["colorado", "utah", "settle"]), max_size=7))
def test_no_sequence_of_acts_settles_before_both_or_leaves_settled(
    moves: list[str], desk: SimpleNamespace, interest: Callable, fresh_mail: Callable
) -> None:
    mail = fresh_mail()
    (conflict,) = actions.register([interest("co", mail), interest("ut", mail)], by=desk.watch)
    acknowledged, settled = set(), False
    for move in moves:
        try:
            if move == "settle":
                actions.settle(conflict, by=desk.colorado, outcome=ConflictOutcome.PARALLEL)
                assert len(acknowledged) == 2
                assert not settled
                settled = True
            else:
                actions.acknowledge(conflict, by=getattr(desk, move))
                assert move not in acknowledged
                acknowledged.add(move)
        except Refusal:
            assert move in acknowledged or settled or len(acknowledged) < 2
    assert (stored(conflict).status == ConflictStatus.SETTLED) == settled


def test_an_outsider_finds_no_conflict_to_answer(open_conflict: Conflict, desk: SimpleNamespace) -> None:
    with pytest.raises(NotFound):
        actions.acknowledge(open_conflict, by=desk.outsider)
    with pytest.raises(NotFound):
        actions.settle(open_conflict, by=desk.outsider, outcome=ConflictOutcome.JOINED)


def test_without_the_right_nobody_answers(open_conflict: Conflict, person: Callable[..., User]) -> None:
    with pytest.raises(NotAllowed):
        actions.acknowledge(open_conflict, by=person("co", RoleName.ANALYST))


def test_a_notice_is_marked_as_read_once(open_conflict: Conflict, desk: SimpleNamespace) -> None:
    notice = Notice.objects.visible_to(desk.colorado).get(conflict=open_conflict)
    with clock.held_at(MOMENT):
        actions.mark_read([notice], by=desk.colorado)
    actions.mark_read([notice], by=desk.colorado)
    assert Notice.objects.visible_to(desk.colorado).get().read_at == MOMENT


def test_nobody_reads_the_notice_of_the_other_side(open_conflict: Conflict, desk: SimpleNamespace) -> None:
    notice = Notice.objects.visible_to(desk.colorado).get(conflict=open_conflict)
    with pytest.raises(NotFound):
        actions.mark_read([notice], by=desk.utah)
    assert Notice.objects.visible_to(desk.colorado).get().read_at is None
