"""Everything that people do is an act: it needs a right, and it has one name in the audit log."""

import importlib
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from nightlight.accounts.permissions import RIGHTS, Permission
from tests.promises.walking import HOUSE, module_name, only_listed, public_functions

NOUN_AND_VERB = re.compile(r"[a-z]+(_[a-z]+)*(\.[a-z]+(_[a-z]+)*)+")
ACTIONS = [*sorted(HOUSE.rglob("actions.py")), *sorted(HOUSE.glob("*/actions/*.py"))]
FUNCTIONS: dict[str, Callable[..., Any]] = {
    f"{module_name(path)}.{name}": function
    for path in ACTIONS
    for name, function in public_functions(importlib.import_module(module_name(path))).items()
}
ACTS = {name: function for name, function in FUNCTIONS.items() if hasattr(function, "act")}


def test_there_are_acts_to_look_at() -> None:
    assert ACTS


def test_every_public_function_of_an_actions_module_is_an_act_or_listed_with_a_reason() -> None:
    broken = dict.fromkeys(FUNCTIONS.keys() - ACTS, "is public but no act: nothing allows it or writes it down")
    only_listed(broken, "not_acts.txt")


@pytest.mark.parametrize("name", ACTS)
def test_the_name_of_an_act_reads_noun_then_verb(name: str) -> None:
    act = ACTS[name].act
    assert NOUN_AND_VERB.fullmatch(act), f"{name} is written down as {act!r}; write noun.verb, like report.assigned"


def test_no_two_acts_share_a_name() -> None:
    counted = Counter(function.act for function in ACTS.values())
    shared = {
        act: [name for name, function in ACTS.items() if function.act == act]
        for act, times in counted.items()
        if times > 1
    }
    assert not shared, f"The audit log could not tell these apart: {shared}"


@pytest.mark.parametrize("name", ACTS)
def test_an_act_needs_a_right_that_somebody_holds_and_not_everybody(name: str) -> None:
    needs = ACTS[name].needs
    assert isinstance(needs, Permission), f"{name} needs {needs!r}, which is no Permission"
    holders = [role for role, rights in RIGHTS.items() if needs in rights]
    assert holders, f"{name} needs {needs}, which no role holds: nobody can ever do it"
    assert len(holders) < len(RIGHTS), f"{name} needs {needs}, which every role holds: it refuses nobody"
