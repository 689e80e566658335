"""How triage does, and Load: the pages whose figures are of everything that came lately, at any number of reports.

`python -m bench.figures [--reports 100000 --open 30000] [--database postgresql] [--runs 10]`
"""

import argparse
import random
import sys
import time
from datetime import timedelta
from typing import Any

from bench.own_database import own_database

RUNS = 10
LATELY = timedelta(days=85)
WAITS = 200_000
"""Seconds within which the invented first looks lie."""


def main() -> int:
    """Make so many reports within the last 90 days, and measure the pages about them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--open", type=int, default=30_000, dest="are_open")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked = parser.parse_args()
    with own_database(postgresql=asked.database == "postgresql"):
        made(asked.reports, asked.are_open)
        measure(runs=asked.runs)
    return 0


def made(reports: int, are_open: int) -> None:
    """Write so many reports of the last 90 days."""
    from django.conf import settings  # noqa: PLC0415 - Django must be set up first

    from bench import queue_rows  # noqa: PLC0415 - as above
    from bench.printing import line  # noqa: PLC0415 - as above
    from nightlight.commands.preparing import prepare  # noqa: PLC0415 - as above

    prepare()
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    began = time.perf_counter()
    queue_rows.make(reports, are_open, within=LATELY)
    line("reports made", f"{reports:,}, {are_open:,} of them open, in {time.perf_counter() - began:.0f} s")


def measure(*, runs: int = RUNS) -> None:
    """Measure both pages for a coordinator, and for a task force that holds everything and has looked at most of it."""
    from django.urls import reverse  # noqa: PLC0415 - Django must be set up first

    from bench.queue import person, settle  # noqa: PLC0415 - as above

    _give_everything_to("co")
    settle()
    for code in ("national", "co"):
        user = person(code)
        _taken(code, user)
        _page(f"{code}: how triage does", user, reverse("learning"), runs)
        behind = f"{reverse('learning-reports')}?tier=1"
        _page(f"{code}: reports behind a figure of it", user, behind, runs)
        _page(f"{code}: load", user, reverse("load"), runs)


def _give_everything_to(code: str) -> None:
    from django.db import transaction  # noqa: PLC0415 - Django must be set up first

    from nightlight.agencies.models import Agency  # noqa: PLC0415 - as above
    from nightlight.foundation.bulk import write_back  # noqa: PLC0415 - as above
    from nightlight.intake.models import Report  # noqa: PLC0415 - as above

    dice, rows = random.Random(11), Report.objects.unscoped(because="a benchmark prepares its rows").open()
    rows.filter(assigned_to__isnull=False, offered_to=None).update(assigned_to=Agency.objects.get(code=code))
    looked = [report for report in rows.filter(assigned_to__isnull=False) if dice.random() < 0.8]  # noqa: PLR2004
    for report in looked:
        report.first_look_seconds = dice.randrange(WAITS)
        report.first_looked_at = report.assigned_at + timedelta(seconds=report.first_look_seconds)
    with transaction.atomic():
        write_back(looked, "first_look_seconds", "first_looked_at")


def _taken(code: str, user: Any) -> None:
    from bench.printing import line  # noqa: PLC0415 - Django must be set up first
    from nightlight.learning.kept import census_for, take_wanted  # noqa: PLC0415 - as above
    from nightlight.learning.past import Period  # noqa: PLC0415 - as above

    first = census_for(user, Period.lately())
    began = time.perf_counter()
    taken = take_wanted()
    size = len(census_for(user, Period.lately()) or ())
    words = "read at once" if first is not None else f"counted in the background in {time.perf_counter() - began:.1f} s"
    line(f"{code}: census of {size:,} reports", words if taken or first is not None else "not taken")


def _page(name: str, user: Any, address: str, runs: int) -> None:
    from django.test import Client  # noqa: PLC0415 - Django must be set up first

    from bench.printing import line, spread  # noqa: PLC0415 - as above
    from bench.queue import queries, timed  # noqa: PLC0415 - as above

    client = Client()
    client.force_login(user)
    client.get(address)
    asked = queries(lambda: client.get(address))
    spent = time.process_time()
    seconds = [timed(lambda: client.get(address)) for _ in range(runs)]
    cpu = (time.process_time() - spent) / runs
    line(name, f"{spread(seconds)}   {cpu * 1000:.0f} ms of a processor   {asked} queries")


if __name__ == "__main__":
    sys.exit(main())
