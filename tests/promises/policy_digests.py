"""Which policy files have been seen, each with its digest: `policy_digests.txt`, a line `name date sha256` each.

`python -m tests.promises.policy_digests` adds the lines of files that are new, and renews those of files that are
not in force yet. It never touches the line of a file that has been in force.
"""

import hashlib
import sys
from datetime import date
from pathlib import Path

from nightlight.foundation import clock
from nightlight.policy import all_files

LEDGER = Path(__file__).with_suffix(".txt")

Key = tuple[str, str]


def present() -> dict[Key, str]:
    """Return the digest of every policy file that is there."""
    return {(name, path.stem): hashlib.sha256(path.read_bytes()).hexdigest() for name, path in all_files()}


def recorded() -> dict[Key, str]:
    """Return the digests as they were written down."""
    lines = [line.split() for line in LEDGER.read_text(encoding="utf-8").splitlines()] if LEDGER.exists() else []
    return {(name, day): digest for name, day, digest in lines}


def has_been_in_force(key: Key) -> bool:
    """Say whether decisions may have been made by the file of this name and date."""
    return date.fromisoformat(key[1]) <= clock.today()


def renewed() -> dict[Key, str]:
    """Return the lines as they should be, with those of files that have been in force untouched."""
    kept = {key: digest for key, digest in recorded().items() if has_been_in_force(key)}
    return present() | kept


def write() -> None:
    """Write the lines, sorted."""
    lines = [f"{name} {day} {digest}\n" for (name, day), digest in sorted(renewed().items())]
    LEDGER.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    write()
    sys.stdout.write(f"{LEDGER.name} holds {len(recorded())} policy files\n")
