"""A viral file has more entries than are read at once; what the farther ones say counts as well."""

from collections.abc import Callable

import pytest

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.hashes.actions import deconfirm
from nightlight.hashes.candidates import FEW
from nightlight.hashes.look_up import look_up
from tests.hashes.conftest import Bring, LookUp, asked, make_list, md5, medium, pdq, vics

NEAREST = [medium(number, PDQ=pdq(1, number % 8)) for number in range(1, 4 * FEW)]
FARTHER = 900
ASKED = f"pdq:{pdq(1)}"


def farther(**said: object) -> dict[str, object]:
    return medium(FARTHER, PDQ=pdq(1, *range(20)), **said)


def test_a_list_that_has_only_a_farther_copy_answers_too(
    bring: Bring, found: LookUp, coordinator: User, agency: Callable[[str], Agency]
) -> None:
    other = make_list(coordinator, agency("national"), "Other list")
    bring(vics(NEAREST))
    bring(vics([farther()]), into=other)
    first, second = found(ASKED).matches
    assert (first.list_name, second.list_name, second.distance) == ("Sample list", "Other list", 20)
    assert first.file == second.file
    assert first.entries == second.entries == len(NEAREST) + 1


def test_another_classification_of_a_farther_copy_shows(bring: Bring, found: LookUp) -> None:
    bring(vics([*NEAREST, farther(Category=2)]))
    assert [(match.code, match.distance) for match in found(ASKED).matches] == [("1", 1), ("2", 20)]


@pytest.mark.parametrize("child", ["true", "false"])
def test_the_series_and_the_child_that_only_a_farther_copy_names_are_known(
    child: str, bring: Bring, found: LookUp
) -> None:
    bring(vics([*NEAREST, farther(Series="Sample series", VictimIdentified=child)]))
    [match] = found(ASKED).matches
    assert (match.series, match.victim) == ("Sample series", {"true": "yes", "false": "no"}[child])


def test_of_a_farther_list_the_nearest_copy_answers(
    bring: Bring, found: LookUp, coordinator: User, agency: Callable[[str], Agency]
) -> None:
    other = make_list(coordinator, agency("national"), "Other list")
    bring(vics(NEAREST))
    bring(vics([farther(), medium(901, PDQ=pdq(1, *range(9))), medium(902, PDQ=pdq(1, *range(31)))]), into=other)
    assert [match.distance for match in found(ASKED).matches] == [1, 9]


def test_a_copy_beyond_the_distance_says_nothing(bring: Bring, found: LookUp) -> None:
    bring(vics([*NEAREST, farther(Series="Sample series")]))
    [match] = found(ASKED, distance=10).matches
    assert match.series == ""


def test_a_farther_copy_that_was_deconfirmed_says_nothing(bring: Bring, found: LookUp, coordinator: User) -> None:
    bring(vics([*NEAREST, farther(Series="Sample series")]))
    deconfirm(asked(md5(FARTHER))[0], by=coordinator, because="Sample reason")
    [match] = found(ASKED).matches
    assert (match.series, match.entries) == ("", len(NEAREST))


def test_each_digest_of_a_batch_hears_what_lies_near_it(bring: Bring, coordinator: User) -> None:
    bring(vics([*NEAREST, farther(Series="Sample series")]))
    texts = (ASKED, f"pdq:{pdq(1, 250)}", md5(3))
    answers = look_up([one for text in texts for one in asked(text)], by=coordinator, distance=20)
    assert [answer.matches[0].series for answer in answers] == ["Sample series", "", ""]
