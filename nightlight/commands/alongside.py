"""Work that goes on beside a server, in a process of its own, so that pages are answered meanwhile."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

BEGINS = "from nightlight.commands.main import run; run()"


@contextmanager
def alongside(*words: str) -> Iterator[None]:
    """Run a `nightlight` command beside this process for as long as the block runs.

    The command is told to stop when this process is gone, however it went.
    """
    command = [sys.executable, "-c", BEGINS, *words, "--with-parent"]
    beside = subprocess.Popen(command)  # noqa: S603 - our own command
    try:
        yield
    finally:
        beside.terminate()
        beside.wait()
