"""Lists in the states that tests need. Every digest is made from a number; no file stands behind it."""

import hashlib
import json
import random
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.hashes.actions import add_list, begin_import
from nightlight.hashes.asked import Asked, asked_from
from nightlight.hashes.importing import bring_in
from nightlight.hashes.look_up import Answer, look_up
from nightlight.hashes.models import HashImport, HashList, Licence, Trust
from nightlight.hashes.survey import survey
from tests.conftest import Person

Bring = Callable[..., HashImport]
LookUp = Callable[..., Answer]


def md5(number: int) -> str:
    """Return the MD5 of no file: that of a number."""
    return hashlib.md5(f"sample {number}".encode()).hexdigest()  # noqa: S324 - a digest that lists use


def pdq(seed: int, *flipped: int) -> str:
    """Return a PDQ hash made from a seed, with these bits flipped."""
    bits = random.Random(seed).getrandbits(256)
    for bit in flipped:
        bits ^= 1 << bit
    return f"{bits:064x}"


def medium(number: int, **said: Any) -> dict[str, Any]:
    """Return a record of VICS with an MD5 of its own."""
    return {"MediaID": number, "MD5": md5(number).upper(), "Category": 1, **said}


def vics(media: Iterable[dict[str, Any]], *, country: str = "US") -> bytes:
    """Return a hash set of VICS 2.0."""
    context = f"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/{country}/$metadata#Media"
    return json.dumps({"@odata.context": context, "value": list(media)}).encode()


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    """Give each test a data folder of its own: the index lies in it."""
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def coordinator(person: Person) -> User:
    """Give somebody of the national desk, who brings lists in."""
    return person("national", RoleName.NATIONAL_COORDINATOR)


@pytest.fixture
def hash_list(coordinator: User, agency: Callable[[str], Agency]) -> HashList:
    """Give an empty national list that every agency here may see."""
    return make_list(coordinator, agency("national"))


def make_list(by: User, agency: Agency, name: str = "Sample list", **said: Any) -> HashList:
    """Make a list that every agency here may see, unless something else is said."""
    given = {
        "scheme": "us-vics",
        "owner": "Sample owner",
        "trust": Trust.HIGH,
        "licence": Licence.THIS_INSTALLATION,
        **said,
    }
    return add_list(by=by, agency=agency, name=name, **given)


@pytest.fixture
def bring(coordinator: User, hash_list: HashList, tmp_path: Path) -> Bring:
    """Bring bytes into a list: `bring(vics([...]))`."""

    def brought(*files: bytes, into: HashList = hash_list, by: User = coordinator, scheme: str = "") -> HashImport:
        paths = []
        for number, raw in enumerate(files):
            paths.append(tmp_path / f"list{number}")
            paths[-1].write_bytes(raw)
        seen = survey(paths)
        begun = begin_import(into, by=by, source="sample", survey=seen, scheme=scheme or into.scheme)
        return bring_in(begun, seen.paths, by=by)

    return brought


@pytest.fixture
def found(coordinator: User) -> LookUp:
    """Look one digest up: `found(md5(1))`."""

    def answer(text: str, *, by: User = coordinator, distance: int | None = None) -> Answer:
        [said] = look_up(asked(text)[:1], by=by, distance=distance)
        return said

    return answer


def asked(text: str) -> tuple[Asked, ...]:
    """Return what a text asks for."""
    return asked_from(text)
