"""Ids sort by the time they were made; a spoken code is easy to read aloud."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from nightlight.foundation import clock, ids

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - zoned beside
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@given(moment=MOMENTS)
def test_an_id_is_a_uuid_of_version_7_that_carries_the_clocks_moment(moment: datetime) -> None:
    with clock.held_at(moment):
        made = ids.new()
    assert isinstance(made, UUID)
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == (moment - EPOCH) // timedelta(milliseconds=1)


@given(moments=st.lists(MOMENTS, min_size=2, unique_by=lambda moment: (moment - EPOCH) // timedelta(milliseconds=1)))
def test_ids_sort_by_the_moment_at_which_they_were_made(moments: list[datetime]) -> None:
    made = []
    for moment in sorted(moments):
        with clock.held_at(moment):
            made.append(ids.new())
    assert made == sorted(made)
    assert [str(one) for one in made] == sorted(str(one) for one in made)


def test_ids_of_one_moment_differ() -> None:
    with clock.held_at(datetime(2018, 3, 1, tzinfo=UTC)):
        assert len({ids.new() for _ in range(10_000)}) == 10_000


@given(id_=st.uuids())
def test_a_spoken_code_has_no_letters_that_sound_or_look_alike(id_: UUID) -> None:
    assert re.fullmatch(r"[2-9A-HJ-NP-TV-Z]{5}-[2-9A-HJ-NP-TV-Z]{5}", ids.spoken(id_))


@given(id_=st.uuids(), letters=st.sampled_from([4, 6, 8, 12]))
def test_a_spoken_code_has_as_many_letters_as_asked_and_is_the_same_each_time(id_: UUID, letters: int) -> None:
    code = ids.spoken(id_, letters=letters)
    assert len(code) == letters + 1
    assert code[letters // 2] == "-"
    assert code == ids.spoken(id_, letters=letters)


def test_spoken_codes_of_one_moment_differ() -> None:
    with clock.held_at(datetime(2018, 3, 1, tzinfo=UTC)):
        assert len({ids.spoken(ids.new()) for _ in range(10_000)}) == 10_000
