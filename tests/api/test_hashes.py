"""An agency's system looks digests up: one or many, and only what its agency may see."""

import json
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nightlight.accounts.actions import make_system_key
from nightlight.accounts.models import ApiKey, new_secret
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.audit.models import Entry
from nightlight.foundation import once_a_second
from nightlight.foundation.refusals import RuleRefusal
from nightlight.hashes.actions import begin_import, deconfirm, withdraw_import
from nightlight.hashes.asked import asked_from
from nightlight.hashes.importing import bring_in
from nightlight.hashes.models import HashImport, Licence
from nightlight.hashes.survey import survey
from tests.api.test_description import OPENAPI, kept_connection
from tests.conftest import Person
from tests.hashes.conftest import make_list, md5, medium, pdq, vics

URL = "/api/v1/hashes/lookup"
Ask = Callable[..., Any]

__all__ = ["kept_connection"]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def listed(person: Person, agency: Callable[[str], Agency], tmp_path: Path) -> None:
    """Bring in a list that everybody here may see, and one of Utah's own."""
    for code, name, licence, number in (
        ("national", "Sample list", Licence.THIS_INSTALLATION, 1),
        ("ut", "Own list", Licence.OWN_AGENCY, 2),
    ):
        role = RoleName.NATIONAL_COORDINATOR if code == "national" else RoleName.COMMANDER
        by, path = person(code, role), tmp_path / f"{code}.json"
        path.write_bytes(vics([medium(number, PDQ=pdq(number), Series="Sample series")]))
        into = make_list(by, agency(code), name, licence=licence)
        bring_in(begin_import(into, by=by, source="sample", survey=survey([path])), [path], by=by)


@pytest.fixture
def system_key(person: Person, agency: Callable[[str], Agency]) -> str:
    secret = new_secret()
    make_system_key(by=person("national", RoleName.ADMINISTRATOR), agency=agency("co"), secret=secret)
    return secret


@pytest.fixture
def ask(client: Client, system_key: str) -> Ask:
    """Post a question: `ask({"digest": ...})`; `key=` shows another key."""

    def post(body: Any, *, key: str = system_key) -> Any:
        headers = {"Authorization": f"Bearer {key}"}
        return client.generic("POST", URL, json.dumps(body), "application/json", headers=headers)

    return post


def test_one_digest_is_answered(ask: Ask, listed: None) -> None:
    answer = ask({"digest": md5(1)})
    assert answer.status_code == HTTPStatus.OK
    [match] = answer.json()["matches"]
    assert (match["kind"], match["digest"], match["distance"], match["list"]) == ("md5", md5(1), 0, "Sample list")
    assert match["classification"] == {"scheme": "us-vics", "code": "1", "words": "Child Abuse Material (CAM)"}
    assert (match["series"], match["trust"], match["canonical"]["entries"]) == ("Sample series", "high", 1)


def test_a_batch_is_answered_as_a_whole(ask: Ask, listed: None) -> None:
    answer = ask({"digests": [md5(7), md5(1), f"pdq:{pdq(1, 1, 2)}"]}).json()
    assert [(match["kind"], match["distance"]) for match in answer["matches"]] == [("md5", 0), ("pdq", 2)]
    assert ask({"digests": [f"pdq:{pdq(1, 1, 2)}"], "distance": 1}).json() == {"matches": [], "deconfirmed": []}


def test_another_agencys_own_list_leaves_no_trace(ask: Ask, listed: None) -> None:
    assert ask({"digests": [md5(2), f"pdq:{pdq(2)}"]}).json() == {"matches": [], "deconfirmed": []}


def test_what_is_deconfirmed_says_so(ask: Ask, listed: None, person: Person) -> None:
    deconfirm(asked_from(md5(1))[0], by=person("co", RoleName.COMMANDER), because="Sample reason")
    answer = ask({"digest": md5(1)}).json()
    assert answer["matches"] == []
    assert [said["because"] for said in answer["deconfirmed"]] == ["Sample reason"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({}, 422),
        ({"digest": md5(1), "digests": [md5(1)]}, 422),
        ({"digest": "sample"}, 422),
        ({"digests": [md5(1), "sample"]}, 422),
        ({"digest": md5(1), "distance": 257}, 422),
        ({"digests": [md5(1)] * 1001}, 413),
        ({"digests": []}, 200),
        ([], 422),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_place(body: Any, status: int, ask: Ask, listed: None) -> None:
    assert ask(body).status_code == status


def test_the_place_of_what_is_no_digest_is_named_and_the_words_are_not_repeated(ask: Ask) -> None:
    message = ask({"digests": [md5(1), "sample-words"]}).json()["message"]
    assert message.startswith("Place 1:")
    assert "sample-words" not in message


def test_a_providers_key_is_not_one_for_looking_up_and_the_try_is_written_down(ask: Ask, key: str) -> None:
    answer = ask({"digest": md5(1)}, key=key)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    written = Entry.objects.unscoped(because="test").get(act="hashes.looked_up")
    assert (written.outcome, written.details) == ("refused", {"code": "not_allowed"})


def test_a_provider_gets_no_key_for_looking_up(person: Person, agency: Callable[[str], Agency]) -> None:
    with pytest.raises(RuleRefusal, match="provider"):
        make_system_key(
            by=person("national", RoleName.ADMINISTRATOR), agency=agency("practice-provider"), secret=new_secret()
        )


def test_it_is_described(client: Client) -> None:
    post = client.get(OPENAPI).json()["paths"][URL]["post"]
    assert set(post["responses"]) == {"200", "403", "413", "422"}
    assert post["security"]


@pytest.fixture
def described(client: Client) -> Any:
    return client.get(OPENAPI).json()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_the_description_allows_never_breaks_the_door(
    data: st.DataObject, described: Any, system_key: str, listed: None, kept_connection: None
) -> None:
    schema = schemathesis.openapi.from_dict(described)
    schema.app = get_wsgi_application()
    case = data.draw(schema[URL]["POST"].as_strategy())
    response = case.call(headers={"Authorization": f"Bearer {system_key}"}, base_url="http://localhost")
    assert response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Say which second it is."""
    now = [5.0]
    monkeypatch.setattr(once_a_second, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def it_is(moment: float) -> None:
        now[0] = moment

    return it_is


def test_a_key_that_is_ended_opens_nothing_from_the_next_second_on(
    ask: Ask, listed: None, second: Callable[[float], None]
) -> None:
    assert ask({"digest": md5(1)}).status_code == 200
    ApiKey.objects.update(valid_to=F("valid_from") + timedelta(microseconds=1))
    second(6.0)
    assert ask({"digest": md5(1)}).status_code == 401


def test_within_a_second_the_holder_of_a_key_is_read_once(
    ask: Ask, listed: None, second: Callable[[float], None]
) -> None:
    second(7.1)
    ask({"digest": md5(1)})
    second(7.9)
    with CaptureQueriesContext(connection) as captured:
        assert ask({"digest": md5(1)}).status_code == 200
    assert [query["sql"] for query in captured.captured_queries if "apikey" in query["sql"]] == []


@pytest.mark.parametrize("change", ["withdrawn", "deconfirmed"])
def test_what_is_taken_back_no_longer_matches_from_the_next_second_on(
    change: str, ask: Ask, listed: None, second: Callable[[float], None], person: Person
) -> None:
    assert len(ask({"digest": md5(1)}).json()["matches"]) == 1
    by = person("national", RoleName.NATIONAL_COORDINATOR)
    if change == "withdrawn":
        brought = HashImport.objects.visible_to(by).get(list__name="Sample list")
        withdraw_import(brought, by=by, because="Sample reason")
    else:
        deconfirm(asked_from(md5(1))[0], by=by, because="Sample reason")
    second(6.0)
    answer = ask({"digest": md5(1)}).json()
    assert (answer["matches"], len(answer["deconfirmed"])) == ([], change == "deconfirmed")


def test_what_is_added_matches_within_the_second(ask: Ask, listed: None, person: Person, tmp_path: Path) -> None:
    assert ask({"digest": md5(3)}).json()["matches"] == []
    by, path = person("national", RoleName.NATIONAL_COORDINATOR), tmp_path / "more.json"
    path.write_bytes(vics([medium(3)]))
    into = HashImport.objects.visible_to(by).get(list__name="Sample list").list
    bring_in(begin_import(into, by=by, source="sample", survey=survey([path])), [path], by=by)
    assert len(ask({"digest": md5(3)}).json()["matches"]) == 1


def test_within_a_second_a_miss_asks_one_question_and_a_hit_three(
    ask: Ask, listed: None, second: Callable[[float], None]
) -> None:
    second(8.0)
    ask({"digest": md5(1)})
    for digest, questions in ((md5(1), 3), (md5(9), 1)):
        with CaptureQueriesContext(connection) as captured:
            ask({"digest": digest})
        assert len(captured) == questions
