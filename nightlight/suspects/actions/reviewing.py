"""Reviewing: somebody else than the author approves, returns, or validates again (28 CFR 23.20(a), (h))."""

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.acts import act
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.suspects.lifecycle import LIFECYCLE
from nightlight.suspects.models import Nomination, Review, Verdict
from nightlight.suspects.rhythm import retention
from nightlight.suspects.rules import require_reason


@act("suspect.nomination_approved", needs=Permission.SUSPECT_REVIEW)
def approve(nomination: Nomination, *, by: Actor, because: str) -> Nomination:
    """Approve the suspicion: the nomination is in force until its period ends. Raises RuleRefusal for its author."""
    _require_another(nomination, by)
    nomination.status = LIFECYCLE.after("approve", nomination.status)
    nomination.approved_by_id, nomination.approved_at = by.pk, clock.now()
    return _reviewed(nomination, Verdict.APPROVED, by, because)


@act("suspect.nomination_returned", needs=Permission.SUSPECT_REVIEW)
def return_to_author(nomination: Nomination, *, by: Actor, because: str) -> Nomination:
    """Send it back to its author, who may nominate anew or withdraw."""
    nomination.status = LIFECYCLE.after("return", nomination.status)
    return _reviewed(nomination, Verdict.RETURNED, by, because)


@act("suspect.nomination_validated", needs=Permission.SUSPECT_REVIEW)
def validate(nomination: Nomination, *, by: Actor, because: str) -> Nomination:
    """Say before its period ends that it still holds: a new period begins. Raises RuleRefusal for its author."""
    _require_another(nomination, by)
    nomination.status = LIFECYCLE.after("validate", nomination.status)
    return _reviewed(nomination, Verdict.VALIDATED, by, because)


def _reviewed(nomination: Nomination, verdict: Verdict, by: Actor, because: str) -> Nomination:
    said = require_reason(because)
    review = Review(agency_id=nomination.agency_id, nomination=nomination, verdict=verdict, by_user_id=by.pk)
    review.at, review.because = clock.now(), said
    if verdict != Verdict.RETURNED:
        dated = retention(clock.today())
        review.ends_on = nomination.ends_on = dated.content.ends_on(clock.today())
        review.retention_date, review.retention_digest = dated.in_force_from, dated.digest
    review.save(force_insert=True)
    nomination.save(update_fields=["status", "approved_by", "approved_at", "ends_on"])
    return nomination


def _require_another(nomination: Nomination, by: Actor) -> None:
    if nomination.author_id == by.pk:
        raise RuleRefusal(
            "Who documented the suspicion does not review it. Ask another supervisor of yours; nothing was changed."
        )
