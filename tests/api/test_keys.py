"""Only a provider's key opens the door for machines, and an answer never shows what lies behind it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from nightlight.accounts.models import ApiKey, User, digest_of, new_secret
from nightlight.accounts.permissions import RoleName
from nightlight.accounts.standing import WORKER
from nightlight.agencies.models import Agency
from nightlight.audit.models import Entry
from nightlight.foundation import clock
from nightlight.intake.models import Submission
from tests.api.conftest import URL, Send, document
from tests.conftest import Person

INTERNALS = (
    "Traceback",
    "nightlight/",
    "nightlight.api",
    "django",
    "File &quot;",
    'File "',
    "site-packages",
    "SELECT ",
    "Error:",
)


def nothing_came_in(desk: User) -> bool:
    return not Submission.objects.visible_to(desk).exists()


def shows_internals(response: Any) -> list[str]:
    words = response.content.decode()
    return [word for word in INTERNALS if word in words]


def test_without_a_key_nobody_comes_in(client: Client, desk: User) -> None:
    response = client.generic("POST", URL, document("no-key"), "application/xml")
    assert response.status_code == 401
    assert nothing_came_in(desk)


@pytest.mark.parametrize("words", ["Bearer ", "Bearer wrong", "Basic wrong", "wrong", "Bearer é", "Bearer \x00"])
def test_a_wrong_key_opens_nothing(words: str, client: Client, desk: User) -> None:
    response = client.generic("POST", URL, document("wrong"), "application/xml", headers={"Authorization": words})
    assert response.status_code == 401
    assert nothing_came_in(desk)


def test_a_key_that_has_lapsed_opens_nothing(send: Send, key: str, desk: User) -> None:
    [row] = ApiKey.objects.all()
    row.valid_to = row.valid_from + timedelta(microseconds=1)
    row.save(update_fields=["valid_to"])
    assert send(document("lapsed")).status_code == 401
    assert nothing_came_in(desk)


def test_a_key_that_holds_from_tomorrow_opens_nothing_today(send: Send, key: str, desk: User) -> None:
    ApiKey.objects.update(valid_from=clock.now() + timedelta(days=1))
    assert send(document("early")).status_code == 401
    assert nothing_came_in(desk)


def test_a_person_who_is_signed_in_needs_a_key_all_the_same(client: Client, person: Person, desk: User) -> None:
    client.force_login(person("practice-provider", RoleName.PROVIDER))
    response = client.generic("POST", URL, document("session"), "application/xml")
    assert response.status_code == 401
    assert nothing_came_in(desk)


def test_a_key_needs_no_token_of_a_form(key: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    headers = {"Authorization": f"Bearer {key}"}
    assert strict.generic("POST", URL, document("strict"), "application/xml", headers=headers).status_code == 201


@pytest.mark.parametrize("role", [role for role in RoleName if role not in {RoleName.PROVIDER, RoleName.OPERATOR}])
def test_a_key_gives_no_more_than_its_accounts_rights(role: RoleName, send: Send, person: Person, desk: User) -> None:
    secret, account = new_secret(), person("co", role)
    ApiKey.objects.create(user=account, digest=digest_of(secret))
    response = send(document("rights"), key=secret)
    if account.may("submission:send"):
        assert response.status_code == 201
        return
    assert response.status_code == 403
    assert shows_internals(response) == []
    assert nothing_came_in(desk)
    refusals = Entry.objects.unscoped(because="test").filter(actor_id=account.pk, outcome="refused")
    assert refusals.count() == 1


def test_what_was_handed_in_is_written_down_as_the_providers(
    send: Send, key: str, agency: Callable[[str], Agency]
) -> None:
    assert send(document("written")).status_code == 201
    [row] = ApiKey.objects.all()
    entries = Entry.objects.unscoped(because="test").filter(actor_id=row.user_id, outcome="done")
    assert {entry.act for entry in entries} == {"submission.received"}


@pytest.mark.parametrize("path", ["/api/v1/submissions", "/api/v1/none", "/api/v1/", "/api/v1/docs"])
def test_what_is_not_offered_is_answered_without_internals(path: str, client: Client) -> None:
    response = client.get(path)
    assert response.status_code in {401, 404, 405}
    assert shows_internals(response) == []


def test_a_form_that_cannot_be_taken_apart_is_refused_without_internals(client: Client, key: str, desk: User) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    response = client.generic("POST", URL, b"nothing", "multipart/form-data", headers=headers)
    assert response.status_code == 400
    assert shows_internals(response) == []
    assert nothing_came_in(desk)


def test_when_something_breaks_the_answer_tells_nothing_of_it(client: Client, send: Send) -> None:
    User.objects.get_queryset().unscoped(because="test").filter(email=WORKER).delete()
    client.raise_request_exception = False
    response = send(document("broken"))
    assert response.status_code == 500
    assert shows_internals(response) == []
