"""What a house that works has set up by the end of an operation: who can do what, kept lists."""

from datetime import timedelta

from nightlight.clocks.actions import set_retention
from nightlight.clocks.asked import RetentionAsked
from nightlight.clocks.models.retention import OfWhom, Sureness
from nightlight.desk.actions import save_view
from nightlight.foundation import clock
from nightlight.intake.lifecycle import ReportStatus
from nightlight.simulation.cast import Cast, Unit
from nightlight.simulation.names import PROVIDERS
from nightlight.triage.queue.orders import Order
from nightlight.workload.actions import add_skill, plan_leave

IN_WRITING, UNCERTAIN = Sureness.IN_WRITING.value, Sureness.UNCERTAIN.value
SKILLS = {"investigator": ("sextortion", "contact_offences"), "commander": ("spanish",)}
VIEWS: tuple[tuple[str, dict[str, list[str]], Order], ...] = (
    ("Soonest clock first", {}, Order.CLOCK),
    ("What came last", {"status": [ReportStatus.ASSIGNED.value]}, Order.RECEIVED),
)
RETAINED = ((90, IN_WRITING, "Invented answer to a letter of 2018"), (180, UNCERTAIN, "Invented: as colleagues say"))


def set_up(unit: Unit) -> None:
    """Set up the house of a task force, through its commander: skills, leave, lists, retention."""
    by, today = unit.commander, clock.today()
    for who, skills in SKILLS.items():
        for skill in skills:
            add_skill(person=getattr(unit, who), skill=skill, first_day=today - timedelta(days=90), by=by)
    away = today + timedelta(days=12)
    plan_leave(person=unit.investigator, first_day=away, last_day=away + timedelta(days=4), by=by)
    for name, filters, order in VIEWS:
        save_view(by=by, name=name, filters=filters, order=order, columns=[], shared=True)


def say_how_long_logs_are_kept(cast: Cast) -> None:
    """Write down for everybody how long some invented providers, and one network, keep their logs."""
    said = zip(PROVIDERS, RETAINED, strict=False)
    rows = [(OfWhom.PROVIDER.value, provider.name, *kept) for provider, kept in said]
    rows.append((OfWhom.NETWORK.value, "198.51.100.0/24", 365, Sureness.SEEN.value, "Invented: as in earlier returns"))
    for of_whom, name, days, sureness, source in rows:
        asked = RetentionAsked(
            of_whom=of_whom, name=name, days=days, source=source, sureness=sureness, because="Invented for this demo"
        )
        set_retention(asked, by=cast.coordinator)
