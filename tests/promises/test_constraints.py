"""Every constraint of the database has a test that tries to break it, and names it."""

import ast

import pytest
from django.db.models import CheckConstraint, UniqueConstraint

from tests.promises.walking import HERE, domain_models, sources, tree

NAMES = sorted(
    {
        (constraint.name, model._meta.label)
        for model in domain_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, (CheckConstraint, UniqueConstraint))
    }
)


@pytest.fixture(scope="module")
def said_in_tests() -> set[str]:
    said = set()
    for path in sources(tests=True):
        if "tests" in path.parts and HERE not in path.parents:
            said |= {node.value for node in ast.walk(tree(path)) if isinstance(node, ast.Constant)}
    return {value for value in said if isinstance(value, str)}


@pytest.mark.parametrize(("name", "model"), NAMES, ids=[name for name, _ in NAMES])
def test_a_test_tries_to_break_it(name: str, model: str, said_in_tests: set[str]) -> None:
    named = name in said_in_tests
    assert named, f"No test tries to break {name} of {model}. Write one: with breaks({name!r}): ... (tests/breaking.py)"
