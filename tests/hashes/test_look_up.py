"""A digest is looked up: which lists have it, what they say, and what somebody said against it."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.foundation.refusals import NotAllowed, RuleRefusal
from nightlight.hashes import sight
from nightlight.hashes.actions import (
    deconfirm,
    take_back_deconfirmation,
    withdraw_entries,
    withdraw_import,
    withdraw_list,
)
from nightlight.hashes.look_up import look_up
from nightlight.hashes.models import HashList, Licence, ListedHash
from nightlight.hashes.sight import Sight
from tests.conftest import Person
from tests.hashes.conftest import Bring, LookUp, asked, make_list, md5, medium, pdq, vics


def near(seed: int, *flipped: int) -> str:
    return f"pdq:{pdq(seed, *flipped)}"


def test_an_equal_digest_says_list_entry_classification_series_trust_and_since_when(
    bring: Bring, found: LookUp, hash_list: HashList
) -> None:
    bring(vics([medium(1, Series="Sample series", VictimIdentified="true", DateUpdated="2018-03-01T00:00:00Z")]))
    answer = found(md5(1).upper())
    [match] = answer.matches
    assert (match.distance, match.list_id, match.list_name, match.trust) == (0, hash_list.pk, "Sample list", "high")
    assert (match.scheme, match.code, match.words) == ("us-vics", "1", "Child Abuse Material (CAM)")
    assert (match.series, match.victim, match.entries) == ("Sample series", "yes", 1)
    assert match.added_at is not None
    assert match.added_at.isoformat() == "2018-03-01T00:00:00+00:00"
    assert match.file.startswith("F-")


@pytest.mark.parametrize("kind", ["SHA1", "SHA256"])
def test_every_kind_of_digest_is_found(kind: str, bring: Bring, found: LookUp) -> None:
    digest = "0123456789abcdef" * 4
    digest = digest[:40] if kind == "SHA1" else digest
    bring(vics([medium(1, **{kind: digest})]))
    assert len(found(f"{kind}:{digest}").matches) == 1


def test_what_no_list_has_is_answered_with_nothing(bring: Bring, found: LookUp) -> None:
    bring(vics([medium(1)]))
    assert found(md5(2)).matches == ()


def test_a_picture_alike_is_found_to_the_last_bit_of_the_distance_and_not_beyond(bring: Bring, found: LookUp) -> None:
    bring(vics([medium(1, PDQ=pdq(1))]))
    assert [match.distance for match in found(near(1, *range(31))).matches] == [31]
    assert found(near(1, *range(32))).matches == ()
    assert [match.distance for match in found(near(1, *range(32)), distance=32).matches] == [32]


def test_the_same_code_means_another_thing_in_another_scheme(
    bring: Bring, found: LookUp, coordinator: User, agency: Callable[[str], Agency]
) -> None:
    older = make_list(coordinator, agency("national"), "Older list", scheme="dhs-older")
    bring(vics([medium(1, Category=5)]))
    bring(vics([medium(1, Category=5, Series="x")]), into=older)
    words = {match.list_name: match.words for match in found(md5(1)).matches}
    assert words == {"Sample list": "Uncategorized", "Older list": "Non-pertinent"}


def test_a_file_with_many_near_copies_is_one_match_with_their_number(bring: Bring, found: LookUp) -> None:
    bring(vics([medium(number, PDQ=pdq(7, number % 200, (number * 7) % 256)) for number in range(1, 301)]))
    [match] = found(near(7)).matches
    assert match.entries == 300
    assert found(md5(250)).matches[0].file == match.file


def test_near_copies_of_two_lists_are_one_file(
    bring: Bring, found: LookUp, coordinator: User, agency: Callable[[str], Agency]
) -> None:
    other = make_list(coordinator, agency("national"), "Other list")
    bring(vics([medium(1, PDQ=pdq(1))]))
    bring(vics([medium(2, PDQ=pdq(1, 3))]), into=other)
    first, second = found(near(1)).matches
    assert first.file == second.file
    assert (first.entries, second.entries) == (2, 2)


def test_likeness_does_not_run_along_a_chain(bring: Bring, found: LookUp) -> None:
    bring(vics([medium(1, PDQ=pdq(1)), medium(2, PDQ=pdq(1, *range(30))), medium(3, PDQ=pdq(1, *range(60)))]))
    files = [found(md5(number)).matches[0].file for number in (1, 2, 3)]
    assert files[0] == files[1] != files[2]


def test_withdrawing_an_import_takes_effect_at_once(bring: Bring, found: LookUp, coordinator: User) -> None:
    brought = bring(vics([medium(1)]))
    assert found(md5(1)).matches
    withdraw_import(brought, by=coordinator, because="Sample reason")
    assert found(md5(1)).matches == ()


def test_withdrawing_a_list_takes_effect_at_once(
    bring: Bring, found: LookUp, coordinator: User, hash_list: HashList
) -> None:
    bring(vics([medium(1)]))
    withdraw_list(hash_list, by=coordinator, because="Sample reason")
    assert found(md5(1)).matches == ()


def test_withdrawing_one_entry_leaves_the_others(
    bring: Bring, found: LookUp, coordinator: User, hash_list: HashList
) -> None:
    bring(vics([medium(1), medium(2)]))
    withdraw_entries(hash_list, by=coordinator, source_ids=["1"], because="Sample reason")
    assert (found(md5(1)).matches, len(found(md5(2)).matches)) == ((), 1)


def test_a_file_is_still_found_when_its_nearest_entries_are_gone(
    bring: Bring, found: LookUp, coordinator: User, agency: Callable[[str], Agency]
) -> None:
    other = make_list(coordinator, agency("national"), "Other list")
    gone = bring(vics([medium(number, PDQ=pdq(1)) for number in range(1, 101)]))
    bring(vics([medium(500, PDQ=pdq(1, 1, 2, 3))]), into=other)
    withdraw_import(gone, by=coordinator, because="Sample reason")
    [match] = found(near(1)).matches
    assert (match.list_name, match.distance, match.entries) == ("Other list", 3, 1)


def test_a_deconfirmed_digest_matches_nothing_and_says_why(bring: Bring, found: LookUp, coordinator: User) -> None:
    bring(vics([medium(1)]))
    deconfirm(asked(md5(1))[0], by=coordinator, because="Sample reason")
    answer = found(md5(1))
    assert answer.matches == ()
    [said] = answer.deconfirmed
    assert (said.because, said.digest) == ("Sample reason", md5(1))


def test_an_entry_with_a_deconfirmed_digest_is_no_match_on_its_others_either(
    bring: Bring, found: LookUp, coordinator: User
) -> None:
    bring(vics([medium(1, PDQ=pdq(1)), medium(2, PDQ=pdq(1, 9))]))
    deconfirm(asked(md5(1))[0], by=coordinator, because="Sample reason")
    answer = found(near(1))
    [match] = answer.matches
    assert (match.distance, match.entries) == (1, 1)
    assert [said.digest for said in answer.deconfirmed] == [md5(1)]


def test_what_is_deconfirmed_shows_although_no_list_has_it(found: LookUp, coordinator: User) -> None:
    deconfirm(asked(md5(1))[0], by=coordinator, because="Sample reason")
    assert [said.because for said in found(md5(1)).deconfirmed] == ["Sample reason"]


def test_a_deconfirmation_that_is_taken_back_lets_the_lists_speak(
    bring: Bring, found: LookUp, coordinator: User
) -> None:
    bring(vics([medium(1)]))
    said = deconfirm(asked(md5(1))[0], by=coordinator, because="Sample reason")
    take_back_deconfirmation(said, by=coordinator, because="Another look")
    answer = found(md5(1))
    assert (len(answer.matches), answer.deconfirmed) == (1, ())


def test_another_agency_cannot_take_a_deconfirmation_back(person: Person, coordinator: User) -> None:
    said = deconfirm(asked(md5(1))[0], by=coordinator, because="Sample reason")
    with pytest.raises(RuleRefusal, match="Another agency"):
        take_back_deconfirmation(said, by=person("co", RoleName.COMMANDER), because="Sample reason")


def test_a_list_that_may_not_be_shown_answers_its_own_agency_only(
    bring: Bring, found: LookUp, person: Person, agency: Callable[[str], Agency]
) -> None:
    commander = person("ut", RoleName.COMMANDER)
    own = make_list(commander, agency("ut"), "Own list", licence=Licence.OWN_AGENCY)
    bring(vics([medium(1, PDQ=pdq(1))]), into=own, by=commander)
    bring(vics([medium(2, PDQ=pdq(1, 1))]))
    assert len(found(md5(1), by=commander).matches) == 1
    stranger = person("co", RoleName.ANALYST)
    assert found(md5(1), by=stranger).matches == ()
    [match] = found(near(1), by=stranger).matches
    assert (match.list_name, match.entries) == ("Sample list", 1)


def test_who_may_not_look_up_is_refused(person: Person) -> None:
    with pytest.raises(NotAllowed):
        look_up(asked(md5(1)), by=person("co", RoleName.ADMINISTRATOR))


def test_many_digests_cost_as_many_queries_as_one(bring: Bring, coordinator: User) -> None:
    bring(vics([medium(number, PDQ=pdq(number)) for number in range(1, 101)]))

    def queries(*texts: str) -> int:
        digests = [one for text in texts for one in asked(text)[:1]]
        with CaptureQueriesContext(connection) as captured:
            assert sum(len(answer.matches) for answer in look_up(digests, by=coordinator)) == len(texts)
        return len(captured)

    queries(md5(1))
    one = queries(md5(1))
    assert one == 6
    assert queries(*(md5(number) for number in range(1, 101)), *(near(number) for number in range(1, 101))) == one


def test_what_is_judged_here_is_what_the_database_would_say(
    bring: Bring, coordinator: User, hash_list: HashList, agency: Callable[[str], Agency]
) -> None:
    other = make_list(coordinator, agency("national"), "Other list")
    first = bring(vics([medium(number) for number in range(1, 9)]))
    second = bring(vics([medium(2), medium(3, Category=2), medium(9)]))
    third = bring(vics([medium(3, Category=3), medium(10)]))
    bring(vics([medium(11)]), into=other)
    withdraw_entries(hash_list, by=coordinator, source_ids=["4"], because="Sample reason")
    changes = [
        lambda: withdraw_import(first, by=coordinator, because="Sample reason"),
        lambda: withdraw_import(third, by=coordinator, because="Sample reason"),
        lambda: withdraw_list(other, by=coordinator, because="Sample reason"),
        lambda: withdraw_import(second, by=coordinator, because="Sample reason"),
    ]
    for change in [lambda: None, *changes]:
        change()
        said = ListedHash.objects.visible_to(coordinator).standing().values_list("number", flat=True)
        judged = Sight.of(coordinator).rows(range(1, 20), ("number",))
        assert sorted(row["number"] for row in judged) == sorted(said)


def test_a_bank_too_large_to_be_read_whole_is_asked_about_what_matters(
    bring: Bring, found: LookUp, coordinator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sight, "SMALL", 2)
    monkeypatch.setattr(sight, "AT_ONCE", 3)
    bring(vics([medium(number, PDQ=pdq(1, number)) for number in range(1, 10)]))
    for number in range(5, 12):
        deconfirm(asked(md5(number))[0], by=coordinator, because="Sample reason")
    answer = found(near(1))
    assert [match.entries for match in answer.matches] == [4]
    assert len(answer.deconfirmed) == 5
    assert found(md5(11)).deconfirmed
