"""Rows that an act reads under lock as the actor."""

from collections.abc import Iterable
from typing import TypeVar
from uuid import UUID

from django.db import models

from nightlight.foundation.refusals import NotFound
from nightlight.foundation.sealed import Actor, SealedQuerySet

M = TypeVar("M", bound=models.Model)


def hold(rows: SealedQuerySet[M], asked: Iterable[models.Model], *, by: Actor) -> dict[UUID, M]:
    """Read the asked rows again under lock, in one query, and return them by id.

    Raises NotFound when one of them is not the actor's to see.
    """
    wanted = {row.pk for row in asked}
    locked = rows.visible_to(by).select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    held: dict[UUID, M] = {row.pk: row for row in locked}
    if len(held) != len(wanted):
        raise NotFound
    return held
