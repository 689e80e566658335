"""From text to a tree of elements, with nothing outside the document consulted and nothing in it expanded."""

import re
from collections import Counter
from xml.parsers import expat

from lxml import etree

from nightlight.intake.formats import limits
from nightlight.intake.formats.nodes import Node, long_names
from nightlight.intake.formats.values import Malformed, Refused

_BLANK = re.compile(r"[\s\ufeff]*+")
_DECLARATION = re.compile(r"<\?xml[^>]{0,400}\?>")
_ENTITY_ERRORS = {
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY,
    etree.ErrorTypes.WAR_UNDECLARED_ENTITY,
    etree.ErrorTypes.ERR_ENTITY_LOOP,
}
_DEEPEST_EXCEEDED = "Excessive depth"


def parse(text: str, root_pointer: str = "") -> list[Node]:
    """Return the elements of a document in its order, the root first. Names are local names: namespaces do not matter.

    Raises `Refused` for a DOCTYPE, an entity, excess of depth or size; `Malformed` for what is not well-formed, with
    line, byte (of the document in UTF-8) and the element open there.
    """
    return _nodes(tree(text), root_pointer)


def tree(text: str) -> etree._Element:
    """Return the root of a document, parsed with nothing consulted and nothing expanded. Raises as `parse` does."""
    _refuse_excess(text)
    _refuse_doctype(text)
    if not text.strip():
        raise Malformed("The document is empty; expected XML.", line=1, offset=0)
    # The text is decoded already: what its declaration says of the encoding no longer holds.
    raw = _DECLARATION.sub(lambda match: " " * len(match[0]), text.lstrip("\ufeff"), count=1).encode()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, encoding="utf-8"
    )
    try:
        return etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        raise _explained(error, raw) from error


def _refuse_doctype(text: str) -> None:
    """A DOCTYPE may stand only before the root element, among comments and instructions."""
    position = 0
    while position < len(text):
        if (blank := _BLANK.match(text, position)) and blank.end() > position:
            position = blank.end()
        elif text.startswith("<?", position):
            position = _behind("?>", text, position)
        elif text.startswith("<!--", position):
            position = _behind("-->", text, position + 4)
        else:
            break
    if text[position : position + 9].upper() == "<!DOCTYPE":
        line = text.count("\n", 0, position) + 1
        raise Refused(
            "doctype",
            f"There is a DOCTYPE in line {line}. A report needs none, and one can be made to do harm. "
            "Nothing was kept but the digest; ask the sender for the report without it.",
        )


def _refuse_excess(text: str) -> None:
    """Count what would become elements and attributes before a parser makes them."""
    if text.count("<") > limits.MAX_MARKS:
        raise _too_many("elements")
    if text.count('="') + text.count("='") > limits.MAX_MARKS:
        raise _too_many("attributes")
    if text.count("xmlns") > limits.MAX_NAMESPACES:
        raise _too_many("declarations of namespaces", limits.MAX_NAMESPACES)


def _too_many(what: str, most: int = limits.MAX_ELEMENTS) -> Refused:
    return Refused(
        "oversize",
        f"The document has more than {most:,} {what}, which no report has. Nothing was kept but the digest.",
    )


def _behind(mark: str, text: str, position: int) -> int:
    found = text.find(mark, position)
    return len(text) if found < 0 else found + len(mark)


def _explained(error: etree.XMLSyntaxError, raw: bytes) -> Malformed | Refused:
    if error.code in _ENTITY_ERRORS:  # type: ignore[attr-defined] # lxml sets it, its stubs forget it
        return _entity(error.lineno)
    if _DEEPEST_EXCEEDED in str(error.msg):
        return _too_deep()
    line, offset, element = _where(raw)
    place = f"line {line}, byte {offset}" if offset is not None else f"line {error.lineno}"
    inside = f", inside <{element}>" if element else ""
    return Malformed(
        f"The XML breaks at {place}{inside}: it is cut short or not well-formed.",
        line=line or error.lineno,
        offset=offset,
        element=element,
    )


def _where(raw: bytes) -> tuple[int | None, int | None, str]:
    """Ask a second parser, which tells the byte, where the document breaks and which element is open there."""
    parser, opened = expat.ParserCreate("utf-8"), list[str]()
    parser.StartElementHandler = lambda name, _attributes: opened.append(name)
    parser.EndElementHandler = lambda _name: opened.pop()
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        return error.lineno, parser.ErrorByteIndex, opened[-1] if opened else ""
    return None, None, ""


def _entity(line: int | None) -> Refused:
    return Refused(
        "entity",
        f"There is an entity reference in line {line}. A report needs none but the five of XML itself. "
        "Nothing was kept but the digest; ask the sender for the report without it.",
    )


def _too_deep() -> Refused:
    return Refused(
        "depth",
        f"Elements lie more than {limits.MAX_DEPTH} deep in one another, which no report does. "
        "Nothing was kept but the digest.",
    )


def _nodes(root: etree._Element, root_pointer: str) -> list[Node]:
    first = _node(root, _local(root), root_pointer or f"/{_local(root)}")
    nodes, waiting, pointers = [], [(root, first, 1)], 0
    while waiting:
        element, node, depth = waiting.pop()
        nodes.append(node)
        if depth > limits.MAX_DEPTH:
            raise _too_deep()
        if len(node.name) > limits.MAX_NAME:
            raise long_names()
        if not len(element):
            continue
        pointers += len(element) * (len(node.pointer) + 1)  # what the names add is no more than the document has
        if pointers > limits.MAX_POINTERS:
            raise long_names()
        if len(nodes) + len(waiting) + len(element) > limits.MAX_ELEMENTS:
            raise _too_many("elements")
        children = list(element)
        names = [_local(child) for child in children]
        node.children = [
            _node(child, name, f"{node.pointer}/{step}")
            for child, name, step in zip(children, names, _steps(names), strict=True)
        ]
        below = [(child, made, depth + 1) for child, made in zip(children, node.children, strict=True)]
        below.reverse()
        waiting += below
    return nodes


def _steps(names: list[str]) -> list[str]:
    """Return the last step of each child's pointer: its name, and its number where others have the name too."""
    if len(set(names)) == len(names):
        return names
    counts, seen = Counter(names), Counter[str]()
    steps = []
    for name in names:
        seen[name] += 1
        steps.append(f"{name}[{seen[name]}]" if counts[name] > 1 else name)
    return steps


def _node(element: etree._Element, name: str, pointer: str) -> Node:
    text = element.text or ""
    if len(element):
        text = "".join([text, *(child.tail or "" for child in element)])
    text = text.strip()
    if len(text) > limits.MAX_TEXT:
        raise Refused("oversize", f"The text at {pointer} has more than {limits.MAX_TEXT:,} characters.")
    given = element.attrib
    return Node(name, pointer, text, _attributes(given, pointer) if given else {})


def _attributes(given: etree._Attrib, pointer: str) -> dict[str, str]:
    if len(given) > limits.MAX_ATTRIBUTES:  # counted before they are read: reading takes the square of the number
        raise Refused("oversize", f"{pointer} has more than {limits.MAX_ATTRIBUTES} attributes.")
    said = {str(name): str(value) for name, value in given.items()}
    if any(len(value) > limits.MAX_TEXT for value in said.values()):
        raise Refused("oversize", f"An attribute of {pointer} has more than {limits.MAX_TEXT:,} characters.")
    return {name.rpartition("}")[2]: value.strip() for name, value in said.items()}


def _local(element: etree._Element) -> str:
    tag = element.tag
    if isinstance(tag, str):
        return tag.rpartition("}")[2]
    if tag is etree.Entity:
        raise _entity(element.sourceline)
    return "comment()" if tag is etree.Comment else "processing-instruction()"
