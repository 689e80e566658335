"""Makes and writes many rows of one table at once.

Django's `bulk_create` builds an SQL text for every sixty rows and asks each field of each row how it is stored.
Here one statement is prepared and the rows are handed to the driver, which costs less than half
(docs/decisions/0009). Constraints hold as ever: they are the database's.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter, itemgetter
from typing import Any, Self, TypeVar

import msgspec
from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.models.base import ModelState

M = TypeVar("M", bound=models.Model)

Prepare = Callable[[Any], Any]
Column = Iterable[Any]
AS_IT_IS = (models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.BinaryField)


@dataclass(frozen=True, slots=True)
class _Defaults:
    """What a new row of a model holds unless it is told otherwise."""

    plain: dict[str, Any]
    made: tuple[tuple[str, Callable[[], Any]], ...]
    columns: int


def unsaved(model: type[M], **values: Any) -> M:
    """Return a new row, not yet written: `model(**values)` at a fifth of the cost.

    Fields are named as they stand in the row (`report_id`, not `report`); TypeError for a name that is no column.
    """
    defaults = _defaults(model)
    held = {**defaults.plain, **values}
    for name, make in defaults.made:
        if name not in held:
            held[name] = make()
    if len(held) != defaults.columns:
        unknown = held.keys() - defaults.plain.keys() - dict(defaults.made).keys()
        raise TypeError(f"{model.__name__} has no columns named {', '.join(sorted(unknown))}.")
    held["_state"] = ModelState()
    row = model.__new__(model)
    row.__dict__ = held
    return row


@functools.cache
def _defaults(model: type[models.Model]) -> _Defaults:
    plain, made = {}, []
    for field in model._meta.concrete_fields:  # noqa: SLF001 - Django's documented way to a model's fields
        if field.has_default() and callable(field.default):
            made.append((field.attname, field.default))
        else:
            plain[field.attname] = field.get_default()
    return _Defaults(plain, tuple(made), len(plain) + len(made))


def insert(rows: Sequence[models.Model]) -> None:
    """Insert new rows of one table, all or none. Every value is set on the row; the database sets nothing."""
    if not rows:
        return
    here = connections[DEFAULT_DB_ALIAS]  # itself, not the proxy that looks for it each time
    plan = _inserting(type(rows[0]), here.vendor)
    with transaction.atomic(savepoint=False), here.cursor() as cursor:
        if here.vendor == "postgresql":
            _copy(cursor, plan.statement, plan.values(rows))
        else:
            cursor.executemany(plan.statement, list(plan.values(rows)))


def _copy(cursor: Any, statement: str, values: Iterable[Sequence[Any]]) -> None:
    """Stream rows to PostgreSQL. Its driver would write each INSERT out as text; every rule holds here all the same."""
    with connection.wrap_database_errors, cursor.copy(statement) as copy:
        for row in values:
            copy.write_row(row)


def write_back(rows: Sequence[models.Model], *names: str) -> None:
    """Write fields of rows of one table that are held under lock, each with values of its own."""
    if not rows:
        return
    here = connections[DEFAULT_DB_ALIAS]
    plan = _writing_back(type(rows[0]), names, here.vendor)
    with transaction.atomic(savepoint=False), here.cursor() as cursor:
        cursor.executemany(plan.statement, list(plan.values(rows)))


@dataclass(frozen=True, slots=True)
class _Plan:
    """A statement, and how rows become what it takes; made once for each table."""

    statement: str
    read: Callable[[dict[str, Any]], tuple[Any, ...]]
    prepare: tuple[Prepare | None, ...]

    @classmethod
    def of(cls, statement: str, fields: "Sequence[models.Field[Any, Any]]") -> Self:
        read = itemgetter(*(field.attname for field in fields))  # from the row's dictionary: descriptors are dear
        return cls(statement, read, tuple(map(_preparing, fields)))

    def values(self, rows: Sequence[models.Model]) -> Iterator[Sequence[Any]]:
        """Give rows as the driver takes them: prepared a column at a time, which costs no call for a value."""
        columns = zip(*map(self.read, [row.__dict__ for row in rows]), strict=True)
        return zip(*map(_prepared, columns, self.prepare), strict=True)


@functools.cache
def _inserting(model: type[models.Model], vendor: str) -> _Plan:
    meta, quote = model._meta, connection.ops.quote_name  # noqa: SLF001 - Django's documented way to a model's fields
    fields = meta.concrete_fields
    table, columns = quote(meta.db_table), ", ".join(quote(str(field.column)) for field in fields)
    if vendor == "postgresql":
        return _Plan.of(f"COPY {table} ({columns}) FROM STDIN", fields)
    places = ", ".join(["%s"] * len(fields))
    return _Plan.of(f"INSERT INTO {table} ({columns}) VALUES ({places})", fields)  # noqa: S608 - names of our models


@functools.cache
def _writing_back(model: type[models.Model], names: tuple[str, ...], vendor: str) -> _Plan:
    del vendor  # by it values are prepared
    meta, quote = model._meta, connection.ops.quote_name  # noqa: SLF001 - as above
    fields: list[models.Field[Any, Any]] = [meta.get_field(name) for name in names]  # type: ignore[misc]  # columns
    changes = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    key = quote(str(meta.pk.column))
    statement = f"UPDATE {quote(meta.db_table)} SET {changes} WHERE {key} = %s"  # noqa: S608 - names of our models
    return _Plan.of(statement, [*fields, meta.pk])


def _prepared(values: Column, prepare: Prepare | None) -> Column:
    """Return the values of a column as the driver takes them. The very same value, row after row, is asked once."""
    if prepare is None:
        return values
    prepared = []
    last = made = None
    for value in values:
        if value is not last:
            last, made = value, None if value is None else prepare(value)
        prepared.append(made)
    return prepared


def _moment(at: datetime) -> str:
    """Return an aware moment as SQLite keeps it: as Django writes it, at a quarter of the cost."""
    return str(at.astimezone(UTC).replace(tzinfo=None))


def _json(value: Any) -> str:
    """Return a value as both databases take it; Python's own writer takes four times as long."""
    return msgspec.json.encode(value).decode()


def _preparing(field: "models.Field[Any, Any]") -> Prepare | None:
    """Return what makes of a value that is not None what the driver takes; None where it is that already."""
    stored = field.target_field if isinstance(field, models.ForeignKey) else field
    if isinstance(stored, AS_IT_IS):
        return None
    if isinstance(stored, models.UUIDField):
        return None if connection.features.has_native_uuid_field else attrgetter("hex")
    if isinstance(stored, models.DateField):  # which a DateTimeField is too
        if connection.vendor == "postgresql":
            return None
        return _moment if isinstance(stored, models.DateTimeField) else str
    if isinstance(stored, models.JSONField) and stored.encoder is None:
        return _json
    return lambda value: field.get_db_prep_save(value, connections[DEFAULT_DB_ALIAS])
