"""Acts: allowed, locked, whole, written down.

Three shapes. `act` changes one record that is there; `creating` brings records into being; `over_many` changes a
set of records at once and still writes every row down. A refusal changes nothing and is written down too, after
the transaction that rolled back. What acts within acts did is written down together, last of all, so that nobody who
waits for the ledger holds what others wait for.

Who writes is named by the setting ACT_LEDGER, because the ledger lives one floor above this one.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, Protocol, Self, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models, transaction
from django.utils.module_loading import import_string

from nightlight.foundation.refusals import NotFound, Refusal
from nightlight.foundation.sealed import Actor, SealedQuerySet

R = TypeVar("R")
Details = dict[str, Any]
Each = Callable[[Any], Mapping[str, Any]]
REASON = "because"


@dataclass(frozen=True, slots=True)
class Done:
    """One record that an act changed, by its kind and id, and what is written down of it."""

    act: str
    kind: str
    on: UUID
    details: Details
    by: Actor

    @classmethod
    def of(cls, record: models.Model, act: str, details: Details, *, by: Actor) -> Self:
        """Return what an act did to a record that is there."""
        return cls(act, kind_of(record), record.pk, details, by)


class Ledger(Protocol):
    """Where acts are written down."""

    def done(self, entries: Sequence[Done]) -> None:
        """Write one entry per record, in their order, inside the running transaction."""
        ...

    def refused(self, act: str, on: models.Model | None, *, by: Actor, code: str) -> None:
        """Write that the act was tried and refused, in a transaction of its own."""
        ...


@dataclass(slots=True)
class _Together:
    """The acts of one transaction: what they did, which was refused, and the records that need not be read again."""

    done: list[Done] = field(default_factory=list)
    refused: tuple[str, models.Model | None, Actor, str] | None = None
    held: dict[Any, models.Model] = field(default_factory=dict)
    running: int = 0
    """How many acts are running, one within the other; none between those of `as_one`."""


_running: ContextVar[_Together | None] = ContextVar("running", default=None)


@functools.cache
def ledger() -> Ledger:
    """Return the ledger that the settings name."""
    return cast(Ledger, import_string(settings.ACT_LEDGER)())


def described(details: Mapping[str, Any]) -> Details:
    """Return what of an act's words may be written down: ids, moments, numbers, choices and the stated reason.

    Free text other than the reason is left out, so that no contents of a record reach the audit log.
    """
    kept: Details = {}
    for name, value in details.items():
        if isinstance(value, models.Model):
            kept[name] = str(value.pk)
        elif isinstance(value, Enum):
            kept[name] = str(value.value)
        elif isinstance(value, (bool, int, float)) or (isinstance(value, str) and name == REASON):
            kept[name] = value
        elif isinstance(value, (date, datetime, UUID)):
            kept[name] = str(value)
        elif isinstance(value, (list, tuple)) and value and all(isinstance(item, models.Model) for item in value):
            kept[name] = [str(item.pk) for item in value]
    return kept


@contextmanager
def as_one() -> Iterator[None]:
    """Do the acts of the block in one transaction, all or none, and write them down at its end.

    Of an act that failed the block cannot go on: nothing was kept to go back to before it.
    """
    with _together():
        yield


def hold(records: Iterable[models.Model]) -> None:
    """Say that the running act made these records or read them under lock, so that they are as they stand.

    The next act on many of them within `as_one` takes these very objects, and only makes sure that they are the
    actor's to see.
    """
    together = _running.get()
    if together:
        together.held = {record.pk: record for record in records}


@contextmanager
def _together() -> Iterator[_Together]:
    if outer := _running.get():
        before = len(outer.done)
        try:
            with transaction.atomic(savepoint=outer.running > 0):
                yield outer
        except BaseException:
            del outer.done[before:]
            raise
        return
    together = _Together()
    token = _running.set(together)
    try:
        with transaction.atomic():
            yield together
            ledger().done(together.done)
    except Refusal:
        if together.refused:
            act, on, by, code = together.refused
            ledger().refused(act, on, by=by, code=code)
        raise
    finally:
        _running.reset(token)


def _run(name: str, needs: str, on: models.Model | None, by: Actor, work: Callable[[], tuple[R, list[Done]]]) -> R:
    with _together() as together:
        together.running += 1
        try:
            by.require(needs)
            result, done = work()
        except Refusal as refusal:
            together.refused = (name, on, by, refusal.code)  # of acts within acts, the outermost says it last
            raise
        finally:
            together.running -= 1
        together.done += done
        return result


def _opened(model: type[models.Model], by: Actor) -> Any:
    manager: Any = model._default_manager  # noqa: SLF001 - Django's public way to the default manager
    queryset = manager.all()
    return queryset.visible_to(by) if isinstance(queryset, SealedQuerySet) else queryset


def _locked(record: models.Model, by: Actor) -> models.Model:
    try:
        return cast(models.Model, _opened(type(record), by).select_for_update(of=("self",)).get(pk=record.pk))
    except ObjectDoesNotExist:
        raise NotFound from None


def _locked_many(records: Iterable[models.Model], by: Actor) -> list[models.Model]:
    asked = {record.pk: record for record in records}
    if not asked:
        return []
    found = _opened(type(next(iter(asked.values()))), by).filter(pk__in=list(asked))
    locked = _taken(asked)
    here = found.count() if locked else 0
    if not locked:
        locked = list(found.select_for_update(of=("self",)).order_by("pk"))
        here = len(locked)
    if here != len(asked):
        raise NotFound
    return locked


def _taken(asked: Mapping[Any, models.Model]) -> list[models.Model]:
    """Return what the transaction holds of what was asked for, once, in the order of their keys; all or nothing."""
    together = _running.get()
    if together is None:
        return []
    held, together.held = together.held, {}
    are_held = all(held.get(pk) is record for pk, record in asked.items())
    return [asked[pk] for pk in sorted(asked)] if are_held else []


def act(name: str, *, needs: str, each: Each | None = None) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Make a function an act on one record: `function(record, *, by, ...)`.

    The record is read again under lock as the actor, so an act on something they cannot see fails as not found.
    `each` may add ids and choices taken from the result to what is written down.
    """

    def wrap(function: Callable[..., R]) -> Callable[..., R]:
        @functools.wraps(function)
        def acted(record: models.Model, *, by: Actor, **details: Any) -> R:
            def work() -> tuple[R, list[Done]]:
                locked = _locked(record, by)
                result = function(locked, by=by, **details)
                entry = described(details) | dict(each(result) if each else {})
                return result, [Done.of(locked, name, entry, by=by)]

            return _run(name, needs, record, by, work)

        return _marked(acted, name, needs)

    return wrap


def creating(name: str, *, needs: str, each: Each | None = None) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Make a function an act that brings records into being: `function(..., *, by, ...)`.

    It returns the new record or a list of them; every one is written down.
    """

    def wrap(function: Callable[..., R]) -> Callable[..., R]:
        @functools.wraps(function)
        def acted(*given: Any, by: Actor, **details: Any) -> R:
            def work() -> tuple[R, list[Done]]:
                result = function(*given, by=by, **details)
                made: list[Any] = result if isinstance(result, list) else [result]
                return result, _done(name, made, described(details), each, by)

            return _run(name, needs, None, by, work)

        return _marked(acted, name, needs)

    return wrap


def over_many(name: str, *, needs: str, each: Each | None = None) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Make a function an act on a set: `function(records: list, *, by, ...)`, all or nothing.

    Every record is locked in one query as the actor; if one is not theirs to see, none is changed. `each` gives
    what is written down about each record besides the words of the act.
    """

    def wrap(function: Callable[..., R]) -> Callable[..., R]:
        @functools.wraps(function)
        def acted(records: Iterable[models.Model], *, by: Actor, **details: Any) -> R:
            def work() -> tuple[R, list[Done]]:
                locked = _locked_many(records, by)
                result = function(locked, by=by, **details)
                return result, _done(name, locked, described(details), each, by)

            return _run(name, needs, None, by, work)

        return _marked(acted, name, needs)

    return wrap


def _done(name: str, records: Iterable[models.Model], said: Details, each: Each | None, by: Actor) -> list[Done]:
    return [Done.of(record, name, said | dict(each(record) if each else {}), by=by) for record in records]


def kind_of(record: models.Model) -> str:
    """Return the name of a record's kind, as it is written down."""
    return record._meta.label_lower  # noqa: SLF001 - Django's documented way to a model's name


def _marked(acted: Callable[..., R], name: str, needs: str) -> Callable[..., R]:
    acted.act, acted.needs = name, needs  # type: ignore[attr-defined]  # read by tests/promises
    return acted
