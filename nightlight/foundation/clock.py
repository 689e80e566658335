"""The one clock. Tests and simulations hold it by hand; nothing else reads the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from time import time_ns

_NONE, _MICROSECOND = timedelta(), timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_shift = [_NONE]  # of the whole process; only an installation with invented data ever sets it
_held: ContextVar[datetime | None] = ContextVar("held", default=None)


def now() -> datetime:
    """Return this moment, aware and in UTC, or the moment at which the clock is held."""
    held = _held.get()
    if held is not None:
        return held
    return datetime.now(UTC) if _shift[0] is _NONE else datetime.now(UTC) + _shift[0]


def nanoseconds() -> int:
    """Return the clock's moment in nanoseconds since 1970, exact to the microsecond: `now` at a third of the cost."""
    held = _held.get()
    if held is None and _shift[0] is _NONE:
        return time_ns()
    return (now() - _EPOCH) // _MICROSECOND * 1000


def go_on_from(moment: datetime) -> None:
    """Let time pass from an aware moment on, in this process. For practice: invented records stay fresh."""
    _shift[0] = moment - datetime.now(UTC)


def today() -> date:
    """Return the calendar date in UTC."""
    return now().date()


@contextmanager
def held_at(moment: datetime) -> Iterator[datetime]:
    """Hold the clock at an aware moment for as long as the block runs."""
    if moment.tzinfo is None:
        raise ValueError("Hold the clock at an aware moment; this one has no zone.")
    token = _held.set(moment.astimezone(UTC))
    try:
        yield moment
    finally:
        _held.reset(token)
