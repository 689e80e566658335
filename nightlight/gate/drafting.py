"""A rule as it would be set: whole, numbered, not saved, so that its reach can be shown before anybody sets it."""

from dataclasses import asdict, replace
from typing import Any

from nightlight.foundation import clock
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor
from nightlight.gate.asked import RuleAsked
from nightlight.gate.forums import every_forum
from nightlight.gate.models import ForumRule


def drafted(asked: RuleAsked, *, by: Actor) -> ForumRule:
    """Return the rule as it would be set, the next version of the actor's own agency. Raises RuleRefusal, not whole."""
    words: dict[str, Any] = {name: value.strip() for name, value in asdict(asked).items() if isinstance(value, str)}
    asked = replace(asked, **words)
    _require_whole(asked)
    versions = ForumRule.objects.filter(agency=by.agency_id, forum=asked.forum).order_by("-version")
    newest = versions.values_list("version", flat=True).first() or 0
    return ForumRule(agency_id=by.agency_id, author_id=by.pk, version=newest + 1, **asdict(asked))


def _require_whole(asked: RuleAsked) -> None:
    known = {forum.code for forum in every_forum()}
    said = (asked.citation, asked.requires, asked.approved_by, asked.because)
    widened = asked.takes_unstated_scope or asked.counts_clearing_house
    for stands_against, words in (
        (asked.forum not in known, "Choose a court of the list"),
        (not all(said), "A rule needs its citation, what it asks, the counsel who approved it, and a reason"),
        (
            asked.in_force_from < clock.today(),
            "A rule holds from today or a later day: what was decided stays as it was",
        ),
        (
            asked.expires_on is not None and asked.expires_on <= asked.in_force_from,
            "A rule expires after the day from which it holds",
        ),
        (widened and not asked.opens_viewed, "Where viewing opens nothing, no other look counts like it"),
    ):
        if stands_against:
            raise RuleRefusal(f"{words}; nothing was changed.")
