"""What lists of known hashes say of a report's files reaches triage as facts; without a list, nothing is said."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.geography.gazetteer import Gazetteer
from nightlight.hashes.actions import deconfirm
from nightlight.hashes.models import Licence
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.formats.values import File, Said, Sighting
from nightlight.intake.models import Report
from nightlight.triage.actions import assess
from nightlight.triage.grounds import grounds_this_second
from nightlight.triage.models import Assessment
from tests.hashes.conftest import Bring, asked, bring, coordinator, hash_list, make_list, md5, medium, own_folder, vics
from tests.triage.conftest import reading, reported

__all__ = ["bring", "coordinator", "hash_list", "own_folder"]

Judge = Callable[..., dict[str, Any]]


def file(number: int, *, said: Said = Said.DECLARED) -> File:
    """A file with the digest of a number."""
    digest = md5(number)
    seen = Sighting(Identifier(Kind.MD5, digest), digest, f"/files/{number}/md5", said=said)
    return File(f"/files/{number}", file_id=str(number), name=f"file-{number}.jpg", sightings=(seen,))


@pytest.fixture
def judge(received: Callable[..., list[Report]], worker: User, places: Gazetteer) -> Judge:
    """Receive a report with these files, and return the facts that triage found."""

    def judge(*files: File) -> dict[str, Any]:
        [report] = received([reading(reported(), files=files)])
        assess([report], by=worker, places=places)
        facts: dict[str, Any] = Assessment.objects.visible_to(worker).current().get(report=report).facts
        return facts

    return judge


def test_without_a_list_nothing_is_said_of_known_files(judge: Judge) -> None:
    assert not {"known_file", "new_file"} & judge(file(1)).keys()


def test_what_arrives_in_the_second_of_the_first_list_is_asked_against_it(worker: User, coordinator: User) -> None:
    grounds = grounds_this_second(worker, clock.today())
    assert not grounds.lists_are_here
    make_list(coordinator, coordinator.agency)
    assert grounds.lists_are_here
    with CaptureQueriesContext(connection) as asked_again:
        assert grounds.lists_are_here
    assert not asked_again.captured_queries


def test_known_with_the_child_identified_or_not_and_new(judge: Judge, bring: Bring) -> None:
    bring(vics([medium(1, VictimIdentified="true"), medium(2, VictimIdentified="false"), medium(3)]))
    facts = judge(file(1), file(2), file(3, said=Said.HASHED), file(4))
    found = {
        name: sorted(facts[name]["at"])
        for name in ("known_file", "known_child_identified", "known_child_not_identified")
    }
    assert found == {
        "known_file": ["/files/1", "/files/2", "/files/3"],
        "known_child_identified": ["/files/1"],
        "known_child_not_identified": ["/files/2"],
    }
    assert facts["new_file"] == {"value": True, "words": "1 of 4 files with a digest", "at": ["/files/4"]}


def test_a_file_without_a_digest_is_neither_known_nor_new(judge: Judge, bring: Bring) -> None:
    bring(vics([medium(1)]))
    assert not {"known_file", "new_file"} & judge(File("/files/1", name="file-1.jpg")).keys()


def test_what_was_wrongly_listed_is_no_known_file(judge: Judge, bring: Bring, coordinator: User) -> None:
    bring(vics([medium(1)]))
    deconfirm(by=coordinator, asked=asked(md5(1))[0], because="A picture of a landscape")
    assert not judge(file(1))["known_file"]["value"]


def test_many_files_cost_as_many_queries_as_one(
    received: Callable[..., list[Report]], worker: User, places: Gazetteer, bring: Bring
) -> None:
    bring(vics([medium(number) for number in range(1, 30)]))

    def queries(*files: File) -> int:
        [report] = received([reading(reported(), files=files)])
        with CaptureQueriesContext(connection) as captured:
            assess([report], by=worker, places=places)
        return len(captured)

    queries(file(1))  # the first look-up catches up with the lists
    assert queries(file(1)) == queries(*(file(number) for number in range(1, 30)))


def test_a_list_that_only_its_own_agency_may_see_says_nothing_in_an_assessment(
    judge: Judge, bring: Bring, coordinator: User, agency: Callable[[str], Agency]
) -> None:
    own = make_list(coordinator, agency("national"), name="Own list", licence=Licence.OWN_AGENCY)
    bring(vics([medium(1)]), into=own)
    bring(vics([medium(2)]))
    facts = judge(file(1), file(2))
    assert facts["known_file"]["at"] == ["/files/2"]
    assert facts["new_file"]["at"] == ["/files/1"]
