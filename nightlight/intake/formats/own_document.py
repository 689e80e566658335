"""Documents of our own: what the public form and the page for typing write down, as the bytes of a submission.

One JSON object. Its first member says which of the two it is, so that it is told by content like every other format.
See docs/formats/public-form.md and docs/formats/typed-report.md.
"""

import json
import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

MARK = "nightlight"
VERSION = 1

_BEGINNING = re.compile(r'\s*\{\s*"nightlight"\s*:\s*"(public-form|typed-report)"')


class Written(StrEnum):
    """Which page wrote a document; also the name of its format."""

    PUBLIC_FORM = "public-form"
    TYPED_REPORT = "typed-report"


class About(StrEnum):
    """What a report is about, in the four answers of the first question."""

    CONTACT = "contact"
    PRESSURE = "pressure"
    ONLINE = "online"
    OTHER = "other"


INCIDENT_TYPES = {
    About.CONTACT: "Online enticement (contact with a child)",
    About.PRESSURE: "Online enticement (threats or pressure)",
    About.ONLINE: "Something that should not be online",
    About.OTHER: "Something else about a child and the internet",
}
"""The answers as incident types; contact and pressure fall under what the clearing house calls online enticement."""


def is_own(text: str) -> bool:
    """Say whether a text begins as a document of our own."""
    return _BEGINNING.match(text) is not None


def document(written: Written, number: str, said: Mapping[str, Any]) -> bytes:
    """Return the bytes of a document. The same words give the same bytes; what was left empty is left out."""
    whole = {MARK: written.value, "version": VERSION, "number": number, **_stated(said)}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode(errors="replace")


def _stated(value: Any) -> Any:
    """Leave out what says nothing; a stated no stays."""
    if isinstance(value, Mapping):
        members = {name: _stated(member) for name, member in value.items()}
        return {name: member for name, member in members.items() if member not in (None, "", {}, [])}
    if isinstance(value, list | tuple):
        return [member for member in map(_stated, value) if member not in (None, "", {}, [])]
    return value
