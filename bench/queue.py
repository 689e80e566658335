"""The queue at any size: every list in every order, counts, news, and opening a report; beside it the bare SQL.

`python -m bench.queue [--reports 1000000 --open 100000] [--database postgresql] [--runs 5]`
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from bench.own_database import own_database

RUNS, OPENED = 3, 60
FILTERS: dict[str, dict[str, str]] = {
    "none": {},
    "tier 1 or 2": {"tier": "2"},
    "victim very high": {"victim": "Very high"},
    "four axes, few": {"victim": "High", "offender": "Low", "solvable": "Open", "severity": "Medium"},
    "no first look": {"status": "assigned"},
    "provider": {"provider": "cloud"},
    "came by": {"channel": "client"},
    "with one task force": {"holder": "co"},
    "nobody's": {"holder": "none"},
    "nobody has it": {"person": "none"},
    "mine": {"person": "me"},
    "at a desk": {"desk": "foreign"},
    "held back": {"nexus": "no"},
    "over 30 days": {"age": "30"},
    "received in one month": {"since": "2026-01-01", "until": "2026-01-31"},
    "stand for others": {"stands": "leads"},
    "folded": {"stands": "folded"},
    "escalated": {"known": "escalated"},
    "one state": {"state": "CO"},
    "clock within 30 days": {"clock": "30"},
    "number has": {"number": "00777"},
    "matches nothing": {"provider": "nobody of this name"},
}


def main() -> int:
    """Make a queue of the size that is asked for, and measure it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument("--open", type=int, default=10_000, dest="are_open")
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    asked = parser.parse_args()
    with own_database(postgresql=asked.database == "postgresql"):
        measure(asked.reports, asked.are_open, runs=asked.runs)
    return 0


def measure(reports: int, are_open: int, *, runs: int = RUNS) -> None:
    """Write so many reports, and measure every list in every order for a coordinator and for a task force."""
    from django.conf import settings  # noqa: PLC0415 - Django must be set up first

    from bench import queue_rows  # noqa: PLC0415 - as above
    from bench.printing import line  # noqa: PLC0415 - as above
    from nightlight.commands.preparing import prepare  # noqa: PLC0415 - as above

    prepare()
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    began = time.perf_counter()
    queue_rows.make(reports, are_open)
    line("reports made", f"{reports:,}, {are_open:,} of them open, in {time.perf_counter() - began:.0f} s")
    settle()
    for code in ("national", "co"):
        _reader(code, runs)


def settle() -> None:
    """Do what time does: PostgreSQL's autovacuum would have come by. SQLite gets nothing, as in life."""
    from django.db import connection  # noqa: PLC0415 - Django must be set up first

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def _reader(code: str, runs: int) -> None:
    from django.test import Client  # noqa: PLC0415 - Django must be set up first
    from django.urls import reverse  # noqa: PLC0415 - as above

    from bench.printing import line, spread  # noqa: PLC0415 - as above
    from nightlight.triage.queue.orders import Order  # noqa: PLC0415 - as above

    user, client = person(code), Client()
    client.force_login(user)
    page, everything, worst, cpu = reverse("queue"), [], (0.0, ""), []
    counted: set[int] = set()
    for order in Order:
        for name, query in FILTERS.items():
            given = {**query, "order": order.value}
            counted.add(queries(lambda given=given: client.get(page, given)))
            spent = time.process_time()
            seconds = [timed(lambda given=given: client.get(page, given)) for _ in range(runs)]
            cpu.append((time.process_time() - spent) / runs)
            everything += seconds
            worst = max(worst, (sorted(seconds)[len(seconds) // 2], f"{name}, by {order.value}"))
    line(f"{code}: queue page, {len(everything)} of every filter and order", spread(everything))
    line(f"{code}: of that, this process on a processor", spread(cpu))
    line(f"{code}: slowest list by its median", f"{worst[1]}: {worst[0] * 1000:.1f} ms")
    line(f"{code}: queries of a queue page", ", ".join(map(str, sorted(counted))))
    _bare(code, user, everything)
    _news(code, client, runs)
    _opened(code, user, client)


def person(code: str) -> Any:
    """Make a commander of an agency, or the coordinator of the nation, with some saved views."""
    from nightlight.accounts.models import User, grant  # noqa: PLC0415 - Django must be set up first
    from nightlight.accounts.permissions import RoleName  # noqa: PLC0415 - as above
    from nightlight.agencies.models import Agency  # noqa: PLC0415 - as above
    from nightlight.desk.actions import save_view  # noqa: PLC0415 - as above
    from nightlight.triage.queue.filters import read  # noqa: PLC0415 - as above
    from nightlight.triage.queue.orders import Order  # noqa: PLC0415 - as above

    agency, email = Agency.objects.get(code=code), f"bench.{code}@example.com"
    known = User.objects.get_queryset().unscoped(because="a benchmark signs in as whom it made").filter(email=email)
    if known.exists():
        return known.get()
    user = User.objects.create(agency=agency, name="Sample Bench", email=email)
    grant(user, [RoleName.NATIONAL_COORDINATOR if code == "national" else RoleName.COMMANDER])
    for name, query in list(FILTERS.items())[1:9]:
        kept = read({each: [value] for each, value in query.items()}).values
        save_view(by=user, name=name, filters=kept, order=Order.TIER, columns=[], shared=False)
    return user


def _bare(code: str, user: Any, pages: Sequence[float]) -> None:
    """Print the plan of each order, and the page beside the query alone that picks its fifty ids."""
    from django.db import connection  # noqa: PLC0415 - Django must be set up first

    from bench.printing import line, spread  # noqa: PLC0415 - as above
    from nightlight.triage.queue.filters import Asked, Asking  # noqa: PLC0415 - as above
    from nightlight.triage.queue.listing import open_reports  # noqa: PLC0415 - as above
    from nightlight.triage.queue.orders import Order, Stretch  # noqa: PLC0415 - as above

    times = []
    for order in Order:
        rows = open_reports(user).filter(Asked().condition(Asking(user)))
        ids = Stretch(order).of(rows, rows).values_list("pk", flat=True)[:51]
        sql, given = ids.query.sql_with_params()
        with connection.cursor() as cursor:
            times += [
                timed(lambda sql=sql, given=given, on=cursor: (on.execute(sql, given), on.fetchall()))
                for _ in range(RUNS)
            ]
        plan = [text.strip() for text in ids.explain().splitlines() if " on " in text or "USING" in text]
        line(f"{code}: plan by {order.value}", "; ".join(plan))
    line(f"{code}: the bare SQL of its fifty ids", spread(times))
    ratio = statistics.median(pages) / statistics.median(times)
    line(f"{code}: page over bare SQL, medians", f"{ratio:.1f} times")


def _news(code: str, client: Any, runs: int) -> None:
    from django.urls import reverse  # noqa: PLC0415 - Django must be set up first

    from bench.printing import line, spread  # noqa: PLC0415 - as above

    since: Mapping[str, str] = {"since": "2026-11-01T00:00:00+00:00"}
    seconds = [timed(lambda: client.get(reverse("queue-changes"), since)) for _ in range(runs * 4)]
    line(f"{code}: what changed since", spread(seconds))


def _opened(code: str, user: Any, client: Any) -> None:
    from django.urls import reverse  # noqa: PLC0415 - Django must be set up first

    from bench.printing import line, spread  # noqa: PLC0415 - as above
    from nightlight.triage.queue.listing import queue  # noqa: PLC0415 - as above

    dice = random.Random(7)
    rows = dice.sample(queue(user, limit=2_000), OPENED if code == "national" else 20)
    seconds = [timed(lambda row=row: client.get(reverse("report", args=[row.id]))) for row in rows]
    line(f"{code}: opening a report", spread(seconds[5:]))


def timed(step: Callable[[], object]) -> float:
    """Return how many seconds a step takes."""
    began = time.perf_counter()
    step()
    return time.perf_counter() - began


def queries(step: Callable[[], object]) -> int:
    """Return how many queries a step asks."""
    from django.db import connection  # noqa: PLC0415 - Django must be set up first

    asked: list[str] = []

    def counted(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(counted):
        step()
    return len(asked)


if __name__ == "__main__":
    sys.exit(main())
