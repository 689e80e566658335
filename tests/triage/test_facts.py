"""Facts come from structured fields and from what was stated, each with its place; demographic proxies are none."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nightlight.accounts.models import User
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.arriving import Arrival, read_arrival
from nightlight.intake.formats.own_document import Written, document
from nightlight.intake.models import Report
from nightlight.triage.actions import assess
from nightlight.triage.assessment import completeness
from nightlight.triage.assessment.completeness import Item
from nightlight.triage.assessment.facts import Fact, FactSheet
from nightlight.triage.models import Assessment

Received = Callable[..., list[Report]]
Judge = Callable[..., Assessment]
ITEMS = list(Item)


@pytest.fixture
def judged(received: Received, worker: User, places: Gazetteer) -> Judge:
    """Receive one reading, and give its assessment."""

    def made(reading: Any) -> Assessment:
        (report,) = assess(received([reading]), by=worker, places=places)
        rows: Any = Assessment.objects.visible_to(worker).current()
        return rows.get(report=report)  # type: ignore[no-any-return]

    return made


def true(assessment: Assessment) -> set[str]:
    return {name for name, found in assessment.facts.items() if found["value"]}


def told(**said: Any) -> Any:
    person = said.pop("person", {})
    raw = document(Written.TYPED_REPORT, "T-SAMPL-E2345", {"account": "Sample.", "reportedPerson": person, **said})
    return read_arrival(Arrival("typed in by hand", raw))


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        ({"childInDanger": True}, Fact.DANGER_STATED),
        ({"childInDanger": True}, Fact.ESCALATED),
        ({"meetingArranged": True}, Fact.MEETING_ARRANGED),
        ({"childInCrisis": True}, Fact.CRISIS_SIGNS),
        ({"person": {"childInHousehold": True}}, Fact.HOUSEHOLD_ACCESS),
        ({"person": {"worksAmongChildren": True}}, Fact.WORK_ACCESS),
        ({"person": {"positionOfTrust": True}}, Fact.POSITION_OF_TRUST),
        ({"person": {"madeMaterial": True}}, Fact.PRODUCTION),
        ({"person": {"relationshipToChildVictim": "uncle"}}, Fact.RELATED_TO_CHILD),
        ({"child": {"approximateAge": 12}}, Fact.CHILD_UNDER_13),
        ({"child": {"approximateAge": 13}}, Fact.CHILD_13_TO_17),
    ],
)
def test_what_somebody_states_is_a_fact_with_its_place(said: dict[str, Any], fact: Fact, judged: Judge) -> None:
    found = judged(told(**said)).facts[fact]
    assert found["value"] is True
    assert found["at"]


def test_what_nobody_states_is_missing_and_not_no(judged: Judge) -> None:
    facts = judged(told()).facts
    for fact in (Fact.DANGER_STATED, Fact.MEETING_ARRANGED, Fact.HOUSEHOLD_ACCESS, Fact.CHILD_UNDER_13):
        assert fact not in facts


def test_a_grown_person_in_the_place_of_the_child_is_in_neither_band(judged: Judge) -> None:
    facts = judged(told(child={"approximateAge": 18})).facts
    assert (facts[Fact.CHILD_UNDER_13]["value"], facts[Fact.CHILD_13_TO_17]["value"]) == (False, False)


PROXIES = st.fixed_dictionaries(
    {
        "age": st.none() | st.integers(0, 99),
        "facts": st.lists(
            st.tuples(
                st.sampled_from(["gender", "races", "maritalStatus", "occupation", "languages", "disabilities"]),
                st.sampled_from(["male", "female", "sample", "true", "yes", "1"]),
            ),
            max_size=4,
        ).map(tuple),
    }
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
@given(one=PROXIES, files=st.integers(1, 40))
def test_age_sex_marital_status_race_and_the_count_of_files_change_no_fact(
    one: dict[str, Any], files: int, judged: Judge, make: SimpleNamespace
) -> None:
    plain = judged(make.reading(make.reported(), files=(make.file(1),)))
    proxied = judged(make.reading(make.reported(**one), files=tuple(make.file(n) for n in range(1, files + 1))))
    assert true(proxied) == true(plain)
    assert (proxied.tier, proxied.victim, proxied.offender, proxied.severity) == (
        plain.tier,
        plain.victim,
        plain.offender,
        plain.severity,
    )


def test_an_assessment_remembers_its_facts_whole(judged: Judge, make: SimpleNamespace) -> None:
    assessment = judged(make.reading(make.reported(make.address("04013")), make.child(age=9), files=(make.file(),)))
    sheet = FactSheet.recalled(assessment.facts, assessment.newest_address_at)
    assert sheet.remembered() == assessment.facts
    assert assessment.newest_address_at is not None
    assert FactSheet.recalled({"gone": {"value": True, "words": "", "at": []}}, None).true == frozenset()


def state(assessment: Assessment, item: Item) -> str:
    order = [listed.item for listed in completeness.policy(assessment.checklist_date).content.items]  # type: ignore[arg-type]
    return assessment.completeness[order.index(item)]


def test_a_report_with_all_seven_has_them(judged: Judge, make: SimpleNamespace) -> None:
    seen = make.file(viewed_by_provider=True, annotations=("potentialMeme", "generativeAi"))
    whole = make.reading(
        make.reported(make.address("04013")),
        make.child(places=(make.verified_zip("85001"),)),
        files=(seen,),
        incident=make.address("04013").when,
        incident_time_definition="Time of the upload",
    )
    assert judged(whole).completeness == "H" * len(ITEMS)


@pytest.mark.parametrize(
    ("said", "item", "letter"),
    [
        ({}, Item.WHO, "L"),
        ({}, Item.CHILD, "N"),
        ({}, Item.CONTENT, "L"),
        ({}, Item.TIME, "L"),
        ({}, Item.VIEWED, "N"),
        ({}, Item.MEME, "N"),
        ({}, Item.GENERATIVE_AI, "N"),
    ],
)
def test_an_empty_report_lacks_or_does_not_say(
    said: dict[str, Any], item: Item, letter: str, judged: Judge, make: SimpleNamespace
) -> None:
    assert state(judged(make.reading(**said)), item) == letter


def test_a_child_without_a_place_is_lacking_and_a_file_that_nobody_speaks_of_is_not_said(
    judged: Judge, make: SimpleNamespace
) -> None:
    assessment = judged(make.reading(make.child(age=9), files=(make.file(1, viewed_by_provider=True), make.file(2))))
    assert (state(assessment, Item.CHILD), state(assessment, Item.VIEWED)) == ("L", "N")
    assert state(assessment, Item.CONTENT) == "H"
