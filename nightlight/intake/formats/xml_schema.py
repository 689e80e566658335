"""Documents held against the schema that the provider programme publishes, where somebody has put one here.

The schema is read from a file on this machine; nothing is ever fetched. What leaves the schema is a finding.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from lxml import etree

from nightlight.intake.formats.decoding import text_of
from nightlight.intake.formats.values import Deviation
from nightlight.intake.formats.xml_documents import tree

MOST = 100
"""Findings of one document that are listed; a document that leaves the schema oftener is of another schema."""

_ELSEWHERE = ("include", "import", "redefine", "override")
_NAMESPACE = "{http://www.w3.org/2001/XMLSchema}"
_EXPECTED = re.compile(r"Expected is (?:one of )?\( (?P<names>[\w ,:.{}/*#-]{1,2000}) \)")
_WORDS = {
    "SCHEMAV_ELEMENT_CONTENT": "this element may not stand here, or one is missing",
    "SCHEMAV_CVC_ELT_1": "the schema knows no document that begins so",
    "SCHEMAV_CVC_ENUMERATION_VALID": "the value is none of those that the schema lists",
    "SCHEMAV_CVC_PATTERN_VALID": "the value is not written as the schema wants it",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": "the schema knows no such attribute here",
    "SCHEMAV_CVC_COMPLEX_TYPE_4": "an attribute is missing",
}
_OTHERWISE = "the value is not of the type that the schema wants"


class NoSchema(ValueError):
    """The file named is no schema that can be used; the message says why."""


@lru_cache(maxsize=4)
def schema_at(path: Path) -> etree.XMLSchema:
    """Return the schema in a file. Raises `NoSchema` where it is none, or would have to fetch a part of itself."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(path.read_bytes(), parser)
        for name in _ELSEWHERE:
            if any(part.get("schemaLocation") for part in root.iter(f"{_NAMESPACE}{name}")):
                raise NoSchema(f"it has an xs:{name} from elsewhere; a schema must stand in one file")
        return etree.XMLSchema(root)
    except OSError as error:
        raise NoSchema("the file cannot be read") from error
    except etree.LxmlError as error:
        raise NoSchema("it is no XML schema") from error


def deviations(schema: etree.XMLSchema, documents: Sequence[bytes]) -> tuple[Deviation, ...]:
    """Return where documents leave the schema, in their order. The documents were read before: they are well-formed."""
    found: list[Deviation] = []
    for raw in documents:
        if not schema.validate(root := tree(text_of(raw))):
            found += [_deviation(error) for error in schema.error_log][:MOST]  # type: ignore[attr-defined]
        root.clear()
    return tuple(found)


def _deviation(error: "etree._LogEntry") -> Deviation:
    words = _WORDS.get(error.type_name, _OTHERWISE)
    if error.type_name == "SCHEMAV_ELEMENT_CONTENT" and (expected := _EXPECTED.search(error.message)):
        words += f"; expected {expected['names']}"
    return Deviation(getattr(error, "path", None) or "", error.line, f"{words[:1].upper()}{words[1:]}.")
