"""A file is brought in: previewed, written whole stretch by stretch, resumed, restated, taken back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.audit.models import Entry as AuditEntry
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotFound, RuleRefusal
from nightlight.hashes import importing
from nightlight.hashes.actions import begin_import, continue_import, withdraw_entries, withdraw_import
from nightlight.hashes.catalogue import lists_for
from nightlight.hashes.formats.limits import MAX_MORE
from nightlight.hashes.formats.values import Refused
from nightlight.hashes.importing import bring_in, preview
from nightlight.hashes.models import HashImport, HashList, ImportStatus, Licence, ListedHash
from nightlight.hashes.survey import records_of, survey
from tests.conftest import Person
from tests.hashes.conftest import Bring, LookUp, make_list, md5, medium, pdq, vics
from tests.hashes.formats.test_ncmec_xml import DELETED, IMAGE, page


def counts(brought: HashImport) -> tuple[int, ...]:
    return (brought.added, brought.changed, brought.unchanged, brought.taken_back, brought.left_out)


def entries(by: User) -> list[ListedHash]:
    return list(ListedHash.objects.visible_to(by).standing().order_by("number"))


@pytest.fixture
def file(tmp_path: Path) -> Callable[[bytes], Path]:
    """Write bytes into a file."""

    def written(raw: bytes) -> Path:
        path = tmp_path / "sample.json"
        path.write_bytes(raw)
        return path

    return written


def test_what_is_brought_in_is_complete_and_counted(bring: Bring, coordinator: User, hash_list: HashList) -> None:
    brought = bring(vics([medium(1), {"MediaID": 2}, medium(3)]))
    assert counts(brought) == (2, 0, 0, 0, 1)
    assert (brought.status, brought.position, brought.records) == (ImportStatus.COMPLETE, 3, 3)
    hash_list.refresh_from_db()
    assert hash_list.version == "VICS 2.0"
    assert [entry.number for entry in entries(coordinator)] == [1, 2]


def test_the_findings_say_what_was_left_out_how_often_and_where_first(bring: Bring) -> None:
    empty = medium(2, SHA1="da39a3ee5e6b4b0d3255bfef95601890afd80709")
    found = bring(vics([medium(1, PhotoDNA="x"), empty, medium(3, PhotoDNA="x"), {"MediaID": 4}])).findings
    assert found["PhotoDNA is not kept"] == {"times": 2, "first": "record 1"}
    assert found["SHA1 of an empty file, which would match every empty file"] == {"times": 1, "first": "record 2"}
    assert found["Left out: none of its digests can be kept"] == {"times": 1, "first": "record 4"}


def test_an_empty_file_matches_nothing(bring: Bring, found: LookUp) -> None:
    bring(vics([medium(1, MD5="D41D8CD98F00B204E9800998ECF8427E", SHA1="a" * 40)]))
    assert found("d41d8cd98f00b204e9800998ecf8427e").matches == ()


def test_a_blank_picture_matches_nothing(bring: Bring, found: LookUp) -> None:
    brought = bring(vics([medium(1, PDQ="0" * 64), medium(2, PDQ="F" * 64)]))
    words = "PDQ of a blank picture, which would match every blank picture"
    assert brought.findings[words] == {"times": 2, "first": "record 1"}
    assert found(f"pdq:{'0' * 64}").matches == found(f"pdq:{'0' * 63}1").matches == ()
    assert len(found(md5(1)).matches) == 1


def test_a_preview_says_what_would_change_and_writes_nothing(
    bring: Bring, hash_list: HashList, coordinator: User, file: Callable[[bytes], Path]
) -> None:
    bring(vics([medium(1), medium(2)]))
    path = file(vics([medium(1), medium(2, Category=4), medium(3), medium(4)]))
    would = preview([path], hash_list, scheme="us-vics")
    assert (would.added, would.changed, would.unchanged) == (2, 1, 1)
    assert len(entries(coordinator)) == 2
    assert preview([path], None, scheme="us-vics").added == 4


def test_a_stopped_import_goes_on_where_it_was_and_ends_as_if_it_had_not_stopped(
    hash_list: HashList, coordinator: User, file: Callable[[bytes], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 3)
    path = file(vics([medium(number) for number in range(1, 11)]))
    seen = survey([path])
    begun = begin_import(hash_list, by=coordinator, source="sample", survey=seen)

    def stop(count: int) -> None:
        if count == 3 and HashImport.objects.visible_to(coordinator).get().position == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bring_in(begun, [path], by=coordinator, advance=stop)
    stopped = HashImport.objects.visible_to(coordinator).get()
    assert (stopped.status, stopped.position) == (ImportStatus.RUNNING, 6)
    again = begin_import(hash_list, by=coordinator, source="sample", survey=seen)
    assert again.pk == begun.pk
    done = bring_in(again, [path], by=coordinator)
    assert (done.status, counts(done)) == (ImportStatus.COMPLETE, (10, 0, 0, 0, 0))
    assert [entry.source_id for entry in entries(coordinator)] == [str(number) for number in range(1, 11)]


def test_two_who_write_the_same_stretch_do_not_write_it_twice(
    hash_list: HashList, coordinator: User, file: Callable[[bytes], Path]
) -> None:
    path = file(vics([medium(1), medium(2)]))
    begun = begin_import(hash_list, by=coordinator, source="sample", survey=survey([path]))
    bring_in(begun, [path], by=coordinator)
    with pytest.raises(RuleRefusal, match="Somebody else"):
        continue_import(begun, by=coordinator, at=0, records=[])
    assert len(entries(coordinator)) == 2


def test_the_same_file_again_is_refused_until_its_import_is_withdrawn(
    bring: Bring, coordinator: User, found: LookUp
) -> None:
    first = bring(vics([medium(1)]))
    with pytest.raises(RuleRefusal, match="in the list already"):
        bring(vics([medium(1)]))
    withdraw_import(first, by=coordinator, because="Sample reason")
    assert bring(vics([medium(1)])).number == 2
    assert len(found(md5(1)).matches) == 1


def test_a_newer_version_changes_what_changed_and_restates_the_rest(
    bring: Bring, coordinator: User, found: LookUp
) -> None:
    bring(vics([medium(1), medium(2)]))
    newer = bring(vics([medium(1), medium(2, Category=2), medium(3)]))
    assert counts(newer) == (1, 1, 1, 0, 0)
    assert [match.code for match in found(md5(2)).matches] == ["2"]
    assert len(entries(coordinator)) == 3


def test_withdrawing_the_older_import_leaves_what_the_newer_one_states(
    bring: Bring, coordinator: User, found: LookUp
) -> None:
    older = bring(vics([medium(1), medium(2)]))
    bring(vics([medium(1), medium(3)]))
    withdraw_import(older, by=coordinator, because="Superseded")
    assert [len(found(md5(number)).matches) for number in (1, 2, 3)] == [1, 0, 1]


def test_withdrawing_the_newer_import_brings_back_what_it_changed_and_took_back(
    bring: Bring, coordinator: User, found: LookUp
) -> None:
    video = IMAGE.replace("image>", "video>").replace("<image", "<video").replace("image1", "video9")
    bring(page(IMAGE, video.replace(md5(1).upper(), md5(9))), scheme="ncmec-industry")
    newer = bring(page(IMAGE.replace(">A1<", ">B2<"), DELETED), scheme="ncmec-industry")
    assert counts(newer) == (0, 1, 0, 1, 0)
    assert [match.code for match in found(md5(1)).matches] == ["B2"]
    assert found(md5(9)).matches == ()
    withdraw_import(newer, by=coordinator, because="Sample reason")
    assert [match.code for match in found(md5(1)).matches] == ["A1"]
    assert len(found(md5(9)).matches) == 1


def test_one_id_on_two_files_is_two_entries_and_neither_is_missed(bring: Bring, found: LookUp) -> None:
    brought = bring(vics([medium(1), {**medium(2), "MediaID": 1}, medium(1)]))
    assert counts(brought) == (2, 0, 0, 0, 1)
    assert [len(found(md5(number)).matches) for number in (1, 2)] == [1, 1]


def test_one_id_on_two_files_in_two_stretches_is_two_entries(
    bring: Bring, found: LookUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 1)
    brought = bring(vics([medium(1), {**medium(2), "MediaID": 1}, medium(1)]))
    assert counts(brought) == (2, 0, 0, 0, 1)
    assert [len(found(md5(number)).matches) for number in (1, 2)] == [1, 1]


def test_pages_are_one_import(bring: Bring, coordinator: User) -> None:
    brought = bring(page(IMAGE), page(IMAGE.replace("image1", "image2").replace(md5(1).upper(), md5(2))))
    assert (brought.records, len(entries(coordinator))) == (2, 2)
    withdraw_import(brought, by=coordinator, because="Sample reason")
    assert entries(coordinator) == []


def test_a_file_that_breaks_at_its_end_writes_nothing(bring: Bring, coordinator: User) -> None:
    with pytest.raises(Refused, match="cut short"):
        bring(vics([medium(number) for number in range(50)])[:-10])
    assert entries(coordinator) == []
    assert not HashImport.objects.visible_to(coordinator).exists()


def test_another_agencys_list_is_not_found_and_one_that_is_shown_is_not_changed(
    bring: Bring, person: Person, agency: Callable[[str], Agency], hash_list: HashList
) -> None:
    commander = person("ut", RoleName.COMMANDER)
    own = make_list(commander, agency("ut"), "Own list", licence=Licence.OWN_AGENCY)
    stranger = person("co", RoleName.COMMANDER)
    with pytest.raises(NotFound):
        bring(vics([medium(1)]), into=own, by=stranger)
    with pytest.raises(RuleRefusal, match="Another agency holds this list"):
        bring(vics([medium(1)]), into=hash_list, by=stranger)


def test_every_stretch_is_written_down_with_counts_and_no_digest(bring: Bring) -> None:
    bring(vics([medium(1, PDQ=pdq(1))]))
    written = AuditEntry.objects.unscoped(because="test").filter(act="hash_import.continued").get()
    assert written.details["added"] == 1
    assert md5(1) not in str(written.details)


@pytest.mark.parametrize("at_once", [1, 1000])
def test_what_takes_an_id_back_takes_back_every_file_that_bears_it(
    at_once: int, bring: Bring, found: LookUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", at_once)
    deleted = DELETED.replace("Video", "Image").replace("video9", "image1")
    later = IMAGE.replace(md5(1).upper(), md5(2))
    bring(page(IMAGE, later, IMAGE.replace("image1", "image2").replace(md5(1).upper(), md5(3)), deleted))
    assert [len(found(md5(number)).matches) for number in (1, 2, 3)] == [0, 0, 1]


def test_a_later_file_takes_an_id_back_with_every_file_that_bears_it(bring: Bring, found: LookUp) -> None:
    bring(page(IMAGE, IMAGE.replace(md5(1).upper(), md5(2))))
    brought = bring(page(DELETED.replace("Video", "Image").replace("video9", "image1")))
    assert counts(brought) == (0, 0, 0, 2, 0)
    assert [len(found(md5(number)).matches) for number in (1, 2)] == [0, 0]


def listed(image: str, at: str, code: str = "A1") -> str:
    """Return the image of the other tests under another id, listed at another time."""
    return IMAGE.replace("image1", image).replace("2018-03-01T10:00:00Z", at).replace(">A1<", f">{code}<")


def deleted(image: str, at: str) -> str:
    return DELETED.replace("Video", "Image").replace("video9", image).replace("2018-03-02T10:00:00Z", at)


@pytest.mark.parametrize("at_once", [1, 2, 1000])
def test_what_was_taken_back_and_is_listed_again_in_one_import_holds(
    at_once: int, bring: Bring, found: LookUp, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", at_once)
    gone, again = deleted("image1", "2018-03-02T00:00:00Z"), listed("image1", "2018-03-03T00:00:00Z", "B1")
    brought = bring(page(IMAGE, gone, again, gone, again), scheme="ncmec-industry")
    assert brought.status == ImportStatus.COMPLETE
    assert [match.code for match in found(md5(1)).matches] == ["B1"]
    assert [read.entries for read in lists_for(coordinator)] == [1]
    withdraw_import(brought, by=coordinator, because="Sample reason")
    assert found(md5(1)).matches == ()


@pytest.mark.parametrize("at_once", [1, 1000])
def test_of_two_that_say_otherwise_of_one_file_the_one_that_was_listed_later_counts(
    at_once: int, bring: Bring, found: LookUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", at_once)
    later = listed("image1", "2018-03-03T00:00:00Z", "B1")
    bring(page(IMAGE, later, IMAGE), scheme="ncmec-industry")
    assert [match.code for match in found(md5(1)).matches] == ["B1"]


def test_pages_are_taken_in_the_order_of_their_times_however_they_are_named(bring: Bring, found: LookUp) -> None:
    first, second = page(IMAGE), page(deleted("image1", "2018-03-02T00:00:00Z"))
    third = page(listed("image1", "2018-03-03T00:00:00Z"))
    brought = bring(first, third, second)
    assert len(found(md5(1)).matches) == 1
    with pytest.raises(RuleRefusal, match="in the list already"):
        bring(second, first, third)
    assert brought.number == 1


def test_a_further_page_is_asked_for_only_where_the_last_one_names_it(bring: Bring) -> None:
    following = "<paging><next>/v2/entries?start=1001</next></paging>"
    whole, last = page(IMAGE, paging=following), page(IMAGE.replace("image1", "image2").replace(md5(1).upper(), md5(2)))
    words = "The last page names a further one; bring in every page"
    assert words not in bring(whole, last).findings
    assert words in bring(whole).findings


def test_the_findings_of_several_pages_say_on_which_they_are(bring: Bring) -> None:
    bad = page("<image><id>image7</id></image>")
    assert bring(page(IMAGE), bad).findings["Left out: none of its digests can be kept"]["first"] == "list1, record 1"


def test_every_digest_of_a_record_matches(bring: Bring, found: LookUp) -> None:
    others = [{"HashName": "PDQ", "HashValue": pdq(seed)} for seed in (1, 2, 3)]
    raw = vics([medium(1, AlternativeHashes=others)])
    first = bring(raw)
    assert counts(first) == (3, 0, 0, 0, 0)
    assert [len(found(f"pdq:{pdq(seed)}").matches) for seed in (1, 2, 3)] == [1, 1, 1]
    again = bring(vics([medium(1, AlternativeHashes=others), medium(2)]))
    assert counts(again) == (1, 0, 3, 0, 0)


def test_of_a_record_with_very_many_digests_the_first_are_kept_and_the_rest_is_said(
    bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "BATCH", 50)
    others = [{"HashName": "PDQ", "HashValue": pdq(seed)} for seed in range(MAX_MORE + 31)]
    brought = bring(vics([medium(1, AlternativeHashes=others), medium(2)]))
    assert (brought.added, brought.status) == (MAX_MORE + 2, ImportStatus.COMPLETE)
    assert brought.findings["more than 100 further digests; the rest is not kept"]["times"] == 30


def test_what_an_import_between_states_too_holds_when_the_first_and_the_last_are_withdrawn(
    bring: Bring, found: LookUp, coordinator: User
) -> None:
    first = bring(vics([medium(1)]))
    bring(vics([medium(1), medium(2)]))
    withdraw_import(first, by=coordinator, because="Superseded")
    wrong = bring(vics([medium(1), medium(2), medium(3)]))
    withdraw_import(wrong, by=coordinator, because="Sample reason")
    assert [len(found(md5(number)).matches) for number in (1, 2, 3)] == [1, 1, 0]


def test_what_a_person_withdrew_while_an_import_runs_is_not_brought_back_by_it(
    bring: Bring, hash_list: HashList, found: LookUp, coordinator: User, file: Callable[[bytes], Path]
) -> None:
    path = file(vics([medium(1), medium(1)]))
    begun = begin_import(hash_list, by=coordinator, source="sample", survey=survey([path]), scheme="us-vics")
    first, again = list(records_of([path]))
    half = continue_import(begun, by=coordinator, at=0, records=[first])
    withdraw_entries(hash_list, by=coordinator, source_ids=["1"], because="Sample reason")
    assert counts(continue_import(half, by=coordinator, at=1, records=[again])) == (1, 0, 0, 0, 1)
    assert found(md5(1)).matches == ()


def test_a_clock_that_was_put_back_stops_no_withdrawal(
    bring: Bring, hash_list: HashList, found: LookUp, coordinator: User
) -> None:
    bring(page(IMAGE, IMAGE.replace("image1", "image2").replace(md5(1).upper(), md5(2))))
    with clock.held_at(clock.now() - timedelta(minutes=5)):
        withdraw_entries(hash_list, by=coordinator, source_ids=["image/42/image2"], because="Sample reason")
        bring(page(deleted("image1", "2018-03-02T00:00:00Z")))
    assert [len(found(md5(number)).matches) for number in (1, 2)] == [0, 0]
