"""What is known about who looked at one file before law enforcement did. Plain values; no database."""

from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    """What a report says to a question. Not stated is an answer of its own, and counts as no wherever it opens."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    @classmethod
    def of(cls, flag: bool | None) -> "Answer":
        """Return the answer that a flag gives; None is unknown."""
        return cls.UNKNOWN if flag is None else cls.YES if flag else cls.NO


class Scope(StrEnum):
    """What a person at the provider looked at: this exact file, an earlier copy of it, or nobody says which."""

    THIS_FILE = "this_file"
    EARLIER_COPY = "earlier_copy"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Everything that the gate asks about one file; each fact is unknown until the report states it."""

    viewed: Answer = Answer.UNKNOWN
    scope: Scope = Scope.UNKNOWN
    exif_viewed: Answer = Answer.UNKNOWN
    public: Answer = Answer.UNKNOWN
    hash_matched: Answer = Answer.UNKNOWN
    """Whether the provider found it by the digest of a file that a person had looked at before."""
    at_clearing_house: Answer = Answer.UNKNOWN
    """Whether somebody at the national clearing house viewed it."""
    chat_viewed: Answer = Answer.UNKNOWN
    """Whether a person at the provider read the conversation that it was sent in. Opens no file by itself."""

    def remembered(self) -> dict[str, str]:
        """Return the facts as an opening keeps them."""
        return {name: getattr(self, name).value for name in self.__slots__}
