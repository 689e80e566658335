"""What a command changes, a server that is running answers at once; an import that was killed goes on."""

import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import COMMAND, Installation
from tests.hashes.conftest import md5, medium, vics

pytestmark = pytest.mark.long

PATIENCE = 60
SOON = 1.0
"""Seconds within which a change must be answered."""


class Asking:
    """An agency's system that asks a running server."""

    def __init__(self, port: int, key: str) -> None:
        self._port, self._key = port, key

    def matches(self, digest: str) -> list[Any]:
        """Look one digest up."""
        headers = {"Authorization": f"Bearer {self._key}", "Content-Type": "application/json"}
        with closing(HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)) as connection:
            connection.request("POST", "/api/v1/hashes/lookup", json.dumps({"digest": digest}), headers)
            found: list[Any] = json.loads(connection.getresponse().read())["matches"]
        return found


@pytest.fixture(scope="module")
def served(installation: Installation) -> Iterator[Asking]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    key = installation.run("key", "system", "national", "--json").json["key"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NIGHTLIGHT_")}
    env = kept | {"NIGHTLIGHT_DATA_DIR": str(installation.folder)}
    words = [COMMAND, "serve", "--port", str(port)]
    with subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:  # noqa: S603 - our own command
        try:
            asking, until = Asking(port, key), time.monotonic() + PATIENCE
            while True:
                try:
                    asking.matches(md5(0))
                    break
                except OSError:
                    assert time.monotonic() < until, "the server did not answer"
                    time.sleep(0.2)
            yield asking
        finally:
            server.terminate()


def test_a_running_server_answers_what_another_process_added_and_withdrew(
    installation: Installation, served: Asking, tmp_path: Path
) -> None:
    path = tmp_path / "set.json"
    path.write_bytes(vics([medium(1)]))
    assert served.matches(md5(1)) == []
    assert installation.run("hashes", "import", str(path), "--list", "Served").code == 0
    began = time.monotonic()
    assert [match["list"] for match in served.matches(md5(1))] == ["Served"]
    assert time.monotonic() - began < SOON
    assert installation.run("hashes", "withdraw", "--list", "Served", "--because", "Sample reason").code == 0
    assert served.matches(md5(1)) == []


def test_an_import_that_was_killed_goes_on_and_nothing_is_lost_or_twice(
    installation: Installation, served: Asking, tmp_path: Path
) -> None:
    path = tmp_path / "large.json"
    many = 6000
    path.write_bytes(vics([medium(number) for number in range(1, many + 1)]))
    env = {**os.environ, "NIGHTLIGHT_DATA_DIR": str(installation.folder)}
    words = [str(COMMAND), "hashes", "import", str(path), "--list", "Killed"]
    with subprocess.Popen(words, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:  # noqa: S603 - our own command
        until = time.monotonic() + PATIENCE
        while not served.matches(md5(1)):
            assert time.monotonic() < until, "the import did not begin"
            time.sleep(0.02)
        running.send_signal(signal.SIGKILL)
    [half] = [one for one in lists(installation) if one["name"] == "Killed"]
    assert half["imports"][0]["status"] in {"running", "complete"}
    done = installation.run("hashes", "import", str(path), "--list", "Killed", "--json")
    assert done.code == (1 if half["imports"][0]["status"] == "complete" else 0), done.err
    [whole] = [one for one in lists(installation) if one["name"] == "Killed"]
    assert (whole["entries"], len(whole["imports"])) == (many, 1)
    assert len(served.matches(md5(many))) == 1


def lists(installation: Installation) -> list[Any]:
    """Return the lists as the command prints them."""
    found: list[Any] = installation.run("hashes", "lists", "--json").json["lists"]
    return found
