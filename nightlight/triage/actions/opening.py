"""Writes down who looked at what."""

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.acts import act
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report


@act("report.viewed", needs=Permission.REPORT_READ)
def viewed(report: Report, *, by: Actor) -> Report:
    """Write down that somebody opened a report; the first of the agency that holds it has given it its first look."""
    if report.first_looked_at is None and report.assigned_at and report.assigned_to_id == by.agency_id:
        report.first_looked_at = max(clock.now(), report.assigned_at)
        report.first_look_seconds = int((report.first_looked_at - report.assigned_at).total_seconds())
        report.save(update_fields=["first_looked_at", "first_look_seconds"])
    return report


@act("report.account_read", needs=Permission.REPORT_READ)
def account_read(report: Report, *, by: Actor) -> Report:
    """Write down that somebody read a report's account in words. Changes nothing."""
    del by
    return report
