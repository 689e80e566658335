"""`nightlight demo`: a fresh database with an invented operation, its table on the screen, then the site."""

import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.db import connection, connections

from nightlight.commands.preparing import prepare
from nightlight.commands.printing import WRONG_USE, as_json, err, progress, remark, show
from nightlight.commands.work import ITSELF
from nightlight.foundation import clock
from nightlight.reporting import formats
from nightlight.reporting.operation_report import operation_report
from nightlight.simulation import play, scenario
from nightlight.simulation.cast import Practice


def demo(
    *,
    scale: Annotated[float, typer.Option(help="Size of the operation; 1 is the size of 2018.", min=0.0001, max=10)] = 1,
    seed: Annotated[int, typer.Option(help="Another number gives another operation of the same size.")] = 2018,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Serve the site afterwards.")] = True,
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Play an invented Operation Broken Heart 2018 from the first report to the table, then serve the site."""
    began = time.monotonic()
    _fresh()
    chosen = scenario.load().scaled(scale)
    with clock.held_at(play.set_up_at(chosen)):
        prepare()
    with progress("Playing the operation") as bar, _without_waiting_for_the_disk():
        played = play.play(chosen, seed=seed, data_dir=settings.DATA_DIR, bar=bar)
    settings.PRACTICE_FILE.write_text(played.ended_at.isoformat())
    report = operation_report(played.operation, actor=played.coordinator, as_of=played.ended_at.date())
    seconds = round(time.monotonic() - began, 1)
    if json:
        as_json({**report.as_json(), "seconds": seconds})
    else:
        show(formats.table(report))
        show(f"Counted from records; played in {seconds} s. All of it is invented.")
        _doors(played.practice)
    if serve:
        _serve(port)


def _fresh() -> None:
    """Clear the way for a demo's database; leave alone anything that is not a demo's."""
    folder: Path = settings.DATA_DIR
    marker, database = settings.PRACTICE_FILE, settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        remark("The demo makes a database of its own. Unset NIGHTLIGHT_DATABASE_URL for it.")
        raise typer.Exit(WRONG_USE)
    file = Path(database["NAME"])
    if file.exists() and not marker.exists():
        remark(f"{file} holds something that is not a demo. Name another folder in NIGHTLIGHT_DATA_DIR.")
        raise typer.Exit(WRONG_USE)
    connections.close_all()
    for name in (file.name, f"{file.name}-wal", f"{file.name}-shm"):
        (file.parent / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "geodata" / "overlays", ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    marker.touch()


@contextmanager
def _without_waiting_for_the_disk() -> Iterator[None]:
    """Play without forcing each commit to the disk: after a power cut a demo is made anew. Served, it waits again."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.execute("PRAGMA wal_autocheckpoint=16000")
    try:
        yield
    finally:
        connection.close()


def _serve(port: int) -> None:
    """Go on as `nightlight serve`: a program that begins anew finds the mark of a demo when it reads its settings."""
    connections.close_all()
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(ITSELF[0], [*ITSELF, "serve", "--port", str(port)])  # noqa: S606 - this very program


def _doors(practice: Practice) -> None:
    err.print(f"\nSign in with the password [bold]{practice.password}[/] as")
    for email, words in practice.people:
        err.print(f"  {email:<38} {words}", markup=False, soft_wrap=True)
    key = practice.provider_key
    err.print(f"\nA provider's key for POST /api/v1/submissions: {key}\n", markup=False, soft_wrap=True)
