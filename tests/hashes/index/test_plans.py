"""Bands miss nothing: the pigeonhole holds for every plan and distance."""

import random
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.hashes.index.bands import key_column
from nightlight.hashes.index.plans import Band, Indexes, Plan, Probes, plan_for, probes
from nightlight.hashes.index.words import BITS, distances, word_row, words_of
from tests.hashes.index.modelled import flipped

ROWS = [4097, 20_000, 100_000, 1_000_000, 3_000_000, 10_000_000, 50_000_000, 300_000_000]


@pytest.mark.parametrize("rows", ROWS)
def test_bands_lie_side_by_side_within_the_hash(rows: int) -> None:
    bands = sorted(plan_for(rows).bands, key=lambda band: band.start)
    assert all(band.start + band.width <= after.start for band, after in pairwise(bands))
    assert bands[-1].start + bands[-1].width <= BITS


@pytest.mark.parametrize("rows", ROWS)
def test_a_hash_takes_less_than_120_bytes(rows: int) -> None:
    plan = plan_for(rows)
    tables = sum(band.words * (8 * plan.planes + 4) for band in plan.bands) / rows
    if rows >= 100_000:
        assert 32 + 8 + 4 * len(plan.bands) + tables < 120


@given(st.sampled_from(ROWS), st.integers(0, 64), st.integers(0, 2**32))
def test_what_is_near_shares_a_tried_key_however_the_flips_lie(rows: int, distance: int, seed: int) -> None:
    plan, dice = plan_for(rows), random.Random(seed)
    tried = probes(plan, distance, rows)
    if tried is None:
        return  # every row is compared
    listed = dice.randbytes(32)
    asked = int.from_bytes(listed, "little")
    left = distance
    for band, flips in dice.sample(_flips(plan, tried), len(plan.bands)):  # one flip too many in as many as it takes
        turned = min(left, flips + 1)
        left -= turned
        for bit in dice.sample(range(band.start, band.start + band.width), turned):
            asked ^= 1 << bit
    assert _met(plan, tried, listed, asked.to_bytes(32, "little"))


def _by_band(plan: Plan, tried: Probes) -> Iterator[tuple[Band, Indexes]]:
    begins = np.concatenate(([0], np.cumsum(tried.counts))).tolist()
    for band, (begin, end) in zip(plan.bands, pairwise(begins), strict=True):
        yield band, tried.masks[begin:end]


def _flips(plan: Plan, tried: Probes) -> list[tuple[Band, int]]:
    return [
        (band, max((mask.bit_count() for mask in masks.tolist()), default=-1)) for band, masks in _by_band(plan, tried)
    ]


def _met(plan: Plan, tried: Probes, listed: bytes, asked: bytes) -> bool:
    for band, masks in _by_band(plan, tried):
        own, other = (int.from_bytes(d, "little") >> band.start & (1 << band.width) - 1 for d in (asked, listed))
        if other in (masks ^ own):
            return True
    return False


@pytest.mark.parametrize("rows", ROWS)
def test_nothing_is_tried_twice(rows: int) -> None:
    plan = plan_for(rows)
    if tried := probes(plan, 31, rows):
        assert all(len(set(masks.tolist())) == len(masks) for _, masks in _by_band(plan, tried))


@given(st.binary(min_size=32, max_size=32), st.integers(0, 232), st.integers(10, 24))
def test_a_column_of_keys_is_cut_where_a_single_key_is(digest: bytes, start: int, width: int) -> None:
    rows = words_of(np.frombuffer(digest, np.uint8).reshape(1, 32))
    assert int(key_column(rows, start, width)[0]) == int.from_bytes(digest, "little") >> start & (1 << width) - 1


@given(st.binary(min_size=32, max_size=32), st.integers(0, 256), st.integers(0, 2**32))
def test_a_distance_counts_the_bits_that_differ(digest: bytes, apart: int, seed: int) -> None:
    other = flipped(digest, apart, random.Random(seed))
    rows = words_of(np.frombuffer(digest + other, np.uint8).reshape(2, 32))
    assert distances(rows, word_row(other)).tolist() == [apart, 0]
