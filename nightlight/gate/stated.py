"""What a report states about who looked at its files, for the gate. Reads values; no database.

The provider's schema states three flags (fileViewedByEsp, exifViewedByEsp, publiclyAvailable; viewedByEsp in the
law-enforcement copy). The rest comes in elements that providers and the clearing house add: they are kept as they
stand, and those whose name is known here are read. Anything else stays unknown.
"""

from collections.abc import Iterable, Sequence

from nightlight.gate.facts import Answer, FileFacts, Scope
from nightlight.intake.models import KeptElement, ReportedFile, StatedFact

SCOPE = frozenset({"viewedscope", "fileviewedscope"})
HASH_MATCHED = frozenset({"hashmatch", "hashmatched", "matchedhash", "hashmatchbasis"})
CLEARING_HOUSE = frozenset({"viewedbyncmec", "fileviewedbyncmec"})
CHAT = frozenset({"chatviewedbyesp", "conversationviewedbyesp"})
NAMES = SCOPE | HASH_MATCHED | CLEARING_HOUSE | CHAT

SCOPES = {
    "thisfile": Scope.THIS_FILE,
    "exactfile": Scope.THIS_FILE,
    "priorcopy": Scope.EARLIER_COPY,
    "earliercopy": Scope.EARLIER_COPY,
}
ANSWERS = {"true": Answer.YES, "yes": Answer.YES, "1": Answer.YES, "false": Answer.NO, "no": Answer.NO, "0": Answer.NO}


def facts_of(file: ReportedFile, stated: Sequence[StatedFact], kept: Sequence[KeptElement]) -> FileFacts:
    """Return what the report states about one of its files; `stated` and `kept` are those of the whole report."""
    said = dict(_of(file, stated, kept))
    return FileFacts(
        viewed=Answer.of(file.viewed_by_provider),
        scope=_scope(said),
        exif_viewed=Answer.of(file.exif_viewed),
        public=Answer.of(file.publicly_available),
        hash_matched=_answer(said, HASH_MATCHED),
        at_clearing_house=_answer(said, CLEARING_HOUSE),
        chat_viewed=_answer(said, CHAT),
    )


def _of(file: ReportedFile, stated: Sequence[StatedFact], kept: Sequence[KeptElement]) -> Iterable[tuple[str, str]]:
    """Yield the names and values that stand with the file, what was lifted out last, so that it wins."""
    beginning = f"{file.pointer}/"
    for element in kept:
        if element.pointer.startswith(beginning) and (name := _plain(element.pointer.rpartition("/")[2])) in NAMES:
            yield name, _plain(element.text[:40])
    for fact in stated:
        if fact.file_id == file.pk and (name := _plain(fact.name)) in NAMES:
            yield name, _plain(fact.value[:40])


def _scope(said: dict[str, str]) -> Scope:
    return next((SCOPES.get(said[name], Scope.UNKNOWN) for name in said if name in SCOPE), Scope.UNKNOWN)


def _answer(said: dict[str, str], names: frozenset[str]) -> Answer:
    """Return the answer under one of some names. Two that disagree leave it unknown."""
    found = {ANSWERS.get(value, Answer.UNKNOWN) for name, value in said.items() if name in names}
    return found.pop() if len(found) == 1 else Answer.UNKNOWN


def _plain(words: str) -> str:
    return "".join(letter for letter in words.partition("[")[0].casefold() if letter.isalnum())
