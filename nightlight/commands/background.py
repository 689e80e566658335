"""What goes on beside the site: chores, each in a thread of its own and again and again, until told to stop.

An outage is waited for. A chore that breaks is written to the log and tried again; it stops no other.
"""

import logging
import os
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from django.db import Error, close_old_connections, connection

from nightlight.accounts.standing import worker
from nightlight.clocks.due import ring_all
from nightlight.foundation import clock
from nightlight.foundation.outage import outage_in
from nightlight.foundation.sealed import Actor
from nightlight.intake.filings.tasks import clear_away
from nightlight.learning.kept import take_wanted
from nightlight.notices.tasks import deliver
from nightlight.priorities.reassessing import work_off
from nightlight.rematching.tasks import rematch
from nightlight.suspects.tasks import watch_the_list
from nightlight.transfers.tasks import tell_late_offers
from nightlight.triage.fading import fade
from nightlight.triage.turning import judge_what_turned
from nightlight.urgent.tasks import keep_watch

Stop = Callable[[], bool]

AFTER_A_BREAK = 30.0
"""Seconds for which a chore that broke is left alone."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to be done every so many seconds, as the worker. What takes long asks whether it is to stop."""

    name: str
    every: float
    work: Callable[[Actor, Stop], object]


CHORES = (
    # urgent notices have a thread of their own: a receiver that keeps silent must not hold them up
    Chore("urgent notices", 1.0, lambda by, _: deliver(by=by, only_urgent=True)),
    Chore("urgent lane", 1.0, lambda by, _: keep_watch(by=by)),
    Chore("notices", 2.0, lambda by, _: deliver(by=by)),
    Chore("matching again", 5.0, lambda by, stop: rematch(by=by, stop=stop)),
    Chore("judging again", 2.0, lambda by, _: work_off(by=by)),
    Chore("figures", 2.0, lambda _, stop: take_wanted(stop=stop)),
    Chore("days passed", 60.0, lambda by, stop: judge_what_turned(by=by, stop=stop)),
    Chore("records fade", 3600.0, lambda by, stop: fade(by=by, stop=stop)),
    Chore("clocks", 3600.0, lambda by, _: deque(ring_all(by=by, on=clock.today()), maxlen=0)),
    Chore("offers", 60.0, lambda by, _: tell_late_offers(by=by)),
    Chore("list of suspects", 600.0, lambda by, _: watch_the_list(by=by)),
    Chore("filings", 600.0, lambda by, _: clear_away(by=by)),
)


def work_until(stop: threading.Event, *, beside: int = 0, chores: tuple[Chore, ...] = CHORES) -> None:
    """Do all chores until `stop` is set, or until the parent `beside`, where one is named, is gone."""
    threads = [threading.Thread(target=_keep_doing, args=(chore, stop), name=chore.name) for chore in chores]
    for thread in threads:
        thread.start()
    while not stop.wait(0.5):
        if beside and os.getppid() != beside:
            stop.set()
    for thread in threads:
        thread.join()


def _keep_doing(chore: Chore, stop: threading.Event) -> None:
    pause = 0.0
    while not stop.wait(pause):
        pause = _done_once(chore, stop.is_set)
    connection.close()


def _done_once(chore: Chore, stop: Stop) -> float:
    """Do a chore; return after how many seconds it is due again."""
    try:
        close_old_connections()
        chore.work(worker(), stop)
    except Exception as error:
        connection.close()
        if isinstance(error, Error) and (outage := outage_in(error)):
            return float(outage.retry_after)
        log.exception("The chore %s broke and is tried again", chore.name)
        return AFTER_A_BREAK
    return chore.every
