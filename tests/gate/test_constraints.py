"""Each constraint of the gate, tried."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.gate.actions import record_opening, record_warrant, set_forums
from nightlight.gate.asked import OpeningAsked, WarrantAsked
from nightlight.gate.models import AgencyForum, ForumRule, Opening, Warrant, WarrantFile
from nightlight.gate.reading import gate_of
from tests.breaking import breaks
from tests.gate.conftest import VIEWED, Filed, SetRule, reported_file

Rows = dict[str, Any]
MODELS = {model.__name__: model for model in (AgencyForum, ForumRule, Opening, Warrant, WarrantFile)}


@pytest.fixture
def rows(filed: Filed, supervisor: User, ruled: SetRule) -> Rows:
    """Give one row of each: a rule, a court, a warrant with a file, and an opening on each authority."""
    report = filed(reported_file(1, viewed_by_provider=True), reported_file(2))
    rule = ruled(**VIEWED)
    [forum] = set_forums(Agency.objects.get(code="az"), forums=["state:AZ"], by=supervisor, because="Sample")
    viewed, other = sorted((line.file for line in gate_of(supervisor, report).files), key=lambda file: file.name)
    asked = WarrantAsked("SW-1", "Sample court", "Sample judge", clock.today())
    warrant = record_warrant(report, by=supervisor, warrant=asked, files=[other])
    said = OpeningAsked("Sample", clock.now())
    return {
        "ForumRule": rule,
        "AgencyForum": forum,
        "Warrant": warrant,
        "WarrantFile": WarrantFile.objects.visible_to(supervisor).get(),
        "Opening": record_opening(report, by=supervisor, opening=said, file=viewed),
        "under a warrant": record_opening(report, by=supervisor, opening=said, file=other),
    }


def stored(row: Any) -> Any:
    model: Any = type(row)
    sealed = hasattr(model.objects.all(), "unscoped")
    return (model.objects.unscoped(because="test") if sealed else model.objects).filter(pk=row.pk)


@pytest.mark.parametrize(
    ("which", "change", "name"),
    [
        ("ForumRule", {"forum": "federal:12"}, "forum_rule_is_of_a_known_forum"),
        ("ForumRule", {"version": 0}, "forum_rule_version_starts_at_one"),
        ("ForumRule", {"expires_on": clock.today()}, "forum_rule_expires_after_it_begins"),
        ("ForumRule", {"citation": ""}, "forum_rule_says_what_and_why"),
        ("ForumRule", {"because": ""}, "forum_rule_says_what_and_why"),
        ("ForumRule", {"approved_by": ""}, "forum_rule_has_author_and_approver_or_is_unconfirmed"),
        ("ForumRule", {"author": None}, "forum_rule_has_author_and_approver_or_is_unconfirmed"),
        ("ForumRule", {"opens_viewed": False}, "forum_rule_counts_more_only_where_viewing_opens"),
        ("AgencyForum", {"forum": "nowhere"}, "agency_forum_is_known"),
        ("AgencyForum", {"because": ""}, "agency_forum_says_why"),
        (
            "AgencyForum",
            {"valid_to": clock.today() - timedelta(days=1)},
            "agency_forum_ends_not_before_it_begins",
        ),
        ("Warrant", {"number": ""}, "warrant_names_its_number_its_court_and_its_judge"),
        ("Warrant", {"court": ""}, "warrant_names_its_number_its_court_and_its_judge"),
        ("Warrant", {"issued_by": ""}, "warrant_names_its_number_its_court_and_its_judge"),
        ("Warrant", {"withdrawn_because": "Sample"}, "warrant_is_withdrawn_with_a_reason_or_holds"),
        ("WarrantFile", {"key": ""}, "warrant_covers_a_file_that_has_a_key"),
        ("WarrantFile", {"place": 0}, "warrant_file_place_starts_at_one"),
        ("Opening", {"place": 0}, "opening_place_starts_at_one"),
        ("Opening", {"opened_by": ""}, "opening_says_who_and_why"),
        ("Opening", {"because": ""}, "opening_says_who_and_why"),
        ("Opening", {"opened_at": clock.now() + timedelta(days=1)}, "opening_is_recorded_after_it_happened"),
        ("Opening", {"rule": None}, "opening_rests_on_a_warrant_or_on_a_rule_that_opens"),
        ("Opening", {"ground": "said_so"}, "opening_rests_on_a_warrant_or_on_a_rule_that_opens"),
        ("Opening", {"ground": ""}, "opening_rests_on_a_warrant_or_on_a_rule_that_opens"),
        ("Opening", {"key": ""}, "opening_rests_on_a_warrant_or_on_a_rule_that_opens"),
        ("under a warrant", {"covered_by": None}, "opening_rests_on_a_warrant_or_on_a_rule_that_opens"),
        ("under a warrant", {"key": "sha256:another"}, "opening_rests_on_a_warrant_or_on_a_rule_that_opens"),
        ("under a warrant", {"ground": "viewed"}, "opening_rests_on_a_warrant_or_on_a_rule_that_opens"),
    ],
)
def test_no_row_can_break_a_check(rows: Rows, which: str, change: dict[str, Any], name: str) -> None:
    with breaks(name):
        stored(rows[which]).update(**change)


@pytest.mark.parametrize(
    ("which", "name"),
    [
        ("ForumRule", "one_forum_rule_per_version"),
        ("AgencyForum", "one_open_row_per_agency_and_forum"),
        ("Warrant", "one_standing_warrant_per_number_and_report"),
        ("WarrantFile", "a_warrant_covers_a_file_once"),
    ],
)
def test_no_row_can_be_there_twice(rows: Rows, which: str, name: str, supervisor: User) -> None:
    made = rows[which]
    again: Callable[..., Any] = made.save
    made.pk, made._state.adding = supervisor.pk, True
    with breaks(name):
        again(force_insert=True)
