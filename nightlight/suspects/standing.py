"""How long ago the list was made, and whether it is due: the clock of 34 U.S.C. 21115(e)(1)(B)."""

from dataclasses import dataclass
from datetime import date, timedelta

from nightlight.agencies.models import AgencyKind
from nightlight.foundation import clock
from nightlight.foundation.sealed import Actor
from nightlight.policy import Dated
from nightlight.suspects.models import Due, Run
from nightlight.suspects.rhythm import RhythmPolicy, rhythm


@dataclass(frozen=True, slots=True)
class Standing:
    """The last run of the nation that the reader sees, and the clock of the next one."""

    latest: Run | None
    beat: Dated[RhythmPolicy]

    @property
    def days(self) -> int | None:
        """Whole days since the last run, by a clock that may be behind the one that made it; None without a run."""
        return max(0, (clock.now() - self.latest.made_at).days) if self.latest else None

    @property
    def due_on(self) -> date | None:
        """The day by which the next run is due (UTC); None while there was no run, which is overdue now."""
        return self.latest.made_at.date() + timedelta(days=self.beat.content.every_days) if self.latest else None

    @property
    def due(self) -> Due:
        """How urgent the next run is."""
        if self.days is None or self.days >= self.beat.content.every_days:
            return Due.OVERDUE
        return Due.SOON if self.days >= self.beat.content.warn_days else Due.IN_TIME

    @property
    def used(self) -> int:
        """How much of the time is used, in percent."""
        return 100 if self.days is None else min(100, 100 * self.days // self.beat.content.every_days)


def standing(actor: Actor) -> Standing:
    """Return where the clock stands for a reader."""
    national = Run.objects.visible_to(actor).filter(agency__kind=AgencyKind.NATIONAL)
    latest = national.select_related("agency", "author").order_by("-made_at", "-pk").first()
    return Standing(latest, rhythm(clock.today()))
