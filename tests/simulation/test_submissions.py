"""The complaints of an operation are valid, visibly invented, and the same for the same seed."""

import hashlib
import ipaddress
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from nightlight.simulation.invention import INCIDENT_TYPES_OF
from nightlight.simulation.plan import plan
from nightlight.simulation.scenario import load
from nightlight.simulation.submissions import InventedComplaint, complaints

SEED = 7
SCENARIO = load().scaled(0.06)
SHARED = Path(os.environ.get("NIGHTLIGHT_SHARED", "../shared"))
SCHEMA = SHARED / "formats" / "ncmec_cybertipline_espsubmittal_2025-11.xsd"
RESERVED_NETWORKS = (ipaddress.ip_network("2001:db8::/32"), ipaddress.ip_network("198.18.0.0/15"))
RESERVED_HOST = re.compile(r"(^|\.)(example\.(com|net|org)|test)$")

DIGEST = """
import hashlib
from nightlight.simulation.scenario import load
from nightlight.simulation.submissions import complaints
digest = hashlib.sha256()
for complaint in complaints(load().scaled(0.002), 7):
    digest.update(repr(complaint).encode())
print(digest.hexdigest())
"""


@pytest.fixture(scope="module")
def invented() -> list[InventedComplaint]:
    return list(complaints(SCENARIO, SEED))


def documents(complaint: InventedComplaint) -> Iterator[str]:
    for raw in (complaint.raw, *complaint.companions):
        yield raw.decode("utf-8-sig")


def persons(container: Any) -> list[dict[str, Any]]:
    return container if isinstance(container, list) else container["reportedPersons"]


def test_every_planned_complaint_is_written_once_in_order(invented: list[InventedComplaint]) -> None:
    planned = plan(SCENARIO, SEED).complaints
    assert [one.index for one in invented] == list(range(len(planned)))
    assert [(one.task_force, one.received_at, one.plot) for one in invented] == [
        (one.task_force, one.received_at, one.plot) for one in planned
    ]
    assert all(one.received_at.utcoffset() is not None for one in invented)


def test_no_two_reports_have_the_same_number_and_all_look_alike(invented: list[InventedComplaint]) -> None:
    numbers = [one.number for one in invented]
    assert numbers == sorted(set(numbers))
    assert all(re.fullmatch(r"180\d{6}", str(number)) for number in numbers)


@pytest.mark.skipif(not SCHEMA.exists(), reason="the provider's schema is not beside the project (NIGHTLIGHT_SHARED)")
def test_every_provider_report_and_its_files_are_valid(invented: list[InventedComplaint]) -> None:
    schema = etree.XMLSchema(etree.parse(SCHEMA))
    provided = [one for one in invented if one.format == "provider_xml"][:300]
    assert len(provided) == 300
    for one in provided:
        schema.assertValid(etree.fromstring(one.raw))
        assert one.companions
        for companion in one.companions:
            details = etree.fromstring(companion)
            schema.assertValid(details)
            assert details.findtext("reportId") == str(one.number)


def test_the_copies_for_law_enforcement_are_uneven_and_readable(invented: list[InventedComplaint]) -> None:
    copies = [one for one in invented if one.format == "law_enforcement_json"]
    read = [json.loads(one.raw.decode("utf-8-sig")) for one in copies]
    assert [int(document["reportId"]) for document in read] == [one.number for one in copies]
    people = [document["reportedInformation"]["reportedPeople"] for document in read]
    assert {type(container) for container in people} == {list, dict}
    assert {type(persons(container)[0]["screenName"]) for container in people} == {str, dict}
    assert {document["reportedInformation"]["childVictims"] is None for document in read} == {True, False}
    assert 0 < sum(one.raw.startswith(b"\xef\xbb\xbf") for one in copies) < len(copies)
    assert all(one.companions == () for one in copies)


def test_both_formats_come_about_as_often_as_asked(invented: list[InventedComplaint]) -> None:
    provided = sum(one.format == "provider_xml" for one in invented)
    assert provided / len(invented) == pytest.approx(SCENARIO.shares.formats["provider_xml"], abs=0.04)


def test_every_address_is_reserved_for_documentation(invented: list[InventedComplaint]) -> None:
    seen = Counter(
        found
        for one in invented
        for found in set(re.findall(r'ipAddress>([^<]+)<|"IP Address","value":"([^"]+)"', " ".join(documents(one))))
    )
    assert len(seen) > len(invented)
    for xml, copy in seen:
        address = ipaddress.ip_address(xml or copy)
        assert any(address in network for network in RESERVED_NETWORKS)
    assert max(seen.values()) == 1


def test_every_host_is_reserved_for_examples(invented: list[InventedComplaint]) -> None:
    for one in invented:
        for text in documents(one):
            hosts = re.findall(r"[\w.+-]+@([\w.-]+\w)|https?://([\w.-]+)", text)
            assert all(RESERVED_HOST.search(mail or web) for mail, web in hosts)


def test_every_telephone_number_is_reserved_for_fiction_and_used_once(invented: list[InventedComplaint]) -> None:
    numbers = []
    for one in invented:
        numbers += re.findall(r"<phone[^>]*>(\d+)<", one.raw.decode("utf-8-sig"))
        if one.format == "law_enforcement_json":
            numbers += re.findall(r'"value":"\+1(\d+)"', one.raw.decode("utf-8-sig"))
    assert len(numbers) > 100
    assert all(re.fullmatch(r"[2-9]\d{2}55501\d{2}", number) for number in numbers)
    assert len(numbers) == len(set(numbers))


def test_only_the_planned_pairs_share_an_identifier_across_task_forces(invented: list[InventedComplaint]) -> None:
    belongs_to_a_person = re.compile(r"[a-z]+\.[a-z]+\.\d+@[\w.]+|sample\.user\.\d+|9\d{9}|[0-9a-f]{8}-[0-9a-f-]{27}")
    holders: dict[str, set[int]] = {}
    for one in invented:
        for text in documents(one):
            for identifier in belongs_to_a_person.findall(text):
                holders.setdefault(identifier, set()).add(one.index)
    planned = plan(SCENARIO, SEED).complaints
    pairs = {
        frozenset({index, one.same_person_as}) for index, one in enumerate(planned) if one.same_person_as is not None
    }
    assert pairs
    assert sorted(map(sorted, (held for held in holders.values() if len(held) > 1))) == sorted(map(sorted, pairs))


def test_a_complaint_that_leads_to_an_arrest_is_of_a_type_that_fits(invented: list[InventedComplaint]) -> None:
    planned = plan(SCENARIO, SEED).complaints
    leading = [(one, planned[one.index].category) for one in invented if planned[one.index].category]
    assert leading
    for one, category in leading:
        assert any(incident_type in one.raw.decode("utf-8-sig") for incident_type in INCIDENT_TYPES_OF[category])


@pytest.mark.parametrize(
    "fact",
    [
        "<escalateToHighPriority>Provider escalation: ",
        "<sextortion>true<",
        "<csamSolicitation>true<",
        "<liveStreaming>true<",
        "<possibleSelfProduction>true<",
        "<generativeAi>true<",
        "<viral>true<",
        "<potentialMeme>true<",
        "<priorCTReports>17",
        "<fileViewedByEsp>true<",
        "<fileViewedByEsp>false<",
        "<industryClassification>A1<",
        "<victim><victimPerson><age>",
        "<estimatedLocation verified=",
        '<address type="Home">',
        '"accessToChildren":true',
        '"convictedSexOffender":true',
        '"viewedByEsp":null',
        '"geoLookups":',
        '"ncmecTags":{"groups":[{"tags":[{"value":"viral"}',
        ".spare@",
    ],
)
def test_every_fact_that_triage_reads_occurs_somewhere(fact: str, invented: list[InventedComplaint]) -> None:
    assert any(fact in text for one in invented for text in documents(one))


def test_some_files_do_not_say_whether_they_were_viewed(invented: list[InventedComplaint]) -> None:
    companions = [companion for one in invented for companion in one.companions]
    assert 0 < sum(b"fileViewedByEsp" in companion for companion in companions) < len(companions)


def test_some_reports_point_nowhere(invented: list[InventedComplaint]) -> None:
    clues = ("ipAddress>", "<phone", "<city>", "IP Address", '"+1', '"city"')
    nowhere = [one for one in invented if not any(clue in one.raw.decode("utf-8-sig") for clue in clues)]
    assert 0 < len(nowhere) < 0.05 * len(invented)


def test_the_same_seed_gives_the_same_bytes_in_another_process() -> None:
    run = subprocess.run(  # noqa: S603  # our own interpreter, our own words
        [sys.executable, "-c", DIGEST],
        env={**os.environ, "PYTHONHASHSEED": "271"},  # ours is another, drawn anew for every run
        capture_output=True,
        text=True,
        check=True,
    )
    here = hashlib.sha256()
    for complaint in complaints(load().scaled(0.002), SEED):
        here.update(repr(complaint).encode())
    assert run.stdout.strip() == here.hexdigest()


def test_another_seed_gives_other_bytes() -> None:
    tiny = load().scaled(0.001)
    assert [one.raw for one in complaints(tiny, 1)] != [one.raw for one in complaints(tiny, 2)]
