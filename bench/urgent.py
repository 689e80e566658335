"""The urgent lane: from an urgent report's arrival to the page that a webhook receives, with the worker as it runs."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue
from typing import Any

from django.conf import settings

from bench.printing import line, spread
from nightlight.accounts.standing import operator, worker
from nightlight.agencies.models import Agency
from nightlight.commands.background import CHORES, work_until
from nightlight.foundation import ids
from nightlight.geography.gazetteer import gazetteer
from nightlight.intake.arriving import Arrival, read_arrival
from nightlight.intake.models import Channel
from nightlight.notices.actions import add_outlet
from nightlight.notices.models import Way
from nightlight.triage import road

TIMES, PATIENCE, LIMIT = 20, 30, 5.0
REPORT = """<report><incidentSummary><incidentType>Child Sex Trafficking</incidentType>
<escalateToHighPriority>sample words {}</escalateToHighPriority>
<incidentDateTime>2018-05-30T12:00:00Z</incidentDateTime></incidentSummary></report>"""
NEEDED = ("urgent lane", "urgent notices")


def measure() -> None:
    """Hand urgent reports in, one by one and at no particular moment, and wait for each page."""
    by, into = operator(), Agency.objects.get(code="vt")  # whose on-call list nobody has set: all of it is called
    with _receiver() as (url, pages), _working():
        add_outlet(by=by, agency=into, way=Way.WEBHOOK, target=url, only_urgent=True)
        seconds = [_paged(into, pages, pause=0.37 * number % 1) for number in range(TIMES)]
    line("urgent report, handed in to paged by webhook", f"{spread(seconds)} (limit {LIMIT:.0f} s)")


def _paged(into: Agency, pages: "SimpleQueue[float]", *, pause: float) -> float:
    time.sleep(pause)
    began = time.perf_counter()
    road.carry(
        [read_arrival(Arrival("urgent.xml", REPORT.format(ids.new()).encode()))],
        by=operator(),
        worker=worker(),
        places=gazetteer(settings.DATA_DIR),
        into=into,
        channel=Channel.FILE,
    )
    return pages.get(timeout=PATIENCE) - began


@contextmanager
def _working() -> Iterator[None]:
    """Let the two chores of the lane run as `nightlight work` runs them."""
    stop, chores = threading.Event(), tuple(chore for chore in CHORES if chore.name in NEEDED)
    thread = threading.Thread(target=work_until, args=(stop,), kwargs={"chores": chores})
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@contextmanager
def _receiver() -> Iterator[tuple[str, "SimpleQueue[float]"]]:
    """Give the address of a webhook on this machine, and the moments at which it was posted to."""
    pages = SimpleQueue[float]()

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            pages.put(time.perf_counter())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/page", pages
    finally:
        server.shutdown()
        server.server_close()
