"""People who are told, an administrator who sets outlets up, and receivers that listen on this machine."""

from collections.abc import Callable, Iterator

import pytest
from pytest_django.fixtures import Settings

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.foundation import ids
from nightlight.notices.kinds import NoticeKind, Urgency
from nightlight.notices.models import Notice
from nightlight.notices.telling import Told, tell
from tests.conftest import Person
from tests.notices.sinks import MailSink, WebhookSink, mail_sink, webhook_sink

Raise = Callable[..., Notice]


@pytest.fixture
def worker(person: Person) -> User:
    return person("national", RoleName.OPERATOR)


@pytest.fixture
def analyst(person: Person) -> User:
    return person("co", RoleName.ANALYST)


@pytest.fixture
def administrator(person: Person) -> User:
    return person("co", RoleName.ADMINISTRATOR)


@pytest.fixture
def raised(agency: Callable[[str], Agency]) -> Raise:
    """Raise a notice: `raised("co", count=3)`."""

    def make(
        code: str,
        kind: NoticeKind = NoticeKind.REPORT_REMATCHED,
        *,
        count: int = 1,
        urgent: bool = False,
        to: User | None = None,
    ) -> Notice:
        urgency = Urgency.URGENT if urgent else Urgency.ROUTINE
        about = ("intake.report", ids.new())
        told = Told(agency(code).pk, kind, *about, count=count, urgency=urgency, person_id=to.pk if to else None)
        [notice] = tell([told])
        return notice

    return make


@pytest.fixture
def mails(settings: Settings) -> Iterator[MailSink]:
    """Give a mail server that the settings name."""
    with mail_sink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
        yield sink


@pytest.fixture
def webhook() -> Iterator[WebhookSink]:
    """Give a webhook that listens."""
    with webhook_sink() as sink:
        yield sink
