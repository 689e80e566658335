"""The ways in, each run in a process of its own and killed there: bulk, the watched folder, the API."""

import json
import os
import random
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import NoReturn

from django.db import connections

from nightlight.agencies.models import Agency
from nightlight.commands import carrying, watching
from nightlight.commands.carrying import NO_TABLES, as_line, carried
from nightlight.commands.going_on import go_on
from nightlight.commands.printing import show
from nightlight.intake.formats.gather import submissions_in
from nightlight.intake.models import Channel
from nightlight.intake.watched import WatchedFolder
from tests.torture.documents import Document

RECEIPT = re.compile(r"R-[2-9A-Z]{5}-[2-9A-Z]{5}")
LONGEST = 0.7
"""Seconds of work within which the blow falls."""

PATIENCE = 60
"""Seconds in which a server must answer, and a watched folder must be empty."""

CLIENTS = 4
KEPT = {200, 201, 202}

FELL = "-- fell by itself --"
Acknowledged = set[str]
"""Receipts that came out of the process before it died."""


def bulk(documents: Sequence[Document], folder: Path, dice: random.Random) -> Acknowledged:
    """Kill the reading of a folder, in small or large batches."""
    for document in documents:
        document.put_into(folder)
    size = dice.choice([5, 20, 200])

    def work() -> None:
        carrying.BATCH = size
        go_on()
        found = submissions_in([folder], stdin=sys.stdin.buffer)
        for reading, receipt in carried(found, into=_into(), channel=Channel.FILE):
            show(as_line(reading, receipt))

    return _killed(work, dice.uniform(0.01, LONGEST))


def watch(documents: Sequence[Document], folder: Path, dice: random.Random) -> Acknowledged:
    """Kill the watching of a folder into which documents are put; then watch it to its end."""
    for document in documents:
        document.put_into(folder)
    return _killed(lambda: _watch(folder), dice.uniform(0.1, LONGEST + 0.1))


def watch_to_the_end(folder: Path) -> list[str]:
    """Watch the folder again until it is empty; return what is wrong: a file that stays, or one without a receipt."""
    _killed(lambda: _watch(folder), PATIENCE, until=lambda: not _left(folder))
    moved = {path.name for name in ("done", "quarantine") for path in (folder / name).iterdir()}
    bare = [name for name in moved if not name.endswith(".json") and f"{name}.receipt.json" not in moved]
    return [f"{name} stays" for name in _left(folder)] + [f"{name} has no receipt beside it" for name in bare]


def _watch(folder: Path) -> None:
    watching.LOOK_EVERY = 0.02
    watched = WatchedFolder(folder, settled=0.04)
    watched.open()
    go_on()
    watching.Watch(watched, _into(), json=True, stop=threading.Event(), means=NO_TABLES).run()


def _left(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir() if entry.name not in {"done", "quarantine"}]


def api(documents: Sequence[Document], folder: Path, dice: random.Random, key: str) -> Acknowledged:
    """Kill `nightlight serve` and all its processes while several clients hand in, some of them the same bytes."""
    port = _free_port()
    command = [sys.executable, "-c", "from nightlight.commands.main import run; run()", "serve", "--port", str(port)]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)  # noqa: S603 - our own command
    try:
        _wait_for(port, server)
        singles = [document for document in documents if not document.companions]
        twice = [*singles, *singles[::5]]
        dice.shuffle(twice)
        acknowledged: Acknowledged = set()
        with ThreadPoolExecutor(CLIENTS) as clients:
            hands = [clients.submit(_hand_in, port, twice[each::CLIENTS], key, acknowledged) for each in range(CLIENTS)]
            time.sleep(dice.uniform(0.02, LONGEST))
            os.killpg(server.pid, signal.SIGKILL)
        for hand in hands:
            hand.result()  # raises what went wrong while the server still answered
        return acknowledged
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _hand_in(port: int, documents: Sequence[Document], key: str, acknowledged: Acknowledged) -> None:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/xml"}
    try:
        for document in documents:
            door = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            door.request("POST", "/api/v1/submissions", document.raw, headers)
            answer = door.getresponse()
            said = answer.read()
            door.close()
            if answer.status in KEPT:
                acknowledged.add(json.loads(said)["receipt"])
            else:
                raise AssertionError(f"{answer.status}: {said[:200]!r}")
    except (OSError, HTTPException):
        return  # the server is dead


def _killed(work: Callable[[], None], seconds: float, *, until: Callable[[], bool] = lambda: False) -> Acknowledged:
    """Do the work in a child, kill it after so many seconds or when something is so; return the receipts it gave."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        _as_child(work, writing)
    os.close(writing)
    said: list[bytes] = []
    listener = threading.Thread(target=lambda: said.extend(iter(lambda: os.read(reading, 65536), b"")))
    listener.start()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends and not until():
        time.sleep(min(0.01, max(0.0, ends - time.monotonic())))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    listener.join()
    os.close(reading)
    whole = b"".join(said).decode().rpartition("\n")[0]
    if FELL in whole:
        raise AssertionError("The work fell by itself, before it was killed: see what it printed.")
    return set(RECEIPT.findall(whole))


def _as_child(work: Callable[[], None], writing: int) -> NoReturn:
    os.dup2(writing, 1)
    try:
        work()
    except BaseException:  # noqa: BLE001 - whatever it is, the parent must hear of it
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        sys.stdout.write(f"\n{FELL}\n")
    finally:
        sys.stdout.flush()
        time.sleep(PATIENCE)
        os._exit(0)


def _into() -> Agency:
    return Agency.objects.get(code="national")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends and server.poll() is None:
        try:
            door = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
            door.request("GET", "/sign-in")
            door.getresponse().read()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise AssertionError("The server did not answer.")
