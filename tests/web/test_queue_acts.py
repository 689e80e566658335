"""Acts on several reports: the preview names what will happen and what not; all or nothing; undone at once."""

import re
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.audit.models import Entry, Outcome
from nightlight.foundation import clock
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake.models import Report
from nightlight.investigations.actions import take_up
from nightlight.transfers.actions import accept as accept_offer
from nightlight.transfers.models import Transfer
from nightlight.triage.actions import assess, fold
from nightlight.triage.models import NexusDecision
from nightlight.triage.queue import bulk
from tests.conftest import Person
from tests.triage.conftest import make, places, received, worker

__all__ = ["make", "places", "received", "worker"]

Receive = Callable[..., list[Report]]
DENVER, MARICOPA = "08031", "04013"


@pytest.fixture
def triaged(received: Receive, worker: User, places: Gazetteer, make: SimpleNamespace) -> Receive:
    """Give so many assessed reports whose upload came from a county: Colorado's are suggested, Arizona's routed."""

    def ready(many: int = 1, county: str = MARICOPA, **said: Any) -> list[Report]:
        readings = [make.reading(make.reported(make.address(county, n=n)), **said) for n in range(many)]
        assess(received(readings), by=worker, places=places)
        numbers = [reading.said.number for reading in readings]
        found = {report.number: report for report in Report.objects.visible_to(worker).filter(number__in=numbers)}
        return [found[number] for number in numbers]

    return ready


def send(client: Client, user: User, name: str, **given: Any) -> Any:
    client.force_login(user) if "_auth_user_id" not in client.session else None
    return client.post(reverse(name), given, follow=True)


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def ids(reports: list[Report]) -> list[str]:
    return [str(report.pk) for report in reports]


def holders(reports: list[Report]) -> list[str]:
    rows = Report.objects.unscoped(because="test").select_related("assigned_to").in_bulk([one.pk for one in reports])
    return [rows[one.pk].assigned_to.code if rows[one.pk].assigned_to else "" for one in reports]


def arizona() -> str:
    return str(Agency.objects.get(code="az").pk)


def test_the_preview_says_how_many_go_and_which_are_left_out_and_why(
    client: Client, worker: User, triaged: Receive
) -> None:
    routed, [urgent], [taken, *_] = triaged(2), triaged(escalation="folded"), triaged(2)
    take_up([taken], by=worker)
    page = words(send(client, worker, "queue-act", act="assign", report=ids([*routed, urgent, taken])))
    assert "Assign: 2 of 4 reports" in page
    assert bulk.ALONE in page
    assert "it is under investigation" in page
    assert urgent.number in page
    assert page.count('<input type="hidden" name="report"') == 2
    assert holders(routed) == ["az", "az"], "nothing is changed by looking"


def test_what_the_preview_named_is_done_and_can_be_undone(client: Client, worker: User, triaged: Receive) -> None:
    reports, ohio = triaged(3), Agency.objects.get(code="oh")
    given = {"act": "assign", "report": ids(reports), "to": str(ohio.pk), "because": "Moved together."}
    page = words(send(client, worker, "queue-do", **given))
    assert "3 reports are assigned." in page
    assert "Undo" in page
    assert holders(reports) == ["oh"] * 3
    page = words(send(client, worker, "queue-undo"))
    assert "stand as they stood before" in page
    assert holders(reports) == ["az"] * 3
    assert "There is nothing to undo any more" in words(send(client, worker, "queue-undo"))


def test_an_undo_that_is_refused_changes_nothing_and_is_written_down(
    client: Client, worker: User, triaged: Receive
) -> None:
    reports, ohio = triaged(2), Agency.objects.get(code="oh")
    send(client, worker, "queue-do", act="assign", report=ids(reports), to=str(ohio.pk), because="Moved together.")
    take_up(reports[:1], by=worker)
    send(client, worker, "queue-undo")
    assert holders(reports) == ["oh", "oh"]
    refused = Entry.objects.unscoped(because="test").filter(outcome=Outcome.REFUSED)
    assert [entry.act for entry in refused] == ["report.assigned"]


def test_all_or_nothing_a_report_that_cannot_go_stops_all(client: Client, worker: User, triaged: Receive) -> None:
    reports = triaged(3)
    take_up(reports[:1], by=worker)
    ohio = str(Agency.objects.get(code="oh").pk)
    given = {"act": "assign", "report": ids(reports), "to": ohio, "because": "Moved together."}
    answer = send(client, worker, "queue-do", **given)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Something changed meanwhile" in words(answer)
    assert holders(reports) == ["az"] * 3
    answer = send(client, worker, "queue-do", **given | {"report": ids(reports[1:]), "to": arizona()})
    assert "is there already" in words(answer)
    assert holders(reports) == ["az"] * 3


def test_without_a_reason_nothing_is_assigned_and_the_preview_stays(
    client: Client, worker: User, triaged: Receive
) -> None:
    reports = triaged(2, DENVER)
    answer = send(client, worker, "queue-do", act="assign", report=ids(reports), to=arizona(), because=" ")
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "Say why in a sentence" in words(answer)
    assert holders(reports) == ["", ""]


def test_suggestions_are_accepted_after_a_preview_that_says_to_whom(
    client: Client, worker: User, triaged: Receive
) -> None:
    suggested, routed = triaged(2, DENVER), triaged(1)
    page = words(send(client, worker, "queue-act", act="accept", report=ids([*suggested, *routed])))
    assert "Accept suggestion: 2 of 3 reports" in page
    assert "to Colorado ICAC Task Force" in page
    assert "the rules suggest nobody for it" in page
    page = words(send(client, worker, "queue-do", act="accept", report=ids(suggested)))
    assert "2 reports are assigned as suggested." in page
    assert holders(suggested) == ["co", "co"]


def test_reports_fold_into_a_lead_and_an_undo_lets_them_stand_again(
    client: Client, worker: User, triaged: Receive
) -> None:
    lead, *others = triaged(3)
    given = {"act": "fold", "report": ids(others), "into": lead.number, "because": "The same account."}
    assert "2 reports are folded." in words(send(client, worker, "queue-do", **given))
    assert {one.folded_into_id for one in Report.objects.visible_to(worker).in_bulk(ids(others)).values()} == {lead.pk}
    send(client, worker, "queue-undo")
    assert {one.folded_into_id for one in Report.objects.visible_to(worker).in_bulk(ids(others)).values()} == {None}


def test_folds_are_undone_together_and_that_can_be_undone_too(client: Client, worker: User, triaged: Receive) -> None:
    lead, *others = triaged(3)
    fold(others, into=lead, by=worker, because="The same account.")
    page = words(send(client, worker, "queue-act", act="unfold", report=ids([lead, *others])))
    assert "Undo fold: 2 of 3 reports" in page
    assert "it is not folded" in page
    send(client, worker, "queue-do", act="unfold", report=ids(others), because="They differ.")
    assert not Report.objects.visible_to(worker).filter(folded_into=lead).exists()
    send(client, worker, "queue-undo")
    assert Report.objects.visible_to(worker).filter(folded_into=lead).count() == 2


def test_a_lead_goes_with_what_is_folded_into_it(client: Client, worker: User, triaged: Receive) -> None:
    lead, *others = triaged(3)
    fold(others, into=lead, by=worker, because="The same account.")
    page = words(send(client, worker, "queue-act", act="assign", report=ids([lead])))
    assert "and 2 folded under them" in page
    ohio = str(Agency.objects.get(code="oh").pk)
    send(client, worker, "queue-do", act="assign", report=ids([lead]), to=ohio, because="Moved together.")
    assert holders([lead, *others]) == ["oh"] * 3


def test_an_undo_lasts_ten_minutes(client: Client, worker: User, triaged: Receive) -> None:
    reports = triaged(2)
    ohio = str(Agency.objects.get(code="oh").pk)
    send(client, worker, "queue-do", act="assign", report=ids(reports), to=ohio, because="Moved together.")
    with clock.held_at(clock.now() + timedelta(minutes=11)):
        assert 'data-key="z"' not in words(client.get(reverse("queue")))
        assert "ten minutes have passed" in words(send(client, worker, "queue-undo"))
    assert holders(reports) == ["oh"] * 2


def test_all_that_match_means_the_whole_list_and_its_filters(client: Client, worker: User, triaged: Receive) -> None:
    triaged(3), triaged(2, DENVER)
    given = {"act": "assign", "all": "1", "list": "holder=az&after=nonsense"}
    assert "Assign: 3 of 3 reports" in words(send(client, worker, "queue-act", **given))


def test_more_than_can_be_looked_over_do_not_go_at_once(
    client: Client, worker: User, triaged: Receive, monkeypatch: pytest.MonkeyPatch
) -> None:
    triaged(3)
    monkeypatch.setattr(bulk, "MOST", 2)
    assert "reports go at once" in words(send(client, worker, "queue-act", act="assign", all="1", list=""))


@pytest.mark.parametrize("given", [{}, {"act": "burn"}, {"act": "assign", "report": ["nonsense"]}])
def test_what_names_no_report_or_no_act_changes_nothing_and_says_so(
    given: dict[str, Any], client: Client, worker: User, triaged: Receive
) -> None:
    assert "Choose at least one report" in words(send(client, worker, "queue-act", **given))


def test_another_agencys_reports_are_not_there_to_be_acted_on(client: Client, person: Person, triaged: Receive) -> None:
    own, foreign = triaged(1), triaged(2, DENVER)
    arizonan = person("az", RoleName.SUPERVISOR)
    page = words(send(client, arizonan, "queue-act", act="assign", report=ids([*own, *foreign])))
    assert "Assign: 1 of 1 report" in page
    ohio = str(Agency.objects.get(code="oh").pk)
    send(client, arizonan, "queue-do", act="assign", report=ids(foreign), to=ohio, because="Not theirs.")
    assert holders(foreign) == ["", ""]


def test_the_preview_asks_as_often_for_many_reports_as_for_few(client: Client, worker: User, triaged: Receive) -> None:
    def asked(reports: list[Report]) -> int:
        with CaptureQueriesContext(connection) as captured:
            send(client, worker, "queue-act", act="assign", report=ids(reports))
        return len(captured)

    few, many = triaged(2), triaged(12)
    asked(few)
    assert asked(few) == asked(many)


@pytest.fixture
def arizonan(person: Person) -> User:
    return person("az", RoleName.SUPERVISOR)


def offers(actor: User) -> list[tuple[str, str]]:
    rows = Transfer.objects.visible_to(actor).select_related("to").order_by("number")
    return [(row.number, row.state) for row in rows]


def minnesota(reports: list[Report], **given: Any) -> dict[str, Any]:
    to = str(Agency.objects.get(code="mn").pk)
    return {"act": "transfer", "report": ids(reports), "to": to, "ground": "local_work", "because": "Agreed."} | given


def test_several_reports_are_offered_after_a_look_and_taken_back(
    client: Client, arizonan: User, triaged: Receive
) -> None:
    reports, [urgent] = triaged(3), triaged(escalation="folded")
    page = words(send(client, arizonan, "queue-act", act="transfer", report=ids([*reports, urgent])))
    for said in ("Transfer: 3 of 4 reports", "has 72 hours to accept or refuse", bulk.ALONE, 'name="ground"'):
        assert said in page
    assert offers(arizonan) == [], "nothing is changed by looking"
    page = words(send(client, arizonan, "queue-do", **minnesota(reports)))
    assert "3 reports are offered, and with you until the other side accepts." in page
    assert offers(arizonan) == [(one.number, "standing") for one in reports]
    assert holders(reports) == ["az"] * 3
    assert "stand as they stood before" in words(send(client, arizonan, "queue-undo"))
    assert offers(arizonan) == [(one.number, "withdrawn") for one in reports]


def test_what_was_answered_meanwhile_is_not_taken_back(
    client: Client, arizonan: User, person: Person, triaged: Receive
) -> None:
    reports = triaged(2)
    send(client, arizonan, "queue-do", **minnesota(reports))
    accept_offer(reports[:1], by=person("mn", RoleName.SUPERVISOR))
    page = words(send(client, arizonan, "queue-undo"))
    assert "Not every report is yours to see any more. Nothing was changed." in page
    assert offers(arizonan) == [(reports[0].number, "accepted"), (reports[1].number, "standing")]


def test_a_report_that_cannot_be_offered_stops_all_and_the_preview_says_why(
    client: Client, arizonan: User, triaged: Receive
) -> None:
    offered, *others = triaged(3)
    send(client, arizonan, "queue-do", **minnesota([offered]))
    page = words(send(client, arizonan, "queue-act", act="transfer", report=ids([offered, *others])))
    assert "Transfer: 2 of 3 reports" in page
    assert "it is offered already" in page
    answer = send(client, arizonan, "queue-do", **minnesota([offered, *others]))
    assert answer.status_code == HTTPStatus.CONFLICT
    answer = send(client, arizonan, "queue-do", **minnesota(others, ground=""))
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert "Choose a ground" in words(answer)
    assert offers(arizonan) == [(offered.number, "standing")]


def test_only_who_holds_reports_offers_them(client: Client, worker: User, triaged: Receive) -> None:
    held, waiting = triaged(1), triaged(1, DENVER)
    page = words(send(client, worker, "queue-act", act="transfer", report=ids([*held, *waiting])))
    assert "None of the chosen reports can go" in page
    assert "Arizona ICAC Task Force holds it; only the holder can offer it" in page
    assert "nobody holds it yet; assign it" in page
    assert 'value="transfer"' not in words(client.get(reverse("queue")))


def test_a_lead_is_offered_with_what_is_folded_into_it(client: Client, arizonan: User, triaged: Receive) -> None:
    lead, *others = triaged(3)
    fold(others, into=lead, by=arizonan, because="The same account.")
    assert 'value="transfer"' in words(send(client, arizonan, "queue-do", **minnesota([lead])))
    assert {state for _, state in offers(arizonan)} == {"standing"}
    assert len(offers(arizonan)) == 3
    send(client, arizonan, "queue-undo")
    assert {state for _, state in offers(arizonan)} == {"withdrawn"}


def test_what_several_reports_have_to_do_with_the_internet_is_decided_at_once(
    client: Client, arizonan: User, triaged: Receive
) -> None:
    reports, [urgent] = triaged(2), triaged(escalation="folded")
    page = words(send(client, arizonan, "queue-act", act="nexus", report=ids([*reports, urgent])))
    assert "Decide nexus: 2 of 3 reports" in page
    assert "The national index follows the answer." in page
    given = {"act": "nexus", "report": ids(reports), "nexus": "no", "because": ""}
    assert "Say why in a sentence" in words(send(client, arizonan, "queue-do", **given))
    assert "2 reports are decided" in words(send(client, arizonan, "queue-do", **given | {"because": "On paper."}))
    rows = Report.objects.visible_to(arizonan).in_bulk([one.pk for one in reports])
    assert {(row.nexus, row.nexus_because) for row in rows.values()} == {("no", "On paper.")}
    assert NexusDecision.objects.visible_to(arizonan).count() == 2
