"""Asks another process for the perceptual digest of one picture, and believes little of what it says."""

import functools
import importlib.util
import re
import subprocess
import sys
from dataclasses import dataclass
from enum import StrEnum

from nightlight.intake.stills.limits import StillLimits

DECODER = "nightlight.intake.stills.decoding"
NEEDED = ("numpy", "pdqhash", "PIL")
_LINE = re.compile(r"ok ([0-9a-f]{64}) (\d{1,3})|no (too-large|moving|memory|unreadable)")


class Unperceived(StrEnum):
    """Why there is no perceptual digest of a file."""

    NOT_A_STILL = "not-a-still"
    NOT_INSTALLED = "not-installed"
    TOO_LARGE = "too-large"
    MOVING = "moving"
    MEMORY = "memory"
    UNREADABLE = "unreadable"
    BROKE = "broke"


@dataclass(frozen=True, slots=True)
class Perceived:
    """A PDQ digest, 64 hexadecimal digits, with its quality from 0 to 100; or why there is none."""

    pdq: str = ""
    quality: int | None = None
    absent_because: Unperceived | None = None


@functools.cache
def can_perceive() -> bool:
    """Say whether the extra `hashing` is installed."""
    return all(importlib.util.find_spec(name) for name in NEEDED)


def perceive(raw: bytes, limits: StillLimits) -> Perceived:
    """Return the perceptual digest of one picture. Never raises on a bad one, and writes nothing anywhere.

    The picture goes to the other process through a pipe. That process is started for it alone, with an empty
    environment, and ends with it; wall-clock time is bounded by twice its CPU time and five seconds.
    """
    if not can_perceive():
        return Perceived(absent_because=Unperceived.NOT_INSTALLED)
    command = [sys.executable, "-I", "-m", DECODER, *map(str, (limits.pixels, limits.memory_mib, limits.cpu_seconds))]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and figures of our own policy
            command,
            input=raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            timeout=2 * limits.cpu_seconds + 5,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return Perceived(absent_because=Unperceived.BROKE)
    said = _LINE.fullmatch(done.stdout[:100].decode("ascii", "replace"))
    if done.returncode or not said:
        return Perceived(absent_because=Unperceived.BROKE)
    if said[3]:
        return Perceived(absent_because=Unperceived(said[3]))
    return Perceived(said[1], int(said[2]))
