"""Those who hand in at one moment go together: each gets its own receipts, and nobody suffers for another."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest
from django.db import OperationalError

from nightlight.intake.arriving import Reading
from nightlight.intake.lifecycle import SubmissionStatus
from nightlight.triage import together
from nightlight.triage.road import Receipt
from nightlight.triage.together import MOST, Carried, Read, Way, carry_together

PATIENCE = 20


def reading(name: str) -> Reading:
    return Reading(name, name, 1, SubmissionStatus.RECEIVED)


@dataclass(frozen=True, slots=True)
class Road(Way):
    """A road that is as long as the test wants: it remembers who went together, and breaks for what is named broken."""

    convoys: list[list[str]] = field(default_factory=list)
    begun: threading.Event = field(default_factory=threading.Event)
    is_free: threading.Event = field(default_factory=threading.Event)

    def go(self, readings: Sequence[Reading]) -> list[Receipt]:
        self.convoys.append([one.source for one in readings])
        self.begun.set()
        assert self.is_free.wait(PATIENCE)
        for word, failure in (
            ("full", OperationalError("lost")),
            ("broken", ValueError("broken")),
            ("cut", SystemExit()),
        ):
            if any(word in one.source for one in readings):
                raise failure
        return [Receipt(one.source, f"R-{one.source}", "received", "", "", None, "", "received") for one in readings]


def reads(*names: str) -> Read:
    return lambda: [reading(name) for name in names]


def receipts(carried: Carried) -> list[str]:
    assert [one.source for one, _ in carried] == [receipt.source for _, receipt in carried]
    return [receipt.receipt for _, receipt in carried]


def road() -> Road:
    who: Any = SimpleNamespace(pk=object())
    return Road(who, who, cast(Any, None), who, None, cast(Any, "api"))


@contextmanager
def one_on_the_road(way: Road, callers: ThreadPoolExecutor) -> Iterator[None]:
    """Let one caller go and hold the road until the block has ended: all the others wait by then."""
    callers.submit(carry_together, reads("first"), way)
    assert way.begun.wait(PATIENCE)
    yield
    way.is_free.set()


def wait_for(way: Road, number: int) -> None:
    standing = threading.Event()
    for _ in range(PATIENCE * 100):
        if len(together._waiting[way.key]) == number:
            return
        standing.wait(0.01)
    raise AssertionError("They never stood in line.")


def handed_in(way: Road, *callers: Sequence[str]) -> list["Future[Carried]"]:
    """Hand in from as many threads, while somebody else is on the road."""
    with ThreadPoolExecutor(len(callers) + 1) as pool:
        with one_on_the_road(way, pool):
            hands = []
            for place, names in enumerate(callers):
                hands.append(pool.submit(carry_together, reads(*names), way))
                wait_for(way, place + 1)
        return hands


def test_those_who_wait_go_together_and_each_gets_its_own_receipts() -> None:
    way = road()
    hands = handed_in(way, ["a"], ["b", "c"], [], ["d"])
    assert [receipts(hand.result()) for hand in hands] == [["R-a"], ["R-b", "R-c"], [], ["R-d"]]
    assert way.convoys == [["first"], ["a", "b", "c", "d"]]


def test_what_cannot_be_carried_stops_nobody_else() -> None:
    way = road()
    good, bad, other = handed_in(way, ["a"], ["broken"], ["b"])
    assert receipts(good.result()) + receipts(other.result()) == ["R-a", "R-b"]
    with pytest.raises(ValueError, match="broken"):
        bad.result()
    assert way.convoys[1:] == [["a", "broken", "b"], ["a"], ["broken"], ["b"]]


def test_what_cannot_be_read_stops_nobody_else() -> None:
    def unreadable() -> list[Reading]:
        raise ValueError("not read")

    way = road()
    with ThreadPoolExecutor(3) as pool:
        with one_on_the_road(way, pool):
            good = pool.submit(carry_together, reads("a"), way)
            wait_for(way, 1)
            bad = pool.submit(carry_together, unreadable, way)
            wait_for(way, 2)
        assert receipts(good.result()) == ["R-a"]
        with pytest.raises(ValueError, match="not read"):
            bad.result()


def test_in_an_outage_nobody_is_tried_again() -> None:
    way = road()
    for hand in handed_in(way, ["a"], ["full"]):
        with pytest.raises(OperationalError):
            hand.result()
    assert way.convoys[1:] == [["a", "full"]]


def test_nobody_waits_for_ever_when_the_process_is_told_to_end() -> None:
    way = road()
    for hand in handed_in(way, ["cut"], ["a"]):
        with pytest.raises(SystemExit):
            hand.result()


def test_no_more_go_together_than_may() -> None:
    way = road()
    hands = handed_in(way, *([f"{number}"] for number in range(MOST + 1)))
    assert [receipts(hand.result()) for hand in hands] == [[f"R-{number}"] for number in range(MOST + 1)]
    assert [len(convoy) for convoy in way.convoys] == [1, MOST, 1]


def test_different_ways_do_not_mix_and_leave_nothing_behind() -> None:
    ways = [road(), road()]
    for way in ways:
        way.is_free.set()
        assert receipts(carry_together(reads("a"), way)) == ["R-a"]
    assert [way.convoys for way in ways] == [[["a"]], [["a"]]]
    assert not any(way.key in together._waiting for way in ways)
