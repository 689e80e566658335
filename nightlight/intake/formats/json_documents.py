"""From text to a tree of values, each with its JSON pointer (RFC 6901)."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn

from nightlight.intake.formats import limits
from nightlight.intake.formats.nodes import Node, long_names
from nightlight.intake.formats.values import Malformed, Refused

_TEXTS = re.compile(r'"(?:[^"\\]++|\\.)*+"?', re.DOTALL)


def parse(text: str) -> list[Node]:
    """Return the values of a document in its order, the root first. A list is several children of one name.

    The root is an object, or the only one of a list.
    Numbers stay as written. Nulls and empty containers say nothing and give no value. Half of a surrogate pair, left
    over where a sender cut a text, becomes U+FFFD. Raises `Malformed` with line and column, `Refused` for excess.
    """
    _refuse_excess(text)
    try:
        said = json.loads(
            text, parse_int=str, parse_float=str, parse_constant=_no_number, object_pairs_hook=_without_doubles
        )
    except json.JSONDecodeError as error:
        offset = len(text[: error.pos].encode(errors="replace"))
        raise Malformed(
            f"The JSON breaks at line {error.lineno}, column {error.colno}, byte {offset}: "
            "it is cut short or not well-formed.",
            line=error.lineno,
            offset=offset,
        ) from error
    except RecursionError as error:
        raise _too_deep() from error
    return _nodes(*_root(said))


def _root(said: object) -> tuple[dict[str, Any], str]:
    """Return the object that a document is or lists, with its pointer."""
    items = said if isinstance(said, list) else []
    listed = [(item, f"/{place}") for place, item in enumerate(items) if item is not None]
    if len(listed) > 1:
        raise Malformed(f"The JSON is a list of {len(listed):,} values; expected one report. Hand in each by itself.")
    root, pointer = listed[0] if listed else (said, "")
    if not isinstance(root, dict):
        raise Malformed("The JSON is not an object; expected one with reportedInformation.", line=1)
    return root, pointer


def _refuse_excess(text: str) -> None:
    """Count what would become values before it does: what stands in texts is no value."""
    if sum(map(text.count, "[{,")) <= limits.MAX_MARKS:
        return
    bare = _TEXTS.sub("", text)
    if sum(map(bare.count, "[{,")) > limits.MAX_MARKS:
        raise _too_many()


def _too_many() -> Refused:
    return Refused(
        "oversize",
        f"The document has more than {limits.MAX_ELEMENTS:,} values. Nothing was kept but the digest.",
    )


def _no_number(name: str) -> NoReturn:
    raise Malformed(f"The JSON contains {name}, which is no number.")


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) < len(pairs):
        twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        raise Malformed(f'The JSON says "{twice[:60]}" twice in one object: which one holds cannot be told.')
    return said


def _too_deep() -> Refused:
    return Refused(
        "depth",
        f"Values lie more than {limits.MAX_DEPTH} deep in one another, which no report does. "
        "Nothing was kept but the digest.",
    )


def _nodes(said: dict[str, Any], pointer: str) -> list[Node]:
    nodes: list[Node] = []
    pointers = 0
    waiting: list[tuple[Node, Any, int]] = [(Node("", pointer), said, 1)]
    while waiting:
        parent, value, depth = waiting.pop()
        nodes.append(parent)
        if value is None:
            continue
        if depth > limits.MAX_DEPTH:
            raise _too_deep()
        if len(nodes) + len(waiting) + len(value) > limits.MAX_ELEMENTS:
            raise _too_many()
        below: list[tuple[Node, Any, int]] = []
        for name, step, item in _members(parent.name, value):
            if item is None or (isinstance(item, dict | list) and not item):
                continue
            pointer = f"{parent.pointer}/{step}"
            pointers += len(pointer)
            if len(name) > limits.MAX_NAME or pointers > limits.MAX_POINTERS:
                raise long_names()
            if isinstance(item, dict | list):
                below.append((Node(name, pointer), item, depth + 1))
            else:
                below.append((Node(name, pointer, _text(item, pointer)), None, depth))
        parent.children = [made for made, _, _ in below]
        below.reverse()
        waiting += below
    return nodes


def _members(name: str, value: dict[str, Any] | list[Any]) -> Iterator[tuple[str, str, Any]]:
    """Give what a container holds, each with its name and the last step of its pointer."""
    if isinstance(value, dict):
        return ((_whole(key), _step(key), item) for key, item in value.items())
    return ((name, str(position), item) for position, item in enumerate(value))


def _step(key: str) -> str:
    return _whole(key).replace("~", "~0").replace("/", "~1")


def _text(value: object, pointer: str) -> str:
    text = _whole(str(value)).strip() if not isinstance(value, bool) else str(value).lower()
    if len(text) > limits.MAX_TEXT:
        raise Refused("oversize", f"The text at {pointer} has more than {limits.MAX_TEXT:,} characters.")
    return text


def _whole(text: str) -> str:
    return text.encode(errors="surrogatepass").decode(errors="replace") if not text.isascii() else text
