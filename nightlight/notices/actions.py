"""What people do with notices: see them, handle them, set up by what ways they go out."""

from collections.abc import Sequence

from django.conf import settings

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.acts import act, creating, over_many
from nightlight.foundation.bulk import insert, unsaved
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.notices.models import Delivery, DeliveryStatus, Notice, Outlet, Sight, Way
from nightlight.notices.targets import NotATarget, checked_target


@over_many("notice.seen", needs=Permission.NOTICE_READ)
def see(notices: Sequence[Notice], *, by: Actor) -> list[Notice]:
    """Write down that the actor has seen notices; those seen before keep their moment."""
    now = clock.now()
    before = Sight.objects.visible_to(by).filter(notice__in=notices)
    known = set(before.values_list("notice_id", flat=True))
    fresh = [notice for notice in notices if notice.pk not in known]
    insert([unsaved(Sight, person_id=by.pk, notice_id=notice.pk, seen_at=now) for notice in fresh])
    return list(notices)


@act("notice.handled", needs=Permission.NOTICE_READ)
def handle(notice: Notice, *, by: Actor) -> Notice:
    """Say that one has dealt with it: it asks nobody any more. Raises RuleRefusal where somebody has already."""
    if notice.handled_at:
        raise RuleRefusal("Somebody has dealt with this notice already. Nothing was changed.")
    notice.handled_at, notice.handled_by_id = max(clock.now(), notice.raised_at), by.pk
    notice.save(update_fields=["handled_at", "handled_by"])
    return notice


@creating("outlet.added", needs=Permission.NOTICE_CONFIGURE)
def add_outlet(
    *, by: Actor, agency: Agency, way: Way, target: str, person: User | None = None, only_urgent: bool = False
) -> Outlet:
    """Let what an agency, or one of its people, is told go to a mail address or a webhook as well, from now on.

    Raises RuleRefusal for another's agency or person, a target that is none, one that is there already, and mail where
    no mail server is configured.
    """
    if not Agency.objects.filter(by.sees("pk"), pk=agency.pk).exists():
        raise RuleRefusal("Outlets are set up for one's own agency, or one under it. Nothing was changed.")
    if person is not None and person.agency_id != agency.pk:
        raise RuleRefusal("This person belongs to another agency. Nothing was changed.")
    if way == Way.MAIL and not settings.EMAIL_HOST:
        raise RuleRefusal(
            "This installation has no mail server: whoever runs it sets NIGHTLIGHT_MAIL_URL. Nothing was changed."
        )
    try:
        target = checked_target(way, target)
    except NotATarget as wrong:
        raise RuleRefusal(f"{wrong} Nothing was changed.") from None
    now = clock.now()
    if Outlet.objects.visible_to(by).open(now).filter(agency=agency, person=person, way=way, target=target).exists():
        raise RuleRefusal("This outlet is set up already. Nothing was changed.")
    return Outlet.objects.create(
        agency=agency,
        person=person,
        way=way.value,
        target=target,
        only_urgent=only_urgent,
        valid_from=now,
        set_up_by_id=by.pk,
    )


@act("outlet.ended", needs=Permission.NOTICE_CONFIGURE)
def end_outlet(outlet: Outlet, *, by: Actor) -> Outlet:
    """Let nothing more go out by an outlet, not even what waits. Raises RuleRefusal for one that has ended."""
    if outlet.valid_to:
        raise RuleRefusal("This outlet has ended already. Nothing was changed.")
    outlet.valid_to, outlet.ended_by_id = max(clock.now(), outlet.valid_from), by.pk
    outlet.save(update_fields=["valid_to", "ended_by"])
    waiting = Delivery.objects.visible_to(by).filter(outlet=outlet, status=DeliveryStatus.WAITING.value)
    waiting.delete()
    return outlet
