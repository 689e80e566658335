"""The look-up engine for known hashes: a folder of files, no database, no Django, no network.

`HashIndex.open(folder)` answers which listed entries carry a digest: MD5, SHA-1 and SHA-256 equal, PDQ within a
distance, exactly. A listed entry is a 64-bit number; what it means is the caller's to know. See
docs/decisions/0010-exact-pdq-index.md.
"""

from nightlight.hashes.index.answers import NearFile
from nightlight.hashes.index.container import Damaged
from nightlight.hashes.index.engine import DISTANCE, FURTHEST, HashIndex
from nightlight.hashes.index.kinds import Entry, Kind, Unusable
from nightlight.hashes.index.manifest import NotAnIndex

__all__ = ["DISTANCE", "FURTHEST", "Damaged", "Entry", "HashIndex", "Kind", "NearFile", "NotAnIndex", "Unusable"]
