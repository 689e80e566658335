"""The outbox: taken up, sent, written down. At least once, and never by two processes at the same time.

Taking up moves the next try on by the lease and counts the try, in a transaction of its own; then it is sent, with no
transaction open; then what became of it is written down. Killed in between, it is taken up again after the lease, and
the receiver knows it by its id. Deliveries are written down here and nowhere else: the rows are the receipt.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from nightlight.foundation import clock
from nightlight.foundation.bulk import write_back
from nightlight.foundation.sealed import Actor
from nightlight.notices.models import Delivery, DeliveryStatus
from nightlight.notices.rules import delivery_on
from nightlight.notices.sending import NotSent, Parcel, send

AT_ONCE = 8
"""How many are sent side by side: one receiver that keeps silent holds up few others."""
KILLED = "the process was stopped during the try"
ENDED = ("status", "ended_at", "next_try_at", "problem", "policy_date", "policy_digest")


@dataclass(frozen=True, slots=True)
class Sendings:
    """What became of one round: delivered, to be tried again, given up."""

    delivered: int = 0
    failed: int = 0
    given_up: int = 0

    def __add__(self, other: "Sendings") -> "Sendings":
        return Sendings(self.delivered + other.delivered, self.failed + other.failed, self.given_up + other.given_up)

    @property
    def any(self) -> bool:
        """Whether there was anything to do."""
        return bool(self.delivered or self.failed or self.given_up)


def round_of(*, by: Actor, only_urgent: bool = False) -> Sendings:
    """Take up what is due, at most eight, the urgent first; send it; return what became of it."""
    taken, worn_out = _take_up(by, only_urgent=only_urgent)
    problems = _sent(taken)
    return _written_down(taken, problems, by) + Sendings(given_up=worn_out)


def _take_up(by: Actor, *, only_urgent: bool) -> tuple[list[Delivery], int]:
    """Take up what is due. What was tried too often, and never came back from it, is given up instead."""
    now, rules = clock.now(), delivery_on(clock.today())
    due = Delivery.objects.visible_to(by).filter(status=DeliveryStatus.WAITING.value, next_try_at__lte=now)
    if only_urgent:
        due = due.filter(is_urgent=True)
    if not due.exists():  # looking every second must not take SQLite's one lock every second
        return [], 0
    with transaction.atomic():
        ordered = due.select_related("notice", "outlet").order_by("-is_urgent", "next_try_at")
        rows = list(ordered.select_for_update(of=("self",), skip_locked=True)[:AT_ONCE])
        worn_out = [row for row in rows if row.tries >= rules.content.tries]
        taken = [row for row in rows if row.tries < rules.content.tries]
        for row in worn_out:
            _give_up(row, row.problem or KILLED)
        for row in taken:
            row.tries += 1
            row.next_try_at = now + timedelta(seconds=rules.content.lease_seconds)
        write_back(worn_out, *ENDED)
        write_back(taken, "tries", "next_try_at")
    return taken, len(worn_out)


def _sent(taken: Sequence[Delivery]) -> list[str]:
    """Send each; return what went wrong with it, empty where nothing did."""
    if not taken:
        return []
    timeout = delivery_on(clock.today()).content.timeout_seconds

    def problem_with(parcel: Parcel) -> str:
        try:
            send(parcel, timeout=timeout)
        except NotSent as failure:
            return failure.problem
        return ""

    parcels = [_parcel(row) for row in taken]
    with ThreadPoolExecutor(max_workers=len(parcels)) as threads:
        return list(threads.map(problem_with, parcels))


def _parcel(row: Delivery) -> Parcel:
    return Parcel(
        id=row.pk,
        outlet_id=row.outlet_id,
        way=row.outlet.way,
        target=row.outlet.target,
        kind=row.notice.kind,
        words=row.notice.words,
        address=f"{settings.SITE}/notices/{row.notice_id}",
        is_urgent=row.is_urgent,
    )


def _written_down(taken: Sequence[Delivery], problems: Sequence[str], by: Actor) -> Sendings:
    if not taken:
        return Sendings()
    rules, now = delivery_on(clock.today()).content, clock.now()
    counted = Sendings()
    with transaction.atomic():
        still = Delivery.objects.visible_to(by).filter(pk__in=[row.pk for row in taken])
        # an outlet that was ended meanwhile took its deliveries along; a lease that ran out may have let another in
        held = dict(still.select_for_update().values_list("pk", "tries"))
        mine = [(row, problem) for row, problem in zip(taken, problems, strict=True) if held.get(row.pk) == row.tries]
        for row, problem in mine:
            if not problem:
                _end(row, DeliveryStatus.DELIVERED, "")
                counted += Sendings(delivered=1)
            elif row.tries >= rules.tries:
                _give_up(row, problem)
                counted += Sendings(given_up=1)
            else:
                row.problem, row.next_try_at = problem, now + rules.pause_after(row.tries)
                counted += Sendings(failed=1)
        write_back([row for row, _ in mine], *ENDED)
    return counted


def _give_up(row: Delivery, problem: str) -> None:
    rules = delivery_on(clock.today())
    _end(row, DeliveryStatus.GIVEN_UP, problem)
    row.policy_date, row.policy_digest = rules.in_force_from, rules.digest


def _end(row: Delivery, status: DeliveryStatus, problem: str) -> None:
    # never before it began, also where a clock was set back since
    row.status, row.ended_at, row.next_try_at = status.value, max(clock.now(), row.recorded_at), None
    row.problem = problem
