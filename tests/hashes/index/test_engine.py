"""The engine through its outer door."""

import os
from pathlib import Path

import pytest

from nightlight.hashes.index import Entry, HashIndex, Kind, Unusable


def flipped(digest: bytes, *bits: int) -> bytes:
    value = int.from_bytes(digest, "little")
    for bit in bits:
        value ^= 1 << bit
    return value.to_bytes(32, "little")


def test_equal_digests_of_every_kind_answer_with_their_numbers(tmp_path: Path) -> None:
    index = HashIndex.open(tmp_path)
    for kind in Kind:
        digest = os.urandom(kind.size)
        index.add([Entry(kind, digest, 9), Entry(kind, digest, 2**64 - 1), Entry(kind, os.urandom(kind.size), 3)])
        assert index.exact(kind, digest) == [9, 2**64 - 1]
        assert index.exact(kind, os.urandom(kind.size)) == []


def test_near_copies_answer_nearest_first(tmp_path: Path) -> None:
    index = HashIndex.open(tmp_path)
    asked = os.urandom(32)
    index.add([Entry(Kind.PDQ, flipped(asked, *range(n)), n) for n in (31, 0, 7, 32)])
    assert index.near(asked) == [(0, 0), (7, 7), (31, 31)]
    assert index.near(asked, 6) == [(0, 0)]


def test_a_withdrawn_number_answers_under_no_kind_until_it_is_added_again(tmp_path: Path) -> None:
    index = HashIndex.open(tmp_path)
    md5, pdq = os.urandom(16), os.urandom(32)
    both = [Entry(Kind.MD5, md5, 5), Entry(Kind.PDQ, pdq, 5)]
    index.add([*both, Entry(Kind.MD5, md5, 6)])
    index.withdraw([5])
    assert (index.exact(Kind.MD5, md5), index.near(pdq)) == ([6], [])
    index.add(both)
    assert (index.exact(Kind.MD5, md5), index.near(pdq)) == ([5, 6], [(5, 0)])


def test_one_unusable_entry_leaves_the_whole_batch_out(tmp_path: Path) -> None:
    index = HashIndex.open(tmp_path)
    good = os.urandom(16)
    for bad in (Entry(Kind.MD5, b"short", 1), Entry(Kind.MD5, good, 2**64), Entry(Kind.MD5, good, -1)):
        with pytest.raises(Unusable):
            index.add([Entry(Kind.MD5, good, 7), bad])
    assert index.exact(Kind.MD5, good) == []


def test_what_cannot_be_asked_is_refused_with_the_reason(tmp_path: Path) -> None:
    index = HashIndex.open(tmp_path)
    with pytest.raises(Unusable, match="32 bytes, this one 64"):
        index.near(b"0" * 64)
    with pytest.raises(ValueError, match="between 0 and 64 bits here, not 65"):
        index.near(os.urandom(32), 65)
