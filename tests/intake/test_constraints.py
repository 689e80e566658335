"""Each constraint of submissions, reports and what is lifted out of them, broken once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.intake.models import (
    ColumnMapping,
    EnclosedFile,
    Report,
    ReportedFile,
    ReportedPerson,
    ReportVersion,
    Sighting,
    Submission,
    SubmissionPart,
)
from tests.breaking import breaks

NOON = datetime(2018, 6, 1, 12, tzinfo=UTC)
DIGEST = "a" * 64
CLOSED = {"status": "closed", "lane": None, "closed_at": NOON, "closed_because": "a duplicate"}

SUBMISSIONS: dict[str, dict[str, Any]] = {
    "one_submission_per_digest": {"sha256": DIGEST},
    "one_submission_per_receipt": {"receipt": "R-FIRST"},
    "submission_digest_is_sha256": {"sha256": "A" * 64},
    "submission_container_digest_is_sha256": {"container_sha256": "A" * 64},
    "submission_has_files_beside_it_only_in_a_bundle": {"beside": [{"pointer": "a.bin"}], "container_sha256": None},
    "submission_channel_is_known": {"channel": "fax"},
    "submission_status_is_known": {"status": "lost", "reason": "lost", "message": "It is lost."},
    "submission_says_why_exactly_when_it_was_not_received": {"status": "refused"},
}
REPORTS: dict[str, dict[str, Any]] = {
    "report_status_is_known": {"status": "lost"},
    "report_is_closed_exactly_when_it_has_a_closing_time_and_reason": {"status": "closed", "closed_at": NOON},
    "report_is_assigned_to_somebody_since_some_time_or_neither": {"assigned_at": NOON},
    "report_being_worked_is_assigned": {"status": "assigned"},
    "report_under_investigation_was_taken_up": {"status": "under_investigation", "assigned_at": NOON},
    "report_is_taken_up_after_it_was_received": {
        "taken_up_at": NOON - timedelta(seconds=1),
        "taken_up_recorded_at": NOON,
    },
    "report_is_known_to_be_taken_up_since_then_or_later": {"taken_up_at": NOON},
    "report_is_revised_exactly_when_it_has_a_later_version": {"versions": 2},
    "report_axes_have_known_steps": {"solvable": 4},
    "report_channel_is_known": {"channel": "fax"},
    "report_state_is_two_letters": {"state": "co"},
}
PARTS: list[tuple[str, Any, dict[str, Any]]] = [
    ("person_role_is_known", ReportedPerson, {"role": "owner"}),
    ("a_child_is_not_named", ReportedPerson, {"role": "victim", "first_name": "Sample"}),
    ("a_child_is_not_named", ReportedPerson, {"role": "victim", "last_name": "Name"}),
    ("a_child_is_not_named", ReportedPerson, {"role": "victim", "date_of_birth": "2010-01-01"}),
    ("person_age_is_plausible", ReportedPerson, {"role": "reported", "age": 151}),
    ("file_classification_is_known", ReportedFile, {"classification": "A9"}),
    ("sighting_kind_is_known", Sighting, {"kind": "shoe"}),
    ("sighting_is_declared_or_found", Sighting, {"said": "guessed"}),
    ("sighting_event_is_known", Sighting, {"event": "dinner"}),
    ("sighting_port_is_a_port", Sighting, {"port": 0}),
    ("sighting_port_is_a_port", Sighting, {"port": 65536}),
]


@pytest.fixture
def first(desk: User) -> Submission:
    return Submission.objects.create(**submission(desk))


def submission(desk: User, **words: Any) -> dict[str, Any]:
    sound = {
        "agency": desk.agency,
        "channel": "file",
        "source": "sample.xml",
        "receipt": "R-FIRST",
        "sha256": DIGEST,
        "size_bytes": 1,
        "status": "received",
        "received_at": NOON,
    }
    return sound | words


@pytest.mark.parametrize("name", SUBMISSIONS)
def test_the_database_refuses_a_submission_that_breaks(name: str, first: Submission, desk: User) -> None:
    other = submission(desk, sha256="b" * 64, receipt="R-OTHER")
    with breaks(name):
        Submission.objects.create(**(other | SUBMISSIONS[name]))


def test_a_received_submission_gives_no_reason(desk: User) -> None:
    with breaks("submission_says_why_exactly_when_it_was_not_received"):
        Submission.objects.create(**submission(desk, reason="malformed", message="Words."))


@pytest.mark.parametrize("name", REPORTS)
def test_the_database_refuses_a_report_that_breaks(name: str, first: Submission) -> None:
    words = REPORTS[name]
    if words.get("status") == "under_investigation":
        words = words | {"assigned_to": first.agency}
    with breaks(name):
        Report.objects.create(agency=first.agency, submission=first, received_at=NOON, **words)


def test_a_report_follows_another(report: Report) -> None:
    with breaks("report_follows_another"):
        Report.objects.unscoped(because="test").filter(pk=report.pk).update(follows=report.pk)


@pytest.mark.parametrize("words", [{"lane": None}, {"lane": 2}, {**CLOSED, "lane": 1}, {"lane": 3}])
def test_the_lane_of_a_report_says_how_it_stands(words: dict[str, Any], first: Submission) -> None:
    with breaks("report_lane_says_whether_it_leads_is_folded_or_is_closed"):
        Report.objects.create(agency=first.agency, submission=first, received_at=NOON, **words)


def version(report: Report, position: int, of: Submission) -> dict[str, Any]:
    return {
        "agency": report.agency,
        "report": report,
        "position": position,
        "submission": of,
        "received_at": NOON,
    }


def test_a_version_has_a_place_after_the_first_and_a_submission_of_its_own(
    report: Report, first: Submission, desk: User
) -> None:
    with breaks("later_version_is_not_the_first"):
        ReportVersion.objects.create(**version(report, 1, first))
    ReportVersion.objects.create(**version(report, 2, first))
    other = Submission.objects.create(**submission(desk, sha256="c" * 64, receipt="R-THIRD"))
    with breaks("one_version_per_place_in_a_report"):
        ReportVersion.objects.create(**version(report, 2, other))
    with breaks("one_version_per_submission"):
        ReportVersion.objects.create(**version(report, 3, first))


@pytest.mark.parametrize("missing", ["closed_at", "closed_because"])
def test_a_report_is_not_closed_without_time_and_reason(missing: str, first: Submission) -> None:
    words = {name: value for name, value in CLOSED.items() if name != missing}
    with breaks("report_is_closed_exactly_when_it_has_a_closing_time_and_reason"):
        Report.objects.create(agency=first.agency, submission=first, received_at=NOON, **words)


def test_a_report_has_no_closing_time_before_it_is_closed(first: Submission) -> None:
    with breaks("report_is_closed_exactly_when_it_has_a_closing_time_and_reason"):
        Report.objects.create(agency=first.agency, submission=first, received_at=NOON, closed_at=NOON)


def test_a_submission_gives_one_report(first: Submission) -> None:
    Report.objects.create(agency=first.agency, submission=first, received_at=NOON, **CLOSED)
    with breaks("one_report_per_submission"):
        Report.objects.create(agency=first.agency, submission=first, received_at=NOON)


def test_a_place_in_a_submission_holds_one_part(first: Submission) -> None:
    words: dict[str, Any] = {"submission": first, "position": 0, "sha256": DIGEST, "size_bytes": 1, "deflated": b""}
    SubmissionPart.objects.create(**words)
    with breaks("one_part_per_place_in_a_submission"):
        SubmissionPart.objects.create(**words)


def test_a_part_is_known_by_a_sha256(first: Submission) -> None:
    with breaks("part_digest_is_sha256"):
        SubmissionPart.objects.create(submission=first, position=0, sha256="", size_bytes=1, deflated=b"")


@pytest.mark.parametrize(("name", "model", "words"), PARTS)
def test_the_database_refuses_a_part_of_a_report_that_breaks(
    name: str, model: Any, words: dict[str, Any], report: Report
) -> None:
    sound = {"kind": "ipv4", "value": "198.18.0.7", "said": "declared"} if model is Sighting else {}
    with breaks(name):
        model.objects.create(report=report, pointer="/", **(sound | words))


def test_a_sighting_belongs_to_a_person_or_to_a_file(report: Report) -> None:
    person = ReportedPerson.objects.create(report=report, pointer="/p", role="reported")
    file = ReportedFile.objects.create(report=report, pointer="/f")
    with breaks("sighting_belongs_to_one_thing_at_most"):
        Sighting.objects.create(
            report=report, person=person, file=file, pointer="/", kind="ipv4", value="198.18.0.7", said="declared"
        )


ENCLOSED: dict[str, dict[str, Any]] = {
    "enclosed_file_md5_is_one": {"md5": "A" * 32},
    "enclosed_file_sha1_is_one": {"sha1": "a" * 39},
    "enclosed_file_sha256_is_one": {"sha256": "g" * 64},
    "enclosed_file_is_one_of_the_report_by_digest_or_name_or_none": {"matched_by": "digest"},
}


@pytest.mark.parametrize("name", ENCLOSED)
def test_the_database_refuses_a_file_of_a_bundle_that_breaks(name: str, report: Report) -> None:
    sound = {"pointer": "a.bin", "size_bytes": 1, "md5": "a" * 32, "sha1": "a" * 40, "sha256": "a" * 64}
    with breaks(name):
        EnclosedFile.objects.create(report=report, **(sound | ENCLOSED[name]))


def test_a_file_of_a_bundle_says_how_it_is_known_to_be_one_of_the_report(report: Report) -> None:
    file = ReportedFile.objects.create(report=report, pointer="/f")
    sound: dict[str, Any] = {"size_bytes": 1, "md5": "a" * 32, "sha1": "a" * 40, "sha256": "a" * 64}
    with breaks("enclosed_file_is_one_of_the_report_by_digest_or_name_or_none"):
        EnclosedFile.objects.create(report=report, pointer="a.bin", file=file, matched_by="guess", **sound)


MAPPINGS: dict[str, dict[str, Any]] = {
    "one_column_mapping_per_name": {"name": "Weekly"},
    "column_mapping_has_a_name": {"name": ""},
    "column_mapping_says_what_a_column_means": {"columns": {}},
}


@pytest.mark.parametrize("name", MAPPINGS)
def test_the_database_refuses_a_column_mapping_that_breaks(name: str, desk: User) -> None:
    ColumnMapping.objects.create(agency=desk.agency, name="Weekly", columns={"Mail": "email"})
    with breaks(name):
        ColumnMapping.objects.create(
            **({"agency": desk.agency, "name": "Other", "columns": {"Mail": "email"}} | MAPPINGS[name])
        )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("report_is_offered_by_its_holder_to_somebody_else", {"offered_to": True}),
        (
            "report_is_offered_by_its_holder_to_somebody_else",
            {"offered_to": True, "assigned_to": True, "assigned_at": NOON},
        ),
        ("report_is_worked_by_somebody_only_where_it_is_assigned", {"worked_by": True}),
        (
            "report_waits_at_a_desk_only_while_nobody_holds_it",
            {"desk": "foreign", "assigned_to": True, "assigned_at": NOON},
        ),
        ("report_was_looked_at_after_it_was_assigned_or_not_yet", {"first_looked_at": NOON}),
        (
            "report_was_looked_at_after_it_was_assigned_or_not_yet",
            {
                "assigned_to": True,
                "assigned_at": NOON,
                "first_looked_at": NOON - timedelta(seconds=1),
                "first_look_seconds": 0,
            },
        ),
    ],
)
def test_hands_and_first_looks_fit_who_holds_the_report(
    name: str, words: dict[str, Any], first: Submission, desk: User
) -> None:
    who = {"offered_to": first.agency, "assigned_to": first.agency, "worked_by": desk}
    filled = {field: who[field] if value is True else value for field, value in words.items()}
    with breaks(name):
        Report.objects.create(agency=first.agency, submission=first, received_at=NOON, **filled)
