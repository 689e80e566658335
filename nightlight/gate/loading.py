"""Puts the rules of courts in at installation, as they were read from public sources. Twice changes nothing.

They belong to the national coordinator, have no author, and are uncertain until counsel sets rows of their own.
"""

from datetime import date
from importlib import resources
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from nightlight.agencies.loading import NATIONAL
from nightlight.agencies.models import Agency
from nightlight.gate.forums import FORUM
from nightlight.gate.models import ForumRule

NEWEST = "rules_2026-11-26.yaml"
Words = Annotated[str, Field(min_length=1)]


class ReadRule(BaseModel):
    """What a forum was read to ask."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    forum: Annotated[str, Field(pattern=FORUM)]
    in_force_from: date
    citation: Annotated[str, Field(min_length=1, max_length=300)]
    source: Annotated[str, Field(max_length=300)] = ""
    requires: Words
    opens_viewed: bool = False
    takes_unstated_scope: bool = False
    opens_hash_match: bool = False
    opens_public: bool = False


class ReadRules(BaseModel):
    """The file: when it was read, why it stands there, and a rule for each forum."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    read_on: date
    because: Words
    rules: tuple[ReadRule, ...]


def load() -> None:
    """Put in the rule of every forum that the national coordinator has none for."""
    data = resources.files("nightlight.gate") / "data" / NEWEST
    read = ReadRules.model_validate(yaml.safe_load(data.read_text(encoding="utf-8")))
    national = Agency.objects.get(code=NATIONAL)
    there = set(ForumRule.objects.filter(agency=national).values_list("forum", flat=True))
    ForumRule.objects.bulk_create(
        ForumRule(agency=national, version=1, because=read.because, **rule.model_dump())
        for rule in read.rules
        if rule.forum not in there
    )
