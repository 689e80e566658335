"""An offer whose time is over is told to both sides, once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.intake.models import Report
from nightlight.notices.kinds import NoticeKind
from nightlight.notices.models import Notice
from nightlight.transfers.actions import accept, offer, withdraw
from nightlight.transfers.late import tell_late
from nightlight.transfers.lifecycle import Ground
from nightlight.transfers.models import Transfer
from nightlight.transfers.tasks import tell_late_offers
from nightlight.triage.actions import assign

Find = Callable[[str], Agency]
WHY: dict[str, Any] = {"ground": Ground.NOT_OUR_TERRITORY, "because": "The house stands in Minneapolis."}
TIME, HERE, THERE = timedelta(hours=72), NoticeKind.OFFER_LATE_HERE.value, NoticeKind.OFFER_LATE_THERE.value


def told(*people: User) -> list[tuple[str, str, int]]:
    return [
        (user.agency.code, notice.kind, notice.count)
        for user in people
        for notice in Notice.objects.visible_to(user).filter(about_kind="transfers.transfer").order_by("pk")
    ]


@pytest.fixture
def offers(held: Callable[..., Report], az: User, agency: Find) -> list[Transfer]:
    return offer([held(), held()], to=agency("mn"), by=az, **WHY)


def test_both_sides_are_told_once_when_the_hours_of_the_policy_are_over(
    offers: list[Transfer], worker: User, az: User, mn: User, person: Callable[..., User]
) -> None:
    due = offers[0].offered_at + TIME
    with clock.held_at(due - timedelta(seconds=1)):
        assert (tell_late_offers(by=worker), told(az, mn)) == (0, [])
    with clock.held_at(due):
        assert tell_late_offers(by=worker) == 2
        assert told(az, mn) == [("az", THERE, 2), ("mn", HERE, 2)]
    with clock.held_at(due + timedelta(days=9)):
        assert tell_late_offers(by=worker) == 0
        assert tell_late(offers, by=worker) == []
    assert told(az, mn) == [("az", THERE, 2), ("mn", HERE, 2)]
    assert told(person("ut")) == []


def test_what_was_answered_withdrawn_or_overtaken_is_told_nobody(
    *, held: Callable[..., Report], az: User, mn: User, worker: User, agency: Find, person: Callable[..., User]
) -> None:
    accepted, withdrawn, overtaken = held(), held(), held()
    offer([accepted, withdrawn, overtaken], to=agency("mn"), by=az, **WHY)
    accept([accepted], by=mn)
    withdraw([withdrawn], by=az, because="It is ours after all.")
    assign([overtaken], to=agency("ut"), by=worker, because="The national desk decides.")
    with clock.held_at(clock.now() + TIME):
        assert tell_late_offers(by=worker) == 0
    assert told(az, mn) == []


def test_killed_between_telling_and_writing_down_neither_stays(
    offers: list[Transfer], worker: User, az: User, mn: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with clock.held_at(offers[0].offered_at + TIME):
        with monkeypatch.context() as patched:
            patched.setattr("nightlight.transfers.late.tell", dies)
            with pytest.raises(KeyboardInterrupt):
                tell_late_offers(by=worker)
        assert told(az, mn) == []
        assert tell_late_offers(by=worker) == 2
    assert len(told(az, mn)) == 2
