"""Acts: allowed, locked, whole, written down.

Three shapes. `act` changes one record that is there; `creating` brings records into being; `over_many` changes a
set of records at once and still writes every row down. A refusal changes nothing and is written down too, after
the transaction that rolled back.

Who writes is named by the setting ACT_LEDGER, because the ledger lives one floor above this one.
"""

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from datetime import date, datetime
from enum import Enum
from typing import Any, Protocol, TypeVar, cast
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


class Ledger(Protocol):
    """Where acts are written down."""

    def done(self, act: str, entries: Sequence[tuple[models.Model, Details]], *, by: Actor) -> None:
        """Write one entry per record, inside the running transaction."""
        ...

    def refused(self, act: str, on: models.Model | None, *, by: Actor, code: str) -> None:
        """Write that the act was tried and refused, in a transaction of its own."""
        ...


_depth: ContextVar[int] = ContextVar("depth", default=0)


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


def _run(name: str, needs: str, on: models.Model | None, by: Actor, work: Callable[[], Any]) -> Any:
    depth = _depth.get()
    token = _depth.set(depth + 1)
    try:
        with transaction.atomic():
            by.require(needs)
            return work()
    except Refusal as refusal:
        if depth == 0:
            ledger().refused(name, on, by=by, code=refusal.code)
        raise
    finally:
        _depth.reset(token)


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
    asked = {record.pk: type(record) for record in records}
    if not asked:
        return []
    model = next(iter(asked.values()))
    found = _opened(model, by).select_for_update(of=("self",)).filter(pk__in=list(asked)).order_by("pk")
    locked = list(found)
    if len(locked) != len(asked):
        raise NotFound
    return locked


def act(name: str, *, needs: str, each: Each | None = None) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Make a function an act on one record: `function(record, *, by, ...)`.

    The record is read again under lock as the actor, so an act on something they cannot see fails as not found.
    `each` may add ids and choices taken from the result to what is written down.
    """

    def wrap(function: Callable[..., R]) -> Callable[..., R]:
        @functools.wraps(function)
        def acted(record: models.Model, *, by: Actor, **details: Any) -> R:
            def work() -> R:
                locked = _locked(record, by)
                result = function(locked, by=by, **details)
                entry = described(details) | dict(each(result) if each else {})
                ledger().done(name, [(locked, entry)], by=by)
                return result

            return cast(R, _run(name, needs, record, by, work))

        return _marked(acted, name, needs)

    return wrap


def creating(name: str, *, needs: str, each: Each | None = None) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Make a function an act that brings records into being: `function(..., *, by, ...)`.

    It returns the new record or a list of them; every one is written down.
    """

    def wrap(function: Callable[..., R]) -> Callable[..., R]:
        @functools.wraps(function)
        def acted(*given: Any, by: Actor, **details: Any) -> R:
            def work() -> R:
                result = function(*given, by=by, **details)
                made: list[Any] = result if isinstance(result, list) else [result]
                said = described(details)
                ledger().done(name, [(record, said | dict(each(record) if each else {})) for record in made], by=by)
                return result

            return cast(R, _run(name, needs, None, by, work))

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
            def work() -> R:
                locked = _locked_many(records, by)
                result = function(locked, by=by, **details)
                said = described(details)
                ledger().done(name, [(record, said | dict(each(record) if each else {})) for record in locked], by=by)
                return result

            return cast(R, _run(name, needs, None, by, work))

        return _marked(acted, name, needs)

    return wrap


def _marked(acted: Callable[..., R], name: str, needs: str) -> Callable[..., R]:
    acted.act, acted.needs = name, needs  # type: ignore[attr-defined]  # read by tests/promises
    return acted
