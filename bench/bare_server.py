"""A server beside Nightlight's that does nothing but write: for each post, the rows of one report anew, in one commit.

Only `bench.durable` starts it, in a data folder of its own. BENCH_SUBMISSION names the submission whose rows it writes.
"""

import os
import uuid
from collections.abc import Callable, Iterable
from typing import Any

import django

django.setup()

from django.db import connection, models, transaction  # noqa: E402 - Django must be set up first

from nightlight.deconfliction.models import IndexEntry  # noqa: E402 - as above
from nightlight.foundation import ids  # noqa: E402 - as above
from nightlight.intake.lifting import LIFTED  # noqa: E402 - as above
from nightlight.intake.models import Report, Submission, SubmissionPart  # noqa: E402 - as above
from nightlight.triage.models import Assessment, RouteClaim, RouteDecision  # noqa: E402 - as above

BECAUSE = "a benchmark writes rows anew"
MODELS: tuple[type[models.Model], ...] = (
    *(Submission, SubmissionPart, Report, *LIFTED, Assessment, RouteDecision, RouteClaim, IndexEntry),
)
UNIQUE = {"sha256", "token", "receipt"}


class Table:
    """The rows of one report in one table, ready to be written under other ids."""

    def __init__(self, model: type[models.Model], rows: Iterable[models.Model]) -> None:
        fields = model._meta.concrete_fields  # noqa: SLF001 - Django's documented way to a model's fields
        columns, marks = ", ".join(f'"{field.column}"' for field in fields), ", ".join("%s" for _ in fields)
        self.sql = f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})'  # noqa: S608, SLF001 - as above
        self.unique = [place for place, field in enumerate(fields) if field.name in UNIQUE]
        self.rows = [
            [field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in fields] for row in rows
        ]

    def anew(self, new: dict[Any, Any], mark: str) -> list[list[Any]]:
        """Return the rows with their own ids exchanged, and what must be unique marked."""
        rows = [[new.get(value, value) if value.__hash__ else value for value in row] for row in self.rows]
        for row in rows:
            for place in self.unique:
                row[place] = (mark + str(row[place]))[: len(str(row[place]))]
        return rows


def _read() -> list[Table]:
    """Read the rows of one report, table by table: each that points to rows that were read before."""
    submission = uuid.UUID(os.environ["BENCH_SUBMISSION"])
    read: dict[type[models.Model], list[Any]] = {}
    for model in MODELS:
        fields = model._meta.concrete_fields  # noqa: SLF001 - as above
        own: Any = model._default_manager  # noqa: SLF001 - as above
        of = models.Q(pk=submission) if model is Submission else models.Q()
        for field in fields:
            if field.related_model in read:
                of |= models.Q(**{f"{field.name}__in": read[field.related_model]})
            elif field.name == "record_id":
                of |= models.Q(record_id__in=[row.pk for row in read[Report]])
        read[model] = list(own.unscoped(because=BECAUSE).filter(of))
    return [Table(model, rows) for model, rows in read.items() if rows]


TABLES = _read()
OWN = [row[0] for table in TABLES for row in table.rows]
ROWS = sum(len(table.rows) for table in TABLES)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """Write the rows of one report, and answer when they are kept."""
    environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    mark = uuid.uuid4().hex
    new = {old: ids.new() if isinstance(old, uuid.UUID) else ids.new().hex for old in OWN}
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.executemany(table.sql, table.anew(new, mark))
    start_response("201 Created", [("Content-Length", "0")])
    return [b""]
