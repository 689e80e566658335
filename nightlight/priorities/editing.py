"""One step of editing a draft: takes a content, gives a new one, and touches nothing else."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from nightlight.priorities.content import Content

MOST_TIERS = 20
NEW_TIER = "New tier"


class NoSuchPlace(LookupError):
    """The draft has no rule, step or tier at this place; somebody changed it meanwhile."""


def moved(content: Content, path: Sequence[str], place: int, by: int) -> Content:
    """Return the content with the entry at a place of a list moved up (below 0) or down, no further than an end."""
    new = deepcopy(content)
    entries = _list(new, path)
    entry = _taken(entries, place)
    entries.insert(min(max(place + by, 0), len(entries)), entry)
    return new


def removed(content: Content, path: Sequence[str], place: int) -> Content:
    """Return the content without the entry at a place of a list."""
    new = deepcopy(content)
    _taken(_list(new, path), place)
    return new


def put(content: Content, path: Sequence[str], place: int | None, entry: Mapping[str, Any]) -> Content:
    """Return the content with an entry in the place of another, or new: before the last one, which always holds."""
    new = deepcopy(content)
    entries = _list(new, path)
    if place is None:
        ends = path[-1] == "rules" and entries
        entries.insert(len(entries) - 1 if ends else len(entries), dict(entry))
    elif 0 <= place < len(entries):
        entries[place] = dict(entry)
    else:
        raise NoSuchPlace
    return new


def next_id(content: Content) -> str:
    """Return an id that no rule has: the highest number and one more."""
    numbers = [int(tail) for rule in content["rules"] if (tail := rule["id"].rpartition("-")[2]).isdecimal()]
    return f"P-{max(numbers, default=0) + 1}"


def with_tiers(content: Content, words: Sequence[str]) -> Content:
    """Return the content with tiers of these words, numbered in their order."""
    tiers = [{"number": number, "words": each} for number, each in enumerate(words[:MOST_TIERS], start=1)]
    return deepcopy(content) | {"tiers": tiers}


def with_days(content: Content, *, open_days: int, fading_days: int) -> Content:
    """Return the content with other days after which address records fade and are gone."""
    return deepcopy(content) | {"solvable": {"open_days": open_days, "fading_days": fading_days}}


def length(content: Content, path: Sequence[str]) -> int:
    """Return how many entries a list has."""
    return len(_list(content, path))


def _list(content: Content, path: Sequence[str]) -> list[Any]:
    found: Any = content
    for step in path:
        found = found[step]
    return found  # type: ignore[no-any-return]  # a path leads to a list: rules, or the steps of an axis


def _taken(entries: list[Any], place: int) -> Any:
    if not 0 <= place < len(entries):
        raise NoSuchPlace
    return entries.pop(place)
