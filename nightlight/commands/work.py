"""`nightlight work`: what goes on beside the site; and how `nightlight serve` keeps it going."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from nightlight.commands.background import CHORES, work_until
from nightlight.commands.preparing import prepare
from nightlight.commands.printing import remark

ITSELF = (sys.executable, "-c", "from nightlight.commands.main import run; run()")
"""This very program, as it is begun once more; the words of a command follow."""
AGAIN_AFTER = 2.0
"""Seconds after which work that ended by itself is begun again."""
PATIENCE = 20.0
"""Seconds that work is given to come to an end."""


def work(
    *,
    beside: Annotated[int, typer.Option(help="Stop as well when this process, the parent, is gone.", min=0)] = 0,
) -> None:
    """Do what goes on beside the site until SIGTERM or Ctrl-C. `nightlight serve` starts it by itself."""
    prepare()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    remark(f"Working in the background: {', '.join(chore.name for chore in CHORES)}")
    work_until(stop, beside=beside)


@contextmanager
def working() -> Iterator[None]:
    """Keep `nightlight work` going in a process of its own for as long as the block runs."""
    stop, process = threading.Event(), _begin()

    def keep_going() -> None:
        nonlocal process
        while not stop.is_set():
            process.wait()
            if not stop.wait(AGAIN_AFTER):
                process = _begin()

    threading.Thread(target=keep_going, daemon=True).start()
    try:
        yield
    finally:
        stop.set()
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


def _begin() -> "subprocess.Popen[bytes]":
    return subprocess.Popen([*ITSELF, "work", "--beside", str(os.getpid())], stdin=subprocess.DEVNULL)  # noqa: S603 - this very program
