import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nightlight.identifiers.address import address_and_port
from nightlight.identifiers.digest import kind_of
from nightlight.identifiers.kinds import Identifier, Kind, NotAnIdentifier
from nightlight.identifiers.normalising import normalise

SHA1 = "da39a3ee5e6b4b0d3255bfef95601890afd80709"

SPELLINGS = [
    (Kind.EMAIL, " Some.One@Example.COM ", "some.one@example.com"),
    (Kind.EMAIL, "invented@bücher.example", "invented@xn--bcher-kva.example"),
    (Kind.EMAIL, "someone@mail.test", "someone@mail.test"),
    (Kind.EMAIL, "some.one+tag@example.com", "some.one+tag@example.com"),
    (Kind.PHONE, "(303) 555-0142", "+13035550142"),
    (Kind.PHONE, "1-303-555-0142", "+13035550142"),
    (Kind.PHONE, "+44 20 7946 0123", "+442079460123"),
    (Kind.IPV4, " 198.18.0.1 ", "198.18.0.1"),
    (Kind.IPV6, "2001:0DB8:0000::0001", "2001:db8::1"),
    (Kind.HANDLE, " @Visibly  Invented ", "visibly invented"),
    (Kind.ACCOUNT, " AbC123 ", "AbC123"),
    (Kind.URL, "HTTPS://Example.COM:443/A?b=C#part", "https://example.com/A?b=C"),
    (Kind.URL, "http://example.com:8080", "http://example.com:8080/"),
    (Kind.URL, "example.com/users/1", "https://example.com/users/1"),
    (Kind.URL, "http://bücher.example./a b", "http://xn--bcher-kva.example/a%20b"),
    (Kind.URL, "http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
    (Kind.DEVICE, "4C-54-99-AB-CD-EF", "4c-54-99-ab-cd-ef"),
    (Kind.DEVICE, "Home Network", "Home Network"),
    (Kind.MD5, "D41D8CD98F00B204E9800998ECF8427E", "d41d8cd98f00b204e9800998ecf8427e"),
    (Kind.SHA1, SHA1.upper(), SHA1),
    (Kind.SHA1, "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", SHA1),
    (Kind.PDQ, "AB" * 32, "ab" * 32),
]

NOT_THESE = [
    (Kind.EMAIL, "no-at-sign.example.com"),
    (Kind.EMAIL, "someone@localhost"),
    (Kind.PHONE, "555-0142"),
    (Kind.PHONE, "not a number"),
    (Kind.IPV4, "198.18.0.256"),
    (Kind.IPV6, "2001:db8::1::2"),
    (Kind.HANDLE, "@@ "),
    (Kind.ACCOUNT, "  "),
    (Kind.ACCOUNT, "a\x00b"),
    (Kind.ACCOUNT, "a\ud800b"),
    (Kind.URL, "https:///path/only"),
    (Kind.URL, "mailto:someone@example.com"),
    (Kind.URL, "https://example.com:99999/"),
    (Kind.URL, "just words"),
    (Kind.MD5, SHA1),
    (Kind.SHA256, "z" * 64),
]


@pytest.mark.parametrize(("kind", "raw", "value"), SPELLINGS)
def test_spellings_of_one_identifier_become_one_value(kind: Kind, raw: str, value: str) -> None:
    assert normalise(kind, raw) == Identifier(kind, value)


@pytest.mark.parametrize(("kind", "raw"), NOT_THESE)
def test_what_cannot_be_an_identifier_is_refused_without_repeating_it(kind: Kind, raw: str) -> None:
    with pytest.raises(NotAnIdentifier) as refusal:
        normalise(kind, raw)
    assert raw.strip() not in str(refusal.value) or not raw.strip()


def test_an_ipv4_address_mapped_into_ipv6_is_the_ipv4_address() -> None:
    assert normalise(Kind.IPV6, "::ffff:198.18.0.9") == Identifier(Kind.IPV4, "198.18.0.9")


@pytest.mark.parametrize(
    ("raw", "value", "port"),
    [
        ("198.18.0.1:443", "198.18.0.1", 443),
        ("[2001:db8::1]:443", "2001:db8::1", 443),
        ("[2001:db8::1]", "2001:db8::1", None),
        ("2001:db8::1", "2001:db8::1", None),
        ("fe80::1%eth0", "fe80::1", None),
    ],
)
def test_a_port_behind_an_address_is_given_apart(raw: str, value: str, port: int | None) -> None:
    identifier, found = address_and_port(raw)
    assert (identifier.value, found) == (value, port)


@pytest.mark.parametrize("raw", ["198.18.0.1:0", "198.18.0.1:70000", "[2001:db8::1]:99999"])
def test_an_address_with_an_impossible_port_is_refused(raw: str) -> None:
    with pytest.raises(NotAnIdentifier):
        address_and_port(raw)


def test_a_handle_means_something_only_at_its_provider() -> None:
    here = normalise(Kind.HANDLE, "@Invented", realm=" Example  CHAT ")
    assert here == normalise(Kind.HANDLE, "invented", realm="example chat")
    assert here != normalise(Kind.HANDLE, "invented", realm="other chat")


def test_account_ids_that_differ_in_case_are_two_accounts() -> None:
    assert normalise(Kind.ACCOUNT, "aB", realm="x") != normalise(Kind.ACCOUNT, "Ab", realm="x")


def test_a_calling_code_given_apart_is_used_unless_the_number_carries_its_own() -> None:
    assert normalise(Kind.PHONE, "020 7946 0123", country_code="+44").value == "+442079460123"
    assert normalise(Kind.PHONE, "+1 303 555 0142", country_code="+44").value == "+13035550142"


def test_an_imei_is_its_digits() -> None:
    assert normalise(Kind.DEVICE, "35-209900-176148-1", realm="IMEI") == Identifier(
        Kind.DEVICE, "352099001761481", "imei"
    )
    with pytest.raises(NotAnIdentifier):
        normalise(Kind.DEVICE, "12345", realm="imei")


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("MD5", Kind.MD5),
        ("SHA1", Kind.SHA1),
        ("SHA-1", Kind.SHA1),
        ("sha256", Kind.SHA256),
        ("PDQ", Kind.PDQ),
        ("PhotoDNA", None),
        ("", None),
    ],
)
def test_the_kind_of_a_digest_is_read_from_its_name(name: str, kind: Kind | None) -> None:
    assert kind_of(name) is kind


TEXTS = st.one_of(
    st.text(max_size=80),
    st.from_regex(r"\A[\w.+ß@-]{1,20}@[\w.-]{1,30}\Z"),
    st.from_regex(r"\A(https?://)?[\w.-]{1,20}(:[0-9]{1,6})?/[^ ]{0,20}\Z"),
    st.from_regex(r"\A\+?[0-9() .-]{5,20}\Z"),
    st.ip_addresses().map(str),
)


@given(kind=st.sampled_from(Kind), raw=TEXTS, realm=st.text(max_size=20))
@example(kind=Kind.HANDLE, raw="\u0345\u03b1\u0301", realm="")
@example(kind=Kind.PHONE, raw="+" + "9" * 300, realm="")
@example(kind=Kind.URL, raw="http://[::1", realm="")
def test_normalising_twice_changes_nothing_and_only_one_error_is_ever_raised(kind: Kind, raw: str, realm: str) -> None:
    try:
        once = normalise(kind, raw, realm=realm)
    except NotAnIdentifier:
        return
    assert normalise(once.kind, once.value, realm=once.realm) == once


@given(raw=TEXTS, code=st.text(max_size=6))
@example(raw="0", code="+\u0664\u0664")
def test_any_calling_code_is_survived(raw: str, code: str) -> None:
    with contextlib.suppress(NotAnIdentifier):
        assert normalise(Kind.PHONE, raw, country_code=code).value.startswith("+")


@given(name=st.from_regex(r"\A[a-z][a-z0-9.]{0,20}[a-z0-9]\Z").filter(lambda name: ".." not in name))
def test_case_and_surrounding_space_do_not_matter_where_promised(name: str) -> None:
    for kind, text in [(Kind.EMAIL, f"{name}@example.com"), (Kind.HANDLE, name)]:
        assert normalise(kind, f"  {text.upper()} ") == normalise(kind, text)
