"""Rules of a task force come into force by a draft that somebody has previewed, and judge its reports from then on."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.directives.models import Directive
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotAllowed, RuleRefusal
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.models import Report
from nightlight.priorities import reassessing
from nightlight.priorities.actions import ask_for_preview, begin_draft, discard_draft, put_in_force
from nightlight.priorities.models import Draft, Preview, Reassessment
from nightlight.priorities.previewing import cells, warnings
from nightlight.priorities.reading import in_force_for
from nightlight.priorities.reassessing import work_off
from nightlight.triage.actions import assess, assign
from nightlight.triage.models import Assessment
from tests.breaking import breaks
from tests.priorities.conftest import decided, edited, previewed, solicitation_first

Received = Callable[..., list[Report]]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOW.date()
AZ, WY = "04013", "56021"


@pytest.fixture(autouse=True)
def held() -> Iterator[None]:
    with clock.held_at(NOW):
        yield


def standing(report: Report, by: User) -> Assessment:
    rows: Any = Assessment.objects.visible_to(by).current()
    return rows.get(report=report)  # type: ignore[no-any-return]


@pytest.fixture
def asking(received: Received, worker: User, places: Gazetteer, make: SimpleNamespace) -> Callable[..., list[Report]]:
    """Receive and assess reports that ask for material, of persons in a county."""

    def made(county: str, count: int = 1, into: str = "national") -> list[Report]:
        readings = [
            make.reading(
                make.reported(make.address(county), places=(make.verified_zip("85001"),) if county == AZ else ()),
                annotations=("csamSolicitation",),
            )
            for _ in range(count)
        ]
        return assess(received(readings, into=into), by=worker, places=places)

    return made


def test_a_draft_begins_as_what_is_in_force_and_putting_that_in_force_is_refused(draft: Draft, commander: User) -> None:
    assert begin_draft(by=commander).pk == draft.pk
    previewed(draft, commander)
    with pytest.raises(RuleRefusal, match="in force already"):
        put_in_force(draft, by=commander, in_force_from=TODAY, because="Sample reason")


def test_it_needs_a_preview_of_exactly_this_draft(draft: Draft, commander: User) -> None:
    changed = edited(draft, commander, solicitation_first)
    previewed(changed, commander)
    later = edited(changed, commander, lambda content: content["tiers"][0].update(words="At once"))
    with pytest.raises(RuleRefusal, match="as it is now"):
        put_in_force(later, by=commander, in_force_from=TODAY, because="Sample reason")
    assert not Directive.objects.visible_to(commander).exists()
    previewed(later, commander)
    put_in_force(later, by=commander, in_force_from=TODAY, because="Sample reason")
    assert Directive.objects.visible_to(commander).count() == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [({"because": " "}, "need a reason"), ({"in_force_from": TODAY - timedelta(days=1)}, "past")],
)
def test_it_needs_a_reason_and_a_day_that_is_not_past(
    given: dict[str, Any], words: str, draft: Draft, commander: User
) -> None:
    changed = edited(draft, commander, solicitation_first)
    previewed(changed, commander)
    with pytest.raises(RuleRefusal, match=words):
        put_in_force(changed, by=commander, **{"in_force_from": TODAY, "because": "Sample reason"} | given)
    assert not Directive.objects.visible_to(commander).exists()


def test_a_supervisor_drafts_and_a_commander_decides(
    draft: Draft, commander: User, person: Callable[..., User]
) -> None:
    supervisor = person("az", RoleName.SUPERVISOR)
    changed = edited(draft, supervisor, solicitation_first)
    previewed(changed, supervisor)
    with pytest.raises(NotAllowed):
        put_in_force(changed, by=supervisor, in_force_from=TODAY, because="Sample reason")
    with pytest.raises(NotAllowed):
        begin_draft(by=person("az", RoleName.ANALYST))


def test_a_draft_that_is_not_whole_is_neither_previewed_nor_put_in_force(draft: Draft, commander: User) -> None:
    broken = edited(draft, commander, lambda content: content["rules"].pop())
    with pytest.raises(RuleRefusal, match="not whole"):
        ask_for_preview(broken, by=commander)


def test_an_affiliate_has_no_priorities_of_its_own(person: Callable[..., User]) -> None:
    Agency.objects.create(code="sample-affiliate", kind="affiliate", name="Sample Police Department")
    with pytest.raises(RuleRefusal, match="affiliate works by"):
        begin_draft(by=person("sample-affiliate", RoleName.COMMANDER))


def test_new_reports_are_judged_by_the_rules_of_the_task_force_that_they_go_to(
    asking: Callable[..., list[Report]], draft: Draft, commander: User, worker: User
) -> None:
    decided(draft, commander, solicitation_first, on=TODAY)
    arizona, elsewhere = asking(AZ)[0], asking(WY)[0]
    assert arizona.assigned_to == commander.agency
    one, other = standing(arizona, worker), standing(elsewhere, worker)
    directive = Directive.objects.visible_to(commander).get()
    assert (one.rule, one.tier, one.policy_agency, one.policy_digest) == ("AZ-1", 1, commander.agency, directive.digest)
    assert (other.rule, other.tier, other.policy_agency) == ("P-13", 6, None)


def test_a_report_that_is_assigned_elsewhere_is_judged_by_the_receivers_rules(
    asking: Callable[..., list[Report]], draft: Draft, commander: User, worker: User
) -> None:
    decided(draft, commander, solicitation_first, on=TODAY)
    (report,) = asking(WY)
    assert standing(report, worker).rule == "P-13"
    report = assign([report], to=commander.agency, by=worker, because="Sample reason")[0]
    assert standing(report, worker).rule == "AZ-1"
    assign([report], to=Agency.objects.get(code="nv"), by=worker, because="Sample reason")
    assert standing(report, worker).rule == "P-13"
    rules = Assessment.objects.visible_to(worker).filter(report=report).values_list("rule", flat=True)
    assert sorted(rules) == ["AZ-1", "P-13", "P-13"]


def test_assigning_to_who_judges_alike_judges_nothing_again(asking: Callable[..., list[Report]], worker: User) -> None:
    (report,) = asking(WY)
    before = standing(report, worker).pk
    assign([report], to=Agency.objects.get(code="nv"), by=worker, because="Sample reason")
    assert standing(report, worker).pk == before


def test_open_reports_are_judged_again_in_the_background_and_closed_ones_keep_theirs(
    asking: Callable[..., list[Report]], draft: Draft, commander: User, worker: User
) -> None:
    mine, closed, other = *asking(AZ, 2), *asking(WY)
    rows: Any = Report.objects.visible_to(worker)
    rows.filter(pk=closed.pk).update(status="closed", lane=None, closed_at=NOW, closed_because="Sample reason")
    work = decided(draft, commander, solicitation_first, on=TODAY)
    assert (work.total, standing(mine, worker).rule) == (1, "P-13")
    done = work_off(by=worker)
    assert (done.reassessments, done.reports) == (1, 1)
    assert [standing(report, worker).rule for report in (mine, closed, other)] == ["AZ-1", "P-13", "P-13"]
    finished = Reassessment.objects.visible_to(commander).get()
    assert (finished.done, finished.moved, finished.share) == (1, 1, 100)
    assert not work_off(by=worker).anything


def test_rules_for_a_later_day_wait_for_it(
    asking: Callable[..., list[Report]], draft: Draft, commander: User, worker: User
) -> None:
    (report,) = asking(AZ)
    decided(draft, commander, solicitation_first, on=TODAY + timedelta(days=2))
    assert not work_off(by=worker).anything
    with clock.held_at(NOW + timedelta(days=2)):
        assert work_off(by=worker).reports == 1
    assert standing(report, worker).rule == "AZ-1"


def test_a_worker_that_dies_in_between_leaves_whole_batches_and_the_next_goes_on(
    asking: Callable[..., list[Report]],
    draft: Draft,
    commander: User,
    worker: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reports = asking(AZ, 5)
    decided(draft, commander, solicitation_first, on=TODAY)
    monkeypatch.setattr(reassessing, "AT_ONCE", 2)
    whole, calls = reassessing.judge_again, []

    def dies(batch: list[Report], **given: Any) -> Any:
        calls.append(batch)
        result = whole(batch, **given)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return result

    monkeypatch.setattr(reassessing, "judge_again", dies)
    with pytest.raises(KeyboardInterrupt):
        work_off(by=worker)
    left = Reassessment.objects.visible_to(worker).get()
    assert (left.done, left.finished_at) == (2, None)
    assert sorted(standing(report, worker).rule for report in reports) == ["AZ-1"] * 2 + ["P-13"] * 3
    assert work_off(by=worker).reports == 3
    rows: Any = Assessment.objects.visible_to(worker)
    assert rows.filter(rule="AZ-1").count() == 5


def test_a_batch_asks_as_many_questions_for_many_reports_as_for_few(
    asking: Callable[..., list[Report]], draft: Draft, commander: User, worker: User
) -> None:
    asked = []
    for count, first in ((2, True), (12, False)):
        asking(AZ, count)
        if first:
            decided(draft, commander, solicitation_first, on=TODAY)
        else:
            rows: Any = Reassessment.objects.visible_to(worker)
            rows.update(finished_at=None, cursor="00000000-0000-0000-0000-000000000000", done=0, moved=0)
            old: Any = Assessment.objects.visible_to(worker).current()
            old.update(policy_digest="0" * 64)
        in_force_for(commander.agency)  # the content is read once in a process, and remembered
        with CaptureQueriesContext(connection) as captured:
            assert work_off(by=worker).reports >= count
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_a_preview_counts_every_report_once_and_lists_those_that_move(
    asking: Callable[..., list[Report]], draft: Draft, commander: User, worker: User
) -> None:
    mine = asking(AZ, 3)
    asking(WY, 2)
    before = Assessment.objects.visible_to(worker).count()
    preview = previewed(edited(draft, commander, solicitation_first), commander)
    assert [(cell.now, cell.then, cell.count) for cell in cells(preview)] == [(6, 1, 3)]
    assert (preview.done, preview.total, preview.share) == (3, 3, 100)
    assert {mover[0] for mover in preview.movers} == {str(report.pk) for report in mine}
    assert Assessment.objects.visible_to(worker).count() == before
    assert warnings(preview) == []


def test_a_preview_warns_of_reports_that_fall_out_of_the_first_tiers(  # noqa: PLR0917 - fixtures are positional
    received: Received, worker: User, places: Gazetteer, make: SimpleNamespace, draft: Draft, commander: User
) -> None:
    who = make.reported(make.address(AZ), places=(make.verified_zip("85001"),))
    assess(received([make.reading(who, escalation="Sample words")]), by=worker, places=places)

    def later(content: Any) -> None:
        content["rules"][0]["tier"] = 5

    preview = previewed(edited(draft, commander, later), commander)
    assert warnings(preview) == ["1 report of tier 1 would fall to tier 5, “Repeat trading”."]


def test_a_preview_of_an_untouched_draft_moves_nothing(
    asking: Callable[..., list[Report]], draft: Draft, commander: User
) -> None:
    asking(AZ, 3)
    preview = previewed(draft, commander)
    assert [(cell.now, cell.then) for cell in cells(preview)] == [(6, 6)]
    assert (preview.movers, preview.axes) == ([], {})


def test_another_task_force_sees_neither_draft_nor_preview_nor_work(
    draft: Draft, commander: User, person: Callable[..., User]
) -> None:
    decided(draft, commander, solicitation_first, on=TODAY)
    begin_draft(by=commander)
    stranger = person("wy", RoleName.COMMANDER)
    for model in (Draft, Preview, Reassessment, Directive):
        assert model.objects.visible_to(commander).exists()
        assert not model.objects.visible_to(stranger).exists()


def test_a_discarded_draft_leaves_what_is_in_force(draft: Draft, commander: User) -> None:
    discard_draft(edited(draft, commander, solicitation_first), by=commander)
    assert not Draft.objects.visible_to(commander).exists()
    assert begin_draft(by=commander).digest == draft.digest


@pytest.mark.parametrize(
    ("model", "change", "constraint"),
    [
        (Draft, {"digest": "none"}, "draft_digest_is_sha256"),
        (Preview, {"digest": "none"}, "preview_digest_is_sha256"),
        (Preview, {"since": NOW + timedelta(days=1)}, "preview_looks_back"),
        (Reassessment, {"tiers": None}, "reassessment_follows_a_directive"),
        (Reassessment, {"moved": 9}, "reassessment_moves_no_more_than_it_did"),
    ],
)
def test_no_row_can_break_a_check(
    model: Any, change: dict[str, Any], constraint: str, draft: Draft, commander: User
) -> None:
    decided(draft, commander, solicitation_first, on=TODAY)
    begin_draft(by=commander)
    with breaks(constraint):
        model.objects.visible_to(commander).update(**change)


def test_there_is_one_draft_per_agency_and_one_piece_of_work_per_day(draft: Draft, commander: User) -> None:
    copy = Draft(agency=draft.agency, content={}, digest="0" * 64, author=commander)
    with breaks("one_draft_of_priorities_per_agency"):
        copy.save(force_insert=True)
    work = decided(draft, commander, solicitation_first, on=TODAY)
    twice = Reassessment(
        agency=work.agency, preview=work.preview, tiers=work.tiers, due_on=TODAY, cursor=work.cursor, total=0
    )
    with breaks("one_reassessment_waits_per_agency_and_day"):
        twice.save(force_insert=True)


def test_deciding_twice_on_a_day_makes_one_piece_of_work_that_begins_anew(draft: Draft, commander: User) -> None:
    decided(draft, commander, solicitation_first, on=TODAY)
    second = begin_draft(by=commander)
    assert second.content["rules"][0]["id"] == "AZ-1"
    decided(second, commander, lambda content: content["rules"].pop(0), on=TODAY)
    work = Reassessment.objects.visible_to(commander).get()
    numbers = Directive.objects.visible_to(commander).order_by("number").values_list("number", flat=True)
    assert (list(numbers), work.tiers.number) == ([1, 2], 2)
