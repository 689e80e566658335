"""A list changes: reports that are here are judged again, and whoever holds one that reads otherwise is told."""

from collections.abc import Callable

import pytest

from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.hashes.actions import (
    deconfirm,
    take_back_deconfirmation,
    withdraw_entries,
    withdraw_import,
    withdraw_list,
)
from nightlight.hashes.asked import asked_as
from nightlight.hashes.models import HashList, Licence
from nightlight.hashes.shelf import shelf
from nightlight.identifiers.kinds import Kind
from nightlight.intake.models import Report
from nightlight.notices.kinds import NoticeKind
from nightlight.notices.models import Notice
from nightlight.rematching.models import Rematched
from nightlight.rematching.tasks import rematch
from nightlight.triage.actions import assign
from nightlight.triage.models import Assessment
from tests.hashes.conftest import asked, make_list, md5, medium, pdq
from tests.rematching.conftest import Desk, escalated, with_md5, with_pdq

ONE, WHY = ["/files/1"], "Sample reason"
TOLD = ("national", NoticeKind.REPORT_REMATCHED, 1)


def test_an_import_reaches_a_report_that_is_here_and_its_withdrawal_takes_it_back(desk: Desk) -> None:
    [report, other] = desk.here(with_md5(1), with_md5(2))
    brought = desk.list_says(medium(1))
    assert desk.known(report) == [False]
    desk.follow()
    assert desk.known(report, other) == [ONE, False]
    assert desk.notices() == [TOLD]
    withdraw_import(brought, by=desk.coordinator, because=WHY)
    desk.follow()
    assert desk.known(report) == [False]
    assert desk.notices() == [TOLD, TOLD]


def test_what_is_followed_once_is_not_followed_again(desk: Desk) -> None:
    desk.here(with_md5(1))
    desk.list_says(medium(1))
    assert len(desk.follow()) == 1
    assert desk.follow() == []


def test_the_notice_of_one_report_leads_to_it_and_that_of_many_to_the_change(desk: Desk) -> None:
    [report, _, _] = desk.here(with_md5(1), with_md5(7), with_md5(7))
    desk.list_says(medium(1))
    desk.follow()
    desk.list_says(medium(7))
    desk.follow()
    one, two = Notice.objects.visible_to(desk.worker).order_by("pk")
    assert (one.about_kind, one.about_id) == ("intake.report", report.pk)
    assert (two.about_kind, two.about_id, two.count) == ("hashes.listchange", desk.changes()[0].pk, 2)


@pytest.mark.parametrize(("distance", "known"), [(31, ONE), (32, False)])
def test_a_near_copy_is_reached_to_31_bits_and_not_to_32(distance: int, known: object, desk: Desk) -> None:
    [report] = desk.here(with_pdq(1, *range(distance)))
    desk.list_says(medium(1, PDQ=pdq(1)))
    desk.follow()
    assert desk.known(report) == [known]


def test_a_near_copy_falls_back_with_its_list_though_the_index_was_built_anew(
    desk: Desk, agency: Callable[[str], Agency]
) -> None:
    make_list(desk.coordinator, agency("national"), name="Another list")
    [report] = desk.here(with_pdq(1, *range(20)))
    brought = desk.list_says(medium(1, PDQ=pdq(1)))
    desk.follow()
    assert desk.known(report) == [ONE]
    withdraw_list(brought.list, by=desk.coordinator, because=WHY)
    shelf().rebuild()
    desk.follow()
    assert desk.known(report) == [False]


def test_single_entries_that_are_withdrawn_are_followed(desk: Desk, hash_list: HashList) -> None:
    [gone, stays] = desk.here(with_md5(1), with_md5(2))
    desk.list_says(medium(1), medium(2))
    desk.follow()
    withdraw_entries(hash_list, by=desk.coordinator, source_ids=["1"], because=WHY)
    [done] = desk.follow()
    assert (done.judged, done.changed) == (1, 1)
    assert desk.known(gone, stays) == [False, ["/files/2"]]


def test_a_version_that_replaces_an_entry_is_followed_and_so_is_its_withdrawal(desk: Desk) -> None:
    [report] = desk.here(with_md5(1))
    desk.list_says(medium(1))
    desk.follow()
    second = desk.list_says(medium(1, MD5=md5(9).upper()))
    desk.follow()
    assert desk.known(report) == [False]
    withdraw_import(second, by=desk.coordinator, because=WHY)
    desk.follow()
    assert desk.known(report) == [ONE]


def test_an_entry_that_two_imports_state_stands_until_both_are_withdrawn(desk: Desk) -> None:
    [report] = desk.here(with_md5(1))
    first, second = desk.list_says(medium(1)), desk.list_says(medium(1), medium(2))
    desk.follow()
    withdraw_import(first, by=desk.coordinator, because=WHY)
    desk.follow()
    assert desk.known(report) == [ONE]
    withdraw_import(second, by=desk.coordinator, because=WHY)
    desk.follow()
    assert desk.known(report) == [False]


def test_a_digest_that_is_deconfirmed_reaches_every_report_whose_match_bears_it(desk: Desk) -> None:
    reports = desk.here(with_md5(1), with_pdq(1, *range(9)), with_md5(2))
    desk.list_says(medium(1, PDQ=pdq(1)), medium(2))
    desk.follow()
    assert desk.known(*reports) == [ONE, ONE, ["/files/2"]]
    said = deconfirm(asked(md5(1))[0], by=desk.coordinator, because=WHY)
    desk.follow()
    assert desk.known(*reports) == [False, False, ["/files/2"]]
    take_back_deconfirmation(said, by=desk.coordinator, because=WHY)
    desk.follow()
    assert desk.known(*reports) == [ONE, ONE, ["/files/2"]]


def test_a_reports_own_perceptual_digest_that_is_deconfirmed_counts_though_no_list_has_it(desk: Desk) -> None:
    [report] = desk.here(with_pdq(1, *range(9)))
    desk.list_says(medium(1, PDQ=pdq(1)))
    desk.follow()
    deconfirm(asked_as(Kind.PDQ, pdq(1, *range(9))), by=desk.coordinator, because=WHY)
    desk.follow()
    assert desk.known(report) == [False]


def test_a_report_that_reads_the_same_is_left_alone_and_nobody_is_told(
    desk: Desk, agency: Callable[[str], Agency]
) -> None:
    [report] = desk.here(with_md5(1))
    desk.list_says(medium(1))
    desk.follow()
    stands = desk.judged(report).pk
    desk.list_says(medium(1), medium(5), into=make_list(desk.coordinator, agency("national"), name="Another list"))
    [done] = desk.follow()
    assert (done.judged, done.changed) == (1, 0)
    assert desk.judged(report).pk == stands
    assert desk.notices() == [TOLD]


def test_a_report_whose_files_are_on_no_list_that_changed_is_not_even_judged(desk: Desk) -> None:
    desk.here(with_md5(2), with_pdq(1, *range(100)))
    desk.list_says(medium(1, PDQ=pdq(1)))
    [done] = desk.follow()
    assert (done.entries_done, done.judged) == (1, 0)


def test_the_first_list_and_the_last_touch_every_report_with_a_digest_and_are_no_news(
    bare: Desk, agency: Callable[[str], Agency]
) -> None:
    [report, without] = bare.here(with_md5(1), ())
    first = make_list(bare.coordinator, agency("national"))
    [done] = bare.follow()
    assert (done.judged, done.changed) == (1, 1)
    assert bare.judged(report).facts["new_file"]["value"] is True
    assert bare.known(without) == [None]
    withdraw_list(first, by=bare.coordinator, because=WHY)
    bare.follow()
    assert bare.known(report) == [None]
    assert bare.notices() == []


def test_a_closed_report_stays_as_it_was_judged_and_its_agency_is_told(desk: Desk) -> None:
    [report] = desk.here(with_md5(1))
    closing = {"status": "closed", "lane": None, "closed_at": clock.now(), "closed_because": WHY}
    Report.objects.visible_to(desk.worker).filter(pk=report.pk).update(**closing)
    stands = desk.judged(report).pk
    desk.list_says(medium(1))
    desk.follow()
    assert desk.judged(report).pk == stands
    assert desk.notices() == [("national", NoticeKind.CLOSED_REPORT_REMATCHED, 1)]
    assert Rematched.objects.visible_to(desk.worker).get().is_closed


def test_each_agency_is_told_of_its_own_reports_in_one_notice(desk: Desk, agency: Callable[[str], Agency]) -> None:
    reports = desk.here(*[with_md5(1)] * 3, *[with_md5(2)] * 2)
    assign(reports[:3], to=agency("co"), by=desk.worker, because=WHY)
    assign(reports[3:], to=agency("ut"), by=desk.worker, because=WHY)
    desk.list_says(medium(1), medium(2))
    desk.follow()
    told = NoticeKind.REPORT_REMATCHED
    assert sorted(desk.notices()) == [("co", told, 3), ("ut", told, 2)]


def test_a_report_that_comes_into_the_top_tier_is_told_of_as_urgent_and_once(desk: Desk) -> None:
    [report] = desk.receive([escalated()])
    desk.assess(report)
    Assessment.objects.visible_to(desk.worker).filter(report=report).update(tier=7, rule="P-14")
    desk.list_says(medium(1))
    desk.follow()
    [notice] = Notice.objects.visible_to(desk.worker).filter(kind=NoticeKind.REPORT_REMATCHED)
    assert (notice.urgency, notice.about_id) == ("urgent", report.pk)
    row = Rematched.objects.visible_to(desk.worker).get()
    assert (row.was_tier, row.tier, row.is_urgent) == (7, 1, True)


def test_a_folded_report_that_comes_into_the_top_tier_stands_by_itself(desk: Desk) -> None:
    [lead] = desk.here(with_md5(1))
    [report] = desk.receive([escalated()])
    desk.assess(report)
    Assessment.objects.visible_to(desk.worker).filter(report=report).update(tier=7, rule="P-14")
    desk.fold(report, lead)
    desk.list_says(medium(1))
    desk.follow()
    assert Report.objects.visible_to(desk.worker).get(pk=report.pk).folded_into_id is None


def test_lists_that_only_their_agency_may_see_are_not_followed(desk: Desk, agency: Callable[[str], Agency]) -> None:
    desk.here(with_md5(1))
    before = desk.changes().count()
    own = make_list(desk.coordinator, agency("national"), name="Own list", licence=Licence.OWN_AGENCY)
    brought = desk.list_says(medium(1), into=own)
    withdraw_import(brought, by=desk.coordinator, because=WHY)
    withdraw_list(own, by=desk.coordinator, because=WHY)
    assert desk.changes().count() == before


def test_a_change_is_followed_only_when_what_was_being_assessed_is_done(desk: Desk) -> None:
    desk.here(with_md5(1))
    desk.list_says(medium(1))
    assert rematch(by=desk.worker) == []
