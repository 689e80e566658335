"""Bytes that pass by leave their digests, and nothing else."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from nightlight.intake.digesting import Digesting

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


@given(st.lists(st.binary(max_size=200), max_size=8))
def test_chunks_have_the_digests_of_the_whole(chunks: list[bytes]) -> None:
    digesting, whole = Digesting(), b"".join(chunks)
    for chunk in chunks:
        digesting.update(chunk)
    found = digesting.done()
    assert found.size_bytes == len(whole)
    assert [found.md5, found.sha1, found.sha256] == [
        hashlib.new(kind, whole).hexdigest() for kind in ("md5", "sha1", "sha256")
    ]


@given(st.integers(1, 50))
def test_a_still_picture_is_remembered_however_it_is_cut_and_given_once(step: int) -> None:
    digesting = Digesting(still_bytes=len(PNG))
    for start in range(0, len(PNG), step):
        digesting.update(PNG[start : start + step])
    assert digesting.still() == PNG
    assert digesting.still() is None


@given(st.binary(max_size=200))
def test_of_what_is_no_picture_not_one_byte_is_remembered(raw: bytes) -> None:
    digesting = Digesting(still_bytes=1000)
    digesting.update(b"no picture " + raw)
    assert digesting.still() is None


def test_of_a_picture_that_is_too_long_nothing_is_remembered() -> None:
    digesting = Digesting(still_bytes=len(PNG))
    digesting.update(PNG)
    digesting.update(b"x")
    assert digesting.still() is None
    digesting = Digesting()
    digesting.update(PNG)
    assert digesting.still() is None
