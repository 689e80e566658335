"""Rows are sealed until someone says for whom.

A queryset of a sealed model chains freely but refuses to touch the database until it was opened, either for an
actor (`visible_to`) or for a stated reason (`unscoped`). Every way into the database that Django offers is
guarded here; `tests/foundation/test_sealed.py` tries each.
"""

from collections.abc import Iterator
from typing import Any, Protocol, Self, TypeVar, cast
from uuid import UUID

from django.db import models
from django.db.models import Q, sql

M_co = TypeVar("M_co", bound=models.Model, covariant=True)


class Actor(Protocol):
    """Whoever acts or reads: a person, or a service account with rights of its own."""

    def __hash__(self) -> int: ...

    @property
    def pk(self) -> Any: ...

    @property
    def agency_id(self) -> UUID: ...

    def may(self, permission: str) -> bool:
        """Say whether the actor holds the permission now."""
        ...

    def require(self, permission: str) -> None:
        """Raise NotAllowed unless the actor holds the permission now."""
        ...

    def sees(self, field: str) -> Q:
        """Return the condition that `field` (a path to an agency) is one whose rows the actor sees."""
        ...


class Sealed(Exception):
    """Someone tried to read rows without saying for whom."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(
            f"{model.__name__} rows are sealed: say visible_to(actor), or unscoped(because='...') with a reason."
        )


class SealedQuery(sql.Query):
    """The second lock, for ways that take a queryset's query and leave the queryset behind (`Exists`, `Subquery`)."""

    is_open = False

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        if not self.is_open:
            raise Sealed(cast(type[models.Model], self.model))
        return super().get_compiler(*args, **kwargs)


class SealedQuerySet(models.QuerySet[M_co]):
    """Refuses to touch the database until opened for an actor, or for a stated reason."""

    _opened_by: str | None = None

    def __init__(
        self, model: Any = None, query: sql.Query | None = None, using: str | None = None, hints: Any = None
    ) -> None:
        super().__init__(model, query if query is not None or model is None else SealedQuery(model), using, hints)

    def visibility(self, actor: Actor) -> Q:
        """Return which rows the actor may see. Each model says its own rule once, here."""
        raise NotImplementedError(f"{self.model.__name__} does not say who may see its rows.")

    def visible_to(self, actor: Actor) -> Self:
        """Open the rows that the actor may see."""
        return self._open(f"actor:{actor.pk}").filter(self.visibility(actor))

    def unscoped(self, *, because: str) -> Self:
        """Open all rows, for a reason that stands in the reviewed list (`tests/promises/unscoped.txt`)."""
        return self._open(because)

    def _open(self, opened_by: str) -> Self:
        opened = self._chain()  # type: ignore[attr-defined]
        opened._opened_by = opened_by  # noqa: SLF001 - the same class
        opened.query.is_open = True
        return opened  # type: ignore[no-any-return]

    def _clone(self) -> Self:
        clone = super()._clone()  # type: ignore[misc]
        clone._opened_by = self._opened_by  # noqa: SLF001 - the same class
        return clone  # type: ignore[no-any-return]

    def _require_open(self) -> None:
        if self._opened_by is None:
            raise Sealed(self.model)

    def _fetch_all(self) -> None:
        self._require_open()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Iterator[M_co]:
        self._require_open()
        return super().iterator(chunk_size=chunk_size)

    def count(self) -> int:
        self._require_open()
        return super().count()

    def exists(self) -> bool:
        self._require_open()
        return super().exists()

    def contains(self, obj: models.Model) -> bool:
        self._require_open()
        return super().contains(obj)

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._require_open()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._require_open()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._require_open()
        return super().delete()

    def _raw_delete(self, using: str | None) -> int:
        self._require_open()
        return super()._raw_delete(using)

    def in_bulk(self, *args: Any, **kwargs: Any) -> Any:
        self._require_open()
        return super().in_bulk(*args, **kwargs)

    def explain(self, *args: Any, **kwargs: Any) -> str:
        self._require_open()
        return super().explain(*args, **kwargs)

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        self._require_open()
        return super().raw(*args, **kwargs)

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        self._require_open()
        return super().resolve_expression(*args, **kwargs)

    def _merge_sanity_check(self, other: "SealedQuerySet[Any]") -> None:
        self._require_open()
        other._require_open()  # noqa: SLF001 - the same class
        super()._merge_sanity_check(other)  # type: ignore[misc]

    def _combinator_query(self, combinator: str, *others: "SealedQuerySet[Any]", **kwargs: Any) -> Any:
        for queryset in (self, *others):
            queryset._require_open()  # noqa: SLF001 - the same class
        return super()._combinator_query(combinator, *others, **kwargs)  # type: ignore[misc]
