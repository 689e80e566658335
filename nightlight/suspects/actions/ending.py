"""Ending: withdrawn with a reason, or expired without validation. What has ended names nobody any more."""

from collections.abc import Sequence

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.acts import act, over_many
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.suspects.lifecycle import LIFECYCLE
from nightlight.suspects.models import Nomination, NominationIndicator
from nightlight.suspects.rules import require_reason

EXPIRED = "Not validated before its period ended"


@act("suspect.nomination_withdrawn", needs=Permission.SUSPECT_NOMINATE)
def withdraw(nomination: Nomination, *, by: Actor, because: str) -> Nomination:
    """Take a nomination back. Its basis, its indicators and whom it was of are purged; runs keep its number."""
    said = require_reason(because)
    nomination.status = LIFECYCLE.after("withdraw", nomination.status)
    return _purged(nomination, said)


@over_many("suspect.nomination_expired", needs=Permission.SUSPECT_RUN)
def expire(nominations: Sequence[Nomination], *, by: Actor) -> list[Nomination]:
    """End nominations whose period is over. Raises RuleRefusal where one still has time."""
    if any(nomination.ends_on is None or nomination.ends_on > clock.today() for nomination in nominations):
        raise RuleRefusal("A nomination still has time before its validation is due. Nothing was changed.")
    for nomination in nominations:
        nomination.status = LIFECYCLE.after("expire", nomination.status)
        _purged(nomination, EXPIRED)
    return list(nominations)


def _purged(nomination: Nomination, because: str) -> Nomination:
    nomination.ended_at, nomination.ended_because = clock.now(), because
    nomination.subject = nomination.report = None
    nomination.name_as_given = nomination.activity = nomination.basis = ""
    nomination.save(
        update_fields=[
            *("status", "ended_at", "ended_because"),
            *("subject", "report", "name_as_given", "activity", "basis"),
        ]
    )
    stated = NominationIndicator.objects.unscoped(because="whoever ends a nomination purges what it rested on")
    stated.filter(nomination=nomination).delete()
    return nomination
