"""Bulk intake as the tables grow: the same work at ten thousand stored reports, and at many more.

`python -m bench.growth`; BENCH_STORED sets how many reports are stored at last (default 100,000), BENCH_POSTGRESQL=1
takes PostgreSQL. Reports are multiplied inside the database, row for row with ids and identifiers of their own.
"""

import os
import resource
import time
from itertools import islice
from pathlib import Path
from typing import Any

from bench.own_database import own_database, wants_postgresql

STORED = int(os.environ.get("BENCH_STORED", "100000"))
SEED, MEASURED = 10_000, 2_500


def main() -> None:
    """Take in ten thousand reports, measure, multiply them, measure again."""
    with own_database(postgresql=wants_postgresql()):
        from nightlight.commands.preparing import prepare  # noqa: PLC0415 - Django must be set up first
        from nightlight.foundation.memory import settle  # noqa: PLC0415 - as above

        settle()
        prepare()
        _measure()


def _measure() -> None:
    from bench.printing import line  # noqa: PLC0415 - Django must be set up first
    from nightlight.intake.formats.gather import Gathered  # noqa: PLC0415 - as above
    from nightlight.simulation import scenario  # noqa: PLC0415 - as above
    from nightlight.simulation.submissions import complaints  # noqa: PLC0415 - as above

    coming = (
        Gathered(str(one.number), one.raw, one.companions) for one in complaints(scenario.load().scaled(0.9), SEED)
    )
    _taken_in(list(islice(coming, SEED)))
    copies = 0
    while True:
        stored = _stored()
        rate = _taken_in(list(islice(coming, MEASURED)))
        line(f"bulk intake with {stored:,} reports stored", f"{rate:,.0f} reports/s, then {_memory()} MiB in memory")
        if stored >= STORED:
            return
        began = time.perf_counter()
        while _stored() < min(STORED, max(100_000, stored * 3)):
            copies += 1
            _multiply(copies)
        _settle_down()
        line(f"  multiplied to {_stored():,} reports", f"{time.perf_counter() - began:.0f} s")


def _stored() -> int:
    from nightlight.intake.models import Report  # noqa: PLC0415 - Django must be set up first

    return Report.objects.unscoped(because="a benchmark counts").count()


def _taken_in(gathered: list[Any]) -> float:
    from nightlight.agencies.models import Agency  # noqa: PLC0415 - Django must be set up first
    from nightlight.commands.carrying import carried  # noqa: PLC0415 - as above
    from nightlight.intake.models import Channel  # noqa: PLC0415 - as above

    national, began = Agency.objects.get(code="national"), time.perf_counter()
    kept = sum(1 for _ in carried(gathered, into=national, channel=Channel.FILE))
    return kept / (time.perf_counter() - began)


def _multiply(copy: int) -> None:
    """Store the first reports once more: ids begin with the number of the copy, identifiers end with it."""
    from django.db import connection, transaction  # noqa: PLC0415 - Django must be set up first

    from nightlight.deconfliction.models import IndexEntry  # noqa: PLC0415 - as above
    from nightlight.intake.lifting import LIFTED  # noqa: PLC0415 - as above
    from nightlight.intake.models import Report, Submission, SubmissionPart  # noqa: PLC0415 - as above
    from nightlight.triage.models import Assessment, RouteClaim, RouteDecision  # noqa: PLC0415 - as above

    uuids = connection.vendor == "postgresql"
    models = (Submission, SubmissionPart, Report, *LIFTED, Assessment, RouteDecision, RouteClaim, IndexEntry)
    with transaction.atomic(), connection.cursor() as cursor:
        for model in models:
            fields = model._meta.concrete_fields  # noqa: SLF001 - Django's documented way to a model's fields
            columns = ", ".join(f'"{field.column}"' for field in fields)
            values = ", ".join(
                _copied(field, models, copy, uuids=connection.vendor == "postgresql") for field in fields
            )
            first = f"'{_FIRST:08x}'"
            own = "CAST(id AS text)" if uuids else "id"
            cursor.execute(
                f'INSERT INTO "{model._meta.db_table}" ({columns}) '  # noqa: S608, SLF001 - names of our models
                f'SELECT {values} FROM "{model._meta.db_table}" WHERE substr({own}, 1, 8) >= {first}'  # noqa: SLF001
            )


_FIRST = 0x01000000
"""Ids that time made begin above this; those of copies below."""


def _copied(field: Any, models: tuple[Any, ...], copy: int, *, uuids: bool) -> str:
    """Return the SQL of a column's value in a copy."""
    column = f'"{field.column}"'
    if field.primary_key or field.related_model in models or field.name == "record_id":
        return _with_another_beginning(column, copy, uuids=uuids)
    if field.name in {"sha256", "token"}:
        return f"'{copy:08x}' || substr({column}, 9)"
    if field.name == "receipt":
        return f"{column} || '{copy:x}'"
    if field.model.__name__ == "Sighting" and field.name == "value":
        return f"{column} || '~{copy:x}'"
    return column


def _with_another_beginning(column: str, copy: int, *, uuids: bool) -> str:
    if uuids:
        return f"CAST('{copy:08x}' || substr(CAST({column} AS text), 9) AS uuid)"
    return f"'{copy:08x}' || substr({column}, 9)"


def _settle_down() -> None:
    """Let the database put away what was multiplied, as it would have by itself had the reports come one by one."""
    from django.db import connection  # noqa: PLC0415 - Django must be set up first

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)" if connection.vendor == "sqlite" else "VACUUM ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA shrink_memory")


def _memory() -> int:
    """Return what this process holds in memory now, in MiB; what was multiplied passed through it as well."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize() // 2**20


if __name__ == "__main__":
    main()
