"""Modules and functions are small enough to be read at a sitting."""

import ast
from pathlib import Path
from statistics import median

from tests.promises.walking import in_words, only_listed, sources, tree

MODULE, FUNCTION, USUAL = 400, 50, 100
SHAPELESS = {"utils", "util", "helpers", "helper", "common", "misc", "tools", "stuff"}


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_module_is_longer_than_400_lines() -> None:
    broken = {
        in_words(path): f"has {lines(path)} lines; split it by noun"
        for path in sources(tests=True)
        if lines(path) > MODULE
    }
    only_listed(broken, "long_modules.txt")


def test_no_function_is_longer_than_50_lines() -> None:
    broken = {
        f"{in_words(path)} {node.name}": f"has {length} lines; find the two things that it does"
        for path in sources(tests=True)
        for node in ast.walk(tree(path))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and (length := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION
    }
    only_listed(broken, "long_functions.txt")


def test_the_usual_module_is_under_100_lines() -> None:
    usual = median(lines(path) for path in sources() if path.name not in {"__init__.py", "apps.py"})
    assert usual < USUAL, f"half of the modules have {usual} lines or more"


def test_no_module_is_named_for_having_no_name() -> None:
    shapeless = [in_words(path) for path in sources(tests=True) if SHAPELESS & {path.stem, path.parent.name}]
    assert not shapeless, f"Name these for the noun that they hold: {shapeless}"
