"""The pages of priorities: a commander reads, drafts, previews and decides without writing YAML."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.accounts.standing import ensure
from nightlight.directives.models import Directive
from nightlight.foundation import clock
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.models import Report
from nightlight.priorities import previewing
from nightlight.priorities.actions import begin_draft
from nightlight.priorities.models import Draft, Preview
from nightlight.priorities.reassessing import work_off
from nightlight.triage.actions import assess, assign
from nightlight.triage.assessment.facts import NEVER_DECIDES, Fact
from nightlight.triage.models import Assessment
from nightlight.web import priority_preview
from nightlight.web.priority_words import GROUPS
from tests.priorities.conftest import decided, edited, solicitation_first
from tests.triage.conftest import make, places, received, worker

__all__ = ["make", "places", "received", "worker"]

Received = Callable[..., list[Report]]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def held(db: None) -> Iterator[None]:
    with clock.held_at(NOW):
        ensure()
        yield


@pytest.fixture
def commander(person: Callable[..., User], client: Client) -> User:
    user = person("az", RoleName.COMMANDER)
    client.force_login(user)
    return user


@pytest.fixture
def mine(received: Received, worker: User, places: Gazetteer, make: SimpleNamespace) -> list[Report]:
    """Three reports of Arizona that ask for material."""
    readings = [
        make.reading(
            make.reported(make.address("04013"), places=(make.verified_zip("85001"),)),
            annotations=("csamSolicitation",),
        )
        for _ in range(3)
    ]
    return assess(received(readings), by=worker, places=places)


def page(client: Client, name: str, *args: Any, **query: Any) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == HTTPStatus.OK
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def post(client: Client, name: str, *args: Any, **said: Any) -> str:
    answer = client.post(reverse(name, args=args), said, follow=True)
    assert answer.status_code == HTTPStatus.OK
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def draft_of(user: User) -> Draft:
    rows: Any = Draft.objects.visible_to(user)
    return rows.get()  # type: ignore[no-any-return]


def seen(user: User) -> str:
    return draft_of(user).digest


def ids(user: User) -> list[str]:
    return [rule["id"] for rule in draft_of(user).content["rules"]]


def test_the_page_says_whose_rules_hold_since_when_and_reads_them_out(client: Client, commander: User) -> None:
    said = page(client, "priorities")
    assert "those of the house, for every task force that has set none, in force from Jan 1, 2018" in said
    assert "A registered-offender flag" in said
    assert "Begin a draft" in said


def test_an_analyst_reads_and_may_not_draft(client: Client, person: Callable[..., User]) -> None:
    client.force_login(person("az", RoleName.ANALYST))
    assert "Begin a draft" not in page(client, "priorities")
    assert client.get(reverse("priority-draft")).status_code == HTTPStatus.FORBIDDEN


def test_a_rule_is_moved_changed_added_and_taken_out_by_buttons(client: Client, commander: User) -> None:
    post(client, "priority-draft")
    post(client, "priority-move", "rules", 2, to="up", seen=seen(commander))
    assert ids(commander)[:2] == ["P-2", "P-1"]
    post(client, "priority-move", "rules", 1, to="down", seen=seen(commander))
    assert ids(commander)[:2] == ["P-1", "P-2"]
    said = post(
        client,
        "priority-entry",
        "rules",
        0,
        seen=seen(commander),
        tier=2,
        because="A sample reason.",
        short="Sample",
        **{"fact-infant": "all", "fact-viral": "any", "fact-meme": "any"},
    )
    added = draft_of(commander).content["rules"][-2]
    assert added["when"] == {"all_of": ["infant"], "any_of": ["viral", "meme"]}
    assert (added["id"], added["tier"]) == ("P-15", 2)
    assert "Rule P-15 is new, at place 14: tier 2, with an infant mark on a file; and one of: a viral mark or a" in said
    post(client, "priority-remove", "rules", 14, seen=seen(commander))
    assert "P-15" not in ids(commander)


def test_what_was_chosen_is_shown_again_with_what_stands_against_it(client: Client, commander: User) -> None:
    begin_draft(by=commander)
    answer = client.post(
        reverse("priority-entry", args=["rules", 1]),
        {"seen": seen(commander), "tier": 1, "because": "", "short": "x" * 45, "fact-infant": "any"},
    )
    said = answer.content.decode()
    assert "Say in a sentence why" in said
    assert "At most 44 characters" in said
    assert re.search(r'name="fact-infant" value="any"[^>]* checked', said)


def test_steps_tiers_and_days_are_plain_fields(client: Client, commander: User) -> None:
    begin_draft(by=commander)
    post(client, "priority-days", seen=seen(commander), open_days=60, fading_days=180)
    said = post(client, "priority-tiers", seen=seen(commander), words="At once\nKnown offender\nActive contact")
    assert "Address records count as open for 60 days, not 90." in said
    assert "Tier 1 is called “At once”, not “Immediate risk”." in said
    assert re.search(r"To tier 4, which there is not, leads P-\d+, [P\d, -]+: choose another tier\.", said)
    post(client, "priority-entry", "severity", 0, seen=seen(commander), word="Low", **{"fact-viral": "all"})
    assert draft_of(commander).content["severity"]["steps"][-1]["word"] == "Low"
    said = post(client, "priority-days", seen=seen(commander), open_days=60, fading_days=10)
    assert "give the larger number" in said


def test_a_draft_that_somebody_else_changed_meanwhile_is_not_overwritten(client: Client, commander: User) -> None:
    begin_draft(by=commander)
    before = seen(commander)
    edited(draft_of(commander), commander, solicitation_first)
    said = post(client, "priority-move", "rules", 2, to="up", seen=before)
    assert "Somebody changed the draft since" in said
    assert ids(commander)[0] == "AZ-1"


@pytest.mark.parametrize(("part", "place"), [("rules", 99), ("none-such", 1), ("victim", 99)])
def test_a_place_that_is_not_there_is_not_found(part: str, place: int, client: Client, commander: User) -> None:
    begin_draft(by=commander)
    for name in ("priority-entry", "priority-move", "priority-remove"):
        answer = client.post(reverse(name, args=[part, place]), {"seen": seen(commander), "to": "up"})
        assert answer.status_code == HTTPStatus.NOT_FOUND


def test_export_and_import_give_the_same_rules_and_a_broken_text_says_where(client: Client, commander: User) -> None:
    begin_draft(by=commander)
    before = seen(commander)
    text = client.get(reverse("priority-export")).content.decode()
    post(client, "priority-import", seen=before, text=text)
    assert seen(commander) == before
    edited(draft_of(commander), commander, solicitation_first)
    draft = client.get(reverse("priority-draft-export")).content.decode()
    assert "AZ-1" in draft
    post(client, "priority-import", seen=seen(commander), text=text)
    post(client, "priority-import", seen=before, text=draft)
    assert ids(commander)[0] == "AZ-1"
    before = seen(commander)
    for broken, words in (
        ("rules: [", "This is no YAML (line"),
        ("name: triage.routing", "must begin with name"),
        (text.replace("generative", "x").replace("- escalated", "- generative_ai"), "may not use generative_ai"),
        (text.replace("open_days: 90", "open_days: 0"), "days open"),
        (text + "more: 1\n", "has no part named more"),
    ):
        assert words in post(client, "priority-import", seen=before, text=broken).replace("&#x27;", "'")
        assert seen(commander) == before


def test_a_preview_shows_the_matrix_and_the_reports_that_move(
    client: Client, commander: User, mine: list[Report]
) -> None:
    edited(begin_draft(by=commander), commander, solicitation_first)
    said = post(client, "priority-preview-ask")
    assert "3 reports, of which 3 would move" in said
    assert mine[0].number in said
    assert "Arizona: a request for material" in said
    assert "Put in force" in said


def test_a_preview_that_takes_long_shows_how_far_it_is_and_goes_on(
    client: Client, commander: User, mine: list[Report], monkeypatch: pytest.MonkeyPatch
) -> None:
    begin_draft(by=commander)
    monkeypatch.setattr(previewing, "AT_ONCE", 1)
    monkeypatch.setattr(priority_preview, "AT_ONCE", 0)
    monkeypatch.setattr(priority_preview, "EACH_LOOK", 0)
    client.post(reverse("priority-preview-ask"))
    rows: Any = Preview.objects.visible_to(commander)
    found = rows.get()
    answer = client.get(reverse("priority-preview", args=[found.pk]))
    assert answer.headers["Refresh"] == "1"
    assert "2 of 3" in answer.content.decode()
    for _ in range(3):
        answer = client.get(reverse("priority-preview", args=[found.pk]))
    assert "Refresh" not in answer.headers
    assert "3 reports, of which 0 would move" in re.sub(r"\s+", " ", answer.content.decode())


def test_deciding_puts_it_in_force_and_the_page_shows_the_work(
    client: Client, commander: User, mine: list[Report], worker: User
) -> None:
    edited(begin_draft(by=commander), commander, solicitation_first)
    assert "Nobody has seen a preview" in page(client, "priority-decide")
    post(client, "priority-preview-ask")
    assert "That day is past" in client.post(
        reverse("priority-decide"), {"in_force_from": "2026-11-19", "because": "Sample"}
    ).content.decode().replace("&#x27;", "'")
    said = post(client, "priority-decide", in_force_from="2026-11-20", because="Sample reason of a commander")
    assert "3 open reports are judged again in the background" in said
    assert "0 of 3" in said
    assert Directive.objects.visible_to(commander).get().because == "Sample reason of a commander"
    work_off(by=worker)
    said = page(client, "priorities")
    assert "those of Arizona ICAC Task Force, in force from Nov 20, 2026" in said
    assert "3 have another tier" in said


def test_a_report_opens_the_rules_that_judged_it_even_after_others_came(
    client: Client, commander: User, mine: list[Report], worker: User, person: Callable[..., User]
) -> None:
    decided(begin_draft(by=commander), commander, solicitation_first, on=NOW.date())
    work_off(by=worker)
    report = mine[0]
    rows: Any = Assessment.objects.visible_to(worker).filter(report=report).order_by("-superseded_at")
    said = page(client, "report", report.pk)
    assert "Judged before, 1 time" in said
    assert "a request for material (Marked by the provider" in said
    for assessment in rows:
        old = page(client, "report-rules", report.pk, assessment.policy_digest)
        assert ("AZ-1" in old) == (assessment.rule == "AZ-1")
    own = rows.get(rule="AZ-1").policy_digest
    stranger = person("wy", RoleName.ANALYST)
    client.force_login(stranger)
    assert client.get(reverse("report-rules", args=[report.pk, own])).status_code == HTTPStatus.NOT_FOUND
    assert client.get(reverse("priority-rules", args=[own])).status_code == HTTPStatus.NOT_FOUND
    assign([report], to=stranger.agency, by=worker, because="Sample reason")
    assert "AZ-1" in page(client, "report-rules", report.pk, own)


def test_a_report_says_what_it_has_of_what_makes_it_actionable(
    client: Client, commander: User, mine: list[Report]
) -> None:
    said = page(client, "report", mine[0].pk)
    assert "Completeness: has 1 of 7 things" in said
    assert "When the events were is not known." in said
    assert "its records should still be there" in said


def test_completeness_is_counted_by_provider_among_what_the_reader_sees(
    client: Client, commander: User, mine: list[Report], person: Callable[..., User]
) -> None:
    said = page(client, "providers")
    assert "Example Social 3 3 100 % 0 0 %" in said
    client.force_login(person("wy", RoleName.ANALYST))
    assert "Nothing to count" in page(client, "providers")


def test_every_fact_that_a_rule_may_use_can_be_chosen_once() -> None:
    listed = [fact for facts in GROUPS.values() for fact in facts]
    assert sorted(listed) == sorted(set(Fact) - NEVER_DECIDES)


def test_why_compares_two_reports_and_says_what_it_cannot(client: Client, commander: User, mine: list[Report]) -> None:
    said = page(client, "queue-why", one=mine[0].number, other=str(mine[1].pk))
    assert "Both are in tier 6" in said
    assert "None" in said
    assert "There is no report with this number" in page(client, "queue-why", one=mine[0].number, other="no such")
    assert "This is one report" in page(client, "queue-why", one=mine[0].number, other=mine[0].number)
    queue = client.get(reverse("queue")).content.decode()
    assert f"{reverse('queue-why')}?one=" in queue


def test_a_rule_asks_for_days_that_are_typed_in(client: Client, commander: User) -> None:
    post(client, "priority-draft")
    said = {"tier": 2, "because": "A sample reason.", "short": "Sample", "fact-infant": "all"}
    days = {"events_at_most": 7, "clock_at_least": 3, "clock_at_most": 14}
    shown = post(client, "priority-entry", "rules", 1, seen=seen(commander), **said, **days)
    words = (
        "An infant mark on a file; and at most 7 days since the events; and 3 to 14 days until the next clock runs out"
    )
    assert words in shown
    kept = draft_of(commander).content["rules"][0]["when"]["days"]
    assert kept == [{"of": "events", "at_most": 7}, {"of": "clock", "at_least": 3, "at_most": 14}]
    form = client.get(reverse("priority-entry", args=["rules", 1])).content.decode()
    assert re.search(r'name="clock_at_least"[^>]* value="3"', form)
    wrong = post(
        client, "priority-entry", "rules", 1, seen=seen(commander), **said, events_at_least=9, events_at_most=3
    )
    assert "No number is that" in wrong
    assert draft_of(commander).content["rules"][0]["when"]["days"] == kept
    post(client, "priority-entry", "rules", 1, seen=seen(commander), **said)
    assert "days" not in draft_of(commander).content["rules"][0]["when"]


def test_a_step_of_an_axis_has_no_days(client: Client, commander: User) -> None:
    post(client, "priority-draft")
    assert "And within these days" not in page(client, "priority-entry", "victim", 1)
    assert "And within these days" in page(client, "priority-entry", "rules", 1)


def test_a_rule_or_a_step_goes_to_the_place_that_is_typed_and_stays_chosen(client: Client, commander: User) -> None:
    post(client, "priority-draft")
    steps = [step["word"] for step in draft_of(commander).content["offender"]["steps"]]
    answer = client.post(reverse("priority-move", args=["offender", 1]), {"to": "2", "seen": seen(commander)})
    assert answer["Location"].endswith("?at=offender-2#offender-2")
    moved = [step["word"] for step in draft_of(commander).content["offender"]["steps"]]
    assert moved == [steps[1], steps[0], *steps[2:]]
    shown = client.get(answer["Location"]).content.decode()
    assert re.search(r'id="offender-2" aria-current="true"', shown)
    post(client, "priority-move", "offender", 2, to="9999", seen=seen(commander))
    assert draft_of(commander).content["offender"]["steps"][-1]["word"] == steps[0]
    before = ids(commander)
    for wrong in ("", "zwei", "-1", "12345"):
        assert "A place is a number" in post(client, "priority-move", "rules", 1, to=wrong, seen=seen(commander))
    assert ids(commander) == before
