"""An assessment keeps its true facts as one line, which the database can search."""

from typing import Any

import pytest

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
