"""What each reader sees: that a match exists and whom to call."""

import dataclasses
from collections.abc import Callable
from types import SimpleNamespace
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency, AgencyKind, Membership
from nightlight.deconfliction import actions, reading
from nightlight.deconfliction.interests import Party
from nightlight.deconfliction.lifecycle import ConflictOutcome
from nightlight.deconfliction.models import Conflict, ConflictSide, IndexEntry, Notice
from nightlight.foundation import ids
from nightlight.foundation.refusals import NotFound


def test_each_side_sees_its_own_record_and_whom_to_call(
    open_conflict: Conflict, desk: SimpleNamespace, agency: Callable, record_of: Callable[[Conflict, User], UUID]
) -> None:
    actions.acknowledge(open_conflict, by=desk.utah)
    for reader, here, there in [(desk.colorado, "co", "ut"), (desk.utah, "ut", "co")]:
        (read,) = reading.conflicts_for(reader)
        (other,) = read.others
        assert (read.number, read.raised_at) == (open_conflict.number, open_conflict.raised_at)
        assert read.own is not None
        assert read.own.record == reading.OwnRecord("intake.report", record_of(open_conflict, reader))
        assert read.own.agency_id == agency(here).pk
        assert other.party == Party(agency(there).name, agency(there).contact, agency(there).telephone)
        assert other.record is None
        assert (other.acknowledged_at is not None) == (there == "ut")


def everything(value: object) -> str:
    return repr(dataclasses.asdict(value))  # type: ignore[call-overload]


def test_nothing_that_is_read_holds_the_other_record_or_the_token(
    open_conflict: Conflict, desk: SimpleNamespace, record_of: Callable[[Conflict, User], UUID]
) -> None:
    others = {desk.colorado: desk.utah, desk.utah: desk.colorado}
    for reader, other in others.items():
        (read,) = reading.conflicts_for(reader)
        assert repr(record_of(open_conflict, other)) not in everything(read)
        assert repr(record_of(open_conflict, reader)) in everything(read)
        assert open_conflict.token not in everything(read)


def test_the_watch_desk_sees_the_conflict_and_no_record(
    open_conflict: Conflict, desk: SimpleNamespace, record_of: Callable[[Conflict, User], UUID]
) -> None:
    (read,) = reading.conflicts_for(desk.watch)
    assert read.own is None
    assert [side.record for side in read.others] == [None, None]
    for user in (desk.colorado, desk.utah):
        assert repr(record_of(open_conflict, user)) not in everything(read)
    assert not ConflictSide.objects.visible_to(desk.watch).exists()


def test_a_task_force_sees_the_conflict_of_its_affiliate_and_not_its_record(
    interest: Callable, desk: SimpleNamespace, agency: Callable
) -> None:
    made = Agency.objects.create(code="co-sample", kind=AgencyKind.AFFILIATE, name="Sample Department", state="CO")
    Membership.objects.create(agency=made, parent=agency("co"))
    actions.register([interest("co-sample"), interest("ut")], by=desk.watch)
    (read,) = reading.conflicts_for(desk.colorado)
    assert read.own is None
    assert {side.party.agency for side in read.others} == {"Sample Department", agency("ut").name}
    assert [side.record for side in read.others] == [None, None]


def test_an_outsider_sees_nothing_anywhere(open_conflict: Conflict, desk: SimpleNamespace) -> None:
    assert reading.conflicts_for(desk.outsider) == []
    assert reading.open_count(desk.outsider) == 0
    with pytest.raises(NotFound):
        reading.conflict_for(desk.outsider, number=open_conflict.number)
    for table in (Conflict, ConflictSide, Notice, IndexEntry):
        assert not table.objects.visible_to(desk.outsider).exists()


def test_without_the_right_one_sees_not_even_the_own_side(open_conflict: Conflict, person: Callable[..., User]) -> None:
    reader = person("co", RoleName.ADMINISTRATOR)
    assert reading.conflicts_for(reader) == []
    for table in (Conflict, ConflictSide, Notice, IndexEntry):
        assert not table.objects.visible_to(reader).exists()


def test_an_agency_sees_its_own_entries_and_notices_alone(
    open_conflict: Conflict, desk: SimpleNamespace, agency: Callable
) -> None:
    for table in (IndexEntry, Notice, ConflictSide):
        assert [row.agency_id for row in table.objects.visible_to(desk.utah)] == [agency("ut").pk]
        assert not table.objects.visible_to(desk.watch).exists()


def test_a_conflict_is_found_by_the_number_that_was_read_aloud(open_conflict: Conflict, desk: SimpleNamespace) -> None:
    assert reading.conflict_for(desk.utah, number=open_conflict.number).id == open_conflict.pk
    with pytest.raises(NotFound):
        reading.conflict_for(desk.utah, number="D-22222-22222")


def test_unsettled_conflicts_stand_first_and_are_counted(
    acknowledged_conflict: Conflict, interest: Callable, desk: SimpleNamespace, fresh_mail: Callable
) -> None:
    mail = fresh_mail()
    (other,) = actions.register([interest("co", mail), interest("ut", mail)], by=desk.watch)
    newest_first = [other.pk, acknowledged_conflict.pk]
    assert [read.id for read in reading.conflicts_for(desk.colorado)] == newest_first
    for user in (desk.colorado, desk.utah):
        actions.acknowledge(other, by=user)
    actions.settle(other, by=desk.utah, outcome=ConflictOutcome.DIFFERENT_PERSON)
    assert [read.id for read in reading.conflicts_for(desk.colorado)] == newest_first[::-1]
    assert reading.open_count(desk.colorado) == reading.open_count(desk.watch) == 1


def test_a_page_takes_as_many_queries_for_forty_conflicts_as_for_one(
    open_conflict: Conflict, interest: Callable, desk: SimpleNamespace, fresh_mail: Callable
) -> None:
    def took(many: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(reading.conflicts_for(desk.utah)) == many
        return len(queries)

    reading.conflicts_for(desk.utah)
    one = took(1)
    co, ut = interest("co"), interest("ut")
    batch = [
        dataclasses.replace(side, identifier=mail, record_id=ids.new())
        for mail in [fresh_mail() for _ in range(60)]
        for side in (co, ut)
    ]
    actions.register(batch, by=desk.watch)
    assert took(reading.PAGE) == one
    assert len(reading.conflicts_for(desk.utah, offset=reading.PAGE)) == 11
