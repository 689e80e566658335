"""Every row is sealed, says who sees it, carries a time-ordered id, and can be spread by agency."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from django.db import models
from django.db.models import Q, UniqueConstraint

from nightlight.foundation import ids
from nightlight.foundation.refusals import NotAllowed
from nightlight.foundation.sealed import SealedQuerySet
from tests.promises.walking import domain_models, only_listed

AGENCY = {"agency", "agency_id"}


@dataclass(frozen=True)
class Anybody:
    """An actor of no agency in particular who holds every right, or none."""

    holds_rights: bool
    pk: UUID = field(default_factory=uuid4)
    agency_id: UUID = field(default_factory=uuid4)

    def may(self, permission: str) -> bool:
        return self.holds_rights

    def require(self, permission: str) -> None:
        if not self.holds_rights:
            raise NotAllowed(permission)

    def sees(self, field: str) -> Q:
        return Q(**{f"{field}__in": [self.agency_id]})


def is_sealed(model: type[models.Model]) -> bool:
    managers = model._meta.managers or [model._default_manager]
    return all(isinstance(manager.get_queryset(), SealedQuerySet) for manager in managers)


SEALED = [model for model in domain_models() if is_sealed(model)]


def test_every_model_is_sealed_or_listed_as_reference_data_with_a_reason() -> None:
    unsealed = {
        model._meta.label: "its rows are not sealed: give it a SealedQuerySet that says who sees them"
        for model in domain_models()
        if not is_sealed(model)
    }
    only_listed(unsealed, "reference_data.txt")


@pytest.mark.parametrize("holds_rights", [True, False], ids=["with every right", "with no right"])
@pytest.mark.parametrize("model", SEALED, ids=lambda model: model._meta.label)
def test_every_sealed_model_says_who_sees_its_rows(model: type[models.Model], holds_rights: bool, db: None) -> None:
    rows = model._default_manager.get_queryset()
    assert isinstance(rows, SealedQuerySet)
    assert isinstance(rows.visibility(Anybody(holds_rights)), Q)
    assert not rows.visible_to(Anybody(holds_rights)).exists()


def test_every_unique_key_of_an_agencys_rows_starts_with_the_agency() -> None:
    broken = {}
    for model in domain_models():
        fields = {column.name for column in model._meta.local_fields}
        if not fields & AGENCY:
            continue
        for constraint in model._meta.constraints:
            if isinstance(constraint, UniqueConstraint) and not set(constraint.fields[:1]) & AGENCY:
                broken[constraint.name] = f"a unique key of {model._meta.label} that does not start with its agency"
        for column in model._meta.local_fields:
            if column.unique and not column.primary_key:
                broken[f"{model._meta.label}.{column.name}"] = "is unique by itself, without its agency"
        if model._meta.unique_together:
            broken[model._meta.label] = "says unique_together; name a UniqueConstraint that starts with the agency"
    only_listed(broken, "unique_without_agency.txt")


def test_every_primary_key_is_a_time_ordered_id() -> None:
    broken = {
        model._meta.label: "its primary key is not a UUIDField with the default foundation.ids.new"
        for model in domain_models()
        if not (isinstance(model._meta.pk, models.UUIDField) and model._meta.pk.default is ids.new)
    }
    only_listed(broken, "own_primary_keys.txt")
