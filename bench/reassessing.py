"""Other rules for the nation: previewed on the last 90 days, put in force, and brought to every open report."""

import time
from copy import deepcopy
from typing import Any

from bench.printing import line
from nightlight.accounts.standing import worker
from nightlight.foundation import clock
from nightlight.priorities.actions import ask_for_preview, begin_draft, change_draft, put_in_force
from nightlight.priorities.previewing import work_on
from nightlight.priorities.reassessing import work_off
from nightlight.simulation.play import Played

TARGET, MINUTES = 100_000, 2
"""So many open reports are to be judged again within so many minutes."""


def measure(played: Played) -> None:
    """Measure both, and say what the rate makes of the target."""
    actor: Any = worker()
    draft = begin_draft(by=played.coordinator)
    content = deepcopy(draft.content)
    content["rules"].insert(0, content["rules"].pop(3))
    draft = change_draft(draft, by=played.coordinator, content=content)
    began = time.perf_counter()
    preview = work_on(ask_for_preview(draft, by=played.coordinator), by=actor, seconds=float("inf"))
    _say("preview of a draft on 90 days", preview.done, time.perf_counter() - began)
    put_in_force(draft, by=played.coordinator, in_force_from=clock.today(), because="A benchmark")
    began = time.perf_counter()
    judged = work_off(by=actor).reports
    _say("judging open reports again", judged, time.perf_counter() - began)


def _say(what: str, reports: int, seconds: float) -> None:
    rate = reports / seconds
    wanted = f"{TARGET:,} in {TARGET / rate:.0f} s (target {MINUTES * 60} s)" if reports else "no open report"
    line(what, f"{reports:,} reports, {rate:,.0f} reports/s: {wanted}")
