"""The text of a PDF, got in a process of its own that has little memory, little time, and no way to write a file.

No picture is decoded: only the operators that show text are followed. Run as a program, this module is that process.

All of it takes a second at most. A sound document of very many pages is not refused for that: the pages that were read
in time are given, and how many there are.
"""

import io
import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from enum import StrEnum

from nightlight.intake.formats import limits
from nightlight.intake.formats.values import Malformed, Refused

WAIT = 20
"""Seconds on the clock, for a machine so busy that processor time comes slowly."""
ADVICE = "Nothing of it was kept but its digest."


class _Ended(StrEnum):
    """How the reading of a PDF ended, between the two processes."""

    READ = "read"
    ENCRYPTED = "encrypted"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class PdfText:
    """The text of each page that was read in time, and how many pages there are."""

    pages: list[str]
    in_all: int


def text_of(raw: bytes) -> PdfText:
    """Return the text of the pages. Raises `Malformed` for no readable PDF, `Refused` for what asks too much."""
    if len(raw) > limits.MAX_BUNDLE_IN_MEMORY:
        raise Refused("oversize", f"The PDF has more than {limits.MAX_BUNDLE_IN_MEMORY:,} bytes. {ADVICE}")
    try:
        done = subprocess.run(  # noqa: S603 - this module, by the interpreter that runs it
            [sys.executable, "-I", "-m", __spec__.name],
            input=raw,
            capture_output=True,
            check=False,
            timeout=WAIT,
            env={},
        )
        said = json.loads(done.stdout or b"{}")
    except (subprocess.TimeoutExpired, ValueError):
        said = {}
    ended = said.get("ended")
    if ended == _Ended.ENCRYPTED:
        raise Malformed(f"The PDF is encrypted. Ask the sender for it without a password. {ADVICE}")
    if ended == _Ended.BROKEN:
        raise Malformed(f"The PDF is cut short or not well-formed, and no text can be taken out of it. {ADVICE}")
    if ended != _Ended.READ:
        raise Refused("oversize", f"Reading the PDF takes more memory or time than any report needs. {ADVICE}")
    pages = [str(page).replace("\x00", "\u2400")[: limits.MAX_TEXT] for page in said["pages"]]
    return PdfText(pages, max(len(pages), int(said["in_all"])))


def _read(raw: bytes) -> dict[str, object]:
    from pypdf import PdfReader  # noqa: PLC0415 - only the process with limits loads it

    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            return {"ended": _Ended.ENCRYPTED}
        pages, in_all = list[str](), len(reader.pages)
        for page in reader.pages:
            pages.append(page.extract_text())
            if len(pages) == limits.PDF_PAGES or time.process_time() > limits.PDF_ENOUGH:
                break
            if sum(map(len, pages)) > limits.MAX_BYTES:
                return {}
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - whatever a reader of PDF raises for hostile bytes means the same
        return {"ended": _Ended.BROKEN}
    return {"ended": _Ended.READ, "pages": pages, "in_all": in_all}


def _confined() -> None:
    """Give up what reading a text does not need, before a byte of the document is looked at."""
    for what, most in (
        (resource.RLIMIT_AS, limits.PDF_MEMORY),
        (resource.RLIMIT_CPU, limits.PDF_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    sys.setrecursionlimit(500)
    _confined()
    json.dump(_read(sys.stdin.buffer.read()), sys.stdout)
