"""What the worker does about filings: clears the expired ones away."""

from nightlight.foundation import clock
from nightlight.foundation.refusals import Refusal
from nightlight.foundation.sealed import Actor
from nightlight.intake.filings.actions import expire
from nightlight.intake.filings.rules import lapsed
from nightlight.intake.models import Filing


def clear_away(*, by: Actor) -> int:
    """Expire every filing that `by` sees and whose time is over; return how many.

    One that was changed or finished in the meantime is left alone.
    """
    cleared = 0
    for filing in Filing.objects.visible_to(by).open().filter(lapsed(clock.now())).defer("deflated"):
        try:
            expire(filing, by=by)
        except Refusal:
            continue
        cleared += 1
    return cleared
