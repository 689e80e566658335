"""From bytes to text, before anything is believed about them."""

import codecs
import re

from nightlight.intake.formats.values import Malformed

_DECLARED = re.compile(rb"^\s{0,64}<\?xml[^>]{0,200}?encoding\s{0,8}=\s{0,8}[\"']([A-Za-z0-9._-]{1,40})[\"']")
_ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "ascii",
    "ascii": "ascii",
    "iso-8859-1": "latin-1",
    "windows-1252": "cp1252",
}
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNMARKED = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))


def text_of(raw: bytes) -> str:
    """Return the text of a document in UTF-8, UTF-16, or an encoding that its XML declaration names and we know.

    Raises `Malformed` with the offset of the first byte that does not fit, and for NUL, which no format allows.
    """
    encoding, start = _encoding(raw)
    try:
        text = raw[start:].decode(encoding)
    except UnicodeDecodeError as error:
        offset = start + error.start
        line = raw.count(b"\n", 0, offset) + 1
        raise Malformed(
            f"Byte {offset} (line {line}) is not {encoding.upper()}: "
            "the document is cut short or says a wrong encoding.",
            line=line,
            offset=offset,
        ) from error
    if "\x00" in text:
        offset = start + len(text[: text.index("\x00")].encode(encoding))
        raise Malformed(f"There is a NUL at byte {offset}, which no report contains.", offset=offset)
    return text


def _encoding(raw: bytes) -> tuple[str, int]:
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding, len(mark)
    for beginning, encoding in _UNMARKED:
        if raw.startswith(beginning):
            return encoding, 0
    declared = _DECLARED.match(raw[:400])
    name = declared[1].decode().lower() if declared else "utf-8"
    if name not in _ENCODINGS:
        raise Malformed("The document declares an encoding that is not read here. Send it in UTF-8.", line=1, offset=0)
    return _ENCODINGS[name], 0
