"""What lists of known hashes say, in words and tones: on the look-up's page and beside the files of a report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nightlight.hashes.reading import WORDS, Standing
from nightlight.identifiers.kinds import DIGESTS
from nightlight.triage.assessment.facts import Fact
from nightlight.triage.assessment.finding import POINTERS_KEPT
from nightlight.triage.report_page import ReportPage

TONES = {
    Standing.NEW: "plain",
    Standing.DECONFIRMED: "plain",
    Standing.LISTED_ONLY: "plain",
    Standing.KNOWN: "blue",
    Standing.CHILD_IDENTIFIED: "green",
    Standing.CHILD_NOT_IDENTIFIED: "amber",
}
BY_FACT = {
    Fact.KNOWN_CHILD_NOT_IDENTIFIED: Standing.CHILD_NOT_IDENTIFIED,
    Fact.KNOWN_CHILD_IDENTIFIED: Standing.CHILD_IDENTIFIED,
    Fact.KNOWN_FILE: Standing.KNOWN,
    Fact.NEW_FILE: Standing.NEW,
}
"""The facts that say how files stand, what says more before what says less."""
VIRAL = "Viral: who has it says little"
OTHERWISE = "Listed, but not as abuse material, or deconfirmed"
MOST_ASKED = 200


@dataclass(frozen=True, slots=True)
class StandingLine:
    """How some files of a report stand, how many, and which, by their numbers on the page."""

    words: str
    tone: str
    how_many: str
    files: str


def standings(read: ReportPage) -> list[StandingLine]:
    """Return how the files stood on the lists when the report was judged; nothing where no list was asked.

    Read from the facts that the assessment kept: they count every file and name the first few.
    """
    facts = read.assessment.facts if read.assessment else {}
    if Fact.KNOWN_FILE not in facts:
        return []
    numbers = {file.pointer: number for number, file in enumerate(read.files, 1)}
    told = [(fact, WORDS[standing], TONES[standing]) for fact, standing in BY_FACT.items()]
    lines = [
        StandingLine(words, tone, facts[fact]["words"], _named(facts[fact]["at"], numbers))
        for fact, words, tone in (*told, (Fact.VIRAL_FILE, VIRAL, "plain"))
        if facts.get(fact, {}).get("value")
    ]
    return lines or [StandingLine(OTHERWISE, "plain", "every file with a digest", "")]


def _named(pointers: Sequence[str], numbers: Mapping[str, int]) -> str:
    named = [f"{number:,}" for number in sorted(numbers[pointer] for pointer in pointers if pointer in numbers)]
    if not named:
        return ""
    which = " and ".join(part for part in (", ".join(named[:-1]), named[-1]) if part)
    beginning = "such as " if len(named) >= POINTERS_KEPT else ""
    return f"{beginning}file{'s' if len(named) > 1 else ''} {which}"


def digests_to_ask(read: ReportPage) -> str:
    """Return the digests of a report's files as the look-up takes them, one a line, the first so many."""
    asked = (f"{seen.kind}:{seen.value}" for seen in read.identifiers if seen.file_id and seen.kind in DIGESTS)
    return "\n".join(list(dict.fromkeys(asked))[:MOST_ASKED])
