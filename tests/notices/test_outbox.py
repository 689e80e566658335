"""What waits is sent, by mail and by webhook: at least once, with growing pauses, and not for ever."""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.notices import actions, outbox
from nightlight.notices.models import Delivery, Outlet, Way
from nightlight.notices.outbox import Sendings, round_of
from nightlight.notices.rules import delivery_on
from nightlight.notices.sending import Parcel
from nightlight.notices.signing import signing_key
from nightlight.notices.tasks import deliver
from tests.notices.conftest import Raise
from tests.notices.sinks import MailSink, WebhookSink

AddOutlet = Callable[..., Outlet]


@pytest.fixture
def outlet(administrator: User, agency: Callable[[str], Agency]) -> AddOutlet:
    """Set an outlet of Colorado up."""
    return lambda way, target, **said: actions.add_outlet(
        by=administrator, agency=agency("co"), way=way, target=target, **said
    )


def the_delivery() -> Delivery:
    return Delivery.objects.unscoped(because="test").get()


def test_a_mail_says_the_sentence_and_where_to_read_more_and_nothing_else(
    mails: MailSink, outlet: AddOutlet, raised: Raise, worker: User, settings: Settings
) -> None:
    settings.SITE = "https://nightlight.example.com"
    outlet(Way.MAIL, "desk@example.com")
    notice = raised("co", count=41)
    assert deliver(by=worker) == Sendings(delivered=1)
    [mail] = mails.mails
    delivery = the_delivery()
    assert (mail["To"], mail["Subject"]) == ("desk@example.com", "Nightlight: notice")
    assert mail["Message-ID"] == f"<{delivery.pk}@nightlight>"
    text = mail.get_content()
    assert notice.words in text
    assert f"https://nightlight.example.com/notices/{notice.pk}" in text
    assert str(notice.about_id) not in str(mail)
    assert (delivery.status, delivery.tries, delivery.problem) == ("delivered", 1, "")


def test_a_webhook_gets_three_values_and_a_signature_that_its_receiver_can_check(
    webhook: WebhookSink, outlet: AddOutlet, raised: Raise, worker: User, settings: Settings
) -> None:
    settings.SITE = "https://nightlight.example.com"
    set_up = outlet(Way.WEBHOOK, webhook.url)
    notice = raised("co", urgent=True)
    assert deliver(by=worker) == Sendings(delivered=1)
    [post] = webhook.posts
    assert json.loads(post.body) == {
        "kind": "report.rematched",
        "address": f"https://nightlight.example.com/notices/{notice.pk}",
        "urgency": "urgent",
    }
    stamp, _, signed = post.headers["X-Nightlight-Signature"].partition(",v1=")
    key = signing_key(set_up.pk).encode()
    assert signed == hmac.new(key, stamp.removeprefix("t=").encode() + b"." + post.body, hashlib.sha256).hexdigest()
    assert post.headers["X-Nightlight-Delivery"] == str(the_delivery().pk)


def test_nothing_is_sent_twice_that_was_taken(
    webhook: WebhookSink, outlet: AddOutlet, raised: Raise, worker: User
) -> None:
    outlet(Way.WEBHOOK, webhook.url)
    raised("co")
    deliver(by=worker)
    assert deliver(by=worker) == Sendings()
    assert len(webhook.posts) == 1


def test_it_is_tried_again_with_growing_pauses_and_given_up_after_the_tries_of_the_policy(
    webhook: WebhookSink, outlet: AddOutlet, raised: Raise, worker: User
) -> None:
    outlet(Way.WEBHOOK, webhook.url)
    raised("co")
    webhook.status = 500
    rules, now, pauses = delivery_on(clock.today()), clock.now(), []
    for number in range(1, rules.content.tries):
        with clock.held_at(now):
            assert deliver(by=worker) == Sendings(failed=1)
        delivery = the_delivery()
        assert (delivery.status, delivery.tries, delivery.problem) == ("waiting", number, "webhook said 500")
        assert delivery.next_try_at
        pauses.append(delivery.next_try_at - now)
        with clock.held_at(delivery.next_try_at - timedelta(seconds=1)):
            assert deliver(by=worker) == Sendings()
        now = delivery.next_try_at
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1]
    with clock.held_at(now):
        assert deliver(by=worker) == Sendings(given_up=1)
    delivery = the_delivery()
    assert (delivery.status, delivery.policy_digest) == ("given_up", rules.digest)
    assert len(webhook.posts) == rules.content.tries


def test_a_receiver_that_is_back_gets_what_waited(
    webhook: WebhookSink, outlet: AddOutlet, raised: Raise, worker: User
) -> None:
    outlet(Way.WEBHOOK, webhook.url)
    raised("co")
    webhook.status = 503
    assert deliver(by=worker).failed == 1
    webhook.status = 200
    with clock.held_at(clock.now() + timedelta(minutes=1)):
        assert deliver(by=worker).delivered == 1
    first, second = (post.headers["X-Nightlight-Delivery"] for post in webhook.posts)
    assert first == second


def test_a_redirect_is_not_followed(webhook: WebhookSink, outlet: AddOutlet, raised: Raise, worker: User) -> None:
    outlet(Way.WEBHOOK, webhook.url)
    raised("co")
    webhook.status, webhook.headers = 307, {"Location": f"{webhook.url}/elsewhere"}
    assert deliver(by=worker).failed == 1
    assert [post.path for post in webhook.posts] == ["/hook"]
    assert the_delivery().problem == "webhook said 307"


def test_a_mail_that_is_refused_is_kept_with_the_reason(
    mails: MailSink, outlet: AddOutlet, raised: Raise, worker: User
) -> None:
    mails.refuse = "550 no such mailbox"
    outlet(Way.MAIL, "desk@example.com")
    raised("co")
    assert deliver(by=worker).failed == 1
    assert the_delivery().problem == "mail server refused the address"


def test_a_mail_server_that_is_gone_is_told_apart(
    mails: MailSink, outlet: AddOutlet, raised: Raise, worker: User, settings: Settings
) -> None:
    outlet(Way.MAIL, "desk@example.com")
    raised("co")
    settings.EMAIL_PORT = 1
    assert deliver(by=worker).failed == 1
    assert the_delivery().problem == "mail server does not answer"


def test_one_receiver_that_fails_stops_no_other(
    webhook: WebhookSink, mails: MailSink, outlet: AddOutlet, raised: Raise, worker: User
) -> None:
    outlet(Way.WEBHOOK, webhook.url)
    outlet(Way.MAIL, "desk@example.com")
    webhook.status = 500
    for _ in range(6):
        raised("co")
    assert deliver(by=worker) == Sendings(delivered=6, failed=6)
    assert len(mails.mails) == 6


def test_urgent_ones_go_first_and_have_a_round_of_their_own(
    webhook: WebhookSink, outlet: AddOutlet, raised: Raise, worker: User
) -> None:
    outlet(Way.WEBHOOK, webhook.url)
    for _ in range(outbox.AT_ONCE):
        raised("co")
    raised("co", urgent=True)
    assert round_of(by=worker, only_urgent=True) == Sendings(delivered=1)
    assert json.loads(webhook.posts[0].body)["urgency"] == "urgent"
    assert deliver(by=worker, only_urgent=True) == Sendings()
    assert deliver(by=worker) == Sendings(delivered=outbox.AT_ONCE)


def test_an_outlet_that_is_ended_during_a_try_leaves_no_row(
    webhook: WebhookSink, outlet: AddOutlet, raised: Raise, worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up = outlet(Way.WEBHOOK, webhook.url)
    raised("co")
    sent = outbox._sent

    def ended_meanwhile(taken: list[Delivery]) -> list[str]:
        problems = sent(taken)
        actions.end_outlet(set_up, by=worker)
        return problems

    monkeypatch.setattr(outbox, "_sent", ended_meanwhile)
    assert round_of(by=worker) == Sendings()
    assert not Delivery.objects.visible_to(worker).exists()


def test_stopped_between_sending_and_writing_down_it_is_sent_again_after_the_lease(
    webhook: WebhookSink, outlet: AddOutlet, raised: Raise, worker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    outlet(Way.WEBHOOK, webhook.url)
    raised("co")
    with monkeypatch.context() as broken:
        broken.setattr(outbox, "_written_down", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            deliver(by=worker)
    assert deliver(by=worker) == Sendings()
    with clock.held_at(clock.now() + timedelta(seconds=delivery_on(clock.today()).content.lease_seconds + 1)):
        assert deliver(by=worker) == Sendings(delivered=1)
    assert len({post.headers["X-Nightlight-Delivery"] for post in webhook.posts}) == 1
    assert the_delivery().tries == len(webhook.posts) == 2


def test_what_kills_its_process_every_time_is_given_up_too(
    webhook: WebhookSink, outlet: AddOutlet, raised: Raise, worker: User
) -> None:
    outlet(Way.WEBHOOK, webhook.url)
    raised("co")
    rules = delivery_on(clock.today()).content
    Delivery.objects.visible_to(worker).update(tries=rules.tries)
    assert deliver(by=worker) == Sendings(given_up=1)
    assert the_delivery().problem == outbox.KILLED
    assert not webhook.posts


def test_a_parcel_holds_no_record() -> None:
    assert set(Parcel.__dataclass_fields__) == {
        "id",
        "outlet_id",
        "way",
        "target",
        "kind",
        "words",
        "address",
        "is_urgent",
    }
