"""Saved views: whose they are, who sees them, and that a removal can be undone."""

from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.audit.models import Entry
from nightlight.desk.actions import OWN_VIEWS, bring_view_back, remove_view, save_view, share_view
from nightlight.desk.models import NAME_LETTERS, SavedView
from nightlight.desk.reading import asked_by, order_of, view_of, views_of
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.triage.queue.filters import read
from nightlight.triage.queue.orders import Order
from tests.conftest import Person


@pytest.fixture
def owner(person: Person) -> User:
    return person("co", RoleName.ANALYST)


@pytest.fixture
def colleague(person: Person) -> User:
    return person("co", RoleName.SUPERVISOR)


def keep(by: User, name: str = "Urgent", *, shared: bool = False, **filters: list[str]) -> SavedView:
    asked = read(filters or {"tier": ["1", "2"]})
    return save_view(by=by, name=name, filters=asked.values, order=Order.AGE, columns=["provider"], shared=shared)


def test_a_view_keeps_filters_order_and_columns_and_is_its_owners_alone(owner: User, colleague: User) -> None:
    view = keep(owner)
    assert asked_by(view).values == {"tier": ("1", "2")}
    assert (order_of(view), view.columns) == (Order.AGE, ["provider"])
    assert [one.pk for one in views_of(owner)] == [view.pk]
    assert views_of(colleague) == []
    assert view_of(colleague, str(view.pk)) is None
    assert view_of(owner, "urgent") == view


def test_a_shared_view_is_seen_by_the_agency_and_by_nobody_else(owner: User, colleague: User, person: Person) -> None:
    view = keep(owner, shared=True)
    assert view_of(colleague, str(view.pk)) == view
    for stranger in (person("ut", RoleName.ANALYST), person("co", RoleName.ADMINISTRATOR)):
        assert view_of(stranger, str(view.pk)) is None
        with pytest.raises((NotFound, Exception)) as refused:
            remove_view(view, by=stranger)
        assert type(refused.value).__name__ in {"NotFound", "NotAllowed"}


def test_saving_under_a_name_again_takes_the_views_place(owner: User, colleague: User) -> None:
    first = keep(owner, "Urgent")
    again = keep(owner, "  Urgent ", victim=["High"])
    assert again.pk == first.pk
    assert asked_by(again).values == {"victim": ("High",)}
    assert keep(colleague, "Urgent").pk != first.pk


@pytest.mark.parametrize("name", ["", "   ", "x" * (NAME_LETTERS + 1)])
def test_a_view_without_a_fitting_name_is_refused(name: str, owner: User) -> None:
    with pytest.raises(RuleRefusal, match="nothing was saved"):
        keep(owner, name)
    assert views_of(owner) == []


def test_somebody_keeps_a_hundred_views_and_no_more(owner: User) -> None:
    SavedView.objects.bulk_create(
        SavedView(agency=owner.agency, owner=owner, name=f"View {number}") for number in range(OWN_VIEWS)
    )
    with pytest.raises(RuleRefusal, match="Remove one first"):
        keep(owner, "One more")
    keep(owner, "View 1")


def test_a_removed_view_is_gone_from_the_lists_and_comes_back(owner: User) -> None:
    view = keep(owner)
    remove_view(view, by=owner)
    assert views_of(owner) == []
    assert view_of(owner, str(view.pk)) is None
    bring_view_back(view, by=owner)
    assert [one.pk for one in views_of(owner)] == [view.pk]
    acts = Entry.objects.unscoped(because="test").filter(actor_id=owner.pk).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["view.saved", "view.removed", "view.brought_back"]


def test_a_view_does_not_come_back_over_another_of_its_name(owner: User) -> None:
    view = keep(owner)
    remove_view(view, by=owner)
    keep(owner)
    with pytest.raises(RuleRefusal, match="has this name by now"):
        bring_view_back(view, by=owner)


def test_a_colleagues_view_can_be_used_and_not_changed(owner: User, colleague: User) -> None:
    view = keep(owner, shared=True)
    for act in (lambda: share_view(view, by=colleague, shared=False), lambda: remove_view(view, by=colleague)):
        with pytest.raises(RuleRefusal, match="colleague's"):
            act()
    assert view_of(colleague, str(view.pk)) == view


def test_the_view_of_somebody_who_left_is_its_agencys(owner: User, colleague: User, person: Person) -> None:
    view = keep(owner, shared=True)
    owner.is_active = False
    owner.save(update_fields=["is_active"])
    with pytest.raises(RuleRefusal):
        remove_view(view, by=person("co", RoleName.INVESTIGATOR))
    remove_view(view, by=colleague)
    assert views_of(colleague) == []


def test_what_a_view_of_another_release_holds_and_nobody_knows_is_left_aside(owner: User) -> None:
    filters: dict[str, Any] = {"tier": ["1", "first"], "phase_of_the_moon": ["full"]}
    view = SavedView.objects.create(agency=owner.agency, owner=owner, name="Old", filters=filters)
    assert asked_by(view).values == {"tier": ("1",)}
    assert asked_by(view).misfits == ("tier: first",)
