"""`nightlight intake --watch DIR`: takes in what is put into a folder, until it is told to stop.

First everything is in the database, then the file is moved. If the process dies in between, the same bytes give the
first receipt at the next start, and the file is moved then: never twice, never lost.
"""

import json
import logging
import signal
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import typer
from django.db import Error, close_old_connections, connection

from nightlight.agencies.models import Agency
from nightlight.commands.carrying import NO_TABLES, as_line, as_row, carried
from nightlight.commands.going_on import go_on
from nightlight.commands.printing import DONE, WRONG_USE, remark, show
from nightlight.foundation.outage import Outage, outage_in
from nightlight.intake.formats.gather import Ways, submissions_in
from nightlight.intake.formats.names import shown_name
from nightlight.intake.models import Channel
from nightlight.intake.tables import Means
from nightlight.intake.watched import DONE as DONE_FOLDER
from nightlight.intake.watched import QUARANTINE, AlreadyWatched, Entry, WatchedFolder

LOOK_EVERY = 1.0
"""Seconds between two looks into the folder."""

LEAVE_FOR = 60.0
"""Seconds for which an entry that gave trouble is left alone."""

NEEDS_A_LOOK = {"quarantined", "refused"}

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Watch:
    """The work on one watched folder."""

    folder: WatchedFolder
    into: Agency
    json: bool
    stop: threading.Event
    means: Means
    """What the columns of a table mean; without it a table goes to quarantine."""

    def run(self) -> None:
        """Look and take in until told to stop; an outage is waited for, and then the road goes on first."""
        broken = False
        while not self.stop.is_set():
            try:
                if broken:
                    go_on()
                    remark("The database answers again.")
                broken = False
                self.round()
            except Error as error:
                outage = outage_in(error)
                if outage is None:
                    raise
                broken = True
                self._wait_for(outage)
            self.stop.wait(LOOK_EVERY)

    def round(self) -> None:
        """Take in what is complete now, one entry after the other. Raises what the database raises in an outage."""
        close_old_connections()
        for entry in self.folder.complete(time.monotonic()):
            if self.stop.is_set():
                return
            try:
                self._take_in(entry)
            except Exception as error:
                if outage_in(error):
                    raise
                why = error.strerror if isinstance(error, OSError) else type(error).__name__
                remark(f"{entry.name} stays where it is and is tried again in {LEAVE_FOR:.0f} s: {why}")
                if not isinstance(error, OSError):
                    log.exception("A watched file could not be taken in")
                self.folder.leave_until(entry, time.monotonic() + LEAVE_FOR)

    def _take_in(self, entry: Entry) -> None:
        found = submissions_in([entry.path], stdin=sys.stdin.buffer, ways=Ways(links=False))
        kept = list(carried(found, into=self.into, channel=Channel.WATCH, means=self.means))
        sound = all(receipt.ended not in NEEDS_A_LOOK for _, receipt in kept)
        said = [as_row(reading, receipt) for reading, receipt in kept]
        moved = self.folder.put_away(entry, DONE_FOLDER if sound else QUARANTINE, {"submissions": said})
        where = shown_name(str(moved.relative_to(self.folder.path))) if moved else ""
        if self.json:
            sys.stdout.write(json.dumps({"source": entry.name, "moved_to": where, "submissions": said}) + "\n")
            sys.stdout.flush()
            return
        for reading, receipt in kept:
            show(as_line(reading, receipt))
        if where:
            remark(f"{entry.name} is now {where}")
        else:
            remark(f"{entry.name} changed while it was read, and is taken in again as it is now.")

    def _wait_for(self, outage: Outage) -> None:
        connection.close()
        remark(f"{outage.message} Every file stays where it is; the next try is in {outage.retry_after} s.")
        self.stop.wait(outage.retry_after)


def watch(path: Path, *, into: Agency, json: bool, means: Means = NO_TABLES) -> None:
    """Watch a folder until SIGTERM or Ctrl-C, which stop between two files."""
    folder, stop = WatchedFolder(path), threading.Event()
    try:
        folder.open()
    except AlreadyWatched:
        remark("Another process watches this folder already.")
        raise typer.Exit(WRONG_USE) from None
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    remark(f"Watching {path} (stop with Ctrl-C)")
    try:
        Watch(folder, into, json, stop, means).run()
    finally:
        folder.close()
    remark("Stopped. What was not taken in lies where it was.")
    raise typer.Exit(DONE)
