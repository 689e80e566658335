"""How values are worded on the pages: times with their zone, counts, choices. Built into every template."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from nightlight.foundation import clock

register = template.Library()

NATIONAL_ZONE = "America/New_York"


@register.filter
def when(moment: datetime | None, zone: str | None = None) -> str:
    """Return a moment in the reader's zone and in UTC: "Tue Nov 24, 06:51 MST (13:51 UTC)"."""
    if moment is None:
        return "not known"
    local = moment.astimezone(ZoneInfo(zone or NATIONAL_ZONE))
    year = f" {local.year}," if local.year != clock.now().year else ","
    utc = moment.astimezone(ZoneInfo("UTC"))
    other_day = f"{utc:%a} " if utc.date() != local.date() else ""
    return f"{local:%a %b} {local.day}{year} {local:%H:%M %Z} ({other_day}{utc:%H:%M} UTC)"


@register.filter
def exact(moment: datetime | None) -> str:
    """Return a moment to the second in UTC, with its year, as evidence wants it."""
    return f"{moment:%a %b} {moment.day}, {moment:%Y, %H:%M:%S} UTC" if moment else "no zone given"


@register.filter
def day(value: date | None) -> str:
    """Return a calendar date with its year: "Mar 1, 2018"."""
    return f"{value:%b} {value.day}, {value.year}" if value else "not known"


@register.filter
def left(until: date | None) -> str:
    """Return how many days are left until a clock's last day: "40 d left", "ends today", "lapsed"."""
    if until is None:
        return "not known"
    days = (until - clock.today()).days
    return "lapsed" if days < 0 else f"{days} d left" if days else "ends today"


@register.filter
def since(moment: datetime | None) -> str:
    """Return how long ago a moment was, in the largest unit that says enough: "7 min", "2 h", "19 d"."""
    if moment is None:
        return "not known"
    minutes = max(0, int((clock.now() - moment).total_seconds() // 60))
    if minutes < 120:  # noqa: PLR2004 - up to two hours in minutes
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 2 * 24 * 60 else f"{minutes // (24 * 60)} d"


@register.filter
def count(number: int | None) -> str:
    """Return a number as a reader reads it: "25,217"; unknown is a word, never zero."""
    return "not known" if number is None else f"{number:,}"


@register.filter
def plain(code: str | None) -> str:
    """Return a code as words: "under_investigation" becomes "under investigation"."""
    return (code or "").replace("_", " ")


@register.filter
def stated(flag: bool | None) -> str:
    """Return a yes, a no, or that nothing was said."""
    return {True: "Yes", False: "No", None: "Not stated"}[flag]


@register.filter
def size(size_bytes: int | None) -> str:
    """Return a file size in decimal units."""
    if size_bytes is None:
        return "not stated"
    for unit, factor in (("MB", 1_000_000), ("kB", 1_000)):
        if size_bytes >= factor:
            return f"{three_figures(size_bytes / factor)} {unit}"
    return f"{size_bytes} bytes"


def three_figures(number: float) -> str:
    """Return a positive number to three figures, and to the unit from a hundred on: "2.5", "19", "3,190"."""
    return f"{number:.3g}" if number < 99.95 else f"{number:,.0f}"  # noqa: PLR2004 - where three figures end


@register.filter
def short_digest(digest: str) -> str:
    """Return the two ends of a digest: "5c1e…9a40"."""
    return f"{digest[:4]}…{digest[-4:]}" if len(digest) > 9 else digest  # noqa: PLR2004 - nothing to shorten


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """Return what a mapping holds under a key that is a variable."""
    return mapping.get(key)


@register.filter
def breakable(pointer: str) -> SafeString:
    """Return a pointer into a submission that may break into lines before each of its steps."""
    return format_html_join(mark_safe("<wbr>/"), "{}", [(step,) for step in pointer.split("/")])
