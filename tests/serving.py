"""Starting `nightlight serve` beside the tests: a free port, and the patience until it answers."""

import socket
import subprocess
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

PATIENCE = 60.0
"""Seconds in which the server must answer."""


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Return when the address answers; fail with the server's log when it does not."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            with urlopen(url):  # noqa: S310 - our own server
                return
        except URLError:
            time.sleep(0.1)
    pytest.fail(f"The server did not answer: {log.read_text()}")
