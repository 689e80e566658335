"""Every policy file says what it is, fits a schema of its owner, and is never edited once it has been in force."""

from datetime import date
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from nightlight.policy import all_files
from nightlight.policy.dated import PolicyFile
from tests.promises import policy_digests
from tests.promises.policy_digests import has_been_in_force, present, recorded
from tests.promises.walking import modules

FILES = list(all_files())
NAMES = [f"{name} {path.stem}" for name, path in FILES]

each_file = pytest.mark.parametrize(("name", "path"), FILES, ids=NAMES)


class Heading(PolicyFile, extra="ignore"):
    """What every policy file begins with, whatever rules follow."""


def schemas_of(package: str) -> list[type[PolicyFile]]:
    """Return the schemas that a package writes for its policies."""
    found = {thing for module in modules(package) for thing in vars(module).values() if isinstance(thing, type)}
    ours = [thing for thing in found if issubclass(thing, PolicyFile) and thing.__module__.startswith("nightlight.")]
    return [schema for schema in ours if schema is not PolicyFile]


@each_file
def test_it_says_its_name_its_day_and_its_source(name: str, path: Path) -> None:
    said = Heading.model_validate(yaml.safe_load(path.read_bytes()))
    assert said.name == name, f"{path.name} calls itself {said.name}, but lies in the folder of {name}"
    assert said.in_force_from == date.fromisoformat(path.stem), "the day inside and the name of the file differ"
    assert said.source.strip(), "a rule without a source binds nobody"


@each_file
def test_it_fits_a_schema_of_the_package_that_owns_it(name: str, path: Path) -> None:
    complaints = []
    for schema in schemas_of(name.partition(".")[0]):
        try:
            schema.model_validate(yaml.safe_load(path.read_bytes()))
        except ValidationError as misfit:
            complaints.append(f"{schema.__name__}: {misfit.error_count()} misfits, first {misfit.errors()[0]}")
        else:
            return
    pytest.fail(f"{path.name} of {name} fits no schema of its owner. {complaints or 'There is no schema.'}")


@each_file
def test_it_stands_as_it_was_written_down(name: str, path: Path) -> None:
    key = (name, path.stem)
    written, now = recorded().get(key), present()[key]
    if written is None:
        pytest.fail(f"{name} {path.stem} is new. Run: python -m tests.promises.policy_digests")
    elif written != now and has_been_in_force(key):
        pytest.fail(
            f"{name} {path.stem} has been in force, and decisions remember its digest: it is never edited. "
            f"Undo the change, and add a new file with the day from which the new rule holds instead."
        )
    assert written == now, f"{name} {path.stem} was changed. Run: python -m tests.promises.policy_digests"


def test_no_policy_file_that_was_written_down_is_gone() -> None:
    gone = sorted(recorded().keys() - present().keys())
    assert not gone, f"Decisions remember these policy files, and they are gone: {gone}. Bring them back."


def test_writing_the_digests_leaves_a_file_that_has_been_in_force_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = tmp_path / "policy_digests.txt"
    (first, day), *_ = present()
    ledger.write_text(f"{first} {day} {'0' * 64}\n")
    monkeypatch.setattr(policy_digests, "LEDGER", ledger)
    policy_digests.write()
    assert recorded()[first, day] == "0" * 64
    assert recorded().keys() == present().keys()
