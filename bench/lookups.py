"""Look-ups: the pointer index, and where an address points."""

import random
import time

from django.conf import settings

from bench.printing import line, spread
from nightlight.accounts.standing import operator
from nightlight.deconfliction.actions import check
from nightlight.geography.gazetteer import gazetteer
from nightlight.geography.overlay import demo_ipv6
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.models import Sighting

RUNS = 100


def measure() -> None:
    """Measure a check of one report's identifiers, and the gazetteer."""
    rows = Sighting.objects.unscoped(because="a benchmark asks for identifiers that are there").filter(kind=Kind.EMAIL)
    held = [Identifier(Kind.EMAIL, value) for value in rows.values_list("value", flat=True)[:1000]]
    by, seconds = operator(), []
    for run in range(RUNS):
        asked = [random.choice(held), *(Identifier(Kind.EMAIL, f"nobody{run}.{n}@example.com") for n in range(5))]
        began = time.perf_counter()
        check(asked, by=by, because="benchmark")
        seconds.append(time.perf_counter() - began)
    line("deconfliction check of six identifiers, logged", spread(seconds))
    places, began = gazetteer(settings.DATA_DIR), time.perf_counter()
    for run in range(RUNS * 100):
        places.address(demo_ipv6("08041", run % 50))
    line("where an address points (overlay)", f"{RUNS * 100 / (time.perf_counter() - began):,.0f} look-ups/s")
