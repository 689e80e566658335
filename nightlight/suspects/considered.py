"""What a run considers, and which of it is listed: the list is made here, from what stands in the database."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from nightlight.foundation.sealed import Actor
from nightlight.investigations.lifecycle import SubjectStatus
from nightlight.suspects import order
from nightlight.suspects.indicators import Indicator, IndicatorPolicy
from nightlight.suspects.lifecycle import ENDED, OPEN, NominationStatus
from nightlight.suspects.models import Held, Nomination, NominationIndicator, Run, RunLine, Share

GONE = {
    NominationStatus.WITHDRAWN.value: "Withdrawn by its agency",
    NominationStatus.EXPIRED.value: "Not validated before its period ended",
}


def considered(run: Run, policy: IndicatorPolicy, *, by: Actor, on: date) -> list[RunLine]:
    """Return a line, not yet written, for each nomination that is open or was on the list before; listed ones first.

    A fixed number of queries. What the run may see is what its author's agency sees.
    """
    everyone = Nomination.objects.unscoped(because="a run considers what was nominated, whoever makes it")
    before = RunLine.objects.unscoped(because="what was listed before is considered again, to say why it is gone")
    listed_before = before.filter(run=run.previous, held=Held.LISTED).values("nomination")
    asked = everyone.filter(by.sees("agency")).filter(Q(status__in=OPEN) | Q(pk__in=listed_before))
    nominations = {one.pk: one for one in asked.select_related("subject").order_by("pk")}
    codes = _codes(nominations)
    held = {pk: _held(one, codes[pk], policy, on) for pk, one in nominations.items()}
    ordered = order.in_order(
        (
            order.Candidate(pk, codes[pk], one.approved_at)
            for pk, one in nominations.items()
            if held[pk] == Held.LISTED and one.approved_at
        ),
        policy,
    )
    places = {candidate.nomination: place for place, candidate in enumerate(ordered, 1)}
    lines = [
        _line(run, one, held[pk], places.get(pk), order.of_policy(codes[pk], policy)) for pk, one in nominations.items()
    ]
    return sorted(lines, key=lambda line: (line.place is None, line.place, line.number))


def _codes(nominations: Iterable[UUID]) -> dict[UUID, frozenset[str]]:
    stated = NominationIndicator.objects.unscoped(because="a run reads the indicators of what it considers")
    found: dict[UUID, set[str]] = defaultdict(set)
    for pk, code in stated.filter(nomination__in=list(nominations)).values_list("nomination_id", "code"):
        found[pk].add(code)
    return defaultdict(frozenset, {pk: frozenset(codes) for pk, codes in found.items()})


def _held(one: Nomination, codes: frozenset[str], policy: IndicatorPolicy, on: date) -> Held:
    checks = (
        (one.status in ENDED, Held.ENDED),
        (one.status == NominationStatus.RETURNED, Held.RETURNED),
        (one.status == NominationStatus.WAITING, Held.NOT_REVIEWED),
        (one.subject is not None and one.subject.status == SubjectStatus.CLEARED, Held.CLEARED),
        (one.ends_on is not None and one.ends_on <= on, Held.LAPSED),
        (one.share == Share.NONE, Held.NOT_SHARED),
        (not order.of_policy(codes, policy), Held.NO_INDICATOR),
    )
    return next((why for applies, why in checks if applies), Held.LISTED)


def _line(run: Run, one: Nomination, held: Held, place: int | None, indicators: list[Indicator]) -> RunLine:
    return RunLine(
        agency_id=run.agency_id,
        run=run,
        nomination=one,
        nominated_by_id=one.agency_id,
        number=one.number,
        status=one.status,
        share=one.share,
        held=held,
        place=place,
        indicators=[{"code": i.id, "words": i.words, "of": i.of.value, "law": i.law} for i in indicators],
        because=order.reason(indicators) if held == Held.LISTED else _kept_off(one, held),
        approved_on=one.approved_at.date() if one.approved_at else None,
    )


def _kept_off(one: Nomination, held: Held) -> str:
    """Return in words why it is not listed. What its agency wrote when it ended stays with the agency."""
    return GONE.get(one.status, Held(held).label.capitalize())
