"""The operation that is measured: invented, played through the acts."""

import time

from django.conf import settings

from bench.printing import line
from nightlight.commands.preparing import prepare
from nightlight.foundation import clock
from nightlight.intake.models import Report
from nightlight.simulation import play as simulation
from nightlight.simulation import scenario

SEED = 7


class Silent:
    """A progress bar for nobody."""

    def advance(self, by: int = 1) -> None:
        """Move on."""

    def say(self, words: str, total: int | None = None) -> None:
        """Begin another stretch."""


def play(scale: float) -> simulation.Played:
    """Play the operation and say how long it took."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    chosen = scenario.load().scaled(scale)
    with clock.held_at(simulation.set_up_at(chosen)):
        prepare()
    began = time.perf_counter()
    played = simulation.play(chosen, seed=SEED, data_dir=settings.DATA_DIR, bar=Silent())
    seconds = time.perf_counter() - began
    clock.go_on_from(played.ended_at)
    reports = Report.objects.unscoped(because="a benchmark counts").count()
    line(
        f"whole operation, scale {scale}",
        f"{reports:,} reports in {seconds:.1f} s = {reports / seconds:,.0f} reports/s",
    )
    return played
