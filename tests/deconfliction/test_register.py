"""Registering: one conflict for a pair and a token, two sides, two notices."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency, AgencyKind, Membership
from nightlight.audit.models import Entry
from nightlight.deconfliction import actions
from nightlight.deconfliction.lifecycle import ConflictOutcome
from nightlight.deconfliction.models import Conflict, ConflictSide, IndexEntry, Notice, PointerQuery
from nightlight.foundation import clock, ids
from nightlight.foundation.refusals import NotAllowed
from nightlight.identifiers.kinds import Identifier, Kind

MOMENT = datetime(2099, 3, 5, 12, tzinfo=UTC)
TIMES = re.compile(r"^\d+ times: ")


def every(model: Any) -> list[Any]:
    return list(model.objects.unscoped(because="test"))


def test_what_nobody_else_holds_is_clear_and_entered(
    interest: Callable, desk: SimpleNamespace, agency: Callable
) -> None:
    assert actions.register([interest("co")], by=desk.colorado) == []
    (entry,) = every(IndexEntry)
    assert entry.agency_id == agency("co").pk
    assert every(Conflict) == every(Notice) == []


def test_a_match_raises_one_conflict_with_two_sides_and_two_notices(interest: Callable, desk: SimpleNamespace) -> None:
    held, fresh = interest("co"), interest("ut")
    actions.register([held], by=desk.colorado)
    with clock.held_at(MOMENT):
        (conflict,) = actions.register([fresh], by=desk.utah)
    assert conflict.raised_at == MOMENT
    assert {conflict.first_id, conflict.second_id} == {held.agency_id, fresh.agency_id}
    assert {(side.agency_id, side.record_id) for side in every(ConflictSide)} == {
        (held.agency_id, held.record_id),
        (fresh.agency_id, fresh.record_id),
    }
    assert {(side.agency_id, side.is_first) for side in every(ConflictSide)} == {
        (conflict.first_id, True),
        (conflict.second_id, False),
    }
    assert {(notice.agency_id, notice.told_at, notice.read_at) for notice in every(Notice)} == {
        (held.agency_id, MOMENT, None),
        (fresh.agency_id, MOMENT, None),
    }


def test_registering_the_same_interests_again_changes_nothing(interest: Callable, desk: SimpleNamespace) -> None:
    held, fresh = interest("co"), interest("ut")
    actions.register([held], by=desk.colorado)
    assert len(actions.register([fresh, fresh], by=desk.utah)) == 1
    assert actions.register([held], by=desk.colorado) == actions.register([fresh], by=desk.utah) == []
    assert (len(every(IndexEntry)), len(every(Conflict)), len(every(Notice))) == (2, 1, 2)


def test_a_second_report_of_the_same_pair_adds_no_second_conflict(
    interest: Callable, desk: SimpleNamespace, open_conflict: Conflict
) -> None:
    assert actions.register([interest("ut"), interest("co")], by=desk.utah) == []
    assert every(Conflict) == [open_conflict]
    assert (len(every(ConflictSide)), len(every(Notice)), len(every(IndexEntry))) == (2, 2, 4)


def test_after_a_conflict_is_settled_a_further_report_raises_a_new_one(
    interest: Callable, desk: SimpleNamespace, acknowledged_conflict: Conflict
) -> None:
    actions.settle(acknowledged_conflict, by=desk.utah, outcome=ConflictOutcome.PARALLEL)
    further = interest("co")
    (again,) = actions.register([further], by=desk.colorado)
    assert again != acknowledged_conflict
    own = ConflictSide.objects.visible_to(desk.colorado).get(conflict=again)
    assert own.record_id == further.record_id


def test_a_third_agency_has_a_conflict_with_each(
    interest: Callable, desk: SimpleNamespace, open_conflict: Conflict, agency: Callable
) -> None:
    raised = actions.register([interest("wy")], by=desk.outsider)
    assert len(raised) == 2
    others = {conflict.first_id for conflict in raised} | {conflict.second_id for conflict in raised}
    assert others == {agency("wy").pk, agency("co").pk, agency("ut").pk}
    assert len(every(Notice)) == 6


def test_a_record_that_was_handed_on_is_not_in_conflict_with_itself(
    interest: Callable, desk: SimpleNamespace, agency: Callable
) -> None:
    held = interest("co")
    actions.register([held], by=desk.colorado)
    assert actions.register([interest("ut", record_id=held.record_id)], by=desk.utah) == []
    assert [entry.agency_id for entry in every(IndexEntry)] == [agency("ut").pk]


def test_two_agencies_in_one_batch_are_in_conflict_once(interest: Callable, desk: SimpleNamespace) -> None:
    assert len(actions.register([interest("co"), interest("ut"), interest("ut")], by=desk.watch)) == 1


def test_two_shared_identifiers_are_two_conflicts(
    interest: Callable, desk: SimpleNamespace, fresh_mail: Callable
) -> None:
    one, other = fresh_mail(), fresh_mail()
    actions.register([interest("co", one), interest("co", other)], by=desk.colorado)
    assert len(actions.register([interest("ut", one), interest("ut", other)], by=desk.utah)) == 2


@pytest.mark.parametrize(
    "identifier",
    [
        Identifier(Kind.IPV4, "198.18.0.1"),
        Identifier(Kind.SHA256, "0" * 64),
        Identifier(Kind.URL, "https://example.test/"),
        Identifier(Kind.HANDLE, "sample"),
    ],
    ids=lambda identifier: identifier.kind.value,
)
def test_what_the_policy_does_not_check_never_enters_the_index(
    identifier: Identifier, interest: Callable, desk: SimpleNamespace
) -> None:
    actions.register([interest("co", identifier)], by=desk.colorado)
    assert actions.register([interest("ut", identifier)], by=desk.utah) == []
    assert every(IndexEntry) == []


def affiliate(code: str, under: Agency) -> Agency:
    made = Agency.objects.create(code=code, kind=AgencyKind.AFFILIATE, name=f"Sample Department {code}", state="CO")
    Membership.objects.create(agency=made, parent=under)
    return made


def test_an_affiliate_and_its_own_task_force_are_not_in_conflict(
    interest: Callable, desk: SimpleNamespace, agency: Callable, person: Callable
) -> None:
    affiliate("co-sample", agency("co"))
    actions.register([interest("co")], by=desk.colorado)
    detective = person("co-sample", RoleName.INVESTIGATOR)
    assert actions.register([interest("co-sample")], by=detective) == []
    assert actions.register([interest("national")], by=desk.watch) == []
    raised = actions.register([interest("ut")], by=desk.utah)
    assert {conflict.first_id for conflict in raised} | {conflict.second_id for conflict in raised} == {
        agency("co").pk,
        agency("co-sample").pk,
        agency("ut").pk,
    }


def test_two_affiliates_of_one_task_force_are_in_conflict(
    interest: Callable, desk: SimpleNamespace, agency: Callable
) -> None:
    affiliate("co-one", agency("co"))
    affiliate("co-two", agency("co"))
    assert len(actions.register([interest("co-one"), interest("co-two")], by=desk.colorado)) == 1


def test_without_the_right_nothing_is_registered(interest: Callable, person: Callable) -> None:
    with pytest.raises(NotAllowed):
        actions.register([interest("co")], by=person("co", RoleName.AUDITOR))
    assert every(IndexEntry) == every(PointerQuery) == []


def written(act: str) -> list[Entry]:
    return list(Entry.objects.unscoped(because="test").filter(act=act))


def test_five_thousand_clear_interests_are_one_entry_in_the_audit_log(
    interest: Callable, desk: SimpleNamespace, fresh_mail: Callable, agency: Callable
) -> None:
    one = interest("co", fresh_mail())
    batch = [type(one)(one.agency_id, fresh_mail(), one.standing, one.record_kind, ids.new()) for _ in range(5000)]
    assert actions.register(batch, by=desk.colorado) == []
    (entry,) = written("interests.registered")
    assert entry.details == {"identifiers": 5000, "entries": 5000, "matches": 0}
    assert written("conflict.raised") == []
    assert PointerQuery.objects.visible_to(desk.colorado).get().identifiers == 5000


def test_each_conflict_is_written_down_with_its_id_alone(open_conflict: Conflict) -> None:
    (entry,) = written("conflict.raised")
    assert (entry.on_id, entry.details) == (open_conflict.pk, {})


def statements(queries: CaptureQueriesContext) -> list[str]:
    """Name the queries; the batches in which SQLite takes one insert count as one, savepoints not at all.

    The log words a statement with many rows "10 times: INSERT ..."; how many there were is left out.
    """
    said = [TIMES.sub("", query["sql"]) for query in queries.captured_queries]
    words = [" ".join(sql.split()[:3]) for sql in said if "SAVEPOINT" not in sql]
    return [word for at, word in enumerate(words) if not (word.startswith("INSERT") and word in words[:at])]


@pytest.mark.parametrize("matching", [False, True], ids=["clear", "conflict"])
def test_a_thousand_interests_take_as_many_queries_as_ten(
    matching: bool, interest: Callable, desk: SimpleNamespace, fresh_mail: Callable
) -> None:
    def took(many: int) -> list[str]:
        mails = [fresh_mail() for _ in range(many)]
        one = interest("co")
        batch = [type(one)(one.agency_id, mail, one.standing, one.record_kind, ids.new()) for mail in mails]
        if matching:
            two = interest("ut")
            held = [type(two)(two.agency_id, mail, two.standing, two.record_kind, ids.new()) for mail in mails]
            actions.register(held, by=desk.utah)
        with CaptureQueriesContext(connection) as queries:
            assert len(actions.register(batch, by=desk.colorado)) == (many if matching else 0)
        return statements(queries)

    took(1)
    assert took(10) == took(1000)


def canaries() -> list[Identifier]:
    return [
        Identifier(Kind.EMAIL, "canary.person@example.com"),
        Identifier(Kind.PHONE, "+13035550142"),
        Identifier(Kind.HANDLE, "canary_handle", "canary-realm"),
        Identifier(Kind.ACCOUNT, "canary-account", "canary-realm"),
        Identifier(Kind.DEVICE, "canary-device", "canary-type"),
    ]


def test_no_table_holds_anything_readable(interest: Callable, desk: SimpleNamespace, agency: Callable) -> None:
    actions.register([interest("co", each) for each in canaries()], by=desk.colorado)
    raised = actions.register([interest("ut", each) for each in canaries()], by=desk.utah)
    assert len(raised) == len(canaries())
    actions.check(canaries(), by=desk.outsider, because="an invented reason")
    actions.acknowledge(raised[0], by=desk.colorado)
    tables = [IndexEntry, Conflict, ConflictSide, Notice, PointerQuery, Entry]
    assert all(every(table) for table in tables)
    with connection.cursor() as cursor:
        dumped = ""
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table._meta.db_table}"')  # noqa: S608 - our own tables
            dumped += json.dumps(cursor.fetchall(), default=str).lower()
    words = {word.lower() for each in canaries() for word in (each.value, each.realm) if word} | {
        "3035550142",
        "canary",
    }
    assert [word for word in words if word in dumped] == []


def test_no_column_could_hold_free_text() -> None:
    for table in (IndexEntry, Conflict, ConflictSide, Notice, PointerQuery):
        kinds = {field.get_internal_type() for field in table._meta.fields}
        assert not kinds & {"TextField", "JSONField", "BinaryField", "FileField"}


def test_a_person_sees_their_own_queries_and_a_commander_those_of_the_agency(
    open_conflict: Conflict, desk: SimpleNamespace, person: Callable[..., User]
) -> None:
    commander = person("co", RoleName.COMMANDER)
    colleague = person("co", RoleName.INVESTIGATOR)
    assert [query.asked_by_id for query in PointerQuery.objects.visible_to(commander)] == [desk.colorado.pk]
    assert PointerQuery.objects.visible_to(desk.colorado).count() == 1
    assert not PointerQuery.objects.visible_to(colleague).exists()
