"""An act is allowed, locked, whole and written down; a refusal changes nothing and is written down too."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import uuid4

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.audit.models import Entry, Outcome
from nightlight.foundation import acts
from nightlight.foundation.acts import act, creating, over_many
from nightlight.foundation.refusals import NotAllowed, NotFound, RuleRefusal

Person = Callable[..., User]
NEEDS = "account:manage"


@act("test.renamed", needs=NEEDS)
def rename(user: User, *, by: User, to: str, because: str) -> User:
    user.name = to
    user.save(update_fields=["name"])
    return user


@act("test.failed", needs=NEEDS)
def rename_and_refuse(user: User, *, by: User) -> User:
    user.name = "changed"
    user.save(update_fields=["name"])
    raise RuleRefusal("A rule forbids it.")


@over_many("test.renamed_many", needs=NEEDS, each=lambda user: {"name_length": len(user.name)})
def rename_all(users: Sequence[User], *, by: User, to: str) -> None:
    for user in users:
        user.name = to
    User.objects.get_queryset().unscoped(because="test").bulk_update(users, ["name"])


@creating("test.made", needs=NEEDS)
def make(count: int, *, by: User) -> list[User]:
    return [
        User.objects.create(agency=by.agency, name=f"Made {n}", email=f"made{n}-{uuid4().hex}@example.com")
        for n in range(count)
    ]


def entries(name: str) -> list[Entry]:
    return list(Entry.objects.unscoped(because="test").filter(act=name).order_by("position"))


@pytest.fixture
def administrator(person: Person) -> User:
    return person("co", RoleName.ADMINISTRATOR)


def test_an_act_is_written_down_with_ids_and_reason_and_without_contents(person: Person, administrator: User) -> None:
    colleague = person("co")
    rename(colleague, by=administrator, to="Sample Secret", because="a test")
    [entry] = entries("test.renamed")
    assert (entry.actor_id, entry.on_id, entry.outcome) == (administrator.pk, colleague.pk, Outcome.DONE)
    assert entry.details == {"because": "a test"}


def test_an_act_without_the_right_changes_nothing_and_is_written_down(person: Person) -> None:
    colleague, nobody = person("co"), person("co", RoleName.ANALYST)
    before = colleague.name
    with pytest.raises(NotAllowed):
        rename(colleague, by=nobody, to="Else", because="no")
    colleague.refresh_from_db()
    [entry] = entries("test.renamed")
    assert colleague.name == before
    assert (entry.outcome, entry.actor_id, entry.details) == (Outcome.REFUSED, nobody.pk, {"code": "not_allowed"})


def test_an_act_on_a_record_of_another_agency_fails_as_not_found(person: Person, administrator: User) -> None:
    stranger = person("ut")
    with pytest.raises(NotFound):
        rename(stranger, by=administrator, to="Else", because="no")
    [entry] = entries("test.renamed")
    assert (entry.outcome, entry.details) == (Outcome.REFUSED, {"code": "not_found"})


def test_a_refusal_inside_an_act_rolls_everything_back(person: Person, administrator: User) -> None:
    colleague = person("co")
    before = colleague.name
    with pytest.raises(RuleRefusal):
        rename_and_refuse(colleague, by=administrator)
    colleague.refresh_from_db()
    assert colleague.name == before
    assert [entry.outcome for entry in entries("test.failed")] == [Outcome.REFUSED]


def test_an_act_over_many_writes_every_row_down(person: Person, administrator: User) -> None:
    colleagues = [person("co") for _ in range(5)]
    rename_all(colleagues, by=administrator, to="Sample Name")
    written = entries("test.renamed_many")
    assert {entry.on_id for entry in written} == {colleague.pk for colleague in colleagues}
    assert all(entry.details == {"name_length": 11} for entry in written)


def test_an_act_over_many_is_all_or_nothing(person: Person, administrator: User) -> None:
    colleague = person("co")
    before = colleague.name
    with pytest.raises(NotFound):
        rename_all([colleague, person("ut")], by=administrator, to="Else")
    colleague.refresh_from_db()
    assert colleague.name == before


@pytest.mark.parametrize("count", [1, 40])
def test_an_act_over_many_costs_the_same_queries_for_one_row_and_for_forty(
    person: Person, administrator: User, count: int, django_assert_num_queries: Any
) -> None:
    colleagues = [person("co") for _ in range(count)]
    assert administrator.permissions
    assert administrator.agencies_seen
    rename_all([person("co")], by=administrator, to="First")
    with django_assert_num_queries(7):
        rename_all(colleagues, by=administrator, to="Second")


def test_what_is_made_is_written_down(administrator: User) -> None:
    made = make(3, by=administrator)
    assert [entry.on_id for entry in entries("test.made")] == [user.pk for user in made]


def test_free_text_never_reaches_the_audit_log() -> None:
    described = acts.described({"text": "contents", "because": "reason", "count": 3, "who": uuid4()})
    assert set(described) == {"because", "count", "who"}


def test_a_refusal_of_an_inner_act_is_written_once_by_the_outer(person: Person, administrator: User) -> None:
    @creating("test.outer", needs=NEEDS)
    def outer(*, by: User) -> list[User]:
        rename_and_refuse(person("co"), by=by)
        return []

    with pytest.raises(RuleRefusal):
        outer(by=administrator)
    refused = Entry.objects.unscoped(because="test").filter(outcome=Outcome.REFUSED)
    assert [entry.act for entry in refused] == ["test.outer"]


def test_acts_done_as_one_are_written_down_at_the_end_and_in_their_order(person: Person, administrator: User) -> None:
    first, second = person("co"), person("co")
    with acts.as_one():
        rename(first, by=administrator, to="First", because="one")
        rename_all([second], by=administrator, to="Second")
        assert not entries("test.renamed")
    [one], [other] = entries("test.renamed"), entries("test.renamed_many")
    assert (one.on_id, other.on_id) == (first.pk, second.pk)
    assert one.position + 1 == other.position


def test_of_acts_done_as_one_none_is_done_where_one_fails(person: Person, administrator: User) -> None:
    colleague = person("co")
    before = colleague.name
    with pytest.raises(RuleRefusal):
        rename_then_refuse(colleague, by=administrator)
    colleague.refresh_from_db()
    assert colleague.name == before
    assert not entries("test.renamed")
    assert [entry.outcome for entry in entries("test.failed")] == [Outcome.REFUSED]


def test_an_inner_act_that_was_refused_and_forgiven_leaves_no_entry(person: Person, administrator: User) -> None:
    @creating("test.outer", needs=NEEDS)
    def outer(*, by: User) -> list[User]:
        with pytest.raises(RuleRefusal):
            rename_then_refuse(person("co"), by=by)
        return [by]

    outer(by=administrator)
    assert not entries("test.renamed")
    assert [entry.outcome for entry in entries("test.outer")] == [Outcome.DONE]


def rename_then_refuse(user: User, *, by: User) -> None:
    with acts.as_one():
        rename(user, by=by, to="Else", because="no")
        rename_and_refuse(user, by=by)


@over_many("test.looked", needs=NEEDS)
def seen_names(users: Iterable[User], *, by: User) -> list[str]:
    return [user.name for user in users]


def test_what_the_transaction_holds_is_taken_as_it_is_and_once(person: Person, administrator: User) -> None:
    colleagues = sorted((person("co") for _ in range(2)), key=lambda user: user.pk)
    names = [colleague.name for colleague in colleagues]
    for colleague in colleagues:
        colleague.name = "not written"
    with acts.as_one():
        acts.hold(colleagues)
        assert seen_names(reversed(colleagues), by=administrator) == ["not written"] * 2
        assert seen_names(colleagues, by=administrator) == names


def test_what_is_held_opens_to_nobody_who_may_not_see_it(person: Person, administrator: User) -> None:
    stranger = person("ut")
    with acts.as_one():
        acts.hold([stranger])
        with pytest.raises(NotFound):
            seen_names([stranger], by=administrator)


def test_outside_of_such_a_transaction_nothing_is_held(person: Person, administrator: User) -> None:
    colleague = person("co")
    name, colleague.name = colleague.name, "not written"
    acts.hold([colleague])
    assert seen_names([colleague], by=administrator) == [name]
