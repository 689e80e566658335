"""Whoever is to be told is told, and nobody else; nothing that is said holds a word of anybody's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.foundation import clock, ids
from nightlight.foundation.refusals import NotAllowed, NotFound, RuleRefusal
from nightlight.notices import actions
from nightlight.notices.kinds import SENTENCES, NoticeKind, words
from nightlight.notices.models import Delivery, Notice, Outlet, Sight, Way
from nightlight.notices.reading import bell, notices_for, shown
from nightlight.notices.telling import Told, tell
from tests.conftest import Person
from tests.notices.conftest import Raise

HOOK = "https://hook.example.com/nightlight"


def outlets_of(notice: Notice) -> set[str]:
    rows = Delivery.objects.unscoped(because="test").filter(notice=notice)
    return set(rows.values_list("outlet__target", flat=True))


def test_every_kind_has_its_sentence_for_one_and_for_many() -> None:
    assert SENTENCES.keys() == set(NoticeKind)
    for kind in NoticeKind:
        assert "{" not in words(kind, 1)
        assert "1,200" in words(kind, 1200)


def test_an_agency_is_told_by_right(raised: Raise, person: Person) -> None:
    raised("co")
    raised("co", NoticeKind.CONFLICT_RAISED)
    assert bell(person("co", RoleName.ANALYST)).unseen == 2
    assert bell(person("co", RoleName.WATCH_DESK)).unseen == 1
    assert bell(person("co", RoleName.ADMINISTRATOR)).unseen == 0


def test_no_other_agency_is_told_not_even_the_one_above(raised: Raise, person: Person) -> None:
    raised("co")
    assert bell(person("ut", RoleName.ANALYST)).unseen == 0
    assert bell(person("national", RoleName.NATIONAL_COORDINATOR)).unseen == 0


def test_what_one_person_is_told_their_colleagues_do_not_see(raised: Raise, analyst: User, person: Person) -> None:
    raised("co", to=analyst, urgent=True)
    assert bell(analyst).urgent == 1
    assert not shown(person("co", RoleName.ANALYST)).exists()


def test_seen_is_each_persons_own_and_handled_is_the_agencys(raised: Raise, analyst: User, person: Person) -> None:
    notice, colleague = raised("co"), person("co", RoleName.ANALYST)
    actions.see([notice], by=analyst)
    actions.see([notice], by=analyst)
    assert (bell(analyst).unseen, bell(colleague).unseen) == (0, 1)
    assert Sight.objects.visible_to(analyst).count() == 1
    actions.handle(notice, by=analyst)
    assert bell(colleague).unseen == 0
    with pytest.raises(RuleRefusal, match="already"):
        actions.handle(notice, by=colleague)


def test_a_strangers_notice_is_not_found(raised: Raise, person: Person) -> None:
    with pytest.raises(NotFound):
        actions.see([raised("co")], by=person("ut", RoleName.ANALYST))


def test_the_bell_forgets_what_is_older_than_the_policy_says(raised: Raise, analyst: User) -> None:
    with clock.held_at(clock.now() - timedelta(days=91)):
        raised("co")
    raised("co")
    assert bell(analyst).unseen == 1
    assert len(notices_for(analyst, limit=10)) == 1


def test_a_notice_goes_to_the_agencys_outlets_and_to_those_of_the_people_it_is_for(
    raised: Raise, administrator: User, analyst: User, person: Person, agency: Callable[[str], Agency]
) -> None:
    watch, colorado = person("co", RoleName.WATCH_DESK), agency("co")
    for name, whom in (("all", None), ("analyst", analyst), ("watch", watch)):
        actions.add_outlet(by=administrator, agency=colorado, way=Way.WEBHOOK, target=f"{HOOK}/{name}", person=whom)
    actions.add_outlet(by=administrator, agency=colorado, way=Way.WEBHOOK, target=f"{HOOK}/urgent", only_urgent=True)
    assert outlets_of(raised("co")) == {f"{HOOK}/all", f"{HOOK}/analyst"}
    assert outlets_of(raised("co", to=analyst)) == {f"{HOOK}/analyst"}
    assert outlets_of(raised("co", urgent=True)) == {f"{HOOK}/all", f"{HOOK}/analyst", f"{HOOK}/urgent"}
    assert outlets_of(raised("ut")) == set()


def test_somebody_who_left_is_sent_nothing(
    raised: Raise, administrator: User, analyst: User, agency: Callable[[str], Agency]
) -> None:
    actions.add_outlet(by=administrator, agency=agency("co"), way=Way.WEBHOOK, target=HOOK, person=analyst)
    analyst.is_active = False
    analyst.save(update_fields=["is_active"])
    assert outlets_of(raised("co")) == set()


def test_telling_many_costs_as_many_queries_as_telling_one(
    administrator: User, analyst: User, agency: Callable[[str], Agency]
) -> None:
    for number in range(3):
        actions.add_outlet(by=administrator, agency=agency("co"), way=Way.WEBHOOK, target=f"{HOOK}/{number}")
    actions.add_outlet(by=administrator, agency=agency("co"), way=Way.WEBHOOK, target=HOOK, person=analyst)

    def queries(many: int) -> int:
        told = [Told(agency("co").pk, NoticeKind.REPORT_REMATCHED, "intake.report", ids.new()) for _ in range(many)]
        with CaptureQueriesContext(connection) as captured:
            tell(told)
        return len({query["sql"].partition("VALUES")[0] for query in captured.captured_queries})

    assert queries(1) == queries(40) == 4


# setting outlets up


@pytest.mark.parametrize(
    ("way", "target"),
    [
        (Way.WEBHOOK, "http://hook.example.com/"),
        (Way.WEBHOOK, "ftp://hook.example.com/"),
        (Way.WEBHOOK, "https://user:word@hook.example.com/"),
        (Way.WEBHOOK, "https://hook.example.com/a b"),
        (Way.WEBHOOK, "http://127.0.0.1.example.com/"),
        (Way.WEBHOOK, "http://127.0.0.1@hook.example.com/"),
        (Way.MAIL, "desk"),
        (Way.MAIL, "desk@example.com, other@example.com"),
    ],
)
def test_what_is_no_target_is_refused_and_nothing_is_kept(
    way: Way, target: str, administrator: User, agency: Callable[[str], Agency], settings: Settings
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    with pytest.raises(RuleRefusal, match="Nothing was changed"):
        actions.add_outlet(by=administrator, agency=agency("co"), way=way, target=target)
    assert not Outlet.objects.visible_to(administrator).exists()


def test_without_a_mail_server_no_mail_is_set_up(administrator: User, agency: Callable[[str], Agency]) -> None:
    with pytest.raises(RuleRefusal, match="NIGHTLIGHT_MAIL_URL"):
        actions.add_outlet(by=administrator, agency=agency("co"), way=Way.MAIL, target="desk@example.com")


def test_outlets_are_set_up_by_administrators_for_their_own(
    administrator: User, analyst: User, person: Person, agency: Callable[[str], Agency]
) -> None:
    with pytest.raises(NotAllowed):
        actions.add_outlet(by=analyst, agency=agency("co"), way=Way.WEBHOOK, target=HOOK)
    with pytest.raises(RuleRefusal, match="one's own agency"):
        actions.add_outlet(by=administrator, agency=agency("ut"), way=Way.WEBHOOK, target=HOOK)
    with pytest.raises(RuleRefusal, match="another agency"):
        actions.add_outlet(by=administrator, agency=agency("co"), way=Way.WEBHOOK, target=HOOK, person=person("ut"))
    added = actions.add_outlet(by=administrator, agency=agency("co"), way=Way.WEBHOOK, target=HOOK)
    with pytest.raises(RuleRefusal, match="set up already"):
        actions.add_outlet(by=administrator, agency=agency("co"), way=Way.WEBHOOK, target=HOOK)
    with pytest.raises(NotFound):
        actions.end_outlet(added, by=person("ut", RoleName.ADMINISTRATOR))


def test_an_outlet_that_has_ended_takes_what_waits_along(
    raised: Raise, administrator: User, agency: Callable[[str], Agency]
) -> None:
    added = actions.add_outlet(by=administrator, agency=agency("co"), way=Way.WEBHOOK, target=HOOK)
    before = raised("co")
    assert outlets_of(before) == {HOOK}
    ended = actions.end_outlet(added, by=administrator)
    assert outlets_of(before) == outlets_of(raised("co")) == set()
    with pytest.raises(RuleRefusal, match="ended already"):
        actions.end_outlet(ended, by=administrator)
    actions.add_outlet(by=administrator, agency=agency("co"), way=Way.WEBHOOK, target=HOOK)
    assert outlets_of(raised("co")) == {HOOK}
