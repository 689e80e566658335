"""Sets on reports which clock runs out first and when one is looked at next: three columns, for a batch at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from nightlight.clocks.reading import BY_A_PERSON, Known, clocks_of, reckoned
from nightlight.clocks.reckoning import Clock, next_look, soonest
from nightlight.clocks.retained import Retained
from nightlight.clocks.rules import alarms
from nightlight.foundation.bulk import write_back
from nightlight.foundation.sealed import Actor
from nightlight.identifiers.kinds import ADDRESSES
from nightlight.intake.models import Report, Sighting

COLUMNS = ("soonest_clock_on", "next_alarm_on", "judge_again_on")
"""What `begin` sets and the caller writes, with what it writes anyway."""


def begin(
    reports: Sequence[Report],
    *,
    by: Actor,
    on: date,
    holders: Mapping[UUID, UUID],
    retained: Retained,
    sightings: Sequence[Sighting] | None = None,
) -> None:
    """Set the columns of reports that just came, on the objects only. One query without `sightings`, else none.

    A report that just came has no letter. `holders` says to which agency each is about to go, where to any other than
    the one that received it. `sightings` are those of exactly these reports; where nothing is known about how long
    anybody keeps logs, no address is looked at.
    """
    if not reports:
        return
    held = {report.pk: holders.get(report.pk, report.agency_id) for report in reports}
    known = Known(retained=retained)
    if not known.retained.is_empty:
        if sightings is None:
            pks = [report.pk for report in reports]
            sightings = Sighting.objects.visible_to(by).filter(report__in=pks, kind__in=list(ADDRESSES))  # type: ignore[assignment]  # rows are rows
        for seen in sightings or ():
            if seen.kind in ADDRESSES:
                known.addresses[seen.report_id].append(seen)
    same: dict[tuple[date, bool], tuple[date | None, date | None]] = {}
    for report in reports:
        alike = (report.received_at.date(), report.channel in BY_A_PERSON)
        if known.addresses.get(report.pk) or alike not in same:
            set_columns(report, list(reckoned(report, known, held[report.pk])), on=on)
        if not known.addresses.get(report.pk):  # without an address, reports of one day and one kind of door run alike
            report.soonest_clock_on, report.next_alarm_on = same.setdefault(
                alike, (report.soonest_clock_on, report.next_alarm_on)
            )


def set_columns(report: Report, clocks: Sequence[Clock], *, on: date) -> None:
    """Set the columns of a report from its clocks, as of a date. Where another clock is next, it is judged again."""
    last_day = soonest(clocks, on)
    if last_day != report.soonest_clock_on:
        report.judge_again_on = on
    report.soonest_clock_on = last_day
    report.next_alarm_on = next_look(clocks, alarms(on).content.days, on)


def renew(reports: Sequence[Report], *, by: Actor, on: date) -> None:
    """Reckon the clocks of reports anew and write the columns, inside the act that is running."""
    clocks = clocks_of(by, reports, on=on)
    for report in reports:
        set_columns(report, clocks[report.pk], on=on)
    write_back(reports, *COLUMNS)
