"""Intake: bytes to the end of the road, in batches and one by one; beside it the same rows written bare.

A part of `make bench`; by itself `python -m bench.intake_alone`, in a database of its own.
"""

import time
from itertools import islice

from django.conf import settings
from django.db import connection, transaction

from bench.printing import line, spread
from nightlight.accounts.standing import operator, worker
from nightlight.agencies.models import Agency
from nightlight.commands.carrying import carried
from nightlight.geography.gazetteer import gazetteer
from nightlight.intake.ahead import READERS
from nightlight.intake.arriving import Arrival, Reading, read_arrival
from nightlight.intake.formats.gather import Gathered
from nightlight.intake.models import Channel
from nightlight.simulation import scenario
from nightlight.simulation.submissions import complaints
from nightlight.triage import road

MANY, ONE_BY_ONE, BATCH = 5000, 100, 500
OTHER_SEED = 8


def measure() -> None:
    """Measure reading, bulk intake, single intake, and a bare insert of as many rows."""
    invented = list(islice(complaints(scenario.load().scaled(0.6), OTHER_SEED), 2 * MANY + ONE_BY_ONE))
    others = [Gathered(str(one.number), one.raw, one.companions) for one in invented[MANY + ONE_BY_ONE :]]
    arrivals = [Arrival(str(one.number), one.raw, one.companions) for one in invented[: MANY + ONE_BY_ONE]]
    del invented
    began = time.perf_counter()
    readings = [read_arrival(arrival) for arrival in arrivals]
    _say("reading (one process)", len(readings), time.perf_counter() - began)
    before, began = _rows(), time.perf_counter()
    for start in range(0, MANY, BATCH):
        _carry(readings[start : start + BATCH])
    seconds = time.perf_counter() - began
    _say("bulk intake after reading, to the end of the road", MANY, seconds)
    rows = _rows() - before
    bare = _bare(rows)
    line(
        "the same number of rows, written bare",
        f"{rows:,} rows in {bare:.2f} s; the road takes {seconds / bare:.1f} times as long",
    )
    singles = []
    for reading in readings[MANY:]:
        began = time.perf_counter()
        _carry([reading])
        singles.append(time.perf_counter() - began)
    line("one report, received to deconflicted, durable", spread(singles))
    del readings, arrivals
    _both_at_once(others)


def _both_at_once(gathered: list[Gathered]) -> None:
    """Measure `nightlight intake` without its printing: read in other processes, written in this one."""
    national = Agency.objects.get(code="national")
    began = time.perf_counter()
    kept = sum(1 for _ in carried(gathered, into=national, channel=Channel.FILE))
    _say(f"bulk intake, read by {READERS} and written by one process", kept, time.perf_counter() - began)


def _carry(readings: list[Reading]) -> None:
    road.carry(
        readings,
        by=operator(),
        worker=worker(),
        places=gazetteer(settings.DATA_DIR),
        into=Agency.objects.get(code="national"),
        sent_by=None,
        channel=Channel.FILE,
    )


def _say(what: str, reports: int, seconds: float) -> None:
    line(what, f"{reports / seconds:,.0f} reports/s ({seconds / reports * 1000:.2f} ms each)")


def _rows() -> int:
    tables = [name for name in connection.introspection.table_names() if not name.startswith("django_")]
    with connection.cursor() as cursor:
        total = 0
        for table in tables:
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 - names from the database itself
            total += int(cursor.fetchone()[0])
    return total


def _bare(rows: int) -> float:
    """Return the seconds that a plain table takes for as many rows of about the same width."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bench_bare (id char(32) PRIMARY KEY, a varchar(100), b varchar(100), c char(32))")
        values = [(f"{number:032x}", "sample" * 8, "example" * 6, f"{number:032x}") for number in range(rows)]
        began = time.perf_counter()
        with transaction.atomic():
            for start in range(0, rows, BATCH * 25):
                cursor.executemany("INSERT INTO bench_bare VALUES (%s, %s, %s, %s)", values[start : start + BATCH * 25])
        seconds = time.perf_counter() - began
        cursor.execute("DROP TABLE bench_bare")
    return seconds
