"""Reading never raises: what is wrong with an arrival is in the reading."""

import hashlib
import zlib

from hypothesis import given
from hypothesis import strategies as st

from nightlight.intake.arriving import Arrival, digest, read_arrival
from nightlight.intake.lifecycle import SubmissionStatus

DOCUMENTS = st.lists(st.binary(max_size=200), min_size=1, max_size=3).map(tuple)


@given(DOCUMENTS)
def test_any_bytes_give_a_reading_that_says_how_it_ended(parts: tuple[bytes, ...]) -> None:
    reading = read_arrival(Arrival("sample", parts[0], parts[1:]))
    assert reading.sha256 == digest(parts)
    assert reading.size_bytes == sum(map(len, parts))
    assert (reading.said is not None) == (reading.status is SubmissionStatus.RECEIVED)
    assert bool(reading.reason and reading.message) == (reading.status is not SubmissionStatus.RECEIVED)


@given(DOCUMENTS)
def test_what_is_kept_is_what_came(parts: tuple[bytes, ...]) -> None:
    reading = read_arrival(Arrival("sample", parts[0], parts[1:]))
    kept = tuple(zlib.decompress(part.deflated) for part in reading.parts)
    assert kept == (() if reading.status is SubmissionStatus.REFUSED else parts)


@given(st.binary(max_size=50))
def test_one_document_is_known_by_its_own_digest(raw: bytes) -> None:
    assert digest((raw,)) == hashlib.sha256(raw).hexdigest()


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_several_documents_are_told_apart_from_the_same_bytes_cut_elsewhere(first: bytes, second: bytes) -> None:
    assert digest((first, second)) != digest((first + second,))
    assert (digest((first, second)) == digest((second, first))) == (first == second)
