"""Each constraint of an ending, broken once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.intake.models import Channel, Repeat
from nightlight.quarantine.models import Ending
from tests.breaking import breaks
from tests.quarantine.conftest import Quarantine

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
BROKEN: dict[str, dict[str, Any]] = {
    "ending_state_is_known": {"state": "waiting"},
    "ending_says_why_unless_it_was_only_read_again": {"because": ""},
    "ending_points_to_the_mended_bytes_exactly_when_mended": {"state": "mended"},
    "only_a_rejection_is_superseded": {"state": "replayed", "because": "", "superseded_at": NOON},
    "ending_is_superseded_after_it_was_made": {"superseded_at": NOON - timedelta(seconds=1)},
}


@pytest.fixture
def sound(quarantine: Quarantine, desk: User) -> dict[str, Any]:
    submission = quarantine()
    return {
        "agency": submission.agency,
        "submission": submission,
        "state": "rejected",
        "receipt": "Q-FIRST",
        "at": NOON,
        "by_user": desk,
        "because": "Sample reason",
        "was_wrong": "Line 1.",
    }


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_an_ending_that_breaks(name: str, sound: dict[str, Any]) -> None:
    with breaks(name):
        Ending.objects.create(**(sound | BROKEN[name]))


def test_what_was_only_read_again_gives_no_reason(sound: dict[str, Any]) -> None:
    with breaks("ending_says_why_unless_it_was_only_read_again"):
        Ending.objects.create(**(sound | {"state": "replayed"}))


def test_what_was_rejected_points_nowhere(sound: dict[str, Any], quarantine: Quarantine) -> None:
    with breaks("ending_points_to_the_mended_bytes_exactly_when_mended"):
        Ending.objects.create(**(sound | {"mended_as": quarantine()}))


def test_mended_bytes_are_not_the_same_submission(sound: dict[str, Any]) -> None:
    with breaks("mended_bytes_are_another_submission"):
        Ending.objects.create(**(sound | {"state": "mended", "mended_as": sound["submission"]}))


def test_one_ending_holds_and_those_before_it_do_not(sound: dict[str, Any]) -> None:
    Ending.objects.create(**(sound | {"superseded_at": NOON}))
    Ending.objects.create(**(sound | {"receipt": "Q-SECOND"}))
    with breaks("one_ending_of_a_quarantine_holds"):
        Ending.objects.create(**(sound | {"receipt": "Q-THIRD"}))


def test_a_receipt_is_given_once(sound: dict[str, Any], quarantine: Quarantine) -> None:
    Ending.objects.create(**sound)
    with breaks("one_ending_per_receipt"):
        Ending.objects.create(**(sound | {"submission": quarantine()}))


def test_what_comes_again_comes_by_a_door(quarantine: Quarantine) -> None:
    submission = quarantine()
    Repeat.objects.create(submission=submission, channel=Channel.API, at=NOON)
    with breaks("repeat_channel_is_known"):
        Repeat.objects.create(submission=submission, channel="fax", at=NOON)
