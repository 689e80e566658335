"""What is new to somebody since they were here last. Bookkeeping for the reader alone, and for nobody else to see."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from nightlight.accounts.models import User
from nightlight.desk.models import Seen, Visit
from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.intake.models import Report

AWAY_AFTER = timedelta(minutes=30)
"""Whoever was away so long comes back for another visit: as long as the screen stays open when idle."""
NOTED_EVERY = timedelta(minutes=1)


def came(user: User) -> datetime | None:
    """Note that somebody is at the queue, and return the end of their visit before; None in their first.

    Two queries when a visit begins, one when it goes on.
    """
    now = clock.now()
    visit = Visit.objects.visible_to(user).first()
    if visit is None:
        Visit.objects.bulk_create([Visit(user=user, began_at=now, last_at=now)], ignore_conflicts=True)
        return None
    if now - visit.last_at > AWAY_AFTER:
        visit.before_at, visit.began_at = visit.last_at, now
        _forget(user, visit.last_at)
    elif now - visit.last_at < NOTED_EVERY:
        return visit.before_at
    visit.last_at = max(now, visit.last_at, visit.began_at)  # clocks may be set back
    visit.save(update_fields=["began_at", "last_at", "before_at"])
    return visit.before_at


def last_visit(user: User) -> datetime | None:
    """Return the end of the visit before this one, and note nothing."""
    visit = Visit.objects.visible_to(user).first()
    return visit.before_at if visit else None


def unread_since(actor: Actor, since: datetime | None) -> Q:
    """Return the condition that a report had news after a moment that the actor has not seen."""
    if since is None:
        return Q(pk__in=[])
    seen: Any = Seen.objects.unscoped(because="a report's own reader asks what they have seen of it")
    seen = seen.filter(user=actor.pk, report=OuterRef("pk"), at__gte=OuterRef("changed_at"))
    return Q(changed_at__gt=since) & ~Q(Exists(seen))


def unread_among(user: User, since: datetime | None, reports: Iterable[Report]) -> frozenset[UUID]:
    """Return which of some reports, read as such that somebody sees, are unread. One query; none in a first visit."""
    fresh = [report for report in reports if since and report.changed_at > since]
    if not fresh:
        return frozenset()
    rows: Any = Seen.objects.unscoped(because="a report's own reader asks what they have seen of it")
    seen = dict(rows.filter(user=user.pk, report__in=fresh).values_list("report", "at"))
    return frozenset(one.pk for one in fresh if one.pk not in seen or seen[one.pk] < one.changed_at)


def saw(user: User, reports: Iterable[UUID]) -> None:
    """Note that somebody has seen reports as they stand now. Those they may not see are left out."""
    read(user, Report.objects.all().picked(reports, by=user).values_list("pk", flat=True))


def read(user: User, reports: Iterable[UUID]) -> None:
    """Note the same of reports that were read as such that they may see. One query."""
    now = clock.now()
    rows = [Seen(user_id=user.pk, report_id=pk, at=now) for pk in reports]
    Seen.objects.bulk_create(rows, update_conflicts=True, unique_fields=["user", "report"], update_fields=["at"])


def mark_unread(user: User, report: UUID) -> None:
    """Forget that somebody has seen a report."""
    Seen.objects.visible_to(user).filter(report=report).delete()


def _forget(user: User, before: datetime) -> None:
    """Let go of what can no longer be unread: news from before the last visit is none."""
    Seen.objects.visible_to(user).filter(at__lte=before).delete()
