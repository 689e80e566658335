"""How an alarm reads: one sentence, and its calls as a timeline."""

from typing import Any

from nightlight.urgent.ladder import ABOVE, WHOLE_AGENCY
from nightlight.urgent.models import Answer
from nightlight.urgent.reading import AlarmRead
from nightlight.web.templatetags.words import when

ENDED = {
    Answer.OPENED: "Opened",
    Answer.TAKEN: "Taken: “I have it”",
    Answer.WORKED: "Worked or closed meanwhile",
    Answer.HANDED_ON: "Handed to another agency",
}


def alarm_items(read: AlarmRead, zone: str) -> dict[str, Any]:
    """Return an alarm as the report's page shows it, the newest event first."""
    alarm, items = read.alarm, list[dict[str, Any]]()
    for one in read.rings:
        whom = one.name or "The whole agency"
        whom += f", step {one.step}" if WHOLE_AGENCY < one.step < ABOVE else ""
        items.insert(0, {"time": when(one.rung_at, zone), "event": f"Called: {whom}", "detail": _sent(one)})
    if alarm.answer and alarm.answered_at:
        by = alarm.answered_by.name if alarm.answered_by else ""
        items.insert(0, {"time": when(alarm.answered_at, zone), "event": ENDED[Answer(alarm.answer)], "by": by})
    elif alarm.next_at:
        items.insert(0, {"time": when(alarm.next_at, zone), "event": "The next is called", "to_come": True})
    late = "late" if read.is_late else "in time"
    words = f"Answered {late}" if alarm.answer else ("Not answered, and late" if read.is_late else "Not answered yet")
    return {
        "pk": alarm.pk,
        "policy_date": alarm.policy_date,
        "words": f"{words}; {alarm.agency.name} had until {when(alarm.open_by, zone)}.",
        "items": items,
        "waits": not alarm.answer,
    }


def _sent(one: Any) -> str:
    said = [f"{one.delivered} delivered"] if one.delivered else []
    said += [f"{one.given_up} given up"] if one.given_up else []
    return f"on the page; mail and webhooks: {', '.join(said)}" if said else "on the page"
