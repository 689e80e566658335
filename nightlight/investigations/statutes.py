"""Which of the four categories a federal statute belongs to, and what else it tells. A suggestion, not a judgment."""

import re
from collections.abc import Container
from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from nightlight.investigations.categories import Category
from nightlight.policy.dated import NoPolicyInForce, PolicyFile, in_force

POLICY = "investigations.statutes"
_CITATION = re.compile(r"(\d+)\s*U\.?\s?S\.?\s?C\.?\s*§*\s*(\d+[A-Z]?)((?:\s?\([0-9A-Za-z]+\))*)")


class Flag(StrEnum):
    """What a statute tells besides its category."""

    SYNTHETIC = "synthetic"
    ENTERPRISE = "enterprise"
    CONTACT_ABUSE = "contact_abuse"
    MODIFIER = "modifier"


class StatuteRule(BaseModel):
    """What the statutes of some citations have in common. `depends_on` says which facts would change the category."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    citations: tuple[str, ...]
    conduct: str
    category: Category | None
    further: tuple[Category, ...] = ()
    flags: tuple[Flag, ...] = ()
    depends_on: str = ""


class StatuteMapping(PolicyFile):
    """The mapping of one time."""

    rules: tuple[StatuteRule, ...]

    @model_validator(mode="after")
    def _each_citation_once_and_readable(self) -> Self:
        cited = [citation for rule in self.rules for citation in rule.citations]
        if len(cited) != len(set(cited)):
            raise ValueError("A citation stands in one rule only.")
        if any(citation != "".join(_parts(citation)) for citation in cited):
            raise ValueError("A citation is written like 18 U.S.C. 2252A(a)(2).")
        return self


def statute_rule(text: str, *, on: date) -> StatuteRule | None:
    """Return the rule for the first United States Code citation in a text, as in force on a date.

    `18 U.S.C. 1591(a)(1)` falls under `18 U.S.C. 1591`, for want of a closer one. None when there is no citation, no
    rule for it, or no mapping yet on that date.
    """
    try:
        rules = in_force(POLICY, on=on, schema=StatuteMapping).content.rules
    except NoPolicyInForce:
        return None
    by_citation = {citation: rule for rule in rules for citation in rule.citations}
    return by_citation.get(closest(text, by_citation))


def closest(text: str, known: Container[str]) -> str:
    """Return the closest of some citations to the first one in a text; nothing where none is known or given."""
    parts = _parts(text)
    while parts and "".join(parts) not in known:
        parts.pop()
    return "".join(parts)


def _parts(text: str) -> list[str]:
    """Return a citation as its section and subsections: `["18 U.S.C. 2252A", "(a)", "(2)"]`."""
    cited = _CITATION.search(text)
    if cited is None:
        return []
    title, section, below = cited.groups()
    return [f"{title} U.S.C. {section}", *re.findall(r"\([0-9A-Za-z]+\)", below)]
