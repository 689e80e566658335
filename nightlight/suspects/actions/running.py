"""Making a run: the list as it stands, reported to the participating agencies, and never changed again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from nightlight.accounts.models import RoleGrant
from nightlight.accounts.permissions import RIGHTS, Permission
from nightlight.agencies.models import Agency
from nightlight.foundation import clock, ids
from nightlight.foundation.acts import creating
from nightlight.foundation.sealed import Actor
from nightlight.suspects.considered import considered
from nightlight.suspects.digest import digest_of, whole
from nightlight.suspects.indicators import policy
from nightlight.suspects.models import ReceiptKind, Run, RunLine, RunReceipt, RunRecipient
from nightlight.suspects.rhythm import RhythmPolicy, rhythm

BATCH = 400
READERS = [role.value for role, rights in RIGHTS.items() if Permission.SUSPECT_READ in rights]


def _written(run: Run) -> Mapping[str, Any]:
    return {
        "run": run.number,
        "digest": run.digest,
        "indicators_date": str(run.indicators_date),
        "indicators_digest": run.indicators_digest,
    }


@creating("suspect.run_made", needs=Permission.SUSPECT_RUN, each=_written)
def make_run(*, by: Actor) -> Run:
    """Make a run of what the actor's agency and those under it nominated, and report it to those that take part.

    Everything that the run holds is written before the run itself: from then on a trigger lets nothing be added.
    """
    now = clock.now()
    dated, beat = policy(now.date()), rhythm(now.date())
    previous = _previous(by)
    run = Run(agency_id=by.agency_id, made_at=now, author_id=by.pk, previous=previous)
    run.number = f"L-{ids.spoken(run.pk)}"
    run.indicators_date, run.indicators_digest = dated.in_force_from, dated.digest
    run.rhythm_date, run.rhythm_digest = beat.in_force_from, beat.digest
    lines = considered(run, dated.content, by=by, on=now.date())
    recipients = [RunRecipient(agency=agency, run=run) for agency in _participating(beat.content, by)]
    run.digest = digest_of(whole(run, lines, recipients, previous.digest if previous else ""))
    RunLine.objects.bulk_create(lines, batch_size=BATCH)
    RunRecipient.objects.bulk_create(recipients, batch_size=BATCH)
    run.save(force_insert=True)
    RunReceipt.objects.bulk_create(_delivered(recipients), batch_size=BATCH)
    return run


def _previous(by: Actor) -> Run | None:
    """Return the run to follow. The agency's row is held meanwhile: two runs made at once follow each other."""
    Agency.objects.select_for_update(no_key=True).get(pk=by.agency_id)
    runs = Run.objects.unscoped(because="a run follows the last one that its agency made")
    return runs.filter(agency=by.agency_id, following=None).first()


def _participating(beat: RhythmPolicy, by: Actor) -> list[Agency]:
    agencies = Agency.objects.in_force(clock.today()).filter(by.sees("pk"), kind__in=list(beat.recipients))
    return list(agencies.order_by("code"))


def _delivered(recipients: Sequence[RunRecipient]) -> list[RunReceipt]:
    """Return a receipt for each recipient where somebody may read it; where nobody may, it is not delivered yet."""
    now = clock.now()
    grants = RoleGrant.objects.filter(user__agency=OuterRef("pk"), user__is_active=True, role__in=READERS)
    held = grants.filter(valid_from__lte=now).exclude(valid_to__lte=now)
    asked = Agency.objects.filter(pk__in=[recipient.agency_id for recipient in recipients])
    ready = set(asked.filter(Exists(held)).values_list("pk", flat=True))
    return [
        RunReceipt(agency_id=recipient.agency_id, recipient=recipient, kind=ReceiptKind.DELIVERED, at=now)
        for recipient in recipients
        if recipient.agency_id in ready
    ]
