"""Rules are dated files; decisions remember which file judged them.

A policy lives in the package that owns it: `nightlight/<package>/policies/<policy>/<date>.yaml`, with `name`
`<package>.<policy>`, `in_force_from` and `source`. To change a rule, add a file; a file that has been in force is
never edited (`tests/promises` compares digests).
"""

import functools
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar
from uuid import UUID

import yaml
from pydantic import BaseModel, ConfigDict

PACKAGES = Path(__file__).resolve().parent.parent


class PolicyFile(BaseModel):
    """What every policy file says; a package's own schema adds its rules."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    in_force_from: date
    source: str


P = TypeVar("P", bound=PolicyFile)


@dataclass(frozen=True, slots=True)
class Dated(Generic[P]):
    """A policy in force, with what a decision must remember of it."""

    name: str
    in_force_from: date
    digest: str
    content: P
    agency_id: UUID | None = None
    """The agency that set it for itself; None for a file of the house, which holds for everybody who set none."""


class NoPolicyInForce(LookupError):
    """No file of this policy is in force on that date."""


def folder_of(name: str) -> Path:
    """Return the folder of the policy called `<package>.<policy>`."""
    package, _, policy = name.partition(".")
    return PACKAGES / package / "policies" / policy


def all_files() -> Iterator[tuple[str, Path]]:
    """Yield the name and path of every policy file in the house, oldest first within a policy."""
    for path in sorted(PACKAGES.glob("*/policies/*/*.yaml")):
        yield f"{path.parents[2].name}.{path.parent.name}", path


def in_force(name: str, *, on: date, schema: type[P]) -> Dated[P]:
    """Return the newest file of the policy whose `in_force_from` is not after `on`, checked against `schema`.

    Raises NoPolicyInForce when there is none, pydantic's ValidationError when the file does not fit.
    """
    fitting = [policy for policy in _every(name, schema) if policy.in_force_from <= on]
    if not fitting:
        raise NoPolicyInForce(f"No file of the policy {name} is in force on {on}.")
    return fitting[-1]


def with_digest(name: str, digest: str, *, schema: type[P]) -> Dated[P] | None:
    """Return the file of the policy that has this digest, in force or not, or None where no file has it."""
    return next((policy for policy in _every(name, schema) if policy.digest == digest), None)


@functools.cache
def _every(name: str, schema: type[P]) -> tuple[Dated[P], ...]:
    found = [_load(path, schema) for path in sorted(folder_of(name).glob("*.yaml"))]
    return tuple(sorted(found, key=lambda policy: policy.in_force_from))


def _load(path: Path, schema: type[P]) -> Dated[P]:
    raw = path.read_bytes()
    content: Any = schema.model_validate(yaml.safe_load(raw))
    return Dated(content.name, content.in_force_from, hashlib.sha256(raw).hexdigest(), content)
