"""What people do with the views that they keep: save, share, remove, bring back."""

from collections.abc import Mapping, Sequence

from nightlight.accounts.permissions import Permission
from nightlight.desk.models import NAME_LETTERS, SavedView
from nightlight.foundation import clock
from nightlight.foundation.acts import act, creating
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.triage.queue.orders import Order

OWN_VIEWS = 100
"""How many views somebody may keep: a list that one looks through, not a store."""


@creating("view.saved", needs=Permission.REPORT_READ)
def save_view(
    *, by: Actor, name: str, filters: Mapping[str, Sequence[str]], order: Order, columns: Sequence[str], shared: bool
) -> SavedView:
    """Keep a list of the queue under a name. Under a name that the actor has already, it takes that view's place.

    Raises RuleRefusal without a name, for a long one, and beyond 100 views.
    """
    name = " ".join(name.split())
    if not name or len(name) > NAME_LETTERS:
        raise RuleRefusal(f"A view has a name of 1 to {NAME_LETTERS} letters. Write one; nothing was saved.")
    own = SavedView.objects.visible_to(by).filter(owner=by.pk).standing()
    view = own.filter(name=name).first() or SavedView(agency_id=by.agency_id, owner_id=by.pk, name=name)
    if view._state.adding and own.count() >= OWN_VIEWS:  # noqa: SLF001 - Django's documented way to a row's state
        raise RuleRefusal(f"You keep {OWN_VIEWS} views already. Remove one first; nothing was saved.")
    view.filters = {name: list(values) for name, values in filters.items()}
    view.order, view.columns, view.is_shared = order.value, list(columns), shared
    view.save()
    return view


@act("view.shared", needs=Permission.REPORT_READ)
def share_view(view: SavedView, *, by: Actor, shared: bool) -> SavedView:
    """Show a view to everybody of its agency who may read reports, or to its owner only."""
    _require_own(view, by)
    view.is_shared = shared
    view.save(update_fields=["is_shared"])
    return view


@act("view.removed", needs=Permission.REPORT_READ)
def remove_view(view: SavedView, *, by: Actor) -> SavedView:
    """Take a view out of the lists. It can be brought back."""
    _require_own(view, by)
    view.removed_at = clock.now()
    view.save(update_fields=["removed_at"])
    return view


@act("view.brought_back", needs=Permission.REPORT_READ)
def bring_view_back(view: SavedView, *, by: Actor) -> SavedView:
    """Undo a removal. Raises RuleRefusal where another view has the name by now."""
    _require_own(view, by)
    taken = SavedView.objects.visible_to(by).standing().filter(owner=view.owner_id, name=view.name)
    if taken.exclude(pk=view.pk).exists():
        raise RuleRefusal("Another view has this name by now. Rename that one first; nothing was changed.")
    view.removed_at = None
    view.save(update_fields=["removed_at"])
    return view


def _require_own(view: SavedView, by: Actor) -> None:
    if not view.may_be_changed_by(by):
        raise RuleRefusal("This view is a colleague's. Save it under a name of your own; nothing was changed.")
