"""Bundles at the door: one file in which several reports may come, each a reading of its own."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import BinaryIO

from nightlight.intake.arriving import Arrival, Container, Reading, read_arrival
from nightlight.intake.formats import limits, zip_bundle
from nightlight.intake.formats.enclosed import Beside
from nightlight.intake.formats.gather import Gathered
from nightlight.intake.formats.signatures import is_a_bundle
from nightlight.intake.formats.values import Refused
from nightlight.intake.lifecycle import SubmissionStatus


def read_gathered(found: Gathered) -> Iterator[Reading]:
    """Read what was gathered: one submission, or the several of a bundle. Never raises on bad input."""
    if found.bundle is None:
        yield from read_bytes(found.source, found.raw, found.companions)
        return
    with found.bundle.open("rb") as stream:
        yield from read_bundle(found.source, stream)


def read_bytes(source: str, raw: bytes, companions: tuple[bytes, ...] = ()) -> Iterator[Reading]:
    """Read what is held in memory: one submission, or the several of a bundle. Never raises on bad input."""
    if is_a_bundle(raw) and not companions:
        yield from read_bundle(source, BytesIO(raw), most=limits.MAX_BUNDLE_IN_MEMORY)
    else:
        yield read_arrival(Arrival(source, raw, companions))


def read_bundle(source: str, stream: BinaryIO, *, most: int = limits.MAX_BUNDLE_BYTES) -> Iterator[Reading]:
    """Read the reports of a bundle, one at a time. A bundle that is refused is one reading, which says why."""
    try:
        with zip_bundle.opened(stream, most=most) as bundle:
            yield from _readings(source, bundle)
    except Refused as refused:
        sha256, size = zip_bundle.digest_of(stream)
        yield Reading(source, sha256, size, SubmissionStatus.REFUSED, reason=refused.reason, message=refused.message)


def _readings(source: str, bundle: zip_bundle.Bundle) -> Iterator[Reading]:
    paths = bundle.paths()
    container = Container(bundle.sha256, holds_one=len(paths) == 1)
    beside = Beside(paths, bundle.enclosed)
    last: Reading | None = None
    unreadable: Reading | None = None
    for contained in bundle.reports():
        name = f"{source}: {contained.path}"
        reading = read_arrival(Arrival(name, contained.raw, contained.companions, container))
        if reading.said is None:
            beside.give_up(contained.path)
            if last or unreadable or reading.status is not SubmissionStatus.QUARANTINED:
                yield reading
            else:  # held back: where no report can be read, it keeps the digests of what lay beside
                unreadable = reading
            continue
        if held := last or unreadable:
            yield held
            unreadable = None
        # held back until it is known whether another follows: the last one takes what nobody took
        last = replace(reading, said=beside.of(contained.path, reading.said))
    if last and last.said:
        yield replace(last, said=beside.left(last.said))
    elif unreadable:
        yield replace(unreadable, beside=beside.untaken())
