"""The clocks of reports, read for a batch with a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from nightlight.clocks.models import LetterRenewal, LogRetention, PreservationLetter
from nightlight.clocks.preservation import preservation
from nightlight.clocks.reckoning import Clock
from nightlight.clocks.retained import Retained, retained
from nightlight.clocks.rules import letters
from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.identifiers.kinds import ADDRESSES
from nightlight.intake.models import Channel, Report, Sighting
from nightlight.policy import NoPolicyInForce

BY_A_PERSON = frozenset({Channel.FORM.value, Channel.TYPED.value})
"""How reports come of which no provider is bound to keep anything."""
LOGS = "Logs of addresses"


@dataclass(slots=True)
class Known:
    """What clocks of reports are reckoned from."""

    letters: dict[UUID, list[PreservationLetter]] = field(default_factory=lambda: defaultdict(list))
    addresses: dict[UUID, list[Sighting]] = field(default_factory=lambda: defaultdict(list))
    retained: Retained = field(default_factory=lambda: Retained(None))


def clocks_of(
    actor: Actor, reports: Sequence[Report], *, on: date | None = None, addresses: Iterable[Sighting] | None = None
) -> dict[UUID, list[Clock]]:
    """Return the clocks of reports on a date, the soonest first and those not known last, by the report's id.

    Four queries, whatever the number of reports. `addresses` are the sightings of theirs, where the caller has read
    them.
    """
    day = on or clock.today()
    pks = [report.pk for report in reports]
    known = Known(retained=retained({_holder(report) for report in reports}, on=day))
    rows: Any = PreservationLetter.objects.visible_to(actor).filter(report__in=pks).order_by("sent_on", "pk")
    renewals = Prefetch("renewals", LetterRenewal.objects.visible_to(actor), to_attr="renewed")
    for letter in rows.prefetch_related(renewals):
        known.letters[letter.report_id].append(letter)
    if addresses is None:
        seen: Any = Sighting.objects.visible_to(actor).filter(report__in=pks, kind__in=list(ADDRESSES))
        addresses = seen.order_by("pk")
    for sighting in addresses:
        known.addresses[sighting.report_id].append(sighting)
    return {report.pk: in_order(reckoned(report, known, _holder(report))) for report in reports}


def reckoned(report: Report, known: Known, holder: UUID) -> Iterable[Clock]:
    """Yield the clocks of one report; `holder` is the agency whose word on logs counts."""
    if report.channel not in BY_A_PERSON:
        yield from _preserved(report)
    for letter in known.letters.get(report.pk, ()):
        yield _letter(letter)
    yield from _logs(report, known, holder)


def in_order(clocks: Iterable[Clock]) -> list[Clock]:
    """Return clocks by their last day, those not known last."""
    return sorted(clocks, key=lambda one: (one.until is None, one.until or date.max, one.key))


def _holder(report: Report) -> UUID:
    return report.assigned_to_id or report.agency_id


def _preserved(report: Report) -> Iterable[Clock]:
    try:
        kept = preservation(report.received_at)
    except NoPolicyInForce:
        return
    yield Clock(
        "preservation",
        "Provider keeps what it reported",
        kept.until,
        kept.days,
        kept.statute,
        f"{kept.days} days from the receipt here. The statute counts from the provider's submission, which may be "
        "earlier.",
    )


def _letter(letter: PreservationLetter) -> Clock:
    renewal = next(iter(letter.renewed), None)  # type: ignore[attr-defined]  # fetched with it
    rule = letters(letter.sent_on).content
    until = renewal.until if renewal else letter.until
    said = f"Sent {letter.sent_on}" + (f", renewed {renewal.sent_on}; it cannot be renewed again." if renewal else ".")
    what = f"{letter.provider} keeps what a letter names"
    return Clock(f"letter:{letter.pk}", what, until, (until - letter.sent_on).days, rule.statute, said)


def _logs(report: Report, known: Known, holder: UUID) -> Iterable[Clock]:
    """Yield one clock for each row of retention that covers an address, from the newest moment that it was seen."""
    seen = known.addresses.get(report.pk, ())
    if not seen:
        return
    newest: dict[UUID, tuple[LogRetention, date | None]] = {}
    is_known = False
    for sighting in seen:
        row = known.retained.of_address(sighting.value, holder)
        is_known = is_known or row is not None
        if row:
            _later(newest, row, sighting)
    provider = known.retained.of_provider(report.provider, holder)
    for sighting in seen if provider else ():
        _later(newest, provider, sighting)  # type: ignore[arg-type]  # there is one, or nothing is asked
    for row, day in newest.values():
        yield _kept(row, day)
    if not is_known:
        yield Clock("logs", f"{LOGS} at whoever gave them out", None, None, "Not known for these networks")


def _later(newest: dict[UUID, tuple[LogRetention, date | None]], row: LogRetention, sighting: Sighting) -> None:
    day = sighting.seen_at.date() if sighting.seen_at else None
    before = newest.get(row.pk, (row, None))[1]
    newest[row.pk] = (row, max(filter(None, (before, day)), default=None))


def _kept(row: LogRetention, day: date | None) -> Clock:
    until = day + timedelta(days=row.days) if day else None
    since = f"{row.days} days from {day}, when the newest address was seen" if day else "When it was seen is not known"
    source = f"{row.get_sureness_display().capitalize()}: {row.source}"
    return Clock(f"logs:{row.pk}", f"{LOGS}, {row.name}", until, row.days, source, f"{since}.")
