"""An assessment keeps its true facts as one line, which the database can search."""

import importlib
from typing import Any

import pytest
from django.apps import apps

from nightlight.accounts.models import User
from nightlight.geography.gazetteer import Gazetteer
from nightlight.triage.actions import assess
from nightlight.triage.models import Assessment


@pytest.fixture
def assessed(received: Any, worker: User, places: Gazetteer, make: Any) -> Assessment:
    said = make.reading(make.reported(), incident_type="Online Enticement of Children", files=(make.file(),))
    [report] = assess(received([said], into="az"), by=worker, places=places)
    return Assessment.objects.visible_to(worker).get(report=report)


def test_the_line_holds_the_facts_that_are_true_and_no_other(assessed: Assessment) -> None:
    true = {fact for fact, kept in assessed.facts.items() if kept["value"]}
    assert {"enticement", "has_files"} <= true < set(assessed.facts)
    assert assessed.true_facts == f",{','.join(sorted(true))},"


def test_the_migration_writes_the_line_for_what_stood_before(assessed: Assessment, worker: User) -> None:
    rows = Assessment.objects.visible_to(worker)
    rows.update(true_facts=",")
    module = importlib.import_module("nightlight.triage.migrations.0003_true_facts_in_one_line")
    module.list_true_facts(apps, None)
    assert rows.get().true_facts == assessed.true_facts
