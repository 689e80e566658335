"""The words in which pages say how a submission ended, and by which door it came."""

from typing import Any

from nightlight.intake.lifecycle import SubmissionStatus
from nightlight.intake.models import Channel
from nightlight.quarantine.lifecycle import QuarantineState
from nightlight.triage.road import DUPLICATE

TONES = {"received": "green", "quarantined": "amber", "refused": "red"}
AGAIN = "Handed in again"
STATES = {
    QuarantineState.WAITING: ("Waiting", "amber"),
    QuarantineState.REJECTED: ("Rejected", "plain"),
    QuarantineState.MENDED: ("Mended", "green"),
    QuarantineState.REPLAYED: ("Read again", "green"),
}
DOORS = {Channel.API: "API", Channel.FILE: "a file at the console"}


def status(value: str) -> tuple[str, str]:
    """Return the words and the tone for a status, also for one that was added later."""
    return (AGAIN, "plain") if value == DUPLICATE else (value.replace("_", " ").capitalize(), TONES.get(value, "blue"))


def statuses() -> list[str]:
    """Return every status that a submission may end with, the duplicate last."""
    return [*(each.value for each in SubmissionStatus if each.value != DUPLICATE), DUPLICATE]


def door(channel: str) -> str:
    """Return by which door something came."""
    known = Channel(channel)
    words = DOORS.get(known, str(known.label))
    return words[0].upper() + words[1:]


def tag(value: str) -> dict[str, Any]:
    """Return what the tag component wants for a status."""
    words, tone = status(value)
    return {"words": words, "tone": tone}
