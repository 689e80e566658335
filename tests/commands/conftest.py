"""The installed commands, run as a user runs them: in a process and a data folder of their own."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

COMMAND = Path(sys.executable).parent / "nightlight"


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Give what was printed as JSON."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Installation:
    """A data folder, and the commands that work on it."""

    folder: Path

    @property
    def database(self) -> Path:
        """The file of the embedded database."""
        return self.folder / "nightlight.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which a command works on this folder."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("NIGHTLIGHT_")}
        return kept | {"NIGHTLIGHT_DATA_DIR": str(self.folder)}

    def run(self, *words: str, stdin: bytes = b"", **settings: str) -> Ran:
        """Run `nightlight` with these words, and with these settings."""
        env = self.environment | settings
        done = subprocess.run(  # noqa: S603 - our own command
            [COMMAND, *words], input=stdin, env=env, cwd=self.folder, capture_output=True, check=False, timeout=120
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the data folder that a first command leaves behind."""
    if os.environ.get("NIGHTLIGHT_TEST_DATABASE") == "postgresql":
        pytest.skip("the commands make an embedded database of their own")
    folder = tmp_path_factory.mktemp("prepared")
    first = Installation(folder).run("queue", "--json")
    assert (first.code, first.json) == (0, {"reports": []}), first.err
    return folder


@pytest.fixture(scope="module")
def installation(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Give an installation in which nothing has happened when a module's tests begin."""
    return Installation(Path(shutil.copytree(prepared, tmp_path_factory.mktemp("installation") / "data")))


def pytest_itemcollected(item: pytest.Item) -> None:
    """Keep the tests of a module on one worker: they share an installation, and making one takes seconds."""
    item.add_marker(pytest.mark.xdist_group(f"commands {item.path.stem}"))
