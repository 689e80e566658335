"""What the formats share: how a digest, a flag, a time and a code are read out of a record."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypedDict

from nightlight.hashes.formats import limits
from nightlight.hashes.formats.values import Victim
from nightlight.identifiers.digest import digest, kind_of
from nightlight.identifiers.kinds import Kind, NotAnIdentifier

EMPTY = {
    Kind.MD5: "d41d8cd98f00b204e9800998ecf8427e",
    Kind.SHA1: "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    Kind.SHA256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
}
"""The digests of a file without bytes. They stand in lists, and match every empty file there is."""

BLANK = {"0" * 64, "f" * 64}
"""The PDQ hash of a picture of one colour, and its negative. They stand in lists, and are near every such picture."""

_YES, _NO = {"true", "yes", "y", "1"}, {"false", "no", "n", "0"}
LONGEST_TIME = 40


class Kept(TypedDict, total=False):
    """Digests by their kind, in lower-case hexadecimal."""

    md5: str
    sha1: str
    sha256: str
    pdq: str


class Digests:
    """The digests of one record: those that are kept, further ones of their kinds, and in words those left out."""

    def __init__(self) -> None:
        self.kept: Kept = {}
        self.more: list[tuple[str, str]] = []
        self.remarks: list[str] = []

    def take(self, name: str, value: object) -> None:
        """Take a digest under the source's name for its kind. What is none, or is not kept, becomes a remark."""
        if value is None or value == "":
            return
        kind = _kind(name)
        if kind is None:
            self.remarks.append(f"{name[:30]} is not kept")
            return
        try:
            found = digest(kind, text(value)).value
        except NotAnIdentifier:
            self.remarks.append(f"{name[:30]} is not a digest of its kind")
            return
        if found == EMPTY.get(kind):
            self.remarks.append(f"{kind.value.upper()} of an empty file, which would match every empty file")
        elif kind is Kind.PDQ and found in BLANK:
            self.remarks.append("PDQ of a blank picture, which would match every blank picture")
        elif self.kept.setdefault(kind.value, found) != found and (kind.value, found) not in self.more:  # type: ignore[misc]  # the kinds are Kept's
            if len(self.more) < limits.MAX_MORE:
                self.more.append((kind.value, found))
            else:
                self.remarks.append(f"more than {limits.MAX_MORE} further digests; the rest is not kept")

    @property
    def first(self) -> str:
        """The first digest that is kept."""
        return str(next(iter(self.kept.values())))


@lru_cache(maxsize=1000)
def _kind(name: str) -> Kind | None:
    return kind_of(name)


def text(value: object) -> str:
    """Return a value as text without the blanks around it; what is too long to be one is empty."""
    if isinstance(value, (dict, list)) or value is None:
        return ""
    said = str(value).strip().replace("\x00", "")
    return said if len(said) <= limits.MAX_TEXT else ""


def victim(value: object) -> Victim:
    """Return whether the child is identified: a yes or a no in any spelling that sources use, else unknown."""
    said = text(value).casefold()
    return Victim.YES if said in _YES else Victim.NO if said in _NO else Victim.UNKNOWN


def moment(value: object) -> datetime | None:
    """Return a time with a zone in UTC; without one, or where it is none, nothing: no zone is guessed."""
    said = text(value)
    if not said or len(said) > LONGEST_TIME:
        return None
    try:
        at = datetime.fromisoformat(said)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def fitting(record: Mapping[str, Any], name: str, most: int) -> str:
    """Return a member as text if it has at most so many characters, else nothing."""
    said = text(record.get(name))
    return said if len(said) <= most else ""
