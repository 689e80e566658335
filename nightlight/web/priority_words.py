"""Rules as the pages of priorities show them: in words, with the tiers and the facts by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nightlight.priorities.content import Content
from nightlight.priorities.models import Preview
from nightlight.priorities.previewing import cells
from nightlight.priorities.wording import AXES, condition
from nightlight.triage.assessment.facts import WORDS, Fact

F = Fact

GROUPS: Mapping[str, tuple[Fact, ...]] = {
    "Danger, as somebody says": (F.DANGER_STATED, F.ESCALATED, F.PRIORITY_ONE, F.CRISIS_SIGNS, F.MEETING_ARRANGED),
    "Type of the incident": (F.MOLESTATION, F.ENTICEMENT, F.TRAFFICKING, F.TRAVEL, F.OBSCENE_TO_CHILD),
    "What is going on": (
        F.SEXTORTION,
        F.SADISTIC,
        F.LIVE_STREAMING,
        F.PRODUCTION,
        F.SELF_PRODUCTION,
        F.CSAM_SOLICITATION,
        F.MINOR_TO_MINOR,
        F.RECIPIENTS,
        F.PURCHASE,
        F.SPAM,
    ),
    "The child": (F.CHILD_REPORTED, F.CHILD_AGE_GIVEN, F.CHILD_UNDER_13, F.CHILD_13_TO_17),
    "The person reported": (
        F.CONVICTED_OFFENDER,
        F.ACCESS_TO_CHILD,
        F.RELATED_TO_CHILD,
        F.HOUSEHOLD_ACCESS,
        F.POSITION_OF_TRUST,
        F.WORK_ACCESS,
        F.ACCESS_TO_CHILDREN,
        F.PRIOR_REPORTS,
        F.PRIOR_REPORTS_HERE,
        F.COMPROMISED_ACCOUNT,
    ),
    "The files": (
        F.HAS_FILES,
        F.UNVIEWED_FILES,
        F.CLASS_A1,
        F.CLASS_A2,
        F.CLASS_B1,
        F.CLASS_B2,
        F.INFANT,
        F.PHYSICAL_HARM,
        F.VIRAL,
        F.MEME,
    ),
    "What lists of known hashes say": (
        F.NEW_FILE,
        F.KNOWN_CHILD_NOT_IDENTIFIED,
        F.KNOWN_CHILD_IDENTIFIED,
        F.KNOWN_FILE,
        F.VIRAL_FILE,
        F.ONLY_RECIRCULATED,
    ),
    "What there is to follow": (F.HAS_UPLOAD_ADDRESS, F.HAS_ADDRESS, F.HAS_CONTACT),
}
"""The facts that a rule may use, as a commander looks for them. A mark of generative AI decides nothing."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in its place."""

    place: int
    id: str
    tier: int
    tier_words: str
    condition: str
    because: str
    short: str
    is_last: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step of an axis in its place."""

    place: int
    word: str
    condition: str


@dataclass(frozen=True, slots=True)
class AxisLines:
    """An axis with its steps from the highest."""

    code: str
    title: str
    steps: list[StepLine]


def rules(content: Content) -> list[RuleLine]:
    """Return the rules of a content in their order."""
    words = tier_words(content)
    last = len(content["rules"])
    return [
        RuleLine(
            place,
            rule["id"],
            rule["tier"],
            words.get(rule["tier"], "no such tier"),
            condition(rule["when"]),
            rule["because"],
            rule["short"],
            place == last,
        )
        for place, rule in enumerate(content["rules"], start=1)
    ]


def axes(content: Content) -> list[AxisLines]:
    """Return the axes of a content that are made of steps."""
    return [
        AxisLines(
            code,
            title,
            [
                StepLine(place, step["word"], condition(step["when"]))
                for place, step in enumerate(content[code]["steps"], start=1)
            ],
        )
        for code, title in AXES.items()
    ]


def tier_words(content: Content) -> dict[int, str]:
    """Return the words of the tiers by their numbers."""
    return {tier["number"]: tier["words"] for tier in content["tiers"]}


def matrix(preview: Preview, now_words: Mapping[int, str]) -> dict[str, Any]:
    """Return the table of a preview: a row for each tier as it stands, a column for each tier by the draft."""
    then_words = tier_words(preview.content)
    found = {(cell.now, cell.then): cell.count for cell in cells(preview)}
    columns = sorted(then_words)
    rows = [
        {
            "tier": now,
            "words": now_words.get(now, "a tier of earlier rules"),
            "cells": [
                {"count": found.get((now, then), 0), "stays": now == then, "falls": then > now} for then in columns
            ],
            "total": sum(count for (tier, _), count in found.items() if tier == now),
        }
        for now in sorted({*now_words, *(now for now, _ in found)})
    ]
    totals = [sum(count for (_, tier), count in found.items() if tier == then) for then in columns]
    return {"columns": [(then, then_words[then]) for then in columns], "rows": rows, "totals": totals}


def grouped(chosen: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return the facts of a condition's form by group; `chosen` holds "all" or "any" by the code of a fact."""
    return [
        {
            "title": title,
            "facts": [
                {"code": fact.value, "noun": WORDS[fact], "chosen": chosen.get(fact.value, "")} for fact in facts
            ],
        }
        for title, facts in GROUPS.items()
    ]
