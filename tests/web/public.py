"""A visitor of the public form, as a browser without script would be one."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from nightlight.accounts import standing
from nightlight.accounts.models import User
from nightlight.foundation import clock

NETWORK = "198.51.100.7"
ANSWERS: list[dict[str, str]] = [
    {"about": "contact"},
    {"danger": "unknown", "age": "13", "zip_code": "80203"},
    {"handle": "sample.user.77", "service": "Testbed Chat", "contact": "303-555-0142"},
    {"account": "Administrative words about an invented account.", "when": "last night"},
    {"contact_me": "unnamed"},
]


class Visitor:
    """Goes from page to page; what is sent carries the hidden fields of the page that was shown."""

    def __init__(self, *, address: str = NETWORK, language: str = "en") -> None:
        self.client = Client(enforce_csrf_checks=True, REMOTE_ADDR=address, HTTP_ACCEPT_LANGUAGE=language)
        self.moment = clock.now().replace(minute=0, second=0) + timedelta(hours=1)  # networks are counted by the hour
        self.page: Any = None

    @property
    def text(self) -> str:
        """The page that was shown last."""
        return unescape(self.page.content.decode())

    def opens(self, path: str = "/report") -> "Visitor":
        """Open an address."""
        with clock.held_at(self.moment):
            self.page = self.client.get(path)
        return self

    def sends(self, path: str = "/report", *, go: str = "next", **typed: Any) -> HttpResponse:
        """Fill in what stands on the page and press a button; a redirect is followed. Return the answer itself."""
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', self.page.content.decode()))
        self.moment += timedelta(seconds=20)
        with clock.held_at(self.moment):
            answer: Any = self.client.post(path, {**hidden, "go": go, **typed})
            self.page = self.client.get(answer["Location"]) if answer.status_code == 302 else answer
        return answer  # type: ignore[no-any-return]

    def answers(self, *instead: dict[str, str]) -> "Visitor":
        """Answer the five questions up to the page before sending."""
        self.opens()
        for answer in instead or ANSWERS:
            self.sends(**answer)
        return self

    def reports(self, *instead: dict[str, str]) -> str:
        """Answer everything, send it, and return the code."""
        self.answers(*instead).sends(go="send")
        return self.code

    @property
    def code(self) -> str:
        """The code on the page, or nothing."""
        found = re.search(r'class="code-large">([^<]+)<', self.text)
        return found[1] if found else ""


@pytest.fixture(autouse=True)
def standing_accounts(db: None) -> None:
    """Let the accounts stand as which the form hands in."""
    standing.ensure()


@pytest.fixture
def worker() -> User:
    """Give the account that sees what the form handed in."""
    return standing.worker()


@pytest.fixture
def visitor() -> Visitor:
    """Give somebody who comes to the form."""
    return Visitor()
