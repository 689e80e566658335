"""What the text of a CyberTip in PDF seems to say: suggestions for a person, never a report.

No specification is public. Labels are those that stand in print beside the values; what stands in the parts about
the provider's help desk, the clearing house and law enforcement is nobody's who is reported, and is not suggested.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nightlight.intake.formats.stated_fields import ABOUT, ONCE, StatedField, guessed

F = StatedField
MOST = 60
"""Suggestions for one document; more than that nobody confirms with care."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A field, the value that seems to be it, and where it stands: page and line, counted from 1."""

    field: StatedField
    value: str
    page: int
    line: int


_LABELLED = re.compile(r"^\s{0,40}([A-Za-z][A-Za-z0-9 /_()-]{1,40}?)\s{0,8}[:#]\s{0,8}(\S.{0,300})?$")
_NUMBER = re.compile(r"CyberTip(?:line)? Report\s{0,4}#?\s{0,4}(\d{6,12})\b", re.IGNORECASE)
_TIME = re.compile(r"\b(\d{2})-(\d{2})-(\d{4}) (\d{2}:\d{2}:\d{2}) UTC\b")
_IN_BRACKETS = re.compile(r"\s*\(([A-Za-z ]{1,20})\)")
_ADDRESS = re.compile(r"[0-9A-Fa-f.:]{3,45}")
_NOT_OF_THE_REPORTED = re.compile(
    r"submitter|point of contact|reporting (?:electronic|esp|person)|section [cd]\b|law enforcement|victim|child",
    re.IGNORECASE,
)
_OF_THE_REPORTED = re.compile(
    r"suspect|reported (?:person|user)|person or user|section [ab]\b|incident|upload|file", re.IGNORECASE
)
_ALWAYS = {F.NUMBER, F.PROVIDER, F.INCIDENT_TYPE, F.INCIDENT_TIME, F.PLATFORM}


def suggested(pages: Sequence[str]) -> list[Suggestion]:
    """Return the suggestions in their order; a field that a report has once is suggested once.

    What is said of an address or a file follows it, so that none is taken for another's; of one that was suggested
    before, nothing more is.
    """
    found: list[Suggestion] = []
    said: set[object] = set()
    own: dict[StatedField, set[object] | None] = {}
    for together in _all(pages):
        if len(found) >= MOST:
            break
        field = together[0].field
        about = ABOUT.get(field)
        key = field if field in ONCE else tuple((each.field, each.value) for each in together)
        known = own.setdefault(about, set()) if about and about is not field else said
        if about is field:
            own[field] = None if key in said else {each.field for each in together[1:]}
        if known is None or key in known:
            continue
        known.add(key)
        found += together
    return found


def _all(pages: Sequence[str]) -> Iterator[list[Suggestion]]:
    of_the_reported, waiting = True, None
    for page, text in enumerate(pages, start=1):
        for line, words in enumerate(text.splitlines(), start=1):
            if number := _NUMBER.search(words[:400]):
                yield [Suggestion(F.NUMBER, number[1], page, line)]
            labelled = _LABELLED.match(words[:400])
            if labelled is None or not labelled[2] or words.strip().startswith("Section "):
                of_the_reported = _whose(words, of_the_reported)
            label, value = (labelled[1], labelled[2] or "") if labelled else ("", words.strip()[:300])
            field = guessed(label) if labelled else waiting
            waiting = field if labelled and not value else None
            if field and value and (of_the_reported or field in _ALWAYS):
                yield from _suggestions(field, value.strip(), page, line)


def _whose(words: str, before: bool) -> bool:
    """Say whether what follows a heading is about the person reported; a line that is no heading changes nothing."""
    if len(words) > 80 or words.rstrip().endswith("."):  # noqa: PLR2004 - headings are short
        return before
    if _NOT_OF_THE_REPORTED.search(words):
        return False
    return True if _OF_THE_REPORTED.search(words) else before


def _suggestions(field: StatedField, value: str, page: int, line: int) -> Iterator[list[Suggestion]]:
    time = _TIME.search(value)
    as_iso = f"{time[3]}-{time[1]}-{time[2]}T{time[4]}Z" if time else ""
    if field is not F.IP_ADDRESS:
        is_time = field in {F.INCIDENT_TIME, F.IP_TIME}
        yield [Suggestion(field, as_iso if is_time and as_iso else value, page, line)]
        return
    address = _ADDRESS.match(value)
    if address is None:
        return
    together = [Suggestion(field, address[0], page, line)]
    if event := _IN_BRACKETS.match(value[address.end() :]):
        together.append(Suggestion(F.IP_EVENT, event[1], page, line))
    if as_iso:
        together.append(Suggestion(F.IP_TIME, as_iso, page, line))
    yield together
