"""A view: what one look-up sees, from its beginning to its end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nightlight.hashes.index import log
from nightlight.hashes.index.container import Container
from nightlight.hashes.index.exact import Digests
from nightlight.hashes.index.folder import Folder
from nightlight.hashes.index.gathering import Found, Hits, Kin
from nightlight.hashes.index.kinds import Kind, Numbers
from nightlight.hashes.index.manifest import WITHDRAWN, Listed, Manifest
from nightlight.hashes.index.pdq import Hashes
from nightlight.hashes.index.recent import Recent
from nightlight.hashes.index.withdrawals import Withdrawals
from nightlight.hashes.index.words import Words, word_row

Segment = Digests | Hashes | Withdrawals


def opened(path: Path, listed: Listed) -> Segment:
    """Map a segment."""
    container = Container.opened(path / listed.file)
    if listed.kind == WITHDRAWN:
        return Withdrawals.opened(container)
    return Hashes.opened(container) if listed.kind == Kind.PDQ else Digests.opened(container)


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """The segments and the log as they stood at one pulse. Never changes, so that threads may share it."""

    pulse: int
    manifest: Manifest
    segments: Mapping[Listed, Segment]
    withdrawals: Withdrawals
    recent: Recent
    log_path: Path
    log_end: int

    @classmethod
    def of(cls, folder: Folder, before: "View | None" = None) -> "View":
        """Read everything, except segments that an earlier view has open."""
        while True:
            pulse, manifest = folder.pulse(), folder.manifest()
            known = before.segments if before else {}
            path = folder.path / manifest.log
            try:
                batches, end = log.read(path, 0)
                segments = {one: known[one] if one in known else opened(folder.path, one) for one in manifest.segments}
            except FileNotFoundError:
                if folder.manifest() == manifest:
                    raise
                continue  # a merge replaced it between two reads
            stack = [one for one in segments.values() if isinstance(one, Withdrawals)]
            return cls(pulse, manifest, segments, Withdrawals.joined(stack), Recent().after(batches), path, end)

    def refreshed(self, folder: Folder) -> "View":
        """Return the view after whatever changed since."""
        pulse, manifest = folder.pulse(), folder.manifest()
        if manifest != self.manifest:
            return View.of(folder, self)
        try:
            batches, end = log.read(self.log_path, self.log_end)
        except FileNotFoundError:
            return View.of(folder, self)
        recent = self.recent.after(batches) if batches else self.recent
        return View(pulse, manifest, self.segments, self.withdrawals, recent, self.log_path, end)

    def hidden(self, numbers: Numbers, sequence: int) -> NDArray[np.bool_]:
        """Return which numbers, found in a segment of that sequence, were withdrawn since."""
        hidden = self.withdrawals.hide(numbers, sequence)
        if len(self.recent.withdrawn) and len(numbers):
            hidden |= np.isin(numbers, self.recent.withdrawn)
        return hidden

    def exact(self, kind: Kind, digests: Sequence[bytes]) -> list[list[int]]:
        """Return the numbers listed under each digest, ascending."""
        if kind == Kind.PDQ:
            return [sorted(n for n, _ in self.near(word_row(digest), 0).pairs()) for digest in digests]
        found = [set(self.recent.exact(kind, digest)) for digest in digests]
        rows = np.frombuffer(b"".join(digests), np.uint8).reshape(-1, kind.size)
        for listed, segment in self.segments.items():
            if listed.kind == kind and isinstance(segment, Digests):
                which, numbers = segment.find(rows)
                kept = ~self.hidden(numbers, listed.sequence)
                for at, number in zip(which[kept].tolist(), numbers[kept].tolist(), strict=True):
                    found[at].add(number)
        return [sorted(numbers) for numbers in found]

    def rows(self, kind: Kind) -> int:
        """Return how many digests of a kind are held."""
        recent = self.recent.tables.get(kind)
        return sum(listed.rows for listed in self.manifest.of_kind(kind)) + (len(recent) if recent else 0)

    def near(self, asked: Words, distance: int) -> Found:
        """Return the PDQ rows within the distance."""
        loose = [self.recent.near(asked, distance)]
        families: list[Kin] = []
        for listed, segment in self.segments.items():
            if isinstance(segment, Hashes):
                loose.append(self._loose(segment, listed.sequence, asked, distance))
                families += self._families(segment, listed.sequence, asked, distance)
        return Found(families, Hits.joined([part for part in loose if len(part)]))

    def _loose(self, segment: Hashes, sequence: int, asked: Words, distance: int) -> Hits:
        rows, far = segment.near(asked, distance)
        if not len(rows):
            return Hits.none()
        numbers = segment.numbers[rows]
        if (hidden := self.hidden(numbers, sequence)).any():
            rows, far, numbers = rows[~hidden], far[~hidden], numbers[~hidden]
        return Hits(numbers, far, segment.words[rows])

    def _families(self, segment: Hashes, sequence: int, asked: Words, distance: int) -> Iterator[Kin]:
        for family, numbers, far in segment.families.near(asked, distance):
            kept = ~self.hidden(numbers, sequence)
            if not kept.any():
                continue
            members = segment.families.members(family)
            if self.hidden(members[:1], sequence)[0]:
                members = members[~self.hidden(members, sequence)]
            yield Kin(int(members[0]), segment.families.centres[family], numbers[kept], far[kept])
