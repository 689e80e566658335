"""Identifiers pasted into one box, in any spelling: what each piece is, as far as it can be told.

A person looks at the answer and corrects it; so a guess is better here than a question, and nothing is dropped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nightlight.identifiers.free_text import found_in
from nightlight.identifiers.kinds import Identifier, Kind, NotAnIdentifier
from nightlight.identifiers.normalising import normalise

MOST = 100
"""How many pieces of a box are looked at."""

LABELS = {
    "e-mail": Kind.EMAIL,
    "email": Kind.EMAIL,
    "mail": Kind.EMAIL,
    "correo": Kind.EMAIL,
    "phone": Kind.PHONE,
    "telephone": Kind.PHONE,
    "tel": Kind.PHONE,
    "cell": Kind.PHONE,
    "teléfono": Kind.PHONE,
    "telefono": Kind.PHONE,
    "ip": Kind.IPV4,
    "address": Kind.IPV4,
    "url": Kind.URL,
    "web": Kind.URL,
    "site": Kind.URL,
    "user": Kind.HANDLE,
    "username": Kind.HANDLE,
    "handle": Kind.HANDLE,
    "name": Kind.HANDLE,
    "usuario": Kind.HANDLE,
    "account": Kind.ACCOUNT,
    "id": Kind.ACCOUNT,
    "device": Kind.DEVICE,
    "imei": Kind.DEVICE,
}
"""What may stand before a colon, and the kind that it says; any other short word there names the service."""

_LINES = re.compile(r"[\n\r\t|]+")
_COMMAS = re.compile(r"[;,]+")
_COMMAS_AND_SPACE = re.compile(r"[;,]+(?:\s+|$)")  # a web address may hold commas
_LABELLED = re.compile(r"([^\W\d_][\w .-]{0,28}?)\s*:\s+(\S.*)|([^\W\d_][\w-]{0,18}):(?!/)(\S.*)")
_BARE_SITE = re.compile(r"(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?:/\S*)", re.IGNORECASE)
_NUMBER = re.compile(r"[+(]?[0-9][0-9 ().+-]{5,24}")
_ORDER = (Kind.EMAIL, Kind.IPV4, Kind.URL)


@dataclass(frozen=True, slots=True)
class Recognised:
    """One piece of the box: as given, what it is taken to be, and the service that was named before it."""

    as_given: str
    identifier: Identifier | None
    """None where the kind that was said for the piece cannot be true; `why` then says so."""
    kind: Kind
    service: str = ""
    why: str = ""


def recognise(text: str, *, service: str = "", said: dict[str, Kind] | None = None) -> tuple[Recognised, ...]:
    """Return what stands in a box, in its order, each piece once. `said` corrects the kind of a piece as given.

    Pieces are set apart by lines, commas and semicolons; within a piece, whatever `found_in` finds is one each, and
    what is then left and begins with @, or the whole piece where nothing was found, is a name. Never raises.
    """
    first: dict[tuple[str, str], Recognised] = {}
    for piece in _pieces(text)[:MOST]:
        for one in _in_piece(piece.strip(), service, said or {}):
            first.setdefault((one.as_given, one.service), one)
    return tuple(first.values())


def _pieces(text: str) -> list[str]:
    lines = _LINES.split(text)
    return [piece for line in lines for piece in (_COMMAS_AND_SPACE if "://" in line else _COMMAS).split(line)]


def _in_piece(piece: str, service: str, said: dict[str, Kind]) -> Iterator[Recognised]:
    if not piece:
        return
    if piece in said:
        yield _as(said[piece], piece, service)
        return
    labelled = _LABELLED.fullmatch(piece)
    if labelled:
        label, value = (labelled[1] or labelled[3]).strip(), (labelled[2] or labelled[4]).strip()
        kind = LABELS.get(label.casefold())
        if kind:
            yield _as(said.get(value, kind), value, service)
        else:
            yield from _unlabelled(value, label, said)
        return
    yield from _unlabelled(piece, service, said)


def _unlabelled(piece: str, service: str, said: dict[str, Kind]) -> Iterator[Recognised]:
    found = found_in(piece)
    rest = piece
    for one in found:
        rest = rest.replace(one.as_given, " ", 1)
        corrected = said.get(one.as_given)
        yield _as(corrected or one.identifier.kind, one.as_given, service)
    names = [word for word in rest.split() if word.startswith("@") and len(word) > 1] if found else [piece]
    for name in names:
        yield _as(said.get(name) or _guess(name), name, service)


def _guess(piece: str) -> Kind:
    if _NUMBER.fullmatch(piece) and _is(Kind.PHONE, piece):
        return Kind.PHONE
    if _BARE_SITE.fullmatch(piece):
        return Kind.URL
    if not piece.startswith("@"):
        for kind in _ORDER[:2]:
            if _is(kind, piece):
                return kind
    return Kind.HANDLE


def _is(kind: Kind, piece: str) -> bool:
    try:
        normalise(kind, piece)
    except NotAnIdentifier:
        return False
    return True


def _as(kind: Kind, piece: str, service: str) -> Recognised:
    realm = service if kind in {Kind.HANDLE, Kind.ACCOUNT, Kind.DEVICE} else ""
    try:
        identifier = normalise(kind, piece, realm=realm)
    except NotAnIdentifier as error:
        return Recognised(piece, None, kind, realm, str(error))
    return Recognised(piece, identifier, identifier.kind, realm)
