"""Breaking a constraint by its name, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import UniqueConstraint


@contextmanager
def breaks(name: str, *also: str) -> Iterator[None]:
    """Expect the block to be refused by the database for the constraint of this name.

    `also` names constraints that the same row cannot help breaking: a database names the one it looked at first.
    """
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        yield
    said = str(refused.value)
    assert any(words in said for one in (name, *also) for words in _said_for(one)), f"expected {name}, but: {said}"


def _said_for(name: str) -> list[str]:
    """Return what a database may say: its name, or on SQLite the columns of a unique key."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.name == name:
                columns = [model._meta.get_field(field).column for field in getattr(constraint, "fields", ())]
                unique = isinstance(constraint, UniqueConstraint) and connection.vendor == "sqlite" and columns
                return [", ".join(f"{model._meta.db_table}.{column}" for column in columns)] if unique else [name]
    raise LookupError(f"No model has a constraint called {name}.")
