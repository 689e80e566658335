"""A token depends on the key, on all of the identifier, and says nothing."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from nightlight.deconfliction.tokens import key_id, token
from nightlight.identifiers.kinds import Identifier, Kind

WORDS = st.text(max_size=20)
IDENTIFIERS = st.builds(Identifier, st.sampled_from(Kind), WORDS, WORDS)


def test_a_token_is_not_a_digest_that_anybody_could_make() -> None:
    value = "sample.person@example.com"
    made = token(Identifier(Kind.EMAIL, value))
    for guess in (value, f"email||{value}", f'["email","","{value}"]', f"email{value}"):
        assert made != hashlib.sha256(guess.encode()).hexdigest()


def test_another_key_gives_another_token_and_another_name(settings: Settings) -> None:
    identifier = Identifier(Kind.EMAIL, "sample.person@example.com")
    settings.DECONFLICTION_KEY = "first invented key"
    before = token(identifier), key_id()
    assert (token(identifier), key_id()) == before
    settings.DECONFLICTION_KEY = "second invented key"
    assert token(identifier) != before[0]
    assert key_id() != before[1]


def test_the_name_of_the_key_does_not_hold_the_key(settings: Settings) -> None:
    settings.DECONFLICTION_KEY = "abcdef"
    assert "abcdef" not in key_id()
    assert not hashlib.sha256(b"abcdef").hexdigest().startswith(key_id())


@given(one=IDENTIFIERS, other=IDENTIFIERS)
def test_two_identifiers_share_a_token_only_when_they_are_the_same(one: Identifier, other: Identifier) -> None:
    assert (token(one) == token(other)) == (one == other)


@pytest.mark.parametrize("separator", ["|", "\x1f", ",", '","', "\x00"])
def test_a_value_cannot_imitate_a_realm(separator: str) -> None:
    assert token(Identifier(Kind.HANDLE, f"b{separator}c", "a")) != token(
        Identifier(Kind.HANDLE, "c", f"a{separator}b")
    )


@given(identifier=IDENTIFIERS)
def test_a_token_is_64_hex_digits_whatever_the_length_of_the_value(identifier: Identifier) -> None:
    assert len(token(identifier)) == 64
    assert set(token(identifier)) <= set("0123456789abcdef")
