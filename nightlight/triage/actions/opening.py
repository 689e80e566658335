"""Writes down who looked at what."""

from nightlight.accounts.permissions import Permission
from nightlight.foundation.acts import act
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report
from nightlight.urgent.answering import opened


@act("report.viewed", needs=Permission.REPORT_READ)
def viewed(report: Report, *, by: Actor) -> Report:
    """Write down that somebody opened a report. What called their agency to it falls silent; nothing else changes."""
    opened(report, by=by)
    return report


@act("report.account_read", needs=Permission.REPORT_READ)
def account_read(report: Report, *, by: Actor) -> Report:
    """Write down that somebody read a report's account in words. Changes nothing."""
    del by
    return report
