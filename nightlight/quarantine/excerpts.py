"""The lines around a place in a text, fit to be shown: nothing in them acts, hides, or could be a picture."""

import re
from dataclasses import dataclass

AROUND = 3
"""Lines shown before and after the place."""

WIDTH = 96
"""Characters shown of a line on each side of the place."""

_LONG_RUN = re.compile(r"[A-Za-z0-9+/=_-]{80,}")
"""No word is that long; encoded bytes are."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an excerpt: its number from 1, and what stands before, at and after the place."""

    number: int
    before: str
    marked: str = ""
    after: str = ""
    is_place: bool = False


def excerpt(text: str, *, at: int | None = None, line: int | None = None) -> list[Line]:
    """Return the lines around a place: an offset in characters, or a whole line from 1; else the first lines."""
    lines = text.split("\n")
    if at is not None:
        here = text.count("\n", 0, at)
        column = at - (text.rfind("\n", 0, at) + 1)
    else:
        here, column = min((line or 1) - 1, len(lines) - 1), None
    shown = range(max(0, here - AROUND), min(len(lines), here + AROUND + 1))
    return [
        _placed(lines[n], n, column, known=at is not None or line is not None)
        if n == here
        else Line(n + 1, _cut(lines[n]))
        for n in shown
    ]


def visible(text: str) -> str:
    """Return text in which every character is seen: controls and turns of direction as their code points."""
    return "".join(_seen(character) for character in text)


def _placed(line: str, number: int, column: int | None, *, known: bool) -> Line:
    if not known:
        return Line(number + 1, _cut(line))
    if column is None:
        return Line(number + 1, "", _cut(line) or "(empty line)", "", is_place=True)
    before, marked, after = line[:column], line[column : column + 1], line[column + 1 :]
    return Line(number + 1, _end_of(before), visible(marked).strip() or "(ends here)", _cut(after), is_place=True)


def _cut(line: str) -> str:
    folded = _folded(line)
    return visible(folded if len(folded) <= WIDTH * 2 else f"{folded[: WIDTH * 2]}…")


def _end_of(line: str) -> str:
    folded = _folded(line)
    return visible(folded if len(folded) <= WIDTH else f"…{folded[-WIDTH:]}")


def _folded(line: str) -> str:
    return _LONG_RUN.sub(lambda run: f"({len(run[0]):,} characters without a blank, left out)", line.rstrip("\r"))


def _seen(character: str) -> str:
    if character == "\t":
        return "    "
    return character if character.isprintable() else f"(U+{ord(character):04X})"
