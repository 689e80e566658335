"""Invents and reads submissions in a process of its own, a little ahead of the one that writes them."""

import multiprocessing
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice
from typing import Any

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
    """Yield the submissions of a scenario in order of time, invented and read in another process."""
    context = multiprocessing.get_context("spawn")
    queue: Any = context.Queue(BATCHES_AHEAD)
    process = context.Process(target=_fill, args=(queue, scenario, seed), daemon=True)
    process.start()
    try:
        while (item := queue.get()) is not None:
            if isinstance(item, Exception):
                raise item
            yield item
    finally:
        process.terminate()
        process.join()


def _fill(queue: Any, scenario: Scenario, seed: int) -> None:
    try:
        for _, of_a_day in groupby(complaints_of(plan(scenario, seed), scenario, seed), key=_day):
            while complaints := list(islice(of_a_day, TOGETHER)):
                queue.put(Batch(complaints[-1].received_at, tuple(c.index for c in complaints), _readings(complaints)))
        queue.put(None)
    except Exception as error:  # noqa: BLE001 - whatever it is, the process that waits must hear of it
        queue.put(error)


def _day(complaint: InventedComplaint) -> date:
    return complaint.received_at.date()


def _readings(complaints: list[InventedComplaint]) -> tuple[Reading, ...]:
    return tuple(
        read_arrival(Arrival(complaint.source, complaint.raw, complaint.companions)) for complaint in complaints
    )
