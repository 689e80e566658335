"""Known hashes on the site: what lists there are, what they say of a digest, and who takes what back."""

import re
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.hashes.actions import begin_import, deconfirm, withdraw_list
from nightlight.hashes.asked import asked_from
from nightlight.hashes.importing import bring_in
from nightlight.hashes.models import Deconfirmation, HashImport, HashList, Licence
from nightlight.hashes.survey import survey
from tests.conftest import Person
from tests.hashes.conftest import make_list, md5, medium, pdq, vics


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def coordinator(person: Person) -> User:
    return person("national", RoleName.NATIONAL_COORDINATOR)


@pytest.fixture
def listed(coordinator: User, agency: Callable[[str], Agency], tmp_path: Path) -> HashImport:
    """Bring a national list in that everybody here may see."""
    path = tmp_path / "set.json"
    media = [medium(number, PDQ=pdq(1, number)) for number in range(1, 121)]
    path.write_bytes(vics([*media, medium(500, VictimIdentified="false", Series="Sample series"), {"MediaID": 501}]))
    into = make_list(coordinator, agency("national"), purpose="Sample purpose")
    return bring_in(
        begin_import(into, by=coordinator, source="set.json", survey=survey([path])), [path], by=coordinator
    )


def read(client: Client, user: User, address: str) -> str:
    client.force_login(user)
    answer = client.get(address)
    assert answer.status_code == HTTPStatus.OK
    return words(answer)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def look_up(client: Client, user: User, *digests: str) -> str:
    client.force_login(user)
    answer = client.post(reverse("hashes-look-up"), {"digests": "\n".join(digests)})
    assert answer.status_code == HTTPStatus.OK
    return words(answer)


def test_the_lists_are_shown_with_owner_trust_and_what_they_hold(
    client: Client, person: Person, listed: HashImport
) -> None:
    page = read(client, person("co", RoleName.ANALYST), reverse("hashes"))
    for said in ("Sample list", "Sample owner", "High", "us-vics", "Every agency of this installation", "121"):
        assert said in page


def test_without_a_list_the_page_says_how_one_comes_in(client: Client, person: Person) -> None:
    assert "No list yet" in read(client, person("co", RoleName.ANALYST), reverse("hashes"))


def test_another_agencys_own_list_leaves_no_trace(
    client: Client, person: Person, agency: Callable[[str], Agency]
) -> None:
    commander = person("ut", RoleName.COMMANDER)
    own = make_list(commander, agency("ut"), "Own list", licence=Licence.OWN_AGENCY)
    client.force_login(person("co", RoleName.COMMANDER))
    assert "Own list" not in words(client.get(reverse("hashes")))
    assert client.get(reverse("hash-list", args=[own.pk])).status_code == HTTPStatus.NOT_FOUND


def test_a_list_shows_its_imports_with_counts_and_findings(client: Client, person: Person, listed: HashImport) -> None:
    page = read(client, person("co", RoleName.ANALYST), reverse("hash-list", args=[listed.list_id]))
    found = "none of its digests can be kept: 1 time, first at record 122"
    for said in ("set.json", "Sample purpose", "Complete", found):
        assert said in page
    assert "Withdraw list" not in page


def test_answers_say_what_is_known_of_each_digest(client: Client, person: Person, listed: HashImport) -> None:
    page = look_up(client, person("co", RoleName.ANALYST), md5(500), f"pdq:{pdq(1)}", md5(9999))
    assert "2 of 3 known" in page
    assert "Known, the child is not identified" in page
    assert "series Sample series" in page
    assert "120 entries of it" in page
    assert "Viral" in page
    assert "alike, 1 bit apart" in page
    assert "New: matches nothing on any list here" in page


def test_what_is_no_digest_is_said_at_the_field_and_nothing_is_looked_up(client: Client, person: Person) -> None:
    client.force_login(person("co", RoleName.ANALYST))
    answer = client.post(reverse("hashes-look-up"), {"digests": f"{md5(1)}\n\nsample words\n{md5(2)}\n12"})
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    said = words(answer)
    assert "Nothing was looked up" in said
    assert "Line 3: Not a digest" in said
    assert "Line 5: Not a digest" in said


def test_no_digest_stands_in_an_address(client: Client, coordinator: User, listed: HashImport) -> None:
    client.force_login(coordinator)
    deconfirm(asked_from(md5(1))[0], by=coordinator, because="Sample reason")
    pages = [client.get(reverse("hashes")), client.post(reverse("hashes-look-up"), {"digests": md5(2)})]
    links = [link for page in pages for link in re.findall(r'(?:href|action)="([^"]*)"', page.content.decode())]
    assert not [link for link in links if md5(1) in link or md5(2) in link]


def test_a_digest_is_deconfirmed_with_a_reason_and_the_reason_shows(
    client: Client, person: Person, listed: HashImport
) -> None:
    specialist = person("co", RoleName.VICTIM_SPECIALIST)
    client.force_login(specialist)
    answer = client.post(reverse("hashes-deconfirm"), {"digest": md5(500), "because": "Sample reason"}, follow=True)
    assert "matches nothing from now on" in words(answer)
    page = look_up(client, specialist, md5(500))
    assert "Deconfirmed: it was wrongly listed" in page
    assert "Sample reason" in page


@pytest.mark.parametrize("typed", [{"digest": "x", "because": "Sample"}, {"digest": md5(1)}, {"digest": "a" * 64}, {}])
def test_a_deconfirmation_that_lacks_something_is_kept_on_the_form(
    typed: dict[str, str], client: Client, coordinator: User
) -> None:
    client.force_login(coordinator)
    answer = client.post(reverse("hashes-deconfirm"), typed)
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert not Deconfirmation.objects.visible_to(coordinator).exists()


def test_a_deconfirmation_is_taken_back_by_its_own_agency_only(
    client: Client, person: Person, coordinator: User
) -> None:
    said = deconfirm(asked_from(md5(1))[0], by=coordinator, because="Sample reason")
    address = reverse("hashes-take-back", args=[said.pk])
    client.force_login(person("co", RoleName.COMMANDER))
    assert client.post(address, {"because": "Sample"}).status_code == HTTPStatus.CONFLICT
    client.force_login(coordinator)
    assert "Taken back" in words(client.post(address, {"because": "Sample"}, follow=True))


def test_an_import_and_a_list_are_withdrawn_with_a_reason(
    client: Client, coordinator: User, listed: HashImport
) -> None:
    client.force_login(coordinator)
    page = words(client.get(reverse("hash-list", args=[listed.list_id])))
    assert "Withdraw list" in page
    address = reverse("hash-import-withdraw", args=[listed.pk])
    assert client.post(address, {}).status_code == HTTPStatus.BAD_REQUEST
    assert "The import is withdrawn" in words(client.post(address, {"because": "Sample reason"}, follow=True))
    assert "0 of 1 known" in look_up(client, coordinator, md5(500))
    address = reverse("hash-list-withdraw", args=[listed.list_id])
    assert "The list is withdrawn" in words(client.post(address, {"because": "Sample reason"}, follow=True))
    assert client.post(address, {"because": "Sample reason"}).status_code == HTTPStatus.CONFLICT


def test_a_list_that_is_shown_to_others_is_not_theirs_to_withdraw(
    client: Client, person: Person, listed: HashImport
) -> None:
    client.force_login(person("co", RoleName.COMMANDER))
    address = reverse("hash-list-withdraw", args=[listed.list_id])
    assert client.post(address, {"because": "Sample reason"}).status_code == HTTPStatus.CONFLICT
    assert HashList.objects.unscoped(because="test").get(pk=listed.list_id).withdrawn_at is None


def test_a_withdrawn_list_says_why(client: Client, coordinator: User, listed: HashImport) -> None:
    withdraw_list(listed.list, by=coordinator, because="Sample reason")
    assert "Sample reason" in read(client, coordinator, reverse("hash-list", args=[listed.list_id]))
