"""The cells of one row of the queue."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.safestring import SafeString

from nightlight.foundation import clock
from nightlight.geography import states
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Channel
from nightlight.triage.queue.listing import Row
from nightlight.web import report_words
from nightlight.web.clock_words import standing
from nightlight.web.made_once import part
from nightlight.web.queue_lists import AXES, COLUMNS
from nightlight.web.templatetags.words import since as ago
from nightlight.web.templatetags.words import when


def line(row: Row, columns: Sequence[str], *, unread: bool, since: datetime | None, zone: str) -> dict[str, Any]:
    """Return a row as the template wants it: the report, its marks and cells, its clock, and what is new about it."""
    axes = {name: part("axis", **axis, bare=True) for name, axis in zip(AXES, _axes(row), strict=False)}
    return {
        "row": row,
        "tier": part("tier", tier=row.tier, word=row.tier_words) if row.tier else part("tag", words=row.tier_words),
        "cells": [
            {"label": COLUMNS[name], "axis": axes.get(name)} if name in AXES else _words(name, row, zone)
            for name in columns
        ],
        "clock": _clock(row),
        "news": _news(row, since) if unread else "",
    }


def _axes(row: Row) -> list[dict[str, Any]]:
    return report_words.axes(row.axes) if row.axes else []


def _clock(row: Row) -> SafeString:
    if row.soonest_clock_on is None:
        return SafeString('<span class="quiet">No clock</span>')
    return part("clock", **standing(row.received_at.date(), row.soonest_clock_on, clock.today()))


def _news(row: Row, since: datetime | None) -> str:
    return "New" if since is None or row.received_at > since else "Changed"


def _words(name: str, row: Row, zone: str) -> dict[str, Any]:
    more = when(row.received_at, zone) if name == "received" else ""
    return {"label": COLUMNS[name], "words": SAID[name](row), "more": more}


def _place(row: Row) -> str:
    state = states.by_code(row.state)
    return state.name if state else "not known"


SAID: Mapping[str, Callable[[Row], str]] = {
    "received": lambda row: f"{ago(row.received_at)} ago",
    "provider": lambda row: row.provider or "not stated",
    "status": lambda row: report_words.STATUS[ReportStatus(row.status)][0],
    "holder": lambda row: row.assigned_to.name if row.assigned_to else "nobody yet",
    "person": lambda row: row.worked_by or "nobody",
    "channel": lambda row: str(Channel(row.channel).label) if row.channel else "not known",
    "state": _place,
}
"""What the columns in words say of a row."""
