"""Before a command takes in anything new: what a crash left on the road goes on."""

from django.conf import settings

from nightlight.accounts.standing import worker
from nightlight.commands.printing import remark
from nightlight.geography.gazetteer import gazetteer
from nightlight.triage.resuming import resume


def go_on() -> None:
    """Carry what was received and not assessed to the end of the road, and say so."""
    resumed = resume(worker=worker(), places=gazetteer(settings.DATA_DIR))
    if resumed.carried:
        remark(f"{resumed.carried} reports that were waiting have been assessed")
    if resumed.stuck:
        remark(f"{resumed.stuck} reports could not be assessed and still wait; the log names them")
