"""Files that a list of known hashes has: drawn digests, invented series, and how often a report has one."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random

ENTRIES, LATER = 480, 24
"""Entries of the list when the operation begins, and those that its owner adds in the last days."""
ONE_FILE_IN = 50
"""Of so many files that are reported, one is on the list."""
CODES = ("A1", "A2", "B1", "B2")
SERIES = 12
ONE_IN_A_SERIES = 3


@dataclass(frozen=True, slots=True)
class KnownFile:
    """One entry of the invented list. `victim` says whether its series has an identified child; most say nothing."""

    md5: str
    sha1: str
    code: str
    series: str
    victim: str


@cache
def known_files() -> tuple[KnownFile, ...]:
    """Return the entries of the invented list, always the same; the last `LATER` of them are added late."""
    return tuple(_invented(Random("known files")))


def added_late() -> tuple[KnownFile, ...]:
    """Return the entries that the list's owner adds in the last days, of which some are of unidentified children."""
    return known_files()[-LATER:]


def known_instead(md5: str) -> KnownFile | None:
    """Return the known file that is reported in the place of one with this drawn digest; mostly none."""
    drawn = int(md5, 16)
    return known_files()[drawn // ONE_FILE_IN % (ENTRIES + LATER)] if drawn % ONE_FILE_IN == 0 else None


def _invented(dice: Random) -> Iterator[KnownFile]:
    for number in range(ENTRIES + LATER):
        series = number // ONE_IN_A_SERIES % SERIES if number % ONE_IN_A_SERIES == 0 else None
        yield KnownFile(
            f"{dice.getrandbits(128):032x}",
            f"{dice.getrandbits(160):040x}",
            CODES[number % len(CODES)],
            "" if series is None else f"Invented series {series + 1}",
            "" if series is None else ("yes", "yes", "no")[series % 3],
        )
