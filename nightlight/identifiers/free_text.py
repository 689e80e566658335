"""Identifiers that stand in free text: found by us, not declared by anybody."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nightlight.identifiers.address import address_and_port
from nightlight.identifiers.digest import LENGTHS, digest
from nightlight.identifiers.email import email
from nightlight.identifiers.kinds import Identifier, Kind, NotAnIdentifier
from nightlight.identifiers.phone import is_likely, phone
from nightlight.identifiers.url import url

SEARCHED_CHARACTERS = 200_000
"""How much of a text is searched; what stands behind it is still shown to whoever reads the text."""

# Every pattern begins behind a character that could not belong to it and repeats only boundedly: the time is linear.
_EMAIL = re.compile(
    r"(?<![\w.+'%-])(?<!//)[\w.+'%-]{1,64}@(?:[\w-]{1,63}\.){1,10}(?:xn--[A-Za-z0-9-]{2,59}|[^\W\d_]{2,63})(?![\w-])"
)
_URL = re.compile(
    r"(?<![A-Za-z0-9])(?:https?|ftp)://[^\s<>\"\\^`{|}]{1,2100}|(?<![\w.@/])www\.[^\s<>\"\\^`{|}]{1,2100}",
    re.IGNORECASE,
)
# A product version such as Agent/120.0.0.0 looks like an address; the letter and slash before it tell.
_IPV4 = re.compile(r"(?<![\w.])(?<![A-Za-z]/)(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?::[0-9]{1,5}(?![0-9]))?(?!\.?\w)")
_IPV6 = re.compile(
    r"(?<![\w:.])(?:\[(?:[0-9A-Fa-f]{4}(?::[0-9A-Fa-f]{0,4}){2,8})\](?::[0-9]{1,5})?"
    r"|(?:[0-9A-Fa-f]{4}(?::[0-9A-Fa-f]{0,4}){2,8}|::[Ff]{4}:(?:[0-9]{1,3}\.){3}[0-9]{1,3}))(?![\w:])"
)
_PHONE = re.compile(
    r"(?<![\w+])\+[0-9](?:[ ().-]{0,2}[0-9]){6,14}(?![0-9])"
    r"|(?<![\w+])(?<![0-9][.-])(?:1[ .-])?(?:\([2-9][0-9]{2}\) ?|[2-9][0-9]{2}[ .-])"
    r"[2-9][0-9]{2}[ .-][0-9]{4}(?![\w-]|\.[0-9])"
)
_DIGEST = re.compile(r"(?<!\w)(?:[0-9A-Fa-f]{64}|[0-9A-Fa-f]{40}|[0-9A-Fa-f]{32})(?!\w)")

_PUNCTUATION = ".,;:!?'*_~"
_CLOSING = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Found:
    """One identifier and where in the text it first stands, in characters."""

    identifier: Identifier
    as_given: str
    start: int
    port: int | None = None


def found_in(text: str) -> tuple[Found, ...]:
    """Return the e-mail addresses, URLs, internet addresses, telephone numbers and digests of a text, in its order.

    Each identifier is given once, where it first stands. Never raises; the time is linear in the text, of which the
    first `SEARCHED_CHARACTERS` are searched. Cautious rather than complete: a bare run of digits is no number.
    """
    searched = text[:SEARCHED_CHARACTERS]
    first: dict[Identifier, Found] = {}
    for found in sorted(_found(searched), key=lambda found: found.start):
        first.setdefault(found.identifier, found)
    return tuple(first.values())


def _found(text: str) -> Iterator[Found]:
    if "@" in text:
        yield from _each(_EMAIL, text, Kind.EMAIL)
    yield from _each(_URL, text, Kind.URL)
    yield from _each(_IPV4, text, Kind.IPV4)
    if "::" in text or text.count(":") >= 7:  # noqa: PLR2004 - the colons of an address written in full
        yield from _each(_IPV6, text, Kind.IPV6)
    yield from _each(_PHONE, text, Kind.PHONE)
    for match in _DIGEST.finditer(text):
        if not match[0].isdigit():
            yield Found(digest(_kind_of_digest(text, match), match[0]), match[0], match.start())


def _each(pattern: re.Pattern[str], text: str, kind: Kind) -> Iterator[Found]:
    for match in pattern.finditer(text):
        as_given = _without_trailing_punctuation(match[0]) if kind is Kind.URL else match[0]
        try:
            identifier, port = _identifier(kind, as_given)
        except NotAnIdentifier:
            continue
        if kind is not Kind.PHONE or is_likely(identifier):
            yield Found(identifier, as_given, match.start(), port)


def _identifier(kind: Kind, as_given: str) -> tuple[Identifier, int | None]:
    if kind in {Kind.IPV4, Kind.IPV6}:
        return address_and_port(as_given)
    if kind is Kind.PHONE:
        return phone(as_given), None
    return (email(as_given) if kind is Kind.EMAIL else url(as_given)), None


def _without_trailing_punctuation(text: str) -> str:
    end = len(text)
    while end and (text[end - 1] in _PUNCTUATION or _closes_nothing(text, end)):
        end -= 1
    return text[:end]


def _closes_nothing(text: str, end: int) -> bool:
    opening = _CLOSING.get(text[end - 1])
    return opening is not None and opening not in text


def _kind_of_digest(text: str, match: re.Match[str]) -> Kind:
    """64 digits may be either of two kinds: PDQ only where the text says so just before."""
    if len(match[0]) == LENGTHS[Kind.PDQ] and "pdq" in text[max(0, match.start() - 16) : match.start()].casefold():
        return Kind.PDQ
    return next(kind for kind, length in LENGTHS.items() if length == len(match[0]))
