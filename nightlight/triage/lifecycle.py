"""How a route came to be decided. The lifecycle of the report itself is intake's."""

from enum import StrEnum


class Decided(StrEnum):
    """By whom a route was decided, or why it is not."""

    BY_RULE = "by_rule"
    BY_PERSON = "by_person"
    SUGGESTED = "suggested"
    HELD = "held"
