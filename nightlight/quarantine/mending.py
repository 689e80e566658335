"""From a text that somebody mended to the bytes of a document. Pure."""

import codecs

from nightlight.intake.formats.decoding import text_of
from nightlight.intake.formats.values import Malformed

_ENCODINGS = ("utf-8", "latin-1", "cp1252")
_MARKS_OF_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def bytes_of(text: str, original: bytes) -> bytes | None:
    """Return a text as bytes that read back as this text; nothing where what it declares cannot hold it.

    UTF-16 where the original was that, else UTF-8 unless the document declares another encoding. A browser ends lines
    with CR LF; where the original did not, neither does the result.
    """
    if b"\r\n" not in original:
        text = text.replace("\r\n", "\n")
    for encoding in ("utf-16",) if original.startswith(_MARKS_OF_UTF_16) else _ENCODINGS:
        try:
            raw = text.encode(encoding)
            if text_of(raw) == text:
                return raw
        except (UnicodeEncodeError, Malformed):
            continue
    return None
