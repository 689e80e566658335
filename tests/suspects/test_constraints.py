"""Each constraint of nominations, runs, receipts and disseminations, broken once."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.foundation import ids
from nightlight.investigations.models import Subject
from nightlight.suspects.models import (
    Dissemination,
    ListAlarm,
    Nomination,
    NominationIndicator,
    Review,
    Run,
    RunLine,
    RunReceipt,
    RunRecipient,
)
from tests.breaking import breaks
from tests.promises.furnished_reports import sent_reports

AT, DAY, DIGEST = datetime(2018, 4, 10, tzinfo=UTC), date(2018, 4, 10), "a" * 64
ENDED = {"status": "withdrawn", "subject": None, "activity": "", "basis": "", "ended_at": AT, "ended_because": "Sample"}


@pytest.fixture
def sound(investigator: User, known_subject: Callable[..., Subject]) -> dict[str, Any]:
    """Give the columns of a nomination that waits."""
    return {
        "agency_id": investigator.agency_id,
        "number": "S-AAAAA-BBBBB",
        "status": "waiting",
        "subject": known_subject(),
        "activity": "Sample activity",
        "basis": "Sample basis",
        "is_lawfully_obtained": True,
        "author": investigator,
        "share": "name",
        "sensitivity": "sensitive",
        "confidence": "probable",
        "policy_date": DAY,
        "policy_digest": DIGEST,
    }


NOMINATIONS: list[tuple[str, dict[str, Any]]] = [
    ("nomination_status_is_known", {"status": "maybe"}),
    ("nomination_labels_are_known", {"share": "all"}),
    ("nomination_labels_are_known", {"sensitivity": "none"}),
    ("nomination_labels_are_known", {"confidence": "certain"}),
    ("nomination_attests_lawful_information", {"is_lawfully_obtained": False}),
    ("nomination_names_its_policy", {"policy_digest": "a"}),
    ("nomination_is_of_a_subject_or_of_a_named_person_of_a_report", {"subject": None}),
    ("nomination_is_of_a_subject_or_of_a_named_person_of_a_report", {"name_as_given": "Sample Placeholder"}),
    ("nomination_documents_its_suspicion", {"basis": ""}),
    ("nomination_documents_its_suspicion", {"activity": ""}),
    ("nomination_has_ended_exactly_when_it_says_when_and_why", {"ended_at": AT}),
    ("nomination_has_ended_exactly_when_it_says_when_and_why", ENDED | {"ended_because": ""}),
    ("nomination_that_has_ended_names_nobody", ENDED | {"basis": "Sample basis"}),
    ("nomination_that_has_ended_names_nobody", ENDED | {"name_as_given": "Sample Placeholder"}),
]


@pytest.mark.parametrize(("name", "words"), NOMINATIONS)
def test_the_database_refuses_a_nomination_that_breaks(name: str, words: dict[str, Any], sound: dict[str, Any]) -> None:
    with breaks(name):
        Nomination.objects.create(**(sound | words))


def test_a_nomination_in_force_was_approved(waiting_nomination: Callable[..., Nomination]) -> None:
    rows = Nomination.objects.unscoped(because="test").filter(pk=waiting_nomination().pk)
    with breaks("nomination_in_force_was_approved_until_a_day"):
        rows.update(status="in_force")


def test_nobody_approves_what_they_wrote(waiting_nomination: Callable[..., Nomination]) -> None:
    made = waiting_nomination()
    rows = Nomination.objects.unscoped(because="test").filter(pk=made.pk)
    with breaks("nomination_is_approved_by_another_than_its_author"):
        rows.update(status="in_force", approved_by=made.author_id, approved_at=AT, ends_on=DAY)


def test_a_number_and_an_open_subject_stand_once(sound: dict[str, Any], known_subject: Callable[..., Subject]) -> None:
    Nomination.objects.create(**sound)
    with breaks("one_nomination_per_number"):
        Nomination.objects.create(**(sound | {"subject": known_subject()}))
    with breaks("one_open_nomination_per_subject"):
        Nomination.objects.create(**(sound | {"number": "S-CCCCC-DDDDD"}))


def test_a_person_of_a_report_is_nominated_once_at_a_time(
    request: pytest.FixtureRequest, sound: dict[str, Any]
) -> None:
    [tip] = sent_reports(request, "co", 1)
    named = sound | {"subject": None, "report_id": tip.report_id, "name_as_given": "Sample Placeholder"}
    Nomination.objects.create(**named)
    with breaks("one_open_nomination_per_person_of_a_report"):
        Nomination.objects.create(**(named | {"number": "S-CCCCC-DDDDD"}))


INDICATORS: list[tuple[str, dict[str, Any]]] = [
    ("an_indicator_stands_once", {"code": "access"}),
    ("indicator_is_named_and_stated", {"code": ""}),
    ("indicator_is_named_and_stated", {"words": ""}),
    ("indicator_is_named_and_stated", {"stated_by": ""}),
    ("indicator_rests_on_one_record", {"case_id": None}),
]


@pytest.mark.parametrize(("name", "words"), INDICATORS)
def test_the_database_refuses_an_indicator_that_breaks(
    name: str, words: dict[str, Any], waiting_nomination: Callable[..., Nomination]
) -> None:
    made = waiting_nomination()
    columns = {
        "agency_id": made.agency_id,
        "nomination": made,
        "code": "travel",
        "words": "Sample",
        "stated_by": "Sample",
        "case_id": made.subject.case_id if made.subject else None,
    }
    with breaks(name):
        NominationIndicator.objects.create(**(columns | words))


REVIEWS: list[tuple[str, dict[str, Any]]] = [
    ("review_verdict_is_known", {"verdict": "maybe"}),
    ("review_says_why", {"because": ""}),
    ("review_gives_a_period_by_a_dated_rule_unless_it_returns", {"ends_on": None}),
    ("review_gives_a_period_by_a_dated_rule_unless_it_returns", {"retention_digest": ""}),
    ("review_gives_a_period_by_a_dated_rule_unless_it_returns", {"verdict": "returned"}),
]


@pytest.mark.parametrize(("name", "words"), REVIEWS)
def test_the_database_refuses_a_review_that_breaks(
    name: str, words: dict[str, Any], waiting_nomination: Callable[..., Nomination], supervisor: User
) -> None:
    made = waiting_nomination()
    columns = {
        "agency_id": made.agency_id,
        "nomination": made,
        "verdict": "approved",
        "by_user": supervisor,
        "at": AT,
        "because": "Sample",
        "ends_on": DAY,
        "retention_date": DAY,
        "retention_digest": DIGEST,
    }
    with breaks(name):
        Review.objects.create(**(columns | words))


def columns_of(run: Run) -> dict[str, Any]:
    return {
        "agency_id": run.agency_id,
        "number": "L-AAAAA-BBBBB",
        "made_at": AT,
        "author_id": run.author_id,
        "indicators_date": DAY,
        "indicators_digest": DIGEST,
        "rhythm_date": DAY,
        "rhythm_digest": DIGEST,
        "digest": DIGEST,
    }


def test_the_database_refuses_a_run_that_breaks(run: Callable[[], Run]) -> None:
    first, second = run(), run()
    sound = columns_of(second)
    with breaks("one_run_per_number"):
        Run.objects.create(**(sound | {"number": first.number}))
    with breaks("one_run_follows_another"):
        Run.objects.create(**(sound | {"previous": first}))
    for column in ("digest", "indicators_digest", "rhythm_digest"):
        with breaks("run_digests_are_sha256"):
            Run.objects.create(**(sound | {column: "a"}))
    own = ids.new()
    with breaks("run_follows_another_than_itself"):
        Run.objects.create(**(sound | {"id": own, "previous_id": own}))


LINES: list[tuple[str, dict[str, Any]]] = [
    ("line_stands_as_is_known", {"held": "maybe"}),
    ("line_stands_as_is_known", {"share": "all"}),
    ("line_stands_as_is_known", {"status": "maybe"}),
    ("line_has_a_place_exactly_when_listed", {"place": 1}),
    ("line_has_a_place_exactly_when_listed", {"held": "listed"}),
    ("a_listed_line_is_in_force_shared_and_has_an_indicator", {"held": "listed", "place": 1, "indicators": []}),
    ("a_listed_line_is_in_force_shared_and_has_an_indicator", {"held": "listed", "place": 1, "status": "waiting"}),
    ("a_listed_line_is_in_force_shared_and_has_an_indicator", {"held": "listed", "place": 1, "share": "none"}),
    ("a_listed_line_is_in_force_shared_and_has_an_indicator", {"held": "listed", "place": 1, "approved_on": None}),
    ("line_says_why", {"because": ""}),
]


def line_of(nomination: Nomination, run_id: Any) -> dict[str, Any]:
    return {
        "agency_id": nomination.agency_id,
        "run_id": run_id,
        "nomination": nomination,
        "nominated_by_id": nomination.agency_id,
        "number": nomination.number,
        "status": "in_force",
        "share": "name",
        "held": "lapsed",
        "indicators": [{"code": "access", "words": "Access to children"}],
        "because": "Sample",
        "approved_on": DAY,
    }


@pytest.mark.parametrize(("name", "words"), LINES)
def test_the_database_refuses_a_line_that_breaks(
    name: str, words: dict[str, Any], waiting_nomination: Callable[..., Nomination]
) -> None:
    # lines are written before their run is
    with breaks(name):
        RunLine.objects.create(**(line_of(waiting_nomination(), ids.new()) | words))


def test_a_nomination_and_a_place_stand_once_in_a_run(waiting_nomination: Callable[..., Nomination]) -> None:
    run_id, first, second = ids.new(), waiting_nomination(), waiting_nomination()
    listed = {"held": "listed", "place": 1}
    with breaks("one_line_per_nomination_and_run"):
        RunLine.objects.create(**line_of(first, run_id))
        RunLine.objects.create(**line_of(first, run_id))
    with breaks("one_line_per_place_of_a_run"):
        RunLine.objects.create(**(line_of(first, run_id) | listed))
        RunLine.objects.create(**(line_of(second, run_id) | listed))


def test_an_agency_receives_a_run_once(investigator: User) -> None:
    run_id = ids.new()
    with breaks("one_recipient_per_agency_and_run"):
        for _ in range(2):
            RunRecipient.objects.create(agency_id=investigator.agency_id, run_id=run_id)


def test_the_database_refuses_a_receipt_that_breaks(supervisor: User, run: Callable[[], Run]) -> None:
    made = run()
    sent = RunRecipient.objects.unscoped(because="test").get(run=made, agency_id=supervisor.agency_id)
    sound = {"agency_id": sent.agency_id, "recipient": sent, "at": AT}
    with breaks("a_run_is_delivered_once"):
        RunReceipt.objects.create(**sound, kind="delivered")
    with breaks("one_receipt_per_reader"):
        for _ in range(2):
            RunReceipt.objects.create(**sound, kind="opened", by_user=supervisor)
    with breaks("receipt_kind_is_known", "receipt_names_a_reader_exactly_when_opened"):
        RunReceipt.objects.create(**sound, kind="lost", by_user=None)
    with breaks("receipt_names_a_reader_exactly_when_opened"):
        RunReceipt.objects.create(**sound, kind="opened")


@pytest.mark.parametrize("words", [{"because": ""}, {"for_case": ""}])
def test_a_dissemination_says_for_what_and_for_which_case(
    words: dict[str, str],
    nomination_in_force: Callable[..., Nomination],
    run: Callable[[], Run],
    supervisor: User,
) -> None:
    nomination, made = nomination_in_force(), run()
    columns = {
        "agency_id": nomination.agency_id,
        "nomination": nomination,
        "run": made,
        "to_id": supervisor.agency_id,
        "by_user": supervisor,
        "at": AT,
        "because": "Sample",
        "for_case": "CO-1",
    }
    with breaks("dissemination_says_for_what_and_for_which_case"):
        Dissemination.objects.create(**(columns | words))


def test_the_database_refuses_an_alarm_that_breaks(run: Callable[[], Run]) -> None:
    made = run()
    sound = {"agency_id": made.agency_id, "run": made, "due": "soon", "rang_at": AT}
    sound |= {"policy_date": DAY, "policy_digest": DIGEST}
    ListAlarm.objects.create(**sound)
    with breaks("a_run_is_called_for_once_for_each_stage"):
        ListAlarm.objects.create(**sound)
    with breaks("list_alarm_rings_when_due_soon_or_overdue"):
        ListAlarm.objects.create(**(sound | {"due": "in_time"}))
    with breaks("list_alarm_names_its_dated_rule"):
        ListAlarm.objects.create(**(sound | {"due": "overdue", "policy_digest": "a"}))
