"""The bell and the page of notices: what one has not seen, where it leads, seen by oneself, handled for everybody."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.deconfliction.actions import register
from nightlight.deconfliction.interests import Interest
from nightlight.deconfliction.lifecycle import Standing
from nightlight.foundation import ids
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.notices.actions import add_outlet
from nightlight.notices.kinds import NoticeKind
from nightlight.notices.models import Delivery, Notice, Outlet, Way
from nightlight.notices.signing import signing_key
from nightlight.web.notice_words import LISTS, RECORDS
from tests.conftest import Person
from tests.notices.conftest import Raise, administrator, analyst, raised

__all__ = ["administrator", "analyst", "raised"]
HOOK = "https://hook.example.com/nightlight"


def page(client: Client, user: User, name: str, *args: Any, **query: str) -> str:
    client.force_login(user)
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == HTTPStatus.OK
    return re.sub(r"\s+", " ", answer.content.decode())


def bell_says(client: Client, user: User) -> str:
    found = re.search(r'<a class="bell".*?</a>', page(client, user, "sources"))
    assert found
    return re.sub(r"<[^>]*>|\s+", " ", found[0]).strip()


def sent(client: Client, user: User, name: str, *args: Any, **typed: Any) -> str:
    client.force_login(user)
    return client.post(reverse(name, args=args), typed, follow=True).content.decode()


def test_the_bell_counts_what_one_has_not_seen(client: Client, analyst: User, raised: Raise) -> None:
    assert "not seen" not in bell_says(client, analyst)
    raised("co")
    raised("co", urgent=True)
    assert re.sub(r"\s+", " ", bell_says(client, analyst)) == "Notices 2 not seen, 1 urgent"


def test_a_notice_says_its_sentence_and_opens_what_it_is_about(client: Client, analyst: User, raised: Raise) -> None:
    notice = raised("co")
    shown = page(client, analyst, "notices")
    assert notice.words in shown
    assert str(notice.about_id) not in shown
    answer = client.get(reverse("notice", args=[notice.pk]))
    assert answer["Location"] == reverse("report", args=[notice.about_id])
    assert notice.words not in page(client, analyst, "notices")
    assert notice.words in page(client, analyst, "notices", show="all")


def test_every_kind_of_record_leads_to_a_page() -> None:
    for name in RECORDS.values():
        assert reverse(name, args=[ids.new()])
    for name in LISTS.values():
        assert reverse(name)


def test_one_is_marked_as_seen_or_all(client: Client, analyst: User, person: Person, raised: Raise) -> None:
    first = raised("co")
    raised("co")
    raised("co")
    assert "1 marked as seen" in sent(client, analyst, "notices-seen", notice=str(first.pk))
    assert "2 marked as seen" in sent(client, analyst, "notices-seen")
    assert "You have seen every notice" in page(client, analyst, "notices")
    assert "3 not seen" in bell_says(client, person("co", RoleName.ANALYST)).replace("  ", " ")


def test_what_is_no_notice_changes_nothing(client: Client, analyst: User, raised: Raise) -> None:
    raised("co")
    assert "That is no notice" in sent(client, analyst, "notices-seen", notice="x")
    assert "1 not seen" in bell_says(client, analyst).replace("  ", " ")


def test_handled_it_asks_nobody_and_names_who_did(client: Client, analyst: User, person: Person, raised: Raise) -> None:
    notice, colleague = raised("co"), person("co", RoleName.ANALYST)
    assert "Handled" in sent(client, analyst, "notice-handled", notice.pk)
    assert "already" in sent(client, colleague, "notice-handled", notice.pk)
    assert analyst.name in page(client, colleague, "notices", show="all")


@pytest.mark.parametrize("name", ["notice", "notice-handled"])
def test_a_strangers_notice_is_not_found(name: str, client: Client, person: Person, raised: Raise) -> None:
    client.force_login(person("ut", RoleName.ANALYST))
    address = reverse(name, args=[raised("co").pk])
    assert {client.get(address).status_code, client.post(address).status_code} == {
        HTTPStatus.NOT_FOUND,
        HTTPStatus.METHOD_NOT_ALLOWED,
    }


def test_what_was_given_up_shows(client: Client, administrator: User, analyst: User, raised: Raise) -> None:
    outlet = add_outlet(by=administrator, agency=administrator.agency, way=Way.WEBHOOK, target=HOOK)
    notice = raised("co")
    row = Delivery.objects.visible_to(administrator).get(notice=notice)
    over = {"status": "given_up", "ended_at": row.recorded_at, "next_try_at": None, "problem": "webhook said 500"}
    rule = {"tries": 8, "policy_date": "2018-01-01", "policy_digest": "a" * 64}
    Delivery.objects.visible_to(administrator).filter(pk=row.pk).update(**over, **rule)
    assert "1 given up" in page(client, analyst, "notices")
    assert HOOK not in page(client, analyst, "notices")
    shown = page(client, administrator, "outlet", outlet.pk)
    assert "webhook said 500" in shown
    assert "rule of Jan 1, 2018" in shown


def test_a_conflict_tells_both_sides_once_however_many_there_are(
    client: Client, person: Person, agency: Callable[[str], Agency]
) -> None:
    mails = [Identifier(Kind.EMAIL, f"sample{number}@example.com") for number in range(3)]
    for code in ("co", "ut"):
        holder = person(code, RoleName.INVESTIGATOR)
        register(
            [Interest(agency(code).pk, mail, Standing.CASE, "investigations.case", ids.new()) for mail in mails],
            by=holder,
        )
        assert Notice.objects.visible_to(holder).count() == (code == "ut")
    notices = Notice.objects.unscoped(because="test").filter(kind=NoticeKind.CONFLICT_RAISED)
    assert sorted(notices.values_list("agency__code", "count")) == [("co", 3), ("ut", 3)]
    assert client.get(reverse("notice", args=[notices[0].pk])).status_code == HTTPStatus.FOUND
    watch = person("co", RoleName.WATCH_DESK)
    assert "3 conflicts were raised" in page(client, watch, "notices")
    own = Notice.objects.visible_to(watch).get()
    assert client.get(reverse("notice", args=[own.pk]))["Location"] == reverse("conflicts")


# outlets


def test_an_administrator_sets_an_outlet_up_and_ends_it(client: Client, administrator: User) -> None:
    shown = sent(client, administrator, "outlets", way="webhook", target=HOOK)
    [outlet] = Outlet.objects.visible_to(administrator)
    assert "notices go there from now on" in shown
    assert signing_key(outlet.pk) in shown
    assert "1 outlet" not in shown
    assert "nothing goes there any more" in sent(client, administrator, "outlet-end", outlet.pk)
    assert "ended already" in sent(client, administrator, "outlet-end", outlet.pk)


def test_what_is_wrong_is_said_and_what_was_typed_stays(client: Client, administrator: User) -> None:
    shown = sent(client, administrator, "outlets", way="webhook", target="http://hook.example.com/")
    assert "begins with https://" in shown
    assert 'value="http://hook.example.com/"' in shown
    assert not Outlet.objects.visible_to(administrator).exists()


def test_without_a_mail_server_the_page_says_who_sets_it(client: Client, administrator: User) -> None:
    assert "NIGHTLIGHT_MAIL_URL" in page(client, administrator, "outlets")
    assert "NIGHTLIGHT_MAIL_URL" in sent(client, administrator, "outlets", way="mail", target="desk@example.com")


def test_only_colleagues_can_be_chosen(client: Client, administrator: User, analyst: User, person: Person) -> None:
    stranger = person("ut", RoleName.ANALYST)
    shown = page(client, administrator, "outlets")
    assert f'value="{analyst.pk}"' in shown
    assert f'value="{stranger.pk}"' not in shown
    sent(client, administrator, "outlets", way="webhook", target=HOOK, person=str(stranger.pk))
    assert not Outlet.objects.visible_to(administrator).exists()
