"""Single durable submissions over HTTP, beside what the same server reaches on a bare insert of the same rows.

`python -m bench.durable`; BENCH_POSTGRESQL=1 takes PostgreSQL. The same clients post the same documents to both: to
Nightlight, which carries each to the end of the road, and to `bench.bare_server`, which writes the rows of one report.
"""

import http.client
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice

from bench.own_database import own_database, wants_postgresql

PORT, SECONDS, SEED, OTHER_SEED = 8766, 15.0, 300, 11
CLIENTS = (1, 8, 32, 64)
MOST, WARMING = 3000, 50
"""Documents for each number of clients; and those before, by which maps and policies are read."""
NIGHTLIGHT = [sys.executable, "-c", "from nightlight.commands.main import run; run()", "serve", "--port", str(PORT)]
BARE = [sys.executable, "-c", f"import bench.durable; bench.durable.serve_bare({PORT})"]


def main() -> None:
    """Prepare a database, ask Nightlight, ask the bare server, and say the ratio for each number of clients."""
    with own_database(postgresql=wants_postgresql()):
        from bench.printing import line  # noqa: PLC0415 - Django must be set up first

        key, documents = _prepared()
        first = [list(islice(documents, WARMING))]
        own = {clients: [list(islice(documents, MOST // clients)) for _ in range(clients)] for clients in CLIENTS}
        rates = {}
        with _serving(NIGHTLIGHT, key) as server:
            _ask(first, key, server)
            for clients in CLIENTS:
                rates[clients] = _ask(own[clients], key, server)
        with _serving(BARE, key) as server:
            _ask(first, key, server)
            for clients in CLIENTS:
                bare = _ask(own[clients], key, server)
                line(
                    f"durable submissions over HTTP, {clients} at a time",
                    f"{rates[clients]}; bare insert {bare}; {rates[clients].each_second / bare.each_second:.2f} of it",
                )


class Rate:
    """How many were answered in a second, how long each took, and what of the processor the server spent on it."""

    def __init__(self, times: list[float], seconds: float, spent: float) -> None:
        self.each_second, self.median = len(times) / seconds, statistics.median(times)
        self.spent = spent / len(times)

    def __str__(self) -> str:
        of_processor = f"{self.spent * 1000:.1f} ms of processor"
        return f"{self.each_second:,.0f}/s (median {self.median * 1000:.0f} ms, {of_processor})"


def serve_bare(port: int) -> None:
    """Serve the bare server as Nightlight is served."""
    import django  # noqa: PLC0415 - this process is another

    django.setup()
    from nightlight.commands.serve import listen  # noqa: PLC0415 - as above

    listen("127.0.0.1", port, application="bench.bare_server:application")


def _prepared() -> tuple[str, Iterator[bytes]]:
    """Fill the database a little, name the report whose rows are usual, and return a key and documents to post."""
    from django.conf import settings  # noqa: PLC0415 - Django must be set up first
    from django.db import connection  # noqa: PLC0415 - as above
    from django.db.models import Count  # noqa: PLC0415 - as above

    from nightlight.accounts.actions import make_key  # noqa: PLC0415 - as above
    from nightlight.accounts.models import new_secret  # noqa: PLC0415 - as above
    from nightlight.accounts.standing import operator  # noqa: PLC0415 - as above
    from nightlight.agencies.models import Agency  # noqa: PLC0415 - as above
    from nightlight.commands.carrying import carried  # noqa: PLC0415 - as above
    from nightlight.commands.preparing import prepare  # noqa: PLC0415 - as above
    from nightlight.geography.gazetteer import overlays_folder  # noqa: PLC0415 - as above
    from nightlight.geography.overlay import write_demo_overlay  # noqa: PLC0415 - as above
    from nightlight.intake.formats.gather import Gathered  # noqa: PLC0415 - as above
    from nightlight.intake.models import Channel, Report  # noqa: PLC0415 - as above
    from nightlight.simulation import scenario  # noqa: PLC0415 - as above
    from nightlight.simulation.submissions import complaints  # noqa: PLC0415 - as above

    prepare()
    write_demo_overlay(overlays_folder(settings.DATA_DIR))
    coming = (one for one in complaints(scenario.load().scaled(2.0), OTHER_SEED) if not one.companions)
    first = [Gathered(str(one.number), one.raw, ()) for one in islice(coming, SEED)]
    for _ in carried(first, into=Agency.objects.get(code="national"), channel=Channel.FILE):
        pass
    reports = Report.objects.unscoped(because="a benchmark looks for a usual report")
    usual = reports.annotate(rows=Count("sightings")).order_by("rows", "pk")[SEED // 2]
    os.environ["BENCH_SUBMISSION"] = str(usual.submission_id)
    secret = new_secret()
    make_key(by=operator(), agency=Agency.objects.get(code="practice-provider"), secret=secret)
    connection.close()
    return secret, (one.raw for one in coming)


@contextmanager
def _serving(command: list[str], key: str) -> Iterator[int]:
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:  # noqa: S603 - our own command
        try:
            for _ in range(300):
                try:
                    _post(http.client.HTTPConnection("127.0.0.1", PORT), b"", key)
                    break
                except OSError:
                    time.sleep(0.1)
            yield server.pid
        finally:
            server.terminate()


def _ask(own: list[list[bytes]], key: str, server: int) -> Rate:
    """Post from several clients at once, each its next document when the last was answered."""
    from bench.machine import cpu_seconds  # noqa: PLC0415 - Django must be set up first

    before, began = cpu_seconds(server), time.perf_counter()
    with ThreadPoolExecutor(len(own)) as pool:
        times = [took for each in pool.map(lambda raws: _client(raws, key, began + SECONDS), own) for took in each]
    return Rate(times, time.perf_counter() - began, cpu_seconds(server) - before)


def _client(raws: list[bytes], key: str, until: float) -> list[float]:
    connection, times = http.client.HTTPConnection("127.0.0.1", PORT), []
    for raw in raws:
        began = time.perf_counter()
        if began > until:
            break
        status = _post(connection, raw, key)
        assert status == http.client.CREATED, status  # noqa: S101 - a benchmark of refusals would be none
        times.append(time.perf_counter() - began)
    return times


def _post(connection: http.client.HTTPConnection, raw: bytes, key: str) -> int:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/xml"}
    connection.request("POST", "/api/v1/submissions", raw, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


if __name__ == "__main__":
    main()
