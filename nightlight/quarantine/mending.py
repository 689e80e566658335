"""From a text that somebody mended to the bytes of a document. Pure."""

from nightlight.intake.formats.decoding import text_of
from nightlight.intake.formats.values import Malformed

_ENCODINGS = ("utf-8", "latin-1", "cp1252", "utf-16")


def bytes_of(text: str, original: bytes) -> bytes | None:
    """Return a text as bytes that read back as this text; nothing where what it declares cannot hold it.

    UTF-8 where the document does not declare another encoding. A browser ends lines with CR LF; where the original
    did not, neither does the result.
    """
    if b"\r\n" not in original:
        text = text.replace("\r\n", "\n")
    for encoding in _ENCODINGS:
        try:
            raw = text.encode(encoding)
            if text_of(raw) == text:
                return raw
        except (UnicodeEncodeError, Malformed):
            continue
    return None
