"""Nominating: a person names somebody; nothing lists by itself."""

from collections.abc import Mapping
from typing import Any

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock, ids
from nightlight.foundation.acts import creating
from nightlight.foundation.sealed import Actor
from nightlight.suspects import rules
from nightlight.suspects.asked import Naming
from nightlight.suspects.indicators import policy
from nightlight.suspects.models import Nomination, NominationIndicator


def _written(nomination: Nomination) -> Mapping[str, Any]:
    return {
        "nomination": nomination.number,
        "share": nomination.share,
        "policy_date": str(nomination.policy_date),
        "policy_digest": nomination.policy_digest,
    }


@creating("suspect.nominated", needs=Permission.SUSPECT_NOMINATE, each=_written)
def nominate(asked: Naming, *, by: Actor) -> Nomination:
    """Nominate somebody for named indicators, on documented suspicion. It waits for a supervisor.

    Raises NotFound for somebody whom the actor does not see, RuleRefusal where an indicator, its source or the
    suspicion is missing, and for a subject who is cleared or nominated already.
    """
    dated = policy(clock.today())
    rules.require_suspicion(asked.suspicion)
    rules.require_indicators(asked.indicators, dated.content)
    whose = rules.require_nominable(asked.who, by=by)
    rules.require_sources(asked.indicators, whose, by=by)
    nomination = Nomination(
        **whose,
        activity=asked.suspicion.activity.strip(),
        basis=asked.suspicion.basis.strip(),
        is_lawfully_obtained=asked.suspicion.is_lawfully_obtained,
        author_id=by.pk,
        share=asked.labels.share,
        sensitivity=asked.labels.sensitivity,
        confidence=asked.labels.confidence,
        policy_date=dated.in_force_from,
        policy_digest=dated.digest,
    )
    nomination.number = f"S-{ids.spoken(nomination.pk)}"
    nomination.save(force_insert=True)
    NominationIndicator.objects.bulk_create(_indicators(nomination, asked, dated.content.named))
    return nomination


def _indicators(nomination: Nomination, asked: Naming, named: Any) -> list[NominationIndicator]:
    return [
        NominationIndicator(
            agency_id=nomination.agency_id,
            nomination=nomination,
            code=one.code,
            words=named(one.code).words,
            stated_by=one.stated_by.strip(),
            report=one.report or nomination.report,
            case_id=nomination.subject.case_id if nomination.subject and not one.report else None,
            pointer=one.pointer,
        )
        for one in asked.indicators
    ]
