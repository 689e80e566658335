"""Nominations with their indicators and reviews; runs with their lines, recipients and receipts; disseminations."""

from nightlight.suspects.models.alarms import Due, ListAlarm
from nightlight.suspects.models.nominations import (
    Confidence,
    Nomination,
    NominationIndicator,
    Review,
    Sensitivity,
    Share,
    Verdict,
)
from nightlight.suspects.models.receipts import Dissemination, ReceiptKind, RunReceipt
from nightlight.suspects.models.runs import Held, Run, RunLine, RunRecipient

__all__ = [
    "Confidence",
    "Dissemination",
    "Due",
    "Held",
    "ListAlarm",
    "Nomination",
    "NominationIndicator",
    "ReceiptKind",
    "Review",
    "Run",
    "RunLine",
    "RunReceipt",
    "RunRecipient",
    "Sensitivity",
    "Share",
    "Verdict",
]
