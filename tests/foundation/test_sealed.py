"""Every way into the database is shut until somebody says for whom."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Count, Exists, OuterRef, QuerySet

from nightlight.audit.models import Entry
from nightlight.foundation.sealed import Sealed

WAYS: dict[str, Callable[[QuerySet[Any]], object]] = {
    "iterate": list,
    "length": len,
    "truth": bool,
    "index": lambda rows: rows[0],
    "get": lambda rows: rows.get(position=1),
    "first": lambda rows: rows.first(),
    "last": lambda rows: rows.last(),
    "latest": lambda rows: rows.latest("at"),
    "iterator": lambda rows: next(rows.iterator(), None),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "contains": lambda rows: rows.contains(Entry()),
    "aggregate": lambda rows: rows.aggregate(Count("pk")),
    "update": lambda rows: rows.update(act=""),
    "delete": lambda rows: rows.delete(),
    "in_bulk": lambda rows: rows.in_bulk(),
    "explain": lambda rows: rows.explain(),
    "raw": lambda rows: list(rows.raw("SELECT * FROM audit_entry")),
    "values": lambda rows: list(rows.values("pk")),
    "values_list": lambda rows: list(rows.values_list("pk", flat=True)),
    "dates": lambda rows: list(rows.dates("at", "day")),
    "subquery": lambda rows: Entry.objects.unscoped(because="test").filter(pk__in=rows).count(),
    "exists_subquery": lambda rows: (
        Entry.objects.unscoped(because="test").filter(Exists(rows.filter(pk=OuterRef("pk")))).count()
    ),
    "or": lambda rows: list(Entry.objects.unscoped(because="test") | rows),
    "and": lambda rows: list(Entry.objects.unscoped(because="test") & rows),
    "union": lambda rows: list(Entry.objects.unscoped(because="test").union(rows)),
    "get_or_create": lambda rows: rows.get_or_create(position=1),
    "update_or_create": lambda rows: rows.update_or_create(position=1),
    "bulk_update": lambda rows: rows.bulk_update([Entry()], ["act"]),
}


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
def test_sealed_rows_refuse_every_way_into_the_database(way: str) -> None:
    with pytest.raises(Sealed):
        WAYS[way](Entry.objects.all())


@pytest.mark.django_db
@pytest.mark.parametrize("way", ["iterate", "count", "exists", "aggregate", "values", "union", "or", "subquery"])
def test_opened_rows_answer(way: str) -> None:
    WAYS[way](Entry.objects.unscoped(because="test"))


@pytest.mark.django_db
def test_a_chain_stays_open_once_it_was_opened() -> None:
    opened = Entry.objects.unscoped(because="test")
    assert list(opened.filter(position=1).exclude(act="x").order_by("at")[:5]) == []
