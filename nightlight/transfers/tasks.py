"""What the worker does about offers: tells both sides when the time to answer is over."""

from nightlight.foundation.sealed import Actor
from nightlight.transfers.late import AT_ONCE, late, tell_late


def tell_late_offers(*, by: Actor) -> int:
    """Tell of every offer whose time is over, some at a time; return of how many. Without any, nothing is locked."""
    total = 0
    while batch := list(late(by)[:AT_ONCE]):
        total += len(tell_late(batch, by=by))
    return total
