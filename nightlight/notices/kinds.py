"""What notices may say: a closed list of sentences, each with at most a number in it.

A notice has no words of its own. So none can carry a name, an identifier or a passage of a report, whoever raises it
and by whatever way it leaves the house.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from nightlight.accounts.permissions import Permission


class NoticeKind(StrEnum):
    """What happened. Reads `noun.verb`, like an act."""

    CONFLICT_RAISED = "conflict.raised"
    REPORT_REMATCHED = "report.rematched"
    CLOSED_REPORT_REMATCHED = "closed_report.rematched"
    CLOCK_RANG = "clock.rang"
    REPORT_URGENT = "report.urgent"
    REPORT_ESCALATED = "report.escalated"
    OFFER_LATE_HERE = "offer.late_here"
    OFFER_LATE_THERE = "offer.late_there"
    LIST_DUE = "list.due"
    LIST_OVERDUE = "list.overdue"


class Urgency(StrEnum):
    """Whether it can wait until somebody looks."""

    ROUTINE = "routine"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Sentence:
    """How a kind reads for one and for many, and the right without which nobody is told."""

    one: str
    many: str
    needs: Permission


K, P = NoticeKind, Permission

SENTENCES: Mapping[NoticeKind, Sentence] = {
    K.CONFLICT_RAISED: Sentence(
        "Another agency holds what yours does: a conflict was raised.",
        "Other agencies hold what yours does: {count:,} conflicts were raised.",
        P.CONFLICT_READ,
    ),
    K.REPORT_REMATCHED: Sentence(
        "A report is judged otherwise, because known hashes changed.",
        "{count:,} reports are judged otherwise, because known hashes changed.",
        P.REPORT_READ,
    ),
    K.CLOSED_REPORT_REMATCHED: Sentence(
        "A closed report would be judged otherwise today, because known hashes changed.",
        "{count:,} closed reports would be judged otherwise today, because known hashes changed.",
        P.REPORT_READ,
    ),
    K.CLOCK_RANG: Sentence(
        "What somebody keeps for a report is kept only a while longer: its clock rang.",
        "What somebody keeps for {count:,} reports is kept only a while longer: their clocks rang.",
        P.REPORT_READ,
    ),
    K.REPORT_URGENT: Sentence(
        "A report came in by which a child may be in danger now. Open it.",
        "{count:,} reports came in by which a child may be in danger now. Open them.",
        P.REPORT_READ,
    ),
    K.REPORT_ESCALATED: Sentence(
        "A report by which a child may be in danger now was not opened in time, and comes to you.",
        "{count:,} reports by which a child may be in danger now were not opened in time, and come to you.",
        P.REPORT_READ,
    ),
    K.OFFER_LATE_HERE: Sentence(
        "A report that was offered to your agency waits for an answer, and its time is over. Accept or refuse it.",
        "{count:,} reports that were offered to your agency wait for an answer, and their time is over. Accept or "
        "refuse them.",
        P.REPORT_ASSIGN,
    ),
    K.OFFER_LATE_THERE: Sentence(
        "A report that your agency offered was not answered in time. It is still yours: call them, or withdraw it.",
        "{count:,} reports that your agency offered were not answered in time. They are still yours: call them, or "
        "withdraw them.",
        P.REPORT_ASSIGN,
    ),
    K.LIST_DUE: Sentence(
        "The list of high-priority suspects is due soon. Make a run.",
        "{count:,} lists of high-priority suspects are due soon. Make a run.",
        P.SUSPECT_RUN,
    ),
    K.LIST_OVERDUE: Sentence(
        "The list of high-priority suspects is overdue. Make a run today.",
        "{count:,} lists of high-priority suspects are overdue. Make a run today.",
        P.SUSPECT_RUN,
    ),
}


def words(kind: str, count: int) -> str:
    """Return the sentence of a kind for so many records."""
    sentence = SENTENCES[NoticeKind(kind)]
    return sentence.one if count == 1 else sentence.many.format(count=count)
