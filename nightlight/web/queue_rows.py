"""The cells of one row of the queue."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from nightlight.geography import states
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Channel
from nightlight.triage.queue.listing import Row
from nightlight.web import report_words
from nightlight.web.queue_lists import AXES, COLUMNS
from nightlight.web.templatetags.words import since as ago
from nightlight.web.templatetags.words import when


def line(
    row: Row, columns: Sequence[str], unread: bool, since: datetime | None, zone: str  # noqa: FBT001 - a fact of the row
) -> dict[str, Any]:
    """Return a row as the template wants it: the report, its cells, its clock, and what is new about it."""
    axes = dict(zip(AXES, report_words.axes(row.axes), strict=True)) if row.axes else {}
    return {
        "row": row,
        "cells": [
            {"label": COLUMNS[name], "axis": axes.get(name)} if name in AXES else _words(name, row, zone)
            for name in columns
        ],
        "clock": next(iter(report_words.clocks(row.clocks)), None),
        "news": _news(row, since) if unread else "",
    }


def _news(row: Row, since: datetime | None) -> str:
    return "New" if since is None or row.received_at > since else "Changed"


def _words(name: str, row: Row, zone: str) -> dict[str, Any]:
    return {"label": COLUMNS[name], "words": _said(name, row), "more": when(row.received_at, zone) if name == "received" else ""}


def _said(name: str, row: Row) -> str:
    if name == "received":
        return f"{ago(row.received_at)} ago"
    if name == "provider":
        return row.provider or "not stated"
    if name == "status":
        return report_words.STATUS[ReportStatus(row.status)][0]
    if name == "holder":
        return row.assigned_to.name if row.assigned_to else "nobody yet"
    if name == "channel":
        return str(Channel(row.channel).label) if row.channel else "not known"
    state = states.by_code(row.state)
    return state.name if state else "not known"
