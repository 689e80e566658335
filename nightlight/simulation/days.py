"""On which day things happen in an invented operation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from nightlight.simulation.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a window, each as likely as its weekday makes it."""

    days: tuple[date, ...]
    likelihood: tuple[float, ...]
    """Cumulative, so that a choice costs no adding up."""

    @classmethod
    def of(cls, scenario: Scenario) -> "Calendar":
        """Return the calendar of a scenario's window."""
        days = scenario.window.days
        return cls(days, tuple(accumulate(scenario.shares.weekdays[day.weekday()] for day in days)))

    def any_day(self, dice: Random) -> date:
        """Return some day of the window."""
        return dice.choices(self.days, cum_weights=self.likelihood)[0]

    def on_or_after(self, earliest: date, dice: Random) -> date:
        """Return some day from `earliest` to the end of the window."""
        start = (earliest - self.days[0]).days
        skipped = self.likelihood[start - 1] if start else 0.0
        rest = [reached - skipped for reached in self.likelihood[start:]]
        return dice.choices(self.days[start:], cum_weights=rest)[0]

    def soon_after(self, day: date, lags: Sequence[int], dice: Random) -> date:
        """Return `day` plus one of `lags` (days); where that is past the window, any of the days that are left."""
        left = (self.days[-1] - day).days
        lag = dice.choice(lags)
        return day + timedelta(days=lag if lag <= left else dice.randint(0, left))
