"""What is pasted into one box is told apart; a person may correct it; nothing is dropped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.identifiers.kinds import Kind
from nightlight.identifiers.recognising import MOST, recognise


@pytest.mark.parametrize(
    ("pasted", "kind", "value"),
    [
        ("sample.user.77", Kind.HANDLE, "sample.user.77"),
        ("@Sample", Kind.HANDLE, "sample"),
        ("303-555-0142", Kind.PHONE, "+13035550142"),
        ("(303) 555 0142", Kind.PHONE, "+13035550142"),
        ("3035550142", Kind.PHONE, "+13035550142"),
        ("+44 20 7946 0000", Kind.PHONE, "+442079460000"),
        ("Sample@Example.com", Kind.EMAIL, "sample@example.com"),
        ("e-mail: sample@example.com", Kind.EMAIL, "sample@example.com"),
        ("198.18.0.7:443", Kind.IPV4, "198.18.0.7"),
        ("2001:DB8::1", Kind.IPV6, "2001:db8::1"),
        ("example.com/u/sample", Kind.URL, "https://example.com/u/sample"),
        ("https://example.com/a,b", Kind.URL, "https://example.com/a,b"),
        ("d41d8cd98f00b204e9800998ecf8427e", Kind.MD5, "d41d8cd98f00b204e9800998ecf8427e"),
        ("id: 12345", Kind.ACCOUNT, "12345"),
    ],
)
def test_each_piece_is_what_it_looks_like(pasted: str, kind: Kind, value: str) -> None:
    [one] = recognise(pasted)
    assert one.identifier
    assert (one.kind, one.identifier.value) == (kind, value)


def test_pieces_are_set_apart_by_lines_commas_and_semicolons_in_their_order() -> None:
    found = recognise("sample one\na@example.com, 303-555-0142; @two")
    assert [one.as_given for one in found] == ["sample one", "a@example.com", "303-555-0142", "@two"]


def test_within_a_sentence_identifiers_and_names_with_an_at_are_found() -> None:
    found = recognise("call 303 555 0142 or write to @sample")
    assert [(one.kind, one.as_given) for one in found] == [(Kind.PHONE, "303 555 0142"), (Kind.HANDLE, "@sample")]


def test_a_word_before_a_colon_names_the_service_of_a_name() -> None:
    [labelled, plain] = recognise("Testbed Chat: sample\nother", service="Sample Social")
    assert (labelled.service, labelled.as_given) == ("Testbed Chat", "sample")
    assert plain.service == "Sample Social"


def test_a_service_belongs_to_names_and_accounts_only() -> None:
    [phone] = recognise("303-555-0142", service="Sample Social")
    assert phone.service == ""
    assert phone.identifier is not None
    assert phone.identifier.realm == ""


def test_a_corrected_kind_wins() -> None:
    [one] = recognise("3035550142", service="Sample Social", said={"3035550142": Kind.ACCOUNT})
    assert one.identifier is not None
    assert (one.kind, one.identifier.value, one.service) == (Kind.ACCOUNT, "3035550142", "Sample Social")


def test_a_kind_that_cannot_be_true_says_why_and_keeps_the_piece() -> None:
    [one] = recognise("phone: nope")
    assert (one.as_given, one.kind, one.identifier) == ("nope", Kind.PHONE, None)
    assert one.why


def test_the_same_piece_twice_is_one() -> None:
    assert len(recognise("sample\nsample\n")) == 1


def test_a_box_of_thousands_is_looked_at_up_to_a_limit() -> None:
    assert len(recognise("\n".join(f"sample{number}" for number in range(MOST * 3)))) == MOST


@given(st.text(max_size=300), st.text(max_size=40))
def test_whatever_is_pasted_is_answered_and_every_piece_stands_in_it(pasted: str, service: str) -> None:
    for one in recognise(pasted, service=service):
        assert one.as_given
        assert one.as_given in pasted
