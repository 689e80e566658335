"""What is looked up: a digest with its kind, told from how it is written."""

from dataclasses import dataclass

from nightlight.hashes.models import DigestKind
from nightlight.identifiers.digest import LENGTHS, digest, kind_of
from nightlight.identifiers.kinds import Kind, NotAnIdentifier

_KINDS = {Kind(kind.value): kind for kind in DigestKind}


class NotADigest(ValueError):
    """What was asked is no digest. The message says what would be one, and never repeats what was asked."""

    def __init__(self) -> None:
        super().__init__(
            "Not a digest: give 32 (MD5), 40 (SHA-1) or 64 (SHA-256, PDQ) hexadecimal digits, or put the kind in "
            "front, as in pdq:..."
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """One digest, in lower-case hexadecimal."""

    kind: DigestKind
    digest: str


def asked_from(text: str) -> tuple[Asked, ...]:
    """Return what a text asks for. 64 digits without a kind are asked as SHA-256 and as PDQ: nothing tells them apart.

    No SHA-256 is near a PDQ hash but by a chance far below one in a billion, so asking both costs no wrong answer.
    Raises NotADigest.
    """
    name, colon, rest = text.strip().partition(":")
    if colon:
        kind = kind_of(name)
        return (asked_as(kind, rest),) if kind else _nothing()
    fitting = [kind for kind, digits in LENGTHS.items() if digits == len(name)]
    return tuple(asked_as(kind, name) for kind in fitting) if fitting else _nothing()


def asked_as(kind: Kind, text: str) -> Asked:
    """Return a digest of a known kind. Raises NotADigest."""
    try:
        return Asked(_KINDS[kind], digest(kind, text).value)
    except NotAnIdentifier:
        return _nothing()  # type: ignore[return-value]  # it raises


def _nothing() -> tuple[Asked, ...]:
    raise NotADigest
