"""Runs: what is listed and what is kept off, for whom, with receipts; and that nothing in them can be changed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotAllowed, NotFound
from nightlight.investigations.actions import clear_subjects
from nightlight.investigations.models import Subject
from nightlight.suspects.actions import make_run, open_run, withdraw
from nightlight.suspects.digest import digest_of, whole
from nightlight.suspects.models import Nomination, NominationIndicator, Run, RunLine, RunReceipt, RunRecipient

Person = Callable[..., User]
MakeSubject = Callable[..., Subject]
MakeNomination = Callable[..., Nomination]
MakeRun = Callable[[], Run]


def lines(run: Run) -> list[RunLine]:
    return list(RunLine.objects.unscoped(because="test").filter(run=run).order_by("place", "number"))


def held(run: Run) -> dict[str, str]:
    return {line.number: line.held for line in lines(run)}


def recomputed(run: Run) -> str:
    kept = Run.objects.unscoped(because="test").select_related("previous").get(pk=run.pk)
    recipients = RunRecipient.objects.unscoped(because="test").filter(run=run)
    return digest_of(whole(kept, lines(run), recipients, kept.previous.digest if kept.previous else ""))


def test_a_run_lists_what_is_in_force_and_shared_and_says_of_the_rest_why_not(
    nomination_in_force: MakeNomination,
    waiting_nomination: MakeNomination,
    known_subject: MakeSubject,
    investigator: User,
    run: MakeRun,
) -> None:
    listed, pointer = nomination_in_force(), nomination_in_force("ut", share="pointer")
    kept, waiting = nomination_in_force(share="none"), waiting_nomination()
    subject = known_subject()
    cleared = nomination_in_force(subject=subject)
    clear_subjects([subject], by=investigator, because="Sample")
    withdrawn = withdraw(nomination_in_force(), by=investigator, because="Sample")
    made = run()
    assert held(made) == {
        listed.number: "listed",
        pointer.number: "listed",
        kept.number: "not_shared",
        waiting.number: "not_reviewed",
        cleared.number: "cleared",
    }
    assert withdrawn.number not in held(made)


def test_the_gravest_indicator_stands_first_and_ties_go_by_date(
    nomination_in_force: MakeNomination, run: MakeRun
) -> None:
    access = nomination_in_force(codes=["access"])
    registered = nomination_in_force(codes=["registered", "conviction"])
    with clock.held_at(clock.now() + timedelta(days=1)):
        later = nomination_in_force(codes=["access"])
    both = nomination_in_force(codes=["registered", "production"])
    first, *_ = listed = lines(run())
    assert [line.number for line in listed] == [both.number, access.number, later.number, registered.number]
    assert [line.place for line in listed] == [1, 2, 3, 4]
    assert first.because == "Alleged production of material; then registered-offender flag"
    assert first.indicators[0]["law"] == "18 U.S.C. 2251(a)"


def test_a_nomination_whose_validation_is_overdue_is_not_listed(
    nomination_in_force: MakeNomination, run: MakeRun
) -> None:
    made = nomination_in_force()
    with clock.held_at(clock.now().replace(year=2023)):
        assert held(run()) == {made.number: "lapsed"}


def test_what_was_listed_before_and_has_ended_is_considered_once_more(
    nomination_in_force: MakeNomination, investigator: User, run: MakeRun
) -> None:
    gone = nomination_in_force()
    first = run()
    withdraw(gone, by=investigator, because="Sample")
    second = run()
    assert held(second) == {gone.number: "ended"}
    assert second.previous_id == first.pk
    assert held(run()) == {}


def test_a_run_holds_the_digest_of_all_that_it_says(nomination_in_force: MakeNomination, run: MakeRun) -> None:
    nomination_in_force()
    first, second = run(), run()
    assert recomputed(first) == first.digest
    assert recomputed(second) == second.digest
    assert first.digest != second.digest


@pytest.mark.parametrize(
    ("column", "value"),
    [("place", 2), ("because", "Changed"), ("indicators", []), ("held", "ended"), ("share", "none"), ("number", "S-X")],
)
def test_whatever_is_changed_in_a_line_the_digest_does_not_fit_any_more(
    column: str, value: Any, nomination_in_force: MakeNomination, run: MakeRun
) -> None:
    nomination_in_force()
    made = run()
    kept = lines(made)
    recipients = list(RunRecipient.objects.unscoped(because="test").filter(run=made))
    assert digest_of(whole(made, kept, recipients, "")) == made.digest
    assert digest_of(whole(made, kept, recipients[1:], "")) != made.digest
    setattr(kept[0], column, value)
    assert digest_of(whole(made, kept, recipients, "")) != made.digest


def test_a_run_holds_no_name(nomination_in_force: MakeNomination, known_subject: MakeSubject, run: MakeRun) -> None:
    nomination_in_force(subject=known_subject(name="Sample Neverlisted"))
    made = run()
    said = whole(made, lines(made), [], "")
    assert "Neverlisted" not in str(said)


def test_only_the_coordinator_makes_a_run(supervisor: User) -> None:
    with pytest.raises(NotAllowed):
        make_run(by=supervisor)


def test_recipients_are_the_agencies_that_take_part_and_have_a_receipt_where_somebody_may_read_it(
    supervisor: User, run: MakeRun
) -> None:
    made = run()
    recipients = RunRecipient.objects.unscoped(because="test").filter(run=made)
    assert {recipient.agency.kind for recipient in recipients.select_related("agency")} <= {"task_force", "federal"}
    delivered = RunReceipt.objects.unscoped(because="test").filter(recipient__run=made, kind="delivered")
    assert set(delivered.values_list("agency__code", flat=True)) == {"co"}


def test_opening_a_run_is_the_receipt_of_whoever_opened_it_first(supervisor: User, run: MakeRun) -> None:
    made = run()
    for _ in range(2):
        open_run(made, by=supervisor)
    [receipt] = RunReceipt.objects.visible_to(supervisor).filter(recipient__run=made, kind="opened")
    assert (receipt.by_user_id, receipt.agency_id) == (supervisor.pk, supervisor.agency_id)


def test_a_run_is_read_by_its_recipients_and_by_nobody_else(person: Person, run: MakeRun) -> None:
    made = run()
    assert open_run(made, by=person("co", RoleName.ANALYST)).pk == made.pk
    with pytest.raises(NotAllowed):
        open_run(made, by=person("co", RoleName.WATCH_DESK))
    own = make_run(by=person("ut", RoleName.OPERATOR))
    with pytest.raises(NotFound):
        open_run(own, by=person("co", RoleName.SUPERVISOR))


def test_what_was_kept_off_is_seen_by_its_own_agency_alone(
    person: Person, waiting_nomination: MakeNomination, run: MakeRun
) -> None:
    waiting_nomination("ut")
    made = run()
    for code, sees in (("ut", 1), ("co", 0)):
        reader = person(code, RoleName.SUPERVISOR)
        assert RunLine.objects.visible_to(reader).filter(run=made).count() == sees


@pytest.fixture
def finished(nomination_in_force: MakeNomination, supervisor: User, run: MakeRun) -> Run:
    """Make a run with a line, recipients and receipts."""
    nomination_in_force()
    return open_run(run(), by=supervisor)


CHANGES: list[tuple[Any, dict[str, Any]]] = [
    (Run, {"digest": "0" * 64}),
    (RunLine, {"because": "Changed"}),
    (RunRecipient, {"run_id": None}),
    (RunReceipt, {"by_user_id": None}),
]


@pytest.mark.parametrize(("model", "change"), CHANGES, ids=[model.__name__ for model, _ in CHANGES])
def test_nothing_of_a_run_can_be_changed_or_removed(model: Any, change: dict[str, Any], finished: Run) -> None:
    rows = model.objects.unscoped(because="test")
    before = rows.count()
    assert before
    with pytest.raises(IntegrityError, match="never changed or removed"), transaction.atomic():
        rows.update(**change)
    with pytest.raises(IntegrityError, match="never changed or removed"), transaction.atomic():
        rows._raw_delete(using="default")
    assert rows.count() == before
    assert recomputed(finished) == finished.digest


def test_nothing_is_added_to_a_run_that_is_there(finished: Run, waiting_nomination: MakeNomination) -> None:
    [line] = lines(finished)
    late = waiting_nomination()
    with pytest.raises(IntegrityError, match="nothing is added"), transaction.atomic():
        RunLine.objects.bulk_create(
            [
                RunLine(
                    agency_id=line.agency_id,
                    run=finished,
                    nomination=late,
                    nominated_by_id=late.agency_id,
                    number=late.number,
                    status=late.status,
                    share=late.share,
                    held="not_reviewed",
                    because="Slipped in",
                )
            ]
        )
    with pytest.raises(IntegrityError, match="nothing is added"), transaction.atomic():
        RunRecipient.objects.bulk_create([RunRecipient(agency_id=line.agency_id, run=finished)])


@pytest.mark.parametrize("table", ["suspects_runline", "suspects_runreceipt", "suspects_run"])
def test_a_table_of_runs_cannot_be_emptied(table: str, finished: Run) -> None:
    statement = f"TRUNCATE {table} CASCADE" if connection.vendor == "postgresql" else f"DELETE FROM {table}"  # noqa: S608 - a table of the list above
    connection.check_constraints()  # PostgreSQL empties no table while references wait to be checked
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert lines(finished)


def test_the_database_refuses_a_nomination_in_force_without_an_indicator(
    waiting_nomination: MakeNomination, nomination_in_force: MakeNomination
) -> None:
    bare = waiting_nomination()
    approved = nomination_in_force()
    stated = NominationIndicator.objects.unscoped(because="test")
    with pytest.raises(IntegrityError, match="only when its nomination has ended"), transaction.atomic():
        stated.filter(nomination=approved)._raw_delete(using="default")
    copy = Nomination(
        **{
            field.attname: getattr(approved, field.attname)
            for field in Nomination._meta.concrete_fields
            if field.name not in {"id", "number", "subject"}
        },
        number="S-AAAAA-BBBBB",
        subject_id=bare.subject_id,
    )
    with pytest.raises(IntegrityError, match="has an indicator"), transaction.atomic():
        copy.save(force_insert=True)


def test_an_indicator_is_not_slipped_in_after_the_review(nomination_in_force: MakeNomination) -> None:
    approved = nomination_in_force()
    [one] = NominationIndicator.objects.unscoped(because="test").filter(nomination=approved)
    with pytest.raises(IntegrityError, match="while a nomination waits"), transaction.atomic():
        NominationIndicator.objects.bulk_create(
            [
                NominationIndicator(
                    agency_id=one.agency_id,
                    nomination=approved,
                    code="production",
                    words="Alleged production of material",
                    stated_by="Nobody",
                    case_id=one.case_id,
                )
            ]
        )
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        NominationIndicator.objects.unscoped(because="test").update(stated_by="Somebody else")
