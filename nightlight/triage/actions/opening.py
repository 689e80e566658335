"""Writes down who looked at what."""

from typing import Any

from nightlight.accounts.permissions import Permission
from nightlight.foundation import clock
from nightlight.foundation.acts import act
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.urgent.answering import opened


@act("report.viewed", needs=Permission.REPORT_READ)
def viewed(report: Report, *, by: Actor) -> Report:
    """Write down that somebody opened a report, which silences what called their agency to it.

    The first of the agency that holds it has given it its first look.
    """
    if report.assigned_at and report.assigned_to_id == by.agency_id:
        now = max(clock.now(), report.assigned_at)
        unseen: Any = Report.objects.visible_to(by).filter(pk=report.pk, first_looked_at=None)
        unseen.update(first_looked_at=now, first_look_seconds=int((now - report.assigned_at).total_seconds()))
    opened(report, by=by)
    return report


@act("report.account_read", needs=Permission.REPORT_READ)
def account_read(report: Report, *, by: Actor) -> Report:
    """Write down that somebody read a report's account in words. Changes nothing."""
    del by
    return report
