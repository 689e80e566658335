"""Draws the sample: random, not to be steered, and to be worked out again by anybody.

The lot of a report is the SHA-256 of the policy's name, its date and the report's own id, read as a fraction of one.
The id holds 62 random bits that nobody chooses (RFC 9562, 5.7), so neither a sender nor an analyst can tell beforehand
which report will be drawn; and whoever holds the id can check afterwards that the draw was honest.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from nightlight.foundation.bulk import insert, unsaved
from nightlight.foundation.sealed import Actor
from nightlight.policy import Dated
from nightlight.sampling.models import SampledReport
from nightlight.sampling.policy import SamplingPolicy, policy

WHOLE = 1 << 64


class Assessed(Protocol):
    """What the draw needs to know of an assessment."""

    agency_id: UUID
    report_id: UUID
    tier: int
    tier_words: str
    rule: str


def lot(rules: Dated[SamplingPolicy], report: UUID) -> float:
    """Return the lot of a report under a policy: a fraction from 0 up to, but not including, 1."""
    words = f"{rules.name}|{rules.in_force_from}|{report}".encode()
    return int.from_bytes(hashlib.sha256(words).digest()[:8]) / WHOLE


def is_drawn(rules: Dated[SamplingPolicy], report: UUID) -> bool:
    """Say whether a report is drawn, if it is in a low tier. The same id and policy always give the same answer."""
    return lot(rules, report) * 100 < rules.content.percent


def draw(assessed: Sequence[Assessed], *, by: Actor, at: datetime) -> frozenset[UUID]:
    """Keep which of the reports that were just assessed go to a person; return their ids, inside a running act.

    Two queries where something is drawn, none where nothing is. A report is drawn once under a policy, however often
    it is assessed; one that is raised later stays drawn, so that the sample is of what was low, not of what stayed so.
    """
    rules = policy(at.date())
    drawn = [one for one in assessed if one.tier in rules.content.tiers and is_drawn(rules, one.report_id)]
    if not drawn:
        return frozenset()
    before: Any = SampledReport.objects.visible_to(by).filter(policy_date=rules.in_force_from)
    known = set(before.filter(report__in=[one.report_id for one in drawn]).values_list("report_id", flat=True))
    new = [one for one in drawn if one.report_id not in known]
    insert([_sample(one, rules, at) for one in new])
    return frozenset(one.report_id for one in new)


def _sample(one: Assessed, rules: Dated[SamplingPolicy], at: datetime) -> SampledReport:
    return unsaved(
        SampledReport,
        agency_id=one.agency_id,
        report_id=one.report_id,
        policy_date=rules.in_force_from,
        policy_digest=rules.digest,
        tier=one.tier,
        tier_words=one.tier_words,
        rule=one.rule,
        drawn_at=at,
    )
