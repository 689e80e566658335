"""An assessment keeps its true facts as one line, which the database can search."""

import json
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.arriving import Arrival, read_arrival
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


XML = b"""<report><batchedReport reason="VIRAL_POTENTIAL_MEME"/>
<incidentSummary><incidentType>Online Enticement of Children</incidentType>
<escalateToHighPriority>sample</escalateToHighPriority><reportAnnotations><sextortion/></reportAnnotations>
</incidentSummary><victim><age>12</age></victim></report>"""
JSON = json.dumps(
    [
        {
            "reportedInformation": {
                "incidentSummary": {"incidentType": "Online Enticement of Children", "espEscalation": "sample"},
                "reportedPeople": [{"firstName": "Visibly"}],
            },
            "additionalNcmecInformation": {"priority": {"value": "1"}},
        }
    ]
).encode()


@pytest.mark.parametrize(
    ("raw", "places_of_facts"),
    [
        (
            XML,
            {
                "enticement": "/report/incidentSummary/incidentType",
                "escalated": "/report/incidentSummary/escalateToHighPriority",
                "sextortion": "/report/incidentSummary/reportAnnotations/sextortion",
            },
        ),
        (
            JSON,
            {
                "enticement": "/0/reportedInformation/incidentSummary/incidentType",
                "escalated": "/0/reportedInformation/incidentSummary/espEscalation",
                "priority_one": "/0/additionalNcmecInformation/priority",
            },
        ),
    ],
    ids=["XML", "JSON"],
)
def test_what_a_report_states_of_itself_is_told_with_its_place(
    raw: bytes, places_of_facts: dict[str, str], received: Any, worker: User, places: Gazetteer
) -> None:
    [report] = assess(received([read_arrival(Arrival("sample", raw))], into="az"), by=worker, places=places)
    facts = Assessment.objects.visible_to(worker).get(report=report).facts
    assert {fact: facts[fact]["at"][0] for fact in places_of_facts} == places_of_facts
