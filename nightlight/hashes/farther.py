"""What the entries of a viral file say that are too many to be read: each other list, classification, series, child.

The few entries that were read speak for those that say the same. Of what none of them says, one entry is asked for.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from nightlight.hashes.candidates import Candidates
from nightlight.hashes.formats.values import Victim
from nightlight.hashes.sight import NegativeBank, Saying, Sight

TELLING = [Victim.UNKNOWN.value, Victim.NO.value, Victim.YES.value]
"""What an entry says of the child, from least to most."""


def saying_more(
    found: Mapping[int, dict[str, Any]], candidates: Candidates, sight: Sight, bank: NegativeBank
) -> list[int]:
    """Return the entries to ask for besides those found: each the nearest that says what none of those does.

    One query, and one for each thing that was not said, and only where a file has more entries than were asked for.
    """
    short = [
        (file, [found[number] for number in file.asked_for() if number in found]) for file in candidates.cut_short()
    ]
    files = {row["canonical_id"] for _, rows in short for row in rows}
    if not files:
        return []
    sayings, numbers, asked = sight.sayings(files, bank), dict[Saying, set[int]](), set[int]()
    for file, rows in short:
        for saying in _unsaid(rows, sayings):
            if saying not in numbers:
                numbers[saying] = sight.numbers_saying(saying, bank)
            asked.update(file.ask_for_nearest_of(numbers[saying]))
    return sorted(asked)


def _unsaid(rows: list[dict[str, Any]], sayings: set[Saying]) -> Iterator[Saying]:
    """Give what is said of the file of these rows, and by none of them."""
    canonical = {row["canonical_id"] for row in rows}
    heard = dict[tuple[Any, ...], tuple[bool, int]]()
    for said in map(Saying.of, rows):
        series, victim = heard.get(said.by, (False, 0))
        heard[said.by] = (series or said.names_series, max(victim, TELLING.index(said.victim)))
    for said in sayings:
        series, victim = heard.get(said.by, (False, -1))
        says_more = (said.names_series and not series) or TELLING.index(said.victim) > victim
        if said.canonical_id in canonical and says_more:
            yield said
