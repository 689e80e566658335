"""What came in: every submission with how it ended, and every arrival of what had been here before."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.intake.models import Channel
from nightlight.quarantine import reading
from nightlight.quarantine.reading import PAGE, Asked
from nightlight.triage.road import DUPLICATE
from nightlight.web import submission_words
from nightlight.web.access import Request, page
from nightlight.web.paging import pager, place
from nightlight.web.templatetags.words import count

ALL = ""


@page(needs=Permission.SUBMISSION_READ)
@require_GET
def submissions(request: Request) -> HttpResponse:
    """List what came in, the newest first, 50 at a time."""
    user, offset = request.user, place(request)
    known = {str(pk): name for pk, name in reading.senders(user)}
    asked = _asked(request, known)
    status = asked.status
    again, numbers = reading.came_again(user, asked), reading.counts_of(user, asked)
    numbers |= {DUPLICATE: again.count(), ALL: sum(numbers.values())}
    lines = (
        [_again(one) for one in again[offset : offset + PAGE]] if status == DUPLICATE else _lines(user, asked, offset)
    )
    total = numbers.get(status, 0)
    shown = {
        "doors": _options({channel.value: submission_words.door(channel.value) for channel in Channel}, asked.channel),
        "senders": _options(known, str(asked.sender)),
        "lines": lines,
        "total": total,
        "is_narrowed": bool(asked.channel or asked.sender),
        "status": status,
        "tabs": [_tab(each, numbers.get(each, 0), asked) for each in (ALL, *submission_words.statuses())],
        "pager": pager(request, offset=offset, here=len(lines), total=total, noun="submissions", size=PAGE),
    }
    return render(request, "web/submissions.html", shown)


def _asked(request: Request, senders: dict[str, str]) -> Asked:
    """Return what the address asks for; what it says and nobody knows asks for nothing."""
    said = {name: request.GET.get(name, "") for name in ("status", "channel", "sender")}
    return Asked(
        said["status"] if said["status"] in submission_words.statuses() else ALL,
        said["channel"] if said["channel"] in set(Channel.values) else "",
        UUID(said["sender"]) if said["sender"] in senders else None,
    )


def _options(known: dict[str, str], chosen: str) -> list[dict[str, Any]]:
    each = [{"value": value, "label": label, "chosen": value == chosen} for value, label in known.items()]
    return [{"value": "", "label": "All"}, *each]


def _lines(user: User, asked: Asked, offset: int) -> list[dict[str, Any]]:
    found = reading.came_in(user, asked).select_related("sent_by")[offset : offset + PAGE]
    return [_line(one, one.status, one.received_at, one.channel, one.sent_by) for one in found]


def _again(repeat: Any) -> dict[str, Any]:
    return _line(repeat.submission, DUPLICATE, repeat.at, repeat.channel, repeat.sent_by)


def _line(submission: Any, status: str, at: Any, channel: str, sender: Any) -> dict[str, Any]:
    return {
        "submission": submission,
        "at": at,
        "door": submission_words.door(channel),
        "sender": sender.name if sender else "",
        **submission_words.tag(status),
    }


def _tab(status: str, number: int, asked: Asked) -> dict[str, Any]:
    query = {"status": status, "channel": asked.channel, "sender": str(asked.sender or "")}
    words = submission_words.status(status)[0] if status else "All"
    address = f"{reverse('submissions')}?{urlencode({name: value for name, value in query.items() if value})}"
    return {"words": words, "count": count(number), "href": address, "current": status == asked.status}
