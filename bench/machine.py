"""The machine under the figures: without it they mean nothing."""

import os
import platform
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import django
from django.db import connection

from bench.printing import line


def show() -> None:
    """Print what the figures were taken on."""
    line("date", f"{datetime.now(UTC):%Y-%m-%d}")
    line("machine", f"{os.cpu_count()} cores, {_memory()}, {_processor()}")
    line("software", f"Python {platform.python_version()}, Django {django.__version__}, {_database()}")


def _memory() -> str:
    return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"


def _processor() -> str:
    words = [text for text in Path("/proc/cpuinfo").read_text().splitlines() if text.startswith("model name")]
    return words[0].partition(":")[2].strip() if words else platform.machine()


def _database() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}, WAL, synchronous=FULL"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0]}"


def cpu_seconds(server: int) -> float:
    """Return the CPU time of the server and its worker: what it would be without neighbours on the machine."""
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if server in (int(stat.parent.name), int(words[1])):
            ticks += int(words[11]) + int(words[12])
    return ticks / os.sysconf("SC_CLK_TCK")
