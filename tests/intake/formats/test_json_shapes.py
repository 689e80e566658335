"""Every container of a law-enforcement report in every shape: nothing breaks, nothing is lost, pointers lead there."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.identifiers.kinds import Identifier
from nightlight.intake.formats.reading import read
from nightlight.intake.formats.values import Malformed, ReadReport, Said
from tests.intake.formats.test_law_enforcement_json import BLOCKS, DOCUMENT, raw, scalars

Path = tuple[str | int, ...]

SAME_MEANING: dict[str, Callable[[str, Any], Any]] = {
    "as it stands": lambda _, value: value,
    "wrapped in its own name": lambda name, value: {name: value},
    "a list of one that is wrapped": lambda name, value: [{name: value}],
    "wrapped twice": lambda name, value: {name: {name: value}},
    "a list with a null before it": lambda _, value: [None, *value] if isinstance(value, list) else [None, value],
    "one of a list by itself": lambda _, value: value[0] if isinstance(value, list) and len(value) == 1 else value,
}
OTHER_SHAPES: dict[str, Callable[[str, Any], Any]] = {
    "null": lambda _name, _value: None,
    "an empty list": lambda _name, _value: [],
    "an empty object": lambda _name, _value: {},
    "lists in lists": lambda _, value: [[[value]]],
    "wrapped in another name": lambda _, value: {"somethingElse": value},
    "a text": lambda _name, _value: "invented text",
    "a number": lambda _name, _value: 7,
    "a flag": lambda _name, _value: True,
}


def containers(value: Any, path: Path = ()) -> Iterator[Path]:
    """Give the path of every container below a value that has a name."""
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in members:
        if isinstance(item, dict | list):
            if isinstance(key, str):
                yield (*path, key)
            yield from containers(item, (*path, key))


PATHS = list(containers(DOCUMENT))


def reshaped(path: Path, shape: Callable[[str, Any], Any], document: Any = DOCUMENT) -> Any:
    """Return a document in which the container at a path has another shape."""
    changed = copy.deepcopy(document)
    parent = changed
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = shape(str(path[-1]), parent[path[-1]])
    return changed


def pointers(said: ReadReport) -> Iterator[str]:
    """Give the pointer of everything derived."""
    for thing in (*said.people, *said.files, *said.places, *said.passages, *said.kept, *said.sightings):
        yield thing.pointer
    for holder in (*said.people, *said.files):
        yield from (sighting.pointer for sighting in holder.sightings)
    yield from (place.pointer for person in said.people for place in person.places)


def standing_at(document: Any, pointer: str) -> Any:
    """Return what stands at a JSON pointer (RFC 6901); raise where nothing does."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        document = document[int(name)] if isinstance(document, list) else document[name]
    return document


def identifiers(said: ReadReport) -> set[tuple[Identifier, Said]]:
    holders = [said, *said.people, *said.files]
    return {(sighting.identifier, sighting.said) for holder in holders for sighting in holder.sightings}


def sound(document: Any, said_by: Callable[[object], set[str]]) -> None:
    try:
        report = read(raw(document))
    except Malformed:
        assert not any(document.get(block) for block in BLOCKS), "a report that says something was not read"
        return
    said = said_by(report)
    words = {word for text in said for word in text.split()} | {"IP", "Address", "Device", "ID", "URL"}
    for text in scalars(document):
        assert not text or text in said or text.lower() in said or set(text.split()) <= words, text
    for pointer in pointers(report):
        standing_at(document, pointer)


@pytest.mark.parametrize("shape", [*SAME_MEANING, *OTHER_SHAPES])
def test_each_container_in_each_shape_breaks_nothing_and_loses_nothing(
    shape: str, said_by: Callable[[object], set[str]]
) -> None:
    for path in PATHS:
        sound(reshaped(path, {**SAME_MEANING, **OTHER_SHAPES}[shape]), said_by)


@pytest.mark.parametrize("shape", SAME_MEANING)
def test_a_container_that_is_only_wrapped_otherwise_says_the_same(shape: str) -> None:
    whole = read(raw(DOCUMENT))
    for path in PATHS:
        if DOCUMENT[str(path[0])] and len(path) > 1 and isinstance(path[-1], str):
            said = read(raw(reshaped(path, SAME_MEANING[shape])))
            assert identifiers(said) == identifiers(whole), path
            assert len(said.people) == len(whole.people), path
            assert [file.name for file in said.files] == [file.name for file in whole.files], path


@given(
    turns=st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from([*SAME_MEANING, *OTHER_SHAPES])), max_size=6),
    marked=st.booleans(),
)
def test_several_containers_reshaped_at_once_break_nothing_and_lose_nothing(
    said_by: Callable[[object], set[str]], turns: list[tuple[Path, str]], marked: bool
) -> None:
    document: Any = DOCUMENT
    for path, shape in turns:
        try:
            document = reshaped(path, {**SAME_MEANING, **OTHER_SHAPES}[shape], document)
        except (KeyError, IndexError, TypeError):
            continue
    sound(document, said_by)
    if marked:
        text = json.dumps(document, ensure_ascii=False)
        assert _outcome(text.encode("utf-8-sig")) == _outcome(text.encode())


def _outcome(document: bytes) -> object:
    try:
        return read(document)
    except Malformed as malformed:
        return malformed.message
