"""Reading in other processes gives what reading here gives: the same, in the same order, nothing left out."""

import io
import multiprocessing
import pickle
import zipfile
from collections.abc import Iterator
from dataclasses import is_dataclass
from datetime import UTC, datetime

import pytest

from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake import ahead
from nightlight.intake.arriving import Part, Reading
from nightlight.intake.bundles import read_gathered
from nightlight.intake.formats import values
from nightlight.intake.formats.gather import Gathered
from nightlight.intake.lifecycle import SubmissionStatus


def submission(number: int) -> Gathered:
    if number % 97 == 5:
        return Gathered(f"{number}", b"<report><incidentSummary>")
    said = f"<report><incidentSummary><incidentType>Type {number}</incidentType></incidentSummary></report>"
    return Gathered(f"{number}", said.encode())


def bundle(number: int) -> Gathered:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for inner in range(3):
            made.writestr(zipfile.ZipInfo(f"{inner}/report.xml"), submission(10_000 + 10 * number + inner).raw)
    return Gathered(f"bundle {number}", held.getvalue())


def gathered(how_many: int) -> Iterator[Gathered]:
    return (bundle(number) if number % 131 == 130 else submission(number) for number in range(how_many))


def read_here(how_many: int) -> list[Reading]:
    return [reading for one in gathered(how_many) for reading in read_gathered(one)]


@pytest.mark.parametrize("how_many", [0, 3, ahead.FEW, ahead.FEW + 1, ahead.FEW + 3 * ahead.TOGETHER + 7])
def test_what_is_read_ahead_is_what_is_read_here_in_the_same_order(how_many: int) -> None:
    assert list(ahead.readings(gathered(how_many))) == read_here(how_many)


def test_every_value_that_a_reading_can_hold_crosses_as_its_fields() -> None:
    held = [kind for kind in vars(values).values() if is_dataclass(kind)]
    assert set(held) <= set(ahead.MADE_OF)
    at = datetime(2018, 3, 1, 12, tzinfo=UTC)
    seen = values.Sighting(
        Identifier(Kind.EMAIL, "a@example.com"), "A@example.com", "/a", when=values.Moment("noon", at)
    )
    person = values.Person(values.Role.REPORTED, "/p", sightings=(seen,), places=(values.Place("address", "/p/a"),))
    said = values.ReadReport("test", people=(person,), files=(values.File("/f", annotations=("viral",)),))
    reading = Reading("door", "0" * 64, 3, SubmissionStatus.RECEIVED, (Part("1" * 64, 3, b"abc"),), said)
    crossing = pickle.dumps(reading)
    assert pickle.loads(crossing) == reading  # noqa: S301 - made in the line above
    assert b"first_name" not in crossing


def test_a_reading_process_that_is_killed_loses_nothing() -> None:
    how_many = ahead.FEW + 20 * ahead.TOGETHER
    found = []
    for reading in ahead.readings(gathered(how_many)):
        found.append(reading)
        if len(found) == ahead.FEW + 2 * ahead.TOGETHER:
            killed = multiprocessing.active_children()
            for process in killed:
                process.kill()
            assert killed
    assert found == read_here(how_many)


def test_no_process_is_left_behind_when_the_one_who_writes_gives_up() -> None:
    before = {process.pid for process in multiprocessing.active_children()}
    reading = ahead.readings(gathered(ahead.FEW + 40 * ahead.TOGETHER))
    for _ in range(ahead.FEW + 1):
        next(reading)
    reading.close()  # type: ignore[attr-defined]  # a generator
    assert {process.pid for process in multiprocessing.active_children()} <= before


def test_only_a_few_chunks_are_taken_before_they_are_asked_for() -> None:
    taken = 0

    def counted() -> Iterator[Gathered]:
        nonlocal taken
        for one in gathered(ahead.FEW + 100 * ahead.TOGETHER):
            taken += 1
            yield one

    reading = ahead.readings(counted())
    for _ in range(ahead.FEW + 1):
        next(reading)
    assert taken <= ahead.FEW + (ahead.CHUNKS_AHEAD + 1) * ahead.TOGETHER
    reading.close()  # type: ignore[attr-defined]  # a generator
