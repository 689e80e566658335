"""Invents and reads submissions in a process of its own, a little ahead of the one that writes them."""

import multiprocessing
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice

from nightlight.intake.arriving import Arrival, Reading, read_arrival
from nightlight.simulation.plan import plan
from nightlight.simulation.scenario import Scenario
from nightlight.simulation.submissions import InventedComplaint, complaints_of

TOGETHER = 300
BATCHES_AHEAD = 6


@dataclass(frozen=True, slots=True)
class Batch:
    """Submissions that arrive together: when, which complaints of the plan, and what reading them gave."""

    arrive_at: datetime
    indices: tuple[int, ...]
    readings: tuple[Reading, ...]


def batches(scenario: Scenario, seed: int) -> Iterator[Batch]:
    """Yield the submissions of a scenario in order of time, invented and read in another process.

    Raises BrokenProcessPool where that process dies, and whatever was raised in it.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, context, initializer=_begin, initargs=(scenario, seed)) as reader:
        ahead: deque[Future[Batch | None]] = deque(reader.submit(_next) for _ in range(BATCHES_AHEAD))
        while (batch := ahead.popleft().result()) is not None:
            ahead.append(reader.submit(_next))
            yield batch
        reader.shutdown(cancel_futures=True)


_coming: Iterator[Batch] = iter(())
"""What is still to come, in the process that reads."""


def _begin(scenario: Scenario, seed: int) -> None:
    global _coming  # noqa: PLW0603 - the reading process holds one play, from its beginning to its end
    _coming = _in_order(scenario, seed)


def _next() -> Batch | None:
    return next(_coming, None)


def _in_order(scenario: Scenario, seed: int) -> Iterator[Batch]:
    for _, of_a_day in groupby(complaints_of(plan(scenario, seed), scenario, seed), key=_day):
        while complaints := list(islice(of_a_day, TOGETHER)):
            yield Batch(complaints[-1].received_at, tuple(c.index for c in complaints), _readings(complaints))


def _day(complaint: InventedComplaint) -> date:
    return complaint.received_at.date()


def _readings(complaints: list[InventedComplaint]) -> tuple[Reading, ...]:
    return tuple(
        read_arrival(Arrival(complaint.source, complaint.raw, complaint.companions)) for complaint in complaints
    )
