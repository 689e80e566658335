"""Each constraint, broken once."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction

from nightlight.investigations.models import Arrest, ArrestCategory, CaseReport, Charge, Subject

EARLIER, LATER, DAY = datetime(2018, 1, 1, tzinfo=UTC), datetime(2018, 6, 1, tzinfo=UTC), date(2018, 4, 9)

BROKEN: dict[str, dict[str, Any]] = {
    "case_origin_is_known": {"origin": "other"},
    "case_status_is_known": {"status": "paused"},
    "case_disposition_is_known": {"status": "closed", "closed_at": LATER, "disposition": "other"},
    "case_is_closed_exactly_when_it_has_a_time_and_disposition": {"status": "closed"},
    "case_closes_after_it_was_opened": {"status": "closed", "closed_at": EARLIER, "disposition": "referred"},
    "subject_status_is_known": {"status": "other"},
    "subject_is_unknown_exactly_when_unnamed": {"status": "unknown"},
    "subject_finding_is_known": {"finding": "other", "found_on": DAY, "finding_recorded_at": LATER},
    "subject_has_a_finding_exactly_when_it_has_its_dates": {"finding": "produced"},
    "a_cleared_subject_has_no_finding": {
        "status": "cleared",
        "finding": "produced",
        "found_on": DAY,
        "finding_recorded_at": LATER,
    },
    "arrest_category_is_known": {"category": "e"},
    "further_category_is_known": {"category": "e"},
    "charge_names_a_statute": {"statute": ""},
    "charge_jurisdiction_is_known": {"jurisdiction": "local"},
    "charge_has_one_count_or_more": {"counts": 0},
    "charge_category_is_known": {"category": "e"},
    "charge_disposition_is_known": {"disposition": "other", "disposition_on": DAY},
    "charge_is_disposed_of_exactly_when_it_has_a_date": {"disposition": "convicted"},
}
UNIQUE = {
    "one_case_per_number",
    "one_case_per_report",
    "one_arrest_per_person_and_day",
    "one_row_per_further_category",
}


def _owners() -> dict[str, type[models.Model]]:
    return {
        constraint.name: model
        for model in apps.get_app_config("investigations").get_models()
        for constraint in model._meta.constraints
    }


@pytest.fixture
def rows(arrest: Callable[[], Arrest]) -> dict[type[models.Model], models.Model]:
    """One sound row of each kind."""
    made = arrest()
    joined = CaseReport.objects.unscoped(because="test").get(case=made.case)
    further = ArrestCategory.objects.create(agency_id=made.agency_id, arrest=made, category="b")
    charge = Charge.objects.create(
        agency_id=made.agency_id, arrest=made, statute="18 U.S.C. 2251", jurisdiction="federal", counts=1
    )
    return {type(row): row for row in (made.case, made.subject, made, joined, further, charge)}


def test_each_constraint_is_broken_here() -> None:
    assert set(_owners()) == set(BROKEN) | UNIQUE


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_a_row_that_breaks(name: str, rows: dict[type[models.Model], models.Model]) -> None:
    row = rows[_owners()[name]]
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        type(row).objects.unscoped(because="test").filter(pk=row.pk).update(**BROKEN[name])


@pytest.mark.parametrize("name", sorted(UNIQUE))
def test_the_database_refuses_a_second_row_that_breaks(name: str, rows: dict[type[models.Model], models.Model]) -> None:
    model = _owners()[name]
    again = {field.attname: getattr(rows[model], field.attname) for field in model._meta.concrete_fields[1:]}
    with pytest.raises(IntegrityError, match=r"(?i)unique"), transaction.atomic():
        model.objects.create(**again)


def test_a_known_subject_without_a_name_is_refused_as_well(rows: dict[type[models.Model], models.Model]) -> None:
    subject = Subject.objects.unscoped(because="test").filter(pk=rows[Subject].pk)
    with pytest.raises(IntegrityError, match="exactly_when_unnamed"), transaction.atomic():
        subject.update(name_as_given="")
