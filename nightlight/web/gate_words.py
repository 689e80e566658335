"""The gate of a report as its page says it: a mark for each file, the reason under it, the rule it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from nightlight.gate.facts import Answer, FileFacts, Scope
from nightlight.gate.judging import RuleSays, Ruling
from nightlight.gate.models import Opening
from nightlight.gate.reading import FileGate, ReportGate, State

UNCERTAIN = "uncertain; counsel must confirm"
VIEWED = {Answer.YES: "Yes", Answer.NO: "No", Answer.UNKNOWN: "Not stated, counts as not viewed"}
SCOPES = {Scope.THIS_FILE: "this exact file", Scope.EARLIER_COPY: "an earlier copy", Scope.UNKNOWN: ""}


@dataclass(frozen=True, slots=True)
class CourtLine:
    """What one court says of a file, with its rule."""

    court: str
    opens: bool
    because: str
    rule: RuleSays | None
    sureness: str


@dataclass(frozen=True, slots=True)
class GateLine:
    """The gate of one file, as the page shows it."""

    state: str
    words: str
    reason: str
    viewed: str
    stated: Sequence[str]
    courts: Sequence[CourtLine]
    openings: Sequence[Opening]


def by_file(gate: ReportGate) -> dict[UUID, GateLine]:
    """Return the line of each file, by the file's id."""
    return {one.file.pk: _line(one) for one in gate.files}


def summary(gate: ReportGate) -> dict[str, Any] | None:
    """Return the note above the files: how many need a warrant, and by which court's word; None without a file."""
    if not gate.files:
        return None
    count, shut, newer = len(gate.files), gate.shut, _newer(gate)
    if not shut:
        words = " ".join(["Each says why.", *newer])
        return {"tone": "info", "fact": "No file here asks for a warrant now.", "words": words}
    files, needs, them = (
        "file" if count == 1 else "files",
        "needs" if shut == 1 else "need",
        "it" if shut == 1 else "them",
    )
    deciding = next(one.verdict.deciding for one in gate.files if one.state is State.WARRANT_REQUIRED)
    words = f"{deciding.forum.words}: {deciding.because}" if deciding else "No court is named for whoever holds it."
    return {
        "tone": "amber",
        "fact": f"{shut} of {count} {files} {needs} a warrant before anyone opens {them}.",
        "words": " ".join([words, *newer]),
    }


def _newer(gate: ReportGate) -> list[str]:
    """Return which rules came into force after the report did, and so may have changed what holds for it."""
    since = gate.report.received_at.date()
    return [
        f"The rule of {rule.forum.words} is newer than this report."
        for _, rule in gate.rules
        if rule and rule.in_force_from > since
    ]


def _line(one: FileGate) -> GateLine:
    words, reason = _said(one)
    return GateLine(
        one.state.value,
        words,
        reason,
        _viewed(one.facts),
        list(_stated(one.facts)),
        [_court(ruling) for ruling in one.verdict.rulings],
        one.openings,
    )


def _said(one: FileGate) -> tuple[str, str]:
    if one.state is State.OPENED:
        last = one.openings[-1]
        held = last.covered_by
        return f"Opened, {held.warrant.number}" if held else "Opened, no warrant needed", last.because
    if one.state is State.MAY_BE_OPENED and not one.verdict.opens:
        held = one.covered_by[0]
        return "May be opened", f"Warrant {held.warrant.number} covers it."
    words = "Warrant required" if one.state is State.WARRANT_REQUIRED else "May be opened"
    return words, one.verdict.because


def _viewed(facts: FileFacts) -> str:
    scope = SCOPES[facts.scope]
    return f"{VIEWED[facts.viewed]}, {scope}" if scope else VIEWED[facts.viewed]


def _stated(facts: FileFacts) -> Sequence[str]:
    lines = (
        ("Public", facts.public),
        ("EXIF viewed", facts.exif_viewed),
        ("Found by its digest", facts.hash_matched),
        ("Viewed at the clearing house", facts.at_clearing_house),
        ("Conversation read", facts.chat_viewed),
    )
    return [f"{words}: {answer.value}" for words, answer in lines if answer is not Answer.UNKNOWN]


def _court(ruling: Ruling) -> CourtLine:
    rule = ruling.rule
    sureness = "" if rule is None or rule.is_confirmed else UNCERTAIN
    return CourtLine(ruling.forum.words, ruling.opens, ruling.because, rule, sureness)
