import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.identifiers.free_text import SEARCHED_CHARACTERS, found_in
from nightlight.identifiers.kinds import Kind


def values(text: str) -> list[tuple[Kind, str]]:
    return [(found.identifier.kind, found.identifier.value) for found in found_in(text)]


def test_every_kind_is_found_in_the_order_of_the_text() -> None:
    text = (
        "Write to Some.One@Example.com, or see https://example.com/u/1?x=2). Call (303) 555-0142 and +44 20 7946 0123 "
        "from 198.18.0.7:4430 and 2001:DB8::7. MD5 d41d8cd98f00b204e9800998ecf8427e, pdq: " + "0f" * 32
    )
    assert values(text) == [
        (Kind.EMAIL, "some.one@example.com"),
        (Kind.URL, "https://example.com/u/1?x=2"),
        (Kind.PHONE, "+13035550142"),
        (Kind.PHONE, "+442079460123"),
        (Kind.IPV4, "198.18.0.7"),
        (Kind.IPV6, "2001:db8::7"),
        (Kind.MD5, "d41d8cd98f00b204e9800998ecf8427e"),
        (Kind.PDQ, "0f" * 32),
    ]


def test_the_place_and_the_port_are_told() -> None:
    (found,) = found_in("seen at [2001:db8::7]:443 once, at 2001:db8::7 twice")
    assert (found.start, found.as_given, found.port) == (8, "[2001:db8::7]:443", 443)


@pytest.mark.parametrize(
    "text",
    [
        "Agent/120.0.0.0 Version 1.2.3.4.5",
        "case 2024-11-02 12:30:45 and std::vector add::bad",
        "12345678901234567890123456789012",
        "order 3035550142 in full",
        "card 4111-1111-1111-1111",
        "someone@nowhere and @handle",
        "300.300.300.300",
        "user@host",
    ],
)
def test_lookalikes_are_not_found(text: str) -> None:
    assert values(text) == []


def test_a_sentence_around_an_identifier_does_not_stick_to_it() -> None:
    assert values('"https://example.com/a_(b)", (https://example.com/c).') == [
        (Kind.URL, "https://example.com/a_(b)"),
        (Kind.URL, "https://example.com/c"),
    ]


def test_a_text_is_searched_to_its_bound_and_no_further() -> None:
    inside, outside = "a@example.com ", "b@example.com"
    assert values(inside + "." * SEARCHED_CHARACTERS + outside) == [(Kind.EMAIL, "a@example.com")]


@given(
    st.one_of(
        st.text(max_size=400),
        st.text(alphabet="a0@.:/+-()[] f%\u0660\ud800", max_size=400),
        st.lists(st.sampled_from(["http://", "www.", "@", "::", "1.2.3.4", "+1", "303", "-", "["])).map("".join),
    )
)
def test_no_text_makes_the_search_fail(text: str) -> None:
    for found in found_in(text):
        assert text[found.start :].startswith(found.as_given)


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a@",
        "a.",
        "@a.",
        "1.",
        "1-",
        "+1 ",
        "(303) ",
        "303-",
        "f",
        "f:",
        "ffff:",
        "::",
        "http://",
        "www.",
        "[",
        "a b ",
        "http://a)",
        "a@a.a.",
        "é@",
        "-",
        "%",
        "'",
    ],
)
def test_hostile_text_is_searched_in_linear_time(piece: str) -> None:
    text = (piece * SEARCHED_CHARACTERS)[:SEARCHED_CHARACTERS]
    start = time.process_time()
    found_in(text)
    assert time.process_time() - start < 3
