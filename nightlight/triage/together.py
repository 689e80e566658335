"""Submissions that are handed in at one moment go down the road together.

The road costs something once, its questions and the commits that must reach the disk, and something for each report.
A database has one writer, so whoever hands in while others are on the road waits for their end anyway; those who
waited then go all at once. Each gets a receipt of its own, and none before what it hands in is safely kept.

Who leads also reads what the others hand in. Threads of one process take turns at one interpreter: read meanwhile by
its own thread, each report costs the one on the road a place in the processor's caches and a wait for its turn, and
both take half as long again.
"""

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field

from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.outage import outage_in
from nightlight.foundation.sealed import Actor
from nightlight.intake.arriving import Reading
from nightlight.intake.models import Channel
from nightlight.triage.grounds import grounds_this_second
from nightlight.triage.road import Receipt, carry
from nightlight.triage.routing.evidence import Places

MOST = 64
"""How many submissions go together: those who come later wait for less than a second."""

Read = Callable[[], Sequence[Reading]]
Carried = list[tuple[Reading, Receipt]]


@dataclass(frozen=True, slots=True)
class Way:
    """What those who go together share: who hands in, to whom, and as whom the road is gone."""

    by: Actor
    worker: Actor
    places: Places
    into: Agency
    sent_by: Agency | None
    channel: Channel

    @property
    def key(self) -> Hashable:
        """What tells one way from another in this process."""
        return self.by.pk, self.worker.pk, self.into.pk, self.sent_by and self.sent_by.pk, self.channel

    def go(self, readings: Sequence[Reading]) -> list[Receipt]:
        """Carry readings to the end of the road."""
        return carry(
            readings,
            by=self.by,
            worker=self.worker,
            places=self.places,
            into=self.into,
            sent_by=self.sent_by,
            channel=self.channel,
            grounds=grounds_this_second(self.worker, clock.today()),
        )


@dataclass(slots=True, eq=False)
class _Waiting:
    """What one caller hands in, and what came of it: readings with their receipts, or a failure."""

    read: Read
    called: threading.Event = field(default_factory=threading.Event)
    """Set when it was carried, or when it is the first in line and the road is free: then it leads."""
    carried: Carried | None = None
    failure: BaseException | None = None

    @property
    def is_done(self) -> bool:
        return self.carried is not None or self.failure is not None


_waiting: dict[Hashable, deque[_Waiting]] = defaultdict(deque)
_lock = threading.Lock()
"""Guards the lines and who is on the road."""
_busy = False


def carry_together(read: Read, way: Way) -> Carried:
    """Do what `road.carry` does with what `read` gives, together with what other threads hand in meanwhile.

    Whoever comes first when the road is free reads and carries for all who wait, so `read` may be called by another
    thread, and should take no longer than a report does. What cannot be carried stops nobody else: then each goes by
    itself, and whoever was kept before that is told so as for the same bytes again. Raises what `read` and `carry` do.
    """
    mine = _Waiting(read)
    if not _stands_first(mine, way.key):
        mine.called.wait()
    if not mine.is_done:
        convoy = _taken(way.key)
        try:
            _go(way, convoy)
        finally:
            for one in convoy:
                one.called.set()
            _make_way()
    if mine.failure:
        raise mine.failure
    return mine.carried or []


def _stands_first(mine: _Waiting, key: Hashable) -> bool:
    """Stand in line; say whether the road is free, and is one's own by that."""
    global _busy
    with _lock:
        _waiting[key].append(mine)
        was_free, _busy = not _busy, True
        return was_free


def _taken(key: Hashable) -> list[_Waiting]:
    """Return those who go next: the first in line, who asks, and who stands behind."""
    with _lock:
        line = _waiting[key]
        convoy = [line.popleft() for _ in range(min(MOST, len(line)))]
        if not line:
            del _waiting[key]  # keys end, and their places with them; and another line comes before the next here
        return convoy


def _make_way() -> None:
    """Call the first of the line that waits longest, or leave the road free."""
    global _busy  # noqa: PLW0603 - one road for the process
    with _lock:
        line = next(iter(_waiting.values()), None)
        if line:
            line[0].called.set()
        else:
            _busy = False


def _go(way: Way, convoy: Sequence[_Waiting]) -> None:
    try:
        read = [one.read() for one in convoy]
        receipts = iter(way.go([reading for readings in read for reading in readings]))
    except BaseException as failure:
        if len(convoy) > 1 and isinstance(failure, Exception) and not outage_in(failure):
            for one in convoy:
                _go(way, [one])
            return
        for one in convoy:
            one.failure = failure
        if not isinstance(failure, Exception):
            raise
    else:
        for one, readings in zip(convoy, read, strict=True):
            one.carried = [(reading, next(receipts)) for reading in readings]
