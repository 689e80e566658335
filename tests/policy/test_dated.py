"""The rule in force on a date: the newest file that is not from later."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from nightlight.policy import NoPolicyInForce, all_files, dated, in_force
from nightlight.policy.dated import PolicyFile

FIRST, SECOND = date(2018, 1, 1), date(2018, 6, 1)
Lay = Callable[..., Path]


class Days(PolicyFile):
    """A sample of a package's schema."""

    days: int


@pytest.fixture
def lay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lay]:
    """Lay policy files into a house of their own."""
    monkeypatch.setattr(dated, "PACKAGES", tmp_path)
    dated._every.cache_clear()

    def lay(day: date, *, days: object, name: str = "sample.waiting", more: str = "") -> Path:
        folder = tmp_path / "sample" / "policies" / "waiting"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{day}.yaml"
        path.write_text(f"name: {name}\nin_force_from: {day}\nsource: (invented)\ndays: {days}\n{more}")
        return path

    yield lay
    dated._every.cache_clear()


def days_on(day: date) -> int:
    return in_force("sample.waiting", on=day, schema=Days).content.days


@pytest.mark.parametrize(
    ("day", "days"),
    [(FIRST, 30), (date(2018, 5, 31), 30), (SECOND, 60), (date(2030, 1, 1), 60)],
)
def test_the_newest_file_that_is_not_from_later_is_in_force(lay: Lay, day: date, days: int) -> None:
    lay(SECOND, days=60)
    lay(FIRST, days=30)
    assert days_on(day) == days


def test_before_the_first_file_no_policy_is_in_force(lay: Lay) -> None:
    lay(FIRST, days=30)
    with pytest.raises(NoPolicyInForce):
        days_on(date(2017, 12, 31))


def test_a_policy_that_nobody_wrote_is_not_in_force(lay: Lay) -> None:
    with pytest.raises(NoPolicyInForce):
        in_force("sample.unknown", on=FIRST, schema=Days)


@pytest.mark.parametrize(
    "words", [{"days": "many"}, {"days": 1, "more": "weeks: 2\n"}], ids=["a wrong value", "a word too many"]
)
def test_a_file_that_does_not_fit_its_schema_is_not_read(lay: Lay, words: dict[str, object]) -> None:
    lay(FIRST, **words)
    with pytest.raises(ValidationError):
        days_on(FIRST)


def test_a_decision_can_remember_which_bytes_judged_it(lay: Lay) -> None:
    path = lay(FIRST, days=30)
    policy = in_force("sample.waiting", on=SECOND, schema=Days)
    assert (policy.name, policy.in_force_from) == ("sample.waiting", FIRST)
    assert policy.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_every_file_of_the_house_is_found_oldest_first(lay: Lay) -> None:
    paths = [lay(SECOND, days=60), lay(FIRST, days=30)]
    assert list(all_files()) == [("sample.waiting", path) for path in reversed(paths)]


def test_sign_in_is_judged_by_a_file(db: None) -> None:
    assert "accounts.sign_in" in {name for name, _ in all_files()}
