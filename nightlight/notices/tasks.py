"""What the worker does about notices: sends what waits."""

from nightlight.foundation.sealed import Actor
from nightlight.notices.outbox import Sendings, round_of


def deliver(*, by: Actor, only_urgent: bool = False) -> Sendings:
    """Send everything that is due now; return what became of it."""
    total = Sendings()
    while (done := round_of(by=by, only_urgent=only_urgent)).any:
        total += done
    return total
