"""Submissions held against a provider schema: what leaves it is a finding, and comes in all the same."""

import logging
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from nightlight.intake.arriving import Arrival, Reading, read_arrival
from nightlight.intake.formats.xml_schema import NoSchema, schema_at
from nightlight.intake.lifecycle import SubmissionStatus
from nightlight.intake.models import SchemaDeviation
from tests.intake.conftest import Receive

SCHEMA = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:element name="report"><xs:complexType><xs:sequence>
<xs:element name="incidentSummary"><xs:complexType><xs:sequence>
<xs:element name="incidentType"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="Known"/>
</xs:restriction></xs:simpleType></xs:element>
<xs:element name="incidentDateTime" type="xs:dateTime"/>
</xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element></xs:schema>"""
SOUND = b"""<report><incidentSummary><incidentType>Known</incidentType>
<incidentDateTime>2026-01-02T03:04:05Z</incidentDateTime></incidentSummary></report>"""
LEAVES = b"""<report><incidentSummary><incidentType>Secret words</incidentType>
<newer/></incidentSummary></report>"""


@pytest.fixture
def schema(settings: Settings, tmp_path: Path) -> Path:
    path = tmp_path / "invented.xsd"
    path.write_text(SCHEMA)
    settings.CYBERTIPLINE_XSD = path
    return path


def reading(raw: bytes) -> Reading:
    read = read_arrival(Arrival("sample.xml", raw))
    assert read.status is SubmissionStatus.RECEIVED
    return read


def test_a_document_within_the_schema_has_no_finding(schema: Path) -> None:
    said = reading(SOUND).said
    assert said
    assert said.deviations == ()


def test_what_leaves_the_schema_is_found_with_line_and_rule_and_without_the_value(schema: Path) -> None:
    said = reading(LEAVES).said
    assert said
    found = {(each.pointer, each.line): each.message for each in said.deviations}
    assert found[("/report/incidentSummary/incidentType", 1)].startswith("The value is none of those")
    assert "expected incidentDateTime" in found[("/report/incidentSummary/newer", 2)]
    assert "Secret" not in str(said.deviations)


def test_findings_are_kept_with_the_report(schema: Path, hand_in: Receive) -> None:
    hand_in(reading(LEAVES))
    kept = SchemaDeviation.objects.get_queryset().unscoped(because="test")
    assert sorted(kept.values_list("line", flat=True)) == [1, 2]


def test_without_a_schema_nothing_is_found(settings: Settings) -> None:
    settings.CYBERTIPLINE_XSD = None
    said = reading(LEAVES).said
    assert said
    assert said.deviations == ()


def test_a_schema_that_cannot_be_used_stops_no_report_and_is_said_once(
    settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CYBERTIPLINE_XSD = tmp_path / "absent.xsd"
    with caplog.at_level(logging.WARNING):
        assert [reading(LEAVES).status, reading(SOUND).status] == [SubmissionStatus.RECEIVED] * 2
    assert [record.getMessage() for record in caplog.records] == [
        "NIGHTLIGHT_CYBERTIPLINE_XSD is not used: the file cannot be read"
    ]


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (
            SCHEMA.replace("<xs:element name", '<xs:include schemaLocation="http://x.test/a"/><xs:element name', 1),
            "one",
        ),
        ("<report/>", "no XML schema"),
        ("no xml", "no XML schema"),
    ],
)
def test_a_schema_that_is_none_or_would_fetch_something_is_not_used(words: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.xsd"
    path.write_text(words)
    with pytest.raises(NoSchema, match=why):
        schema_at(path)


def test_the_schema_of_november_2025_takes_the_documented_example(settings: Settings, shared: Path) -> None:
    settings.CYBERTIPLINE_XSD = (shared / "formats" / "ncmec_cybertipline_espsubmittal_2025-11.xsd").resolve()
    said = reading((shared / "formats" / "ncmec_doc_example_2025.xml").read_bytes()).said
    assert said
    assert said.deviations == ()
    said = reading(LEAVES).said
    assert said
    assert said.deviations
