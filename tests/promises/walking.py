"""How the promises walk the house: its files, its modules, its models, and the reviewed lists beside them."""

import ast
import functools
import importlib
import inspect
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType

from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
HOUSE = ROOT / "nightlight"
HERE = Path(__file__).resolve().parent


def sources(*, tests: bool = False) -> list[Path]:
    """Return every Python file of the house that people write, and those of the tests on demand; no migrations."""
    roots = [HOUSE, ROOT / "tests"] if tests else [HOUSE]
    return sorted(path for root in roots for path in root.rglob("*.py") if "migrations" not in path.parts)


def in_words(path: Path) -> str:
    """Return a path as the lists write it: from the root of the checkout, with slashes."""
    return path.relative_to(ROOT).as_posix()


@functools.cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def module_name(path: Path) -> str:
    """Return the dotted name under which a file of the house is imported."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def modules(package: str) -> Iterator[ModuleType]:
    """Import and yield every module of a package of the house."""
    for path in sources():
        if HOUSE / package in path.parents:
            yield importlib.import_module(module_name(path))


def domain_models() -> list[type[models.Model]]:
    """Return every model of our own apps, the tables that Django makes for many-to-many fields among them."""
    everything = apps.get_models(include_auto_created=True)
    return [model for model in everything if model.__module__.startswith("nightlight.")]


def public_functions(module: ModuleType) -> dict[str, object]:
    """Return the functions that a module defines for others, by name."""
    return {
        name: thing
        for name, thing in vars(module).items()
        if inspect.isfunction(thing) and thing.__module__ == module.__name__ and not name.startswith("_")
    }


def imported(path: Path) -> set[str]:
    """Return the dotted names that a file imports, wherever in it."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def listed(name: str) -> dict[str, str]:
    """Return a reviewed list: what is exempt, and why. A line reads `what: reason`; `#` begins a remark."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return dict(_halves(name, line) for line in lines if line.strip() and not line.startswith("#"))


def _halves(name: str, line: str) -> tuple[str, str]:
    what, _, reason = line.partition(": ")
    assert reason.strip(), f"{name}: {line!r} gives no reason. A line reads `what: reason`."
    return what.strip(), reason.strip()


def only_listed(broken: Mapping[str, str], name: str) -> None:
    """Fail for everything that breaks a promise without standing in the list, and for every line without its cause."""
    exempt = listed(name)
    complaints = [f"{what}: {words}" for what, words in sorted(broken.items()) if what not in exempt]
    complaints += [
        f"{what}: stands in {name}, but keeps the promise or is gone; take the line out"
        for what in sorted(exempt)
        if what not in broken
    ]
    assert not complaints, "\n" + "\n".join(complaints)
