"""What the worker does about the list of high-priority suspects: calls for the next run in time."""

from nightlight.foundation.sealed import Actor
from nightlight.suspects.actions.calling import call_for_run
from nightlight.suspects.models import Due, ListAlarm
from nightlight.suspects.standing import standing


def watch_the_list(*, by: Actor) -> ListAlarm | None:
    """Call for the next run of the nation where it is due soon, or overdue; return the alarm, if one rang.

    Where there is nothing to do, nothing is locked. Before the first run no clock runs: the page says that none was
    made.
    """
    found = standing(by)
    if found.latest is None or found.due == Due.IN_TIME:
        return None
    if ListAlarm.objects.visible_to(by).filter(run=found.latest, due=found.due).exists():
        return None
    return call_for_run(found.latest, by=by, due=found.due)
