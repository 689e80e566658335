"""How a report was judged, in words: what put it where it is, by whose rules, what it has, and how time stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from nightlight.policy import with_digest
from nightlight.priorities.reading import rule_that_judged
from nightlight.triage.assessment import completeness
from nightlight.triage.assessment.axes import Solvable
from nightlight.triage.assessment.completeness import Checklist, Line, State
from nightlight.triage.models import Assessment
from nightlight.triage.queue.keys import SOLVABLE_WORDS
from nightlight.triage.report_page import Known, ReportPage
from nightlight.web.templatetags.words import day

HOUSE = "the house"
STANDS = {
    Solvable.OPEN: "its records should still be there",
    Solvable.FADING: "its records may be gone soon, or be gone",
    Solvable.GONE: "its records are likely gone",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What the page of a report says beside the tier and the reason."""

    whose: str
    whose_axes: str
    put_here: Sequence[Known]
    """The facts of the rule that decided, as far as they hold."""
    times: Sequence[str]
    checklist: Sequence[Line]
    has: int
    """How many things of the checklist the report has."""
    earlier: Sequence[Assessment]


def judged(read: ReportPage) -> Judged | None:
    """Return how a report was judged, or None where nobody has assessed it."""
    assessment = read.assessment
    if assessment is None:
        return None
    listed = _checklist(assessment)
    return Judged(
        assessment.policy_agency.name if assessment.policy_agency else HOUSE,
        assessment.axes_agency.name if assessment.axes_agency else HOUSE,
        _put_here(read, assessment),
        _times(read, assessment),
        listed,
        sum(line.state is State.HAS for line in listed),
        read.earlier,
    )


def _put_here(read: ReportPage, assessment: Assessment) -> list[Known]:
    """Return the facts that opened the rule. The rule is looked up by its digest; an old one says what it said then."""
    rule = rule_that_judged(assessment)
    return [known for known in read.facts if rule and known.value and known.fact in rule.when.facts]


def _times(read: ReportPage, assessment: Assessment) -> list[str]:
    said = []
    if read.report.incident_at:
        said.append(_events(read.report.received_at - read.report.incident_at))
    else:
        said.append("When the events were is not known.")
    if assessment.newest_address_at:
        stands = STANDS.get(SOLVABLE_WORDS[read.report.solvable], "how long its records last is not known")
        said.append(f"The newest dated address was seen {day(assessment.newest_address_at.date())}: {stands}.")
    else:
        said.append("No address with a date is known.")
    if read.report.judge_again_on:
        again = day(read.report.judge_again_on)
        said.append(f"Judged again on {again}, when days that its rules count have passed, or sooner where it changes.")
    return said


def _events(passed: timedelta) -> str:
    days = passed.days
    if days < 0:
        return "As stated, the events were after it came: ask whoever reported it which time was meant."
    span = "less than a day" if days == 0 else f"{days:,} day{'' if days == 1 else 's'}"
    return f"As stated, the events were {span} before it came."


def _checklist(assessment: Assessment) -> Sequence[Line]:
    listed = with_digest(completeness.NAME, assessment.checklist_digest, schema=Checklist)
    return completeness.lines(listed.content, assessment.completeness) if listed else ()
