"""Other rules for the nation: previewed on the last 90 days, put in force, and brought to every open report."""

import subprocess
import sys
import time
from copy import deepcopy
from datetime import datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from bench.printing import line, spread
from nightlight.accounts.standing import worker
from nightlight.foundation import clock
from nightlight.intake.models import Report
from nightlight.priorities.actions import ask_for_preview, begin_draft, change_draft, put_in_force
from nightlight.priorities.models import Reassessment
from nightlight.priorities.previewing import work_on
from nightlight.priorities.reassessing import work_off
from nightlight.simulation.play import Played
from nightlight.triage.actions import reassess

TARGET, MINUTES = 100_000, 2
"""So many open reports are to be judged again within so many minutes."""
AT_ONCE = 1000
"""So many reports are to be assessed within a second."""
RUNS = 20
ELSEWHERE = "import sys, django; django.setup(); from bench.reassessing import work_until; work_until(sys.argv[1])"


def measure(played: Played) -> None:
    """Measure both, say what the rate makes of the target, and how quick the queue stays meanwhile."""
    actor: Any = worker()
    draft = _draft(played)
    began = time.perf_counter()
    preview = work_on(ask_for_preview(draft, by=played.coordinator), by=actor, seconds=float("inf"))
    _say("preview of a draft on 90 days", preview.done, time.perf_counter() - began)
    put_in_force(draft, by=played.coordinator, in_force_from=clock.today(), because="A benchmark")
    began = time.perf_counter()
    judged = work_off(by=actor).reports
    _say("judging open reports again", judged, time.perf_counter() - began)
    _assess(actor)
    _queue_meanwhile(played, actor)


def _draft(played: Played) -> Any:
    """Return a draft in which another rule comes first."""
    draft = begin_draft(by=played.coordinator)
    content = deepcopy(draft.content)
    content["rules"].insert(0, content["rules"].pop(3))
    return change_draft(draft, by=played.coordinator, content=content)


def _assess(actor: Any) -> None:
    """Assess a thousand reports: what they say is read, judged by the rules in force, written and written down."""
    reports = list(Report.objects.visible_to(actor).exclude(status="closed")[:AT_ONCE])
    began = time.perf_counter()
    reassess(reports, by=actor)
    line(f"assessing {len(reports):,} reports", f"{time.perf_counter() - began:.2f} s (target 1 s)")


def _queue_meanwhile(played: Played, actor: Any) -> None:
    """Put other rules in force, let another process bring them to the open reports, and look at the queue meanwhile."""
    client, address = Client(), reverse("queue")
    client.force_login(played.coordinator)
    quiet = _looks(client, address)
    draft = _draft(played)
    work_on(ask_for_preview(draft, by=played.coordinator), by=actor, seconds=float("inf"))
    put_in_force(draft, by=played.coordinator, in_force_from=clock.today(), because="A benchmark")
    waiting = Reassessment.objects.visible_to(actor).filter(finished_at=None)
    meanwhile: list[float] = []
    with subprocess.Popen([sys.executable, "-c", ELSEWHERE, clock.now().isoformat()]) as work:  # noqa: S603 - our own
        while waiting.filter(done=0).exists() and work.poll() is None:
            time.sleep(0.1)
        while waiting.exists() and work.poll() is None:
            meanwhile += _looks(client, address, 1)
    line("queue page, quiet", spread(quiet))
    looked = f"{spread(meanwhile)}   {len(meanwhile)} looks" if meanwhile else "over before anybody could look"
    line("queue page while open reports are judged again", looked)


def work_until(moment: str) -> None:
    """Do what `nightlight work` does for re-assessments, in a process of its own whose time goes on from a moment."""
    clock.go_on_from(datetime.fromisoformat(moment))
    work_off(by=worker())


def _looks(client: Client, address: str, runs: int = RUNS) -> list[float]:
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        client.get(address)
        seconds.append(time.perf_counter() - began)
    return seconds


def _say(what: str, reports: int, seconds: float) -> None:
    rate = reports / seconds
    wanted = f"{TARGET:,} in {TARGET / rate:.0f} s (target {MINUTES * 60} s)" if reports else "no open report"
    line(what, f"{reports:,} reports, {rate:,.0f} reports/s: {wanted}")
