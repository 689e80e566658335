"""Codes and knocks: what the database refuses to hold, and what is counted without anybody's address."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from nightlight.accounts.models import User
from nightlight.foundation import clock
from nightlight.intake import knocking
from nightlight.intake.actions import give_return_code
from nightlight.intake.form_policy import form_policy
from nightlight.intake.models import Door, Knocks, ReturnCode, Submission
from nightlight.intake.return_codes import ALPHABET, code_for, digest_of, found_again, found_by
from tests.breaking import breaks
from tests.intake.conftest import Receive, received

HOUR = datetime(2026, 11, 26, 12, tzinfo=UTC)
DIGEST = "0" * 64


@pytest.fixture
def submission(hand_in: Receive) -> Submission:
    return hand_in(received())[0]


def test_a_submission_has_one_code_at_most(submission: Submission, desk: User) -> None:
    give_return_code(by=desk, submission=submission, digest=DIGEST)
    with breaks("one_return_code_per_submission"):
        give_return_code(by=desk, submission=submission, digest="1" * 64)


def test_a_code_opens_one_submission(hand_in: Receive, desk: User) -> None:
    one, other = hand_in(received(), received())
    give_return_code(by=desk, submission=one, digest=DIGEST)
    with breaks("one_submission_per_return_code"):
        give_return_code(by=desk, submission=other, digest=DIGEST)


def test_a_code_itself_cannot_be_stored(submission: Submission, desk: User) -> None:
    with breaks("return_code_is_a_keyed_digest"):
        give_return_code(by=desk, submission=submission, digest=code_for("token"))


def test_a_code_is_found_in_any_spelling_and_kept_nowhere(submission: Submission, desk: User) -> None:
    code = code_for("token")
    kept = give_return_code(by=desk, submission=submission, digest=digest_of(code))
    for typed in (code, code.lower(), code.replace("-", " "), f"  {code} ", code.replace("-", "\u2013")):
        found = found_by(typed)
        assert found is not None
        assert found.code == kept
        assert found.report is not None
        assert found.report.submission_id == submission.pk
    again = found_again(kept.pk)
    assert again is not None
    assert again.report == found.report
    values: Any = ReturnCode.objects.unscoped(because="a test looks at what is stored").values_list()
    assert code.replace("-", "") not in str(list(values))


@pytest.mark.parametrize("typed", ["", "ABCD-EFGH-JKMN", "x" * 10_000, "\x00", "%"])
def test_what_is_no_code_opens_nothing(typed: str, db: None) -> None:
    assert found_by(typed) is None


def test_a_code_means_nothing_under_another_key(submission: Submission, desk: User, settings: Any) -> None:
    code = code_for("token")
    give_return_code(by=desk, submission=submission, digest=digest_of(code))
    settings.FORM_KEY = "another"
    assert found_by(code) is None


def test_codes_can_be_read_aloud_and_do_not_repeat() -> None:
    codes = {code_for(str(token)) for token in range(200)}
    assert len(codes) == 200
    assert not set("01OILUV") & set("".join(codes))
    assert len(ALPHABET) ** 12 > 2**58


def knocks(**more: Any) -> Knocks:
    words = {"door": Door.SEND, "hour_at": HOUR, "network": DIGEST, "count": 1} | more
    return Knocks.objects.create(**words)


def test_an_hour_is_counted_once_per_door_and_network(db: None) -> None:
    knocks()
    with breaks("one_count_per_door_hour_and_network"):
        knocks()


def test_a_door_is_one_of_ours(db: None) -> None:
    with breaks("knocks_are_at_a_known_door"):
        knocks(door="wall")


def test_an_address_cannot_be_stored_in_place_of_its_digest(db: None) -> None:
    with breaks("knocks_are_counted_under_a_keyed_digest"):
        knocks(network="198.51.100.0/24")


def test_nothing_is_counted_that_did_not_come(db: None) -> None:
    with breaks("there_is_a_count_only_of_knocks_that_came"):
        knocks(count=0)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.7", "198.51.100.0/24"),
        ("::ffff:198.51.100.7", "198.51.100.0/24"),
        ("2001:db8:1:2::3", "2001:db8:1::/48"),
        ("127.0.0.1", ""),
        ("10.1.2.3", ""),
        ("::1", ""),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_a_network_is_the_beginning_of_an_address_that_says_something_about_the_visitor(
    address: str, network: str
) -> None:
    assert knocking.network_of(address) == network


def test_one_network_is_held_off_after_its_limit_and_others_are_not(db: None) -> None:
    limit = form_policy().codes_tried_per_network
    with clock.held_at(HOUR):
        assert all(knocking.may_knock(Door.CODE, "198.51.100.7") for _ in range(limit))
        assert not knocking.may_knock(Door.CODE, "198.51.100.200")
        assert knocking.may_knock(Door.CODE, "203.0.113.7")
        assert knocking.may_knock(Door.SEND, "198.51.100.7")
    with clock.held_at(HOUR + timedelta(hours=1)):
        assert knocking.may_knock(Door.CODE, "198.51.100.7")


def test_an_address_that_says_nothing_is_held_only_by_the_limit_of_all(db: None, monkeypatch: Any) -> None:
    rules = form_policy().model_copy(update={"sent_per_network": 1, "sent_by_all": 3})
    monkeypatch.setattr(knocking, "form_policy", lambda: rules)
    with clock.held_at(HOUR):
        assert [knocking.may_knock(Door.SEND, "127.0.0.1") for _ in range(4)] == [True, True, True, False]


def test_no_address_is_written_down_and_two_days_cannot_be_joined(db: None) -> None:
    for day in range(2):
        with clock.held_at(HOUR + timedelta(days=day)):
            knocking.may_knock(Door.SEND, "198.51.100.7")
    rows: Any = Knocks.objects.unscoped(because="a test looks at what is stored")
    assert rows.count() == 4
    assert len({row.network for row in rows}) == 4
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM intake_knocks")
        assert "198.51" not in str(cursor.fetchall())


def test_old_counts_are_forgotten(db: None) -> None:
    with clock.held_at(HOUR):
        knocking.may_knock(Door.SEND, "198.51.100.7")
    with clock.held_at(HOUR + timedelta(hours=knocking.KEPT_HOURS + 1)):
        knocking.may_knock(Door.SEND, "203.0.113.7")
    rows: Any = Knocks.objects.unscoped(because="a test looks at what is stored")
    assert {row.hour_at for row in rows} == {HOUR + timedelta(hours=knocking.KEPT_HOURS + 1)}
