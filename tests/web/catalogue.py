"""The words of the public form: which there are, which are translated, and the compiled catalogue.

A fresh machine has Python and no gettext: so the compiled catalogue is committed, and `python -m tests.web.catalogue`
makes it anew from the text.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import polib
from django.template.base import Node, NodeList
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

HOUSE = Path(__file__).resolve().parents[2] / "nightlight"
TEXT = HOUSE / "web" / "locale" / "es" / "LC_MESSAGES" / "django.po"
COMPILED = TEXT.with_suffix(".mo")
TEMPLATES = [
    *(f"web/public/{path.name}" for path in sorted((HOUSE / "web" / "templates" / "web" / "public").glob("*.html"))),
    "components/field/template.html",
]


def compiled() -> bytes:
    """Return the text of the catalogue, compiled."""
    return bytes(polib.pofile(str(TEXT)).to_binary())


def words() -> set[str]:
    """Return every word or sentence that the pages and modules of the public form mark for translation."""
    found = {said for name in TEMPLATES for said in _in_nodes(get_template(name).template.nodelist)}  # type: ignore[attr-defined]  # Django's own backend
    return found | {said for path in sorted(HOUSE.glob("web/*.py")) for said in _in_module(path)}


def _in_nodes(nodes: NodeList) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, TranslateNode):
            yield str(node.filter_expression.var.literal)
        elif isinstance(node, BlockTranslateNode):
            yield node.render_token_list(node.singular)[0]
        for inner in _inside(node):
            yield from _in_nodes(inner)


def _inside(node: Node) -> Iterator[NodeList]:
    for _condition, nodes in getattr(node, "conditions_nodelists", ()):
        yield nodes
    if not hasattr(node, "conditions_nodelists"):
        for name in node.child_nodelists:
            yield getattr(node, name, NodeList())


def _in_module(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
            yield str(ast.literal_eval(node.args[0]))


if __name__ == "__main__":
    COMPILED.write_bytes(compiled())
