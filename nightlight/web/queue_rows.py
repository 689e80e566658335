"""The cells of one row of the queue."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from nightlight.foundation import clock
from nightlight.geography import states
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Channel
from nightlight.triage.assessment.axes import FourWords
from nightlight.triage.queue.listing import Row
from nightlight.web import report_words
from nightlight.web.clock_words import standing
from nightlight.web.made_once import drawn, part
from nightlight.web.queue_lists import AXES, COLUMNS
from nightlight.web.templatetags.words import since as ago
from nightlight.web.templatetags.words import when

ANY = "00000000-0000-0000-0000-000000000000"
"""The id in whose place that of each row stands."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the rows of a list lead: each address is asked of Django once, and holds for every row."""

    at: str
    """The list itself, at one of its reports; the id of that and `#detail` follow."""
    pane: str = field(default_factory=lambda: reverse("queue-pane", args=[ANY]))
    report: str = field(default_factory=lambda: reverse("report", args=[ANY]))

    def of(self, pk: str) -> dict[str, str]:
        """Return the address of a report, of its pane, and of the list at it."""
        return {
            "pane": self.pane.replace(ANY, pk),
            "url": self.report.replace(ANY, pk),
            "here": f"{self.at}{pk}#detail",
        }


def line(
    row: Row, columns: Sequence[str], addresses: Addresses, *, unread: bool, since: datetime | None, zone: str
) -> dict[str, Any]:
    """Return a row as the template wants it: the report, its marks and cells, its clock, and what is new about it."""
    pk = str(row.id)
    return {
        "row": row,
        "id": pk,
        **addresses.of(pk),
        "tier": part("tier", tier=row.tier, word=row.tier_words) if row.tier else part("tag", words=row.tier_words),
        "axes": _axes(tuple(name for name in columns if name in AXES), row.axes),
        "cells": [_words(name, row, zone) for name in columns if name not in AXES],
        "clock": _clock(row),
        "news": _news(row, since) if unread else "",
    }


@functools.lru_cache(maxsize=4096)
def _axes(names: Sequence[str], words: FourWords | None) -> SafeString:
    """Return the cells of the axes, which stand before all others."""
    axes = dict(zip(AXES, report_words.axes(words), strict=True)) if words else {}
    marks = {name: part("axis", **axis, bare=True) for name, axis in axes.items()}
    return drawn("web/queue_axes.html", cells=tuple((COLUMNS[name], marks.get(name)) for name in names))


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
