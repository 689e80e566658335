"""What a provider's client may be told instead of a yes. Each says what to do; none repeats what was sent."""

from nightlight.foundation.refusals import RuleRefusal


class DocumentMalformed(RuleRefusal):
    """The bytes are no document of the kind that belongs here."""

    code = "malformed"


class DocumentInvalid(RuleRefusal):
    """The document can be read, but says too little, or something that may not come in. `code` names what."""

    def __init__(self, message: str, code: str = "invalid") -> None:
        super().__init__(message)
        self.code = code


class FilingGone(RuleRefusal):
    """The filing is no longer open because nobody changed it for too long."""

    code = "expired"

    def __init__(self) -> None:
        super().__init__("This report was left unfinished for too long and is gone. Open it anew; nothing changed.")


class NoSuchFile(RuleRefusal):
    """The filing has no file with this id."""

    code = "no_such_file"

    def __init__(self) -> None:
        super().__init__("No file with this id was uploaded to this report. Upload it first; nothing was changed.")


class TooMany(RuleRefusal):
    """A limit in number was reached; later, or after finishing or withdrawing something, there is room again."""

    code = "too_many"
