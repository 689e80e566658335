"""Makes and writes many rows of one table at once.

Django's `bulk_create` builds an SQL text for every sixty rows and asks each field of each row how it is stored.
Here one statement is prepared and the rows are handed to the driver, which costs less than half
(docs/decisions/0009). Constraints hold as ever: they are the database's.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter
from typing import Any, TypeVar

from django.db import connection, models, transaction
from django.db.models.base import ModelState

M = TypeVar("M", bound=models.Model)

Prepare = Callable[[Any], Any]
AS_IT_IS = (models.CharField, models.TextField, models.BooleanField, models.IntegerField)


@dataclass(frozen=True, slots=True)
class _Defaults:
    """What a new row of a model holds unless it is told otherwise."""

    plain: dict[str, Any]
    made: tuple[tuple[str, Callable[[], Any]], ...]


def unsaved(model: type[M], **values: Any) -> M:
    """Return a new row, not yet written: `model(**values)` at a fifth of the cost.

    Fields are named as they stand in the row (`report_id`, not `report`); TypeError for a name that is no column.
    """
    defaults = _defaults(model)
    row = model.__new__(model)
    held = row.__dict__
    held.update(defaults.plain)
    for name, make in defaults.made:
        held[name] = values[name] if name in values else make()
    held.update(values)
    if len(held) != len(defaults.plain) + len(defaults.made):
        unknown = held.keys() - defaults.plain.keys() - dict(defaults.made).keys()
        raise TypeError(f"{model.__name__} has no columns named {', '.join(sorted(unknown))}.")
    held["_state"] = ModelState()
    return row


@functools.cache
def _defaults(model: type[models.Model]) -> _Defaults:
    plain, made = {}, []
    for field in model._meta.concrete_fields:  # noqa: SLF001 - Django's documented way to a model's fields
        if field.has_default() and callable(field.default):
            made.append((field.attname, field.default))
        else:
            plain[field.attname] = field.get_default()
    return _Defaults(plain, tuple(made))


def insert(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one table, all or none. Every value is set on the row; the database sets nothing."""
    if not rows:
        return
    meta = type(rows[0])._meta  # noqa: SLF001 - Django's documented way to a model's fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in meta.concrete_fields)
    values = _values(rows, meta.concrete_fields)
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _copy(cursor, f"COPY {quote(meta.db_table)} ({columns}) FROM STDIN", values)
            return
        places = ", ".join(["%s"] * len(meta.concrete_fields))
        statement = f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - names of our models
        cursor.executemany(statement, list(values))


def _copy(cursor: Any, statement: str, values: Iterable[Sequence[Any]]) -> None:
    """Stream rows to PostgreSQL. Its driver would write each INSERT out as text; every rule holds here all the same."""
    with connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in values:
            copy.write_row(row)


def write_back(rows: Sequence[models.Model], *names: str) -> None:
    """Write fields of rows of one table that are held under lock, each with values of its own."""
    if not rows:
        return
    meta = type(rows[0])._meta  # noqa: SLF001 - as above
    quote = connection.ops.quote_name
    fields: list[models.Field[Any, Any]] = [meta.get_field(name) for name in names]  # type: ignore[misc]  # columns
    changes = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key = quote(str(meta.pk.column))
    statement = f"UPDATE {quote(meta.db_table)} SET {changes} WHERE {key} = %s"  # noqa: S608 - names of our models
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.executemany(statement, list(_values(rows, [*fields, meta.pk])))


def _values(rows: Sequence[models.Model], fields: Sequence["models.Field[Any, Any]"]) -> Iterator[list[Any]]:
    read = itemgetter(*(field.attname for field in fields))  # from the row's dictionary: descriptors are dear
    prepared = [(at, prepare) for at, field in enumerate(fields) if (prepare := _preparing(field))]
    for row in rows:
        values = list(read(row.__dict__))
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
        return _each_once(connection.ops.adapt_datetimefield_value)
    if isinstance(stored, AS_IT_IS):
        return None
    return lambda value: field.get_db_prep_save(value, connection)


def _each_once(prepare: Prepare) -> Prepare:
    """Return `prepare` for values that stand in many rows one after the other: the very same moment is asked once."""
    last: Any = None
    prepared: Any = None

    def prepared_once(value: Any) -> Any:
        nonlocal last, prepared
        if value is not last:
            last, prepared = value, prepare(value)
        return prepared

    return prepared_once
