"""Pages: server time and number of queries, signed in as the national coordinator."""

import time
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from bench.printing import line, spread
from nightlight.intake.models import Report
from nightlight.investigations.models import Case
from nightlight.simulation.play import Played

RUNS = 20


def measure(played: Played) -> None:
    """Measure the main pages."""
    client = Client()
    client.force_login(played.coordinator)
    report = Report.objects.visible_to(played.coordinator).order_by("-pk").first()
    case = Case.objects.visible_to(played.coordinator).order_by("-pk").first()
    operation = played.operation.pk
    pages = {
        "queue": reverse("queue"),
        "report": reverse("report", args=[report.pk]) if report else "",
        "cases": reverse("cases"),
        "case": reverse("case", args=[case.pk]) if case else "",
        "conflicts": reverse("conflicts"),
        "operation board": reverse("operation", args=[operation]),
        "records behind a figure": reverse("operation-records", args=[operation, "arrests"]),
    }
    for name, address in pages.items():
        _page(client, name, address)


def _page(client: Client, name: str, address: str) -> None:
    queries: list[str] = []

    def counted(execute: Any, sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(counted):
        answer = client.get(address)
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        client.get(address)
        seconds.append(time.perf_counter() - began)
    weight = len(answer.content) / 1000
    line(f"page: {name}", f"{spread(seconds)}   {len(queries)} queries   {weight:.0f} kB   {answer.status_code}")
