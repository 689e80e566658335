"""Writes many new rows of one table at once.

Django's `bulk_create` builds an SQL text for every sixty rows and asks each field of each row how it is stored.
Here one statement is prepared and the rows are handed to the driver, which costs less than half
(docs/benchmarks.md). Constraints hold as ever: they are the database's.
"""

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models, transaction

Prepare = Callable[[Any], Any]
AS_IT_IS = (models.CharField, models.TextField, models.BooleanField, models.IntegerField)


def insert(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one table, all or none. Every value is set on the row; the database sets nothing."""
    if not rows:
        return
    meta = type(rows[0])._meta  # noqa: SLF001 - Django's documented way to a model's fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in meta.concrete_fields)
    places = ", ".join(["%s"] * len(meta.concrete_fields))
    statement = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - names of our models
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.executemany(statement, list(_values(rows, meta.concrete_fields)))


def _values(rows: Sequence[models.Model], fields: Sequence["models.Field[Any, Any]"]) -> Iterator[list[Any]]:
    read = attrgetter(*(field.attname for field in fields))
    prepared = [(at, prepare) for at, field in enumerate(fields) if (prepare := _preparing(field))]
    for row in rows:
        values = list(read(row))
        for at, prepare in prepared:
            if values[at] is not None:
                values[at] = prepare(values[at])
        yield values


def _preparing(field: "models.Field[Any, Any]") -> Prepare | None:
    """Return what makes of a value that is not None what the driver takes; None where it is that already."""
    stored = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(stored, models.UUIDField):
        return None if connection.features.has_native_uuid_field else attrgetter("hex")
    if isinstance(stored, models.DateTimeField):
        return connection.ops.adapt_datetimefield_value
    if isinstance(stored, AS_IT_IS):
        return None
    return lambda value: field.get_db_prep_save(value, connection)
