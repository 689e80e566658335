"""What known hashes say about files, for triage: one small value each, and as many queries for many as for few."""

import csv
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nightlight.accounts.models import User
from nightlight.hashes.actions import deconfirm
from nightlight.hashes.asked import Asked
from nightlight.hashes.reading import FileAsked, FileRead, Standing, read_files
from nightlight.hashes.rules import CLASSIFICATIONS, CountsAs, classifications_on, matching_on
from nightlight.policy.dated import folder_of
from tests.hashes.conftest import Bring, asked, md5, medium, pdq, vics

DAY = date(2018, 1, 1)
with (folder_of(CLASSIFICATIONS) / "expected.csv").open(encoding="utf-8", newline="") as file:
    EXPECTED = list(csv.DictReader(file))


def digests(*texts: str) -> tuple[Asked, ...]:
    return tuple(one for text in texts for one in asked(text)[:1])


def read(by: User, *texts: str) -> FileRead:
    return read_files([FileAsked("file", digests(*texts))], by=by)["file"]


def test_a_file_that_nothing_equals_or_resembles_is_new(bring: Bring, coordinator: User) -> None:
    bring(vics([medium(1)]))
    said = read(coordinator, md5(2), f"pdq:{pdq(9)}")
    assert (said.standing, said.matches, said.is_viral) == (Standing.NEW, (), False)


def test_a_file_without_a_digest_is_not_called_new(coordinator: User) -> None:
    assert read(coordinator).standing is Standing.NOT_ASKED


@pytest.mark.parametrize(
    ("said", "standing"),
    [
        ({"VictimIdentified": "true"}, Standing.CHILD_IDENTIFIED),
        ({"VictimIdentified": "false"}, Standing.CHILD_NOT_IDENTIFIED),
        ({}, Standing.KNOWN),
        ({"Category": 4, "VictimIdentified": "false"}, Standing.LISTED_ONLY),
        ({"Category": 0}, Standing.LISTED_ONLY),
        ({"Category": 99}, Standing.KNOWN),
    ],
)
def test_what_a_list_says_becomes_one_standing(
    said: dict[str, object], standing: Standing, bring: Bring, coordinator: User
) -> None:
    bring(vics([medium(1, **said)]))
    assert read(coordinator, md5(1)).standing is standing


def test_that_the_child_is_identified_is_believed_over_that_it_is_not(bring: Bring, coordinator: User) -> None:
    bring(vics([medium(1, VictimIdentified="false", PDQ=pdq(1)), medium(2, VictimIdentified="true", PDQ=pdq(1, 4))]))
    assert read(coordinator, f"pdq:{pdq(1)}").standing is Standing.CHILD_IDENTIFIED


def test_the_series_are_told(bring: Bring, coordinator: User) -> None:
    bring(vics([medium(1, Series="Sample B"), medium(2, Series="Sample A", PDQ=pdq(2))]))
    assert read(coordinator, md5(1), f"pdq:{pdq(2)}").series == ("Sample A", "Sample B")


def test_a_file_of_so_many_entries_is_viral(bring: Bring, coordinator: User) -> None:
    many = matching_on(DAY).viral_from_entries
    bring(vics([medium(number, PDQ=pdq(1, number % 256)) for number in range(1, many + 1)]))
    bring(vics([medium(900, PDQ=pdq(2))]))
    assert read(coordinator, md5(3)).is_viral
    assert not read(coordinator, md5(900)).is_viral


def test_a_deconfirmed_digest_wins_over_a_match_on_another_digest_of_the_file(bring: Bring, coordinator: User) -> None:
    bring(vics([medium(1), medium(2, PDQ=pdq(2))]))
    deconfirm(digests(md5(1))[0], by=coordinator, because="Sample reason")
    said = read(coordinator, md5(1), f"pdq:{pdq(2)}")
    assert (said.standing, said.matches) == (Standing.DECONFIRMED, ())
    assert [one.because for one in said.deconfirmed] == ["Sample reason"]


def test_many_files_cost_as_many_queries_as_one(bring: Bring, coordinator: User) -> None:
    bring(vics([medium(number, PDQ=pdq(number)) for number in range(1, 60)]))

    def queries(count: int) -> int:
        files = [FileAsked(number, digests(md5(number), f"pdq:{pdq(number)}")) for number in range(1, count + 1)]
        with CaptureQueriesContext(connection) as captured:
            found = read_files(files, by=coordinator)
        assert {said.standing for said in found.values()} == {Standing.KNOWN}
        return len(captured)

    queries(1)
    assert queries(1) == queries(50)


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: f"{row['scheme']} {row['code'] or 'none'}")
def test_the_policy_says_what_the_table_says(row: dict[str, str]) -> None:
    assert classifications_on(DAY).meaning(row["scheme"], row["code"]).counts_as.value == row["counts as"]


def test_the_table_names_every_code_once() -> None:
    said = [(scheme.scheme, code.code) for scheme in classifications_on(DAY).schemes for code in scheme.codes]
    assert sorted(said) == sorted((row["scheme"], row["code"]) for row in EXPECTED)


def test_a_code_that_nobody_described_says_so() -> None:
    meaning = classifications_on(DAY).meaning("sample-scheme", "7")
    assert (meaning.words, meaning.counts_as) == ("Code 7 of sample-scheme, not described here", CountsAs.NOT_STATED)
