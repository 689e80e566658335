"""Reads what was gathered in processes of their own, a little ahead of the one that writes it.

Reading takes about as long as writing (docs/benchmarks.md), and needs no database. What comes out is the same, in the
same order, as if everything were read here.
"""

import copyreg
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import fields
from itertools import islice
from operator import attrgetter
from typing import Any

from nightlight.foundation import memory
from nightlight.identifiers.kinds import Identifier
from nightlight.intake.arriving import Part, Reading
from nightlight.intake.bundles import read_gathered
from nightlight.intake.formats import values
from nightlight.intake.formats.gather import Gathered
from nightlight.intake.formats.signatures import is_a_bundle

FEW = 200
"""So many are read here first: for a handful of submissions no process is worth its start."""

TOGETHER, TOGETHER_BYTES = 50, 2 * 1024 * 1024
READERS = max(1, min(4, (os.cpu_count() or 2) - 1))
CHUNKS_AHEAD = 4 * READERS + 12
"""More than is written at once, so that readers never wait for the one who writes."""

MADE_OF = (
    *(Reading, Part, values.ReadReport, values.Person, values.File, values.Sighting, values.Moment, Identifier),
    *(values.Place, values.Passage, values.Kept, values.Enclosed, values.Deviation),
)
"""What a reading is made of. These cross from process to process as their fields in a row: what Python does with frozen
values otherwise, a field at a time and by name, takes twice as long."""

Chunk = list[Gathered]
Waiting = Callable[[], Iterable[Reading]]


def _cross_as_fields(kind: type[Any]) -> None:
    read = attrgetter(*(field.name for field in fields(kind)))
    copyreg.pickle(kind, lambda value: (kind, read(value)))


for _kind in MADE_OF:
    _cross_as_fields(_kind)


def readings(found: Iterable[Gathered]) -> Iterator[Reading]:
    """Give the readings of what was gathered, in its order. Memory stays flat: a few chunks are ahead at most."""
    coming = iter(found)
    for one in islice(coming, FEW):
        yield from read_gathered(one)
    chunks = _chunks(coming)
    first = next(chunks, None)
    if first is not None:
        yield from _read_ahead(first, chunks)


def _read_ahead(first: Chunk, rest: Iterator[Chunk]) -> Iterator[Reading]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(READERS, context, initializer=memory.settle) as readers:
        ahead: deque[Waiting] = deque()
        try:
            ahead.append(_begun(first, readers))
            while ahead:
                ahead += (_begun(chunk, readers) for chunk in islice(rest, CHUNKS_AHEAD - len(ahead)))
                yield from ahead.popleft()()
        finally:
            readers.shutdown(wait=False, cancel_futures=True)


def _begun(chunk: Chunk, readers: ProcessPoolExecutor) -> Waiting:
    """Let a chunk be read ahead; a bundle holds many submissions and is read here, as a stream, when its turn comes."""
    if _is_bundle(chunk[0]):
        return lambda: read_gathered(chunk[0])
    try:
        reading = readers.submit(_read, chunk)
    except BrokenProcessPool:
        return lambda: _read(chunk)
    return lambda: _result(reading, chunk)


def _result(reading: "Future[list[Reading]]", chunk: Chunk) -> list[Reading]:
    try:
        return reading.result()
    except BrokenProcessPool:  # the reading process was killed; nothing of it was kept, so it is read again, here
        return _read(chunk)


def _read(chunk: Chunk) -> list[Reading]:
    return [reading for one in chunk for reading in read_gathered(one)]


def _chunks(found: Iterator[Gathered]) -> Iterator[Chunk]:
    """Give submissions a chunk at a time, and each bundle by itself."""
    chunk, size = Chunk(), 0
    for one in found:
        if _is_bundle(one):
            if chunk:
                yield chunk
            yield [one]
            chunk, size = Chunk(), 0
            continue
        chunk.append(one)
        size += len(one.raw) + sum(map(len, one.companions))
        if len(chunk) >= TOGETHER or size >= TOGETHER_BYTES:
            yield chunk
            chunk, size = Chunk(), 0
    if chunk:
        yield chunk


def _is_bundle(one: Gathered) -> bool:
    return one.bundle is not None or is_a_bundle(one.raw)
