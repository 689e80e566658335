"""Whether the Internet was used: proposed from what a report says, decided by a person, and the index follows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.deconfliction.models import Conflict, IndexEntry
from nightlight.foundation.refusals import NotAllowed, RuleRefusal
from nightlight.geography.gazetteer import Gazetteer
from nightlight.identifiers.kinds import Identifier, Kind
from nightlight.intake.actions import receive
from nightlight.intake.formats.values import Person as PersonSaid
from nightlight.intake.formats.values import ReadReport, Role, Sighting
from nightlight.intake.models import Channel, Report
from nightlight.intake.nexus import Nexus, Sign, policy, signs_of
from nightlight.triage.actions import assess, assign, decide_nexus
from nightlight.triage.models import NexusDecision
from tests.breaking import breaks
from tests.conftest import Person

Make = SimpleNamespace
Received = Callable[..., list[Report]]
PHONE = "+16125550114"


def entries(report: Report) -> int:
    return IndexEntry.objects.unscoped(because="test").filter(record_id=report.pk).count()


def again(report: Report) -> Report:
    return Report.objects.unscoped(because="test").get(pk=report.pk)


@pytest.fixture
def arrived(received: Received, worker: User, places: Gazetteer, make: Make) -> Callable[..., Report]:
    """Give an assessed report about somebody with these contacts; a verified place in Arizona routes it there."""

    def ready(*contacts: Any, **said: Any) -> Report:
        who = make.reported(*contacts, places=(make.verified_zip("85001"),))
        [report] = received([make.reading(who, **said)], into="az")
        assess([report], by=worker, places=places)
        return again(report)

    return ready


@pytest.fixture
def analyst(person: Person) -> User:
    return person("az", RoleName.ANALYST)


# proposed


@pytest.mark.parametrize(
    ("kind", "value", "sign"),
    [
        (Kind.IPV4, "192.0.2.1", Sign.ADDRESS),
        (Kind.EMAIL, "alex@example.com", Sign.ACCOUNT),
        (Kind.HANDLE, "sample", Sign.ACCOUNT),
        (Kind.URL, "https://example.com/", Sign.WEB),
        (Kind.PHONE, PHONE, None),
    ],
)
def test_a_report_shows_it_by_what_it_states(kind: Kind, value: str, sign: Sign | None) -> None:
    seen = Sighting(Identifier(kind, value), value, "/x")
    said = ReadReport("sample", people=(PersonSaid(Role.REPORTED, "/p", sightings=(seen,)),))
    assert signs_of(said) == ({sign} if sign else set())
    rule = policy(on=date(2026, 11, 26)).content.answer(said)
    assert rule.nexus is (Nexus.YES if sign else Nexus.UNKNOWN)


def test_how_whoever_reported_is_reached_shows_nothing() -> None:
    seen = Sighting(Identifier(Kind.EMAIL, "desk@example.com"), "desk@example.com", "/x")
    assert signs_of(ReadReport("sample", people=(PersonSaid(Role.REPORTER, "/p", sightings=(seen,)),))) == set()


def test_a_report_with_it_is_registered_and_says_by_which_rule(arrived: Callable[..., Report], make: Make) -> None:
    report = arrived(make.contact(Kind.EMAIL, "alex@example.com"))
    assert (report.nexus, report.nexus_rule) == (Nexus.YES, "account")
    assert "e-mail" in report.nexus_because
    assert len(report.nexus_policy_digest) == 64
    assert entries(report) == 1


def test_a_report_without_it_registers_nothing_wherever_it_goes(
    arrived: Callable[..., Report], make: Make, worker: User
) -> None:
    report = arrived(make.contact(Kind.PHONE, PHONE))
    assert (report.nexus, report.assigned_to.code if report.assigned_to else "") == (Nexus.UNKNOWN, "az")
    assert entries(report) == 0
    assign([report], to=Agency.objects.get(code="ut"), by=worker, because="Sample reason")
    assert entries(report) == 0
    assert not Conflict.objects.unscoped(because="test").exists()


def test_a_batch_holds_back_only_those_without_it(
    received: Received, worker: User, places: Gazetteer, make: Make
) -> None:
    def said(*contacts: Any) -> Any:
        return make.reading(make.reported(*contacts, places=(make.verified_zip("85001"),)))

    phone = make.contact(Kind.PHONE, PHONE)
    with_it, without = received([said(phone, make.contact(Kind.EMAIL, "a@example.com")), said(phone)], into="az")
    assess([with_it, without], by=worker, places=places)
    assert (entries(with_it), entries(without)) == (2, 0)


# decided


def test_a_person_who_says_yes_registers_it_and_who_says_no_withdraws_it(
    arrived: Callable[..., Report], make: Make, analyst: User
) -> None:
    report = arrived(make.contact(Kind.PHONE, PHONE))
    decide_nexus([report], by=analyst, nexus=Nexus.YES, because="The caller met the person in a game online.")
    now = again(report)
    assert (now.nexus, now.nexus_rule, entries(report)) == (Nexus.YES, "", 1)
    decide_nexus([report], by=analyst, nexus=Nexus.NO, because="It was a letter on paper.")
    assert (again(report).nexus, entries(report)) == (Nexus.NO, 0)
    decide_nexus([report], by=analyst, nexus=Nexus.UNKNOWN, because="It is not clear after all.")
    assert entries(report) == 0
    rows = NexusDecision.objects.visible_to(analyst).filter(report=report)
    assert [(row.was, row.nexus) for row in rows] == [("unknown", "yes"), ("yes", "no"), ("no", "unknown")]


@pytest.mark.parametrize("because", ["", "  ", "x" * 301])
def test_a_decision_without_a_reason_changes_nothing(
    arrived: Callable[..., Report], make: Make, analyst: User, because: str
) -> None:
    report = arrived(make.contact(Kind.EMAIL, "alex@example.com"))
    with pytest.raises(RuleRefusal):
        decide_nexus([report], by=analyst, nexus=Nexus.NO, because=because)
    assert (again(report).nexus, entries(report)) == (Nexus.YES, 1)


def test_who_may_not_assess_does_not_decide(arrived: Callable[..., Report], make: Make, person: Person) -> None:
    report = arrived(make.contact(Kind.EMAIL, "alex@example.com"))
    with pytest.raises(NotAllowed):
        decide_nexus([report], by=person("az", RoleName.INVESTIGATOR), nexus=Nexus.NO, because="Sample")


def test_a_later_version_proposes_anew_but_not_against_a_person(
    worker: User, places: Gazetteer, make: Make, analyst: User, arrived: Callable[..., Report]
) -> None:
    def version(report: Report, number: int, *contacts: Any) -> None:
        said = replace(make.reading(make.reported(*contacts), number=report.number), sha256=f"{number:064x}")
        told = receive([said], by=worker, into=report.agency, channel=Channel.FILE).told
        assess(told.reports, by=worker, places=places)

    phone, mail = make.contact(Kind.PHONE, PHONE), make.contact(Kind.EMAIL, "alex@example.com")
    report = arrived(phone)
    version(report, 1, phone, mail)
    assert (again(report).nexus, entries(report)) == (Nexus.YES, 2)
    version(report, 2, phone)
    assert (again(report).nexus, entries(report)) == (Nexus.UNKNOWN, 0)
    decide_nexus([report], by=analyst, nexus=Nexus.NO, because="It was a letter on paper.")
    version(report, 3, phone, mail)
    assert (again(report).nexus, again(report).nexus_because, entries(report)) == (
        Nexus.NO,
        "It was a letter on paper.",
        0,
    )


# held by the database


def test_a_row_that_says_yes_without_rule_or_reason_cannot_be(arrived: Callable[..., Report], make: Make) -> None:
    report = arrived(make.contact(Kind.EMAIL, "alex@example.com"))
    rows = Report.objects.unscoped(because="test").filter(pk=report.pk)
    with breaks("report_nexus_is_known"):
        rows.update(nexus="maybe")
    for broken in (
        {"nexus_rule": ""},
        {"nexus_because": ""},
        {"nexus_policy_date": None},
        {"nexus_rule": "", "nexus_policy_date": None, "nexus_policy_digest": "", "nexus_because": ""},
    ):
        with breaks("report_nexus_names_its_dated_rule_or_a_reason_or_is_unknown"):
            rows.update(**broken)


def test_a_decision_has_known_words_and_a_reason(arrived: Callable[..., Report], make: Make, analyst: User) -> None:
    report = arrived(make.contact(Kind.EMAIL, "alex@example.com"))
    [made] = decide_nexus([report], by=analyst, nexus=Nexus.NO, because="Sample")
    rows = NexusDecision.objects.unscoped(because="test").filter(pk=made.pk)
    with breaks("nexus_decision_has_known_words"):
        rows.update(nexus="maybe")
    with breaks("nexus_decision_says_why"):
        rows.update(because="")
