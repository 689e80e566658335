"""Each constraint of transfers, broken once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.intake.models import Report
from nightlight.transfers.models import Transfer
from tests.breaking import breaks

NOW = clock.now()
ENDED = {"answered_at": NOW + timedelta(hours=1)}

BROKEN: dict[str, dict[str, Any]] = {
    "one_standing_transfer_per_report": {"receipt": "T-SECOND"},
    "one_transfer_per_receipt": {"state": "withdrawn", **ENDED},
    "transfer_state_is_known": {"state": "lost", **ENDED},
    "transfer_leads_elsewhere": {"to": "az"},
    "transfer_says_why": {"because": ""},
    "transfer_has_a_spoken_receipt": {"receipt": "A-SECOND"},
    "transfer_is_due_after_it_was_offered": {"due_at": NOW},
    "transfer_is_told_to_be_late_when_it_is": {"told_late_at": NOW + timedelta(hours=71)},
    "transfer_remembers_the_policy_of_its_clock": {"policy_digest": "none"},
    "transfer_stands_or_ends_by_somebody_later": {"state": "withdrawn"},
    "transfer_is_refused_for_a_reason": {"state": "refused", **ENDED},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_a_transfer_that_breaks(
    name: str, held: Callable[..., Report], az: User, agency: Callable[[str], Agency]
) -> None:
    sound: dict[str, Any] = {
        "agency": agency("az"), "to": agency("mn"), "report": held(), "ground": "other", "because": "Test.",
        "receipt": "T-FIRST", "offered_at": NOW, "due_at": NOW + timedelta(hours=72), "by_user": az,
        "policy_date": NOW.date(), "policy_digest": "a" * 64,
    }  # fmt: skip
    Transfer.objects.create(**sound)
    change = dict(BROKEN[name])
    if "to" in change:
        change["to"] = agency("az")
    if "answered_at" in change:
        change["answered_by"] = az
    if not name.startswith("one_"):
        change = {"report": held(), "receipt": "T-SECOND"} | change
    with breaks(name):
        Transfer.objects.create(**sound | change)
