"""Recording children, and identifying them: by whom, once, and written down without a name."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.audit.models import Entry
from nightlight.foundation.refusals import IllegalMove, NotAllowed, NotFound, RuleRefusal
from nightlight.investigations.models import Case
from nightlight.victims.actions import ChildFound, Identification, identify, record_victims
from nightlight.victims.models import AgeBand, Recency, Relation, Victim

Person = Callable[..., User]
MakeCase = Callable[..., Case]
MakeChild = Callable[[], Victim]
DAY, TOMORROW = date(2018, 4, 9), date(2018, 4, 12)


def _identification(victim: Victim, on: date = DAY) -> Identification:
    return Identification(victim, on, Recency.ONGOING, Relation.FAMILY, AgeBand.FROM_6_TO_11)


def _refusals(act: str) -> int:
    return Entry.objects.unscoped(because="test").filter(act=act, outcome="refused").count()


def test_children_are_numbered_within_their_case(specialist: User, open_case: MakeCase) -> None:
    first, second = open_case(), open_case()
    record_victims([ChildFound(first), ChildFound(second), ChildFound(first)], by=specialist)
    record_victims([ChildFound(first)], by=specialist)
    for case, given in [(first, ["MV1", "MV2", "MV3"]), (second, ["MV1"])]:
        found = Victim.objects.visible_to(specialist).filter(case=case)
        assert sorted(found.values_list("pseudonym", flat=True)) == given
        assert {(row.status, row.agency_id, row.counted_first_nationally) for row in found} == {
            ("unidentified", case.agency_id, True)
        }


def test_a_child_is_identified_once(specialist: User, unidentified_child: MakeChild) -> None:
    child = unidentified_child()
    identify([_identification(child)], by=specialist)
    found = Victim.objects.visible_to(specialist).get()
    assert (found.status, found.identified_on) == ("identified", DAY)
    assert (found.recency, found.relation, found.age_band) == ("ongoing", "family", "6_11")
    with pytest.raises(IllegalMove):
        identify([_identification(child, date(2018, 4, 1))], by=specialist)
    assert Victim.objects.visible_to(specialist).get().identified_on == DAY
    assert _refusals("victim.identified") == 1


def test_a_batch_with_one_wrong_identification_changes_nothing(specialist: User, unidentified_child: MakeChild) -> None:
    good, other = unidentified_child(), unidentified_child()
    with pytest.raises(RuleRefusal, match="future"):
        identify([_identification(good), _identification(other, TOMORROW)], by=specialist)
    with pytest.raises(RuleRefusal, match="twice"):
        identify([_identification(good), _identification(good)], by=specialist)
    assert not Victim.objects.visible_to(specialist).filter(status="identified").exists()


def test_what_is_written_down_is_ids_and_choices(specialist: User, unidentified_child: MakeChild) -> None:
    child = unidentified_child()
    identify([_identification(child)], by=specialist)
    recorded, identified = Entry.objects.unscoped(because="test").filter(act__startswith="victim.").order_by("position")
    assert recorded.details == {"case": str(child.case_id), "pseudonym": "MV1"}
    assert identified.on_id == child.pk
    assert identified.details == {
        "case": str(child.case_id),
        "identified_on": "2018-04-09",
        "recency": "ongoing",
        "relation": "family",
        "age_band": "6_11",
    }


def test_the_case_of_another_agency_is_not_found(
    person: Person, unidentified_child: MakeChild, open_case: MakeCase
) -> None:
    child, other = unidentified_child(), person("wa", RoleName.VICTIM_SPECIALIST)
    with pytest.raises(NotFound):
        record_victims([ChildFound(open_case("wa")), ChildFound(child.case)], by=other)
    with pytest.raises(NotFound):
        identify([_identification(child)], by=other)
    found = Victim.objects.unscoped(because="test").get()
    assert found.status == "unidentified"
    assert (_refusals("victim.recorded"), _refusals("victim.identified")) == (1, 1)


@pytest.mark.parametrize("role", [RoleName.COMMANDER, RoleName.INVESTIGATOR, RoleName.OPERATOR])
def test_without_the_right_no_child_is_recorded_or_identified(
    role: RoleName, person: Person, unidentified_child: MakeChild
) -> None:
    child, other = unidentified_child(), person("co", role)
    with pytest.raises(NotAllowed):
        record_victims([ChildFound(child.case)], by=other)
    with pytest.raises(NotAllowed):
        identify([_identification(child)], by=other)
    assert Victim.objects.unscoped(because="test").get().status == "unidentified"
    assert (_refusals("victim.recorded"), _refusals("victim.identified")) == (1, 1)


def test_an_act_takes_the_same_number_of_queries_whatever_the_count(specialist: User, open_case: MakeCase) -> None:
    case = open_case()

    def road(many: int) -> list[int]:
        children: list[Victim] = []
        counted = []
        for work in (
            lambda: children.extend(record_victims([ChildFound(case)] * many, by=specialist)),
            lambda: identify([_identification(child) for child in children], by=specialist),
        ):
            with CaptureQueriesContext(connection) as captured:
                work()
            counted.append(len(captured))
        return counted

    road(1)
    assert road(1) == road(50)
