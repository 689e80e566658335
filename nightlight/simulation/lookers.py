"""People who look at the random sample of low reports, and say what closed reports were worth."""

from collections.abc import Callable, Iterable, Sequence
from uuid import UUID

from nightlight.intake.models import Report
from nightlight.learning.actions import give_feedback
from nightlight.learning.usability import Usability
from nightlight.sampling.actions import review
from nightlight.sampling.models import SampledReport
from nightlight.sampling.verdicts import Verdict
from nightlight.simulation.cast import Unit

WORTH = {
    "insufficient_information": (Usability.LACKS_ADDRESS, Usability.LACKS_TIME, Usability.LACKS_FILE),
    "subject_not_identified": (Usability.USABLE, Usability.LACKS_ADDRESS),
    "no_offense_found": (Usability.NO_OFFENCE, Usability.MEME),
    "no_nexus": (Usability.NO_OFFENCE,),
}
"""What is said of a report that was closed for a reason; of any other, that it could be used."""
CANNOT_TELL = 9
"""Of every so many reports that came to nothing, one about which nobody can tell."""


def look_at_samples(unit: Unit, fresh: Iterable[UUID], is_worked: Callable[[UUID], bool]) -> None:
    """Review what was drawn of a task force's reports, one by one, but for those that are left for the visitor."""
    waiting = SampledReport.objects.visible_to(unit.investigator).waiting().exclude(report__in=list(fresh))
    for sample in waiting.order_by("pk"):
        if is_worked(sample.report_id):
            words = "An investigation was opened on it"
            review(sample, by=unit.investigator, verdict=Verdict.BELONGS_HIGHER, belongs_in=2, because=words)
        elif sample.pk.int % CANNOT_TELL == 0:
            review(sample, by=unit.investigator, verdict=Verdict.CANNOT_TELL, because="It states too little to tell")
        else:
            review(sample, by=unit.investigator, verdict=Verdict.RIGHTLY_LOW, because="Nothing more was found")


def say_what_they_were_worth(unit: Unit, closed: Sequence[Report], closing: str) -> None:
    """Give feedback on reports that were just closed for one reason, in the kinds that go with it."""
    kinds = WORTH.get(closing, (Usability.USABLE,))
    for at, kind in enumerate(kinds):
        if some := closed[at :: len(kinds)]:
            give_feedback(some, by=unit.investigator, usability=kind)
