"""The pages about how triage does: figures that open their reports, the sample, and what is suggested to be closed."""

import html
import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.foundation import clock
from nightlight.intake.lifecycle import ReportStatus
from nightlight.intake.models import Lane, Report
from nightlight.learning.models import Feedback
from nightlight.policy.dated import folder_of
from nightlight.sampling.models import SampledReport
from nightlight.triage.assessment.facts import Fact
from nightlight.web import learning_reports
from tests.learning.conftest import Became, assigned_report, became, commander, held_clock, judged

__all__ = ["assigned_report", "became", "commander", "held_clock", "judged"]

SPRING = {"from": "2018-03-01", "to": "2018-04-10"}
DRAFT = (folder_of("triage.priority") / "2018-01-01.yaml").read_text("utf-8")


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", answer.content.decode())))


@pytest.fixture
def reader(client: Client, commander: User) -> Client:
    client.force_login(commander)
    return client


@pytest.fixture
def a_dozen(judged: Callable[..., Report], became: Became) -> list[Report]:
    made = [judged(7, [Fact.HAS_FILES], hours=hour) for hour in range(12)]
    became.child(made[0])
    became.closed(*made[1:11])
    return made


@pytest.fixture
def sample(judged: Callable[..., Report]) -> SampledReport:
    report = judged(7)
    return SampledReport.objects.create(
        agency=report.agency,
        report=report,
        policy_date=date(2018, 1, 1),
        policy_digest="0" * 64,
        tier=7,
        tier_words="Sample 7",
        rule="P-7",
        drawn_at=datetime(2018, 3, 2, tzinfo=UTC),
    )


def test_a_share_stands_with_its_interval_and_its_base(a_dozen: list[Report], reader: Client) -> None:
    said = text(reader.get(reverse("learning"), SPRING))
    assert "9.1 % (1.6 % to 37.7 %), 1 of 11" in said
    assert "1 of 12 reports" in said
    assert "too few to say, 1 of 1" in said


def test_every_numeral_of_the_page_opens_as_many_reports(a_dozen: list[Report], reader: Client) -> None:
    page = reader.get(reverse("learning"), SPRING).content.decode()
    numerals = re.findall(r'<a class="numeral" href="([^"]+)">([\d,]+)(?: of [\d,]+)?</a>', page)
    assert len(numerals) > 20
    for address, number in set(numerals):
        answer = reader.get(html.unescape(address))
        assert answer.status_code == HTTPStatus.OK
        assert answer.content.decode().count("<tr data-row>") == int(number), address


def test_a_reader_without_the_right_is_told_that_something_is_not_shown(
    a_dozen: list[Report], client: Client, person: Callable[..., User]
) -> None:
    client.force_login(person("co", RoleName.ANALYST))
    said = text(client.get(reverse("learning"), SPRING))
    assert "Some outcomes are not shown to you." in said
    assert "needs the right victim:read" in said
    assert "9.1 %" not in said


@pytest.mark.parametrize("wrong", [{"from": "yesterday"}, {"to": "2018-02-29"}, {"agency": "wy"}, {"agency": "x"}])
def test_what_is_no_period_or_not_ones_agency_is_not_found(reader: Client, wrong: dict[str, str]) -> None:
    assert reader.get(reverse("learning"), SPRING | wrong).status_code == HTTPStatus.NOT_FOUND


def test_days_the_wrong_way_round_are_the_same_period(reader: Client) -> None:
    said = text(reader.get(reverse("learning"), {"from": "2018-03-01", "to": "2018-02-01"}))
    assert "Reports received Feb 1, 2018 to Mar 1, 2018 (UTC)" in said


def test_a_period_may_last_as_long_as_days_can_be_written(reader: Client) -> None:
    said = reader.get(reverse("learning"), {"from": "0001-01-01", "to": "9999-12-31"})
    assert said.status_code == HTTPStatus.OK


@pytest.mark.parametrize(
    "wrong",
    [{"outcome": "fame"}, {"fact": "zodiac"}, {"tier": "one"}, {"order": "random", "top": "1"}, {"order": "first_in"}],
)
def test_what_is_no_figure_is_not_found(reader: Client, wrong: dict[str, str]) -> None:
    assert reader.get(reverse("learning-reports"), SPRING | wrong).status_code == HTTPStatus.NOT_FOUND


def test_a_draft_is_compared_and_a_broken_one_comes_back_with_its_words(a_dozen: list[Report], reader: Client) -> None:
    answer = reader.post(reverse("learning-draft"), SPRING | {"draft": DRAFT})
    assert "The draft" in text(answer)
    assert answer.status_code == HTTPStatus.OK
    broken = reader.post(reverse("learning-draft"), SPRING | {"draft": "rules: ["})
    assert broken.status_code == HTTPStatus.BAD_REQUEST
    assert "The draft is no YAML in line" in text(broken)
    assert "rules: [" in broken.content.decode()


def test_the_figures_of_a_draft_open_their_reports_which_no_address_names(
    a_dozen: list[Report], reader: Client
) -> None:
    page = reader.post(reverse("learning-draft"), SPRING | {"draft": DRAFT}).content.decode()
    pressed = re.findall(
        r'<button type="submit" class="numeral" form="draft-reports" name="top" value="(\d+)">(\d+) of 1<', page
    )
    assert [top for top, _ in pressed] == ["1", "5", "10"]
    assert {number for _, number in pressed} == {"1"}
    for top, number in pressed:
        answer = reader.post(reverse("learning-draft-reports"), SPRING | {"draft": DRAFT, "top": top})
        assert answer.content.decode().count("<tr data-row>") == int(number)
        assert f"The draft, top {top} %: child identified" in text(answer)
    assert (
        reader.post(reverse("learning-draft-reports"), SPRING | {"draft": DRAFT, "top": "2"}).status_code
        == HTTPStatus.NOT_FOUND
    )
    broken = reader.post(reverse("learning-draft-reports"), SPRING | {"draft": "rules: [", "top": "1"}, follow=True)
    assert "The draft is no YAML in line" in text(broken)


def test_a_long_list_goes_on_within_its_period(
    a_dozen: list[Report],
    judged: Callable[..., Report],
    reader: Client,
    became: Became,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(learning_reports, "PAGE", 5)
    answer, seen = reader.get(reverse("learning-reports"), SPRING), []
    for _ in range(3):
        page = answer.content.decode()
        seen += re.findall(r'<a href="/reports/([0-9a-f-]+)" class="numbers"', page)
        onwards = re.search(r'<a href="([^"]+)" rel="next">', page)
        if onwards:
            answer = reader.get(reverse("learning-reports") + html.unescape(onwards[1]))
            assert answer.status_code == HTTPStatus.OK
    assert seen == [str(report.pk) for report in a_dozen]
    became.child(judged(1, [Fact.ESCALATED], hours=300))
    monkeypatch.setattr(learning_reports, "PAGE", 1)
    said = SPRING | {"draft": DRAFT, "top": "10"}
    first = reader.post(reverse("learning-draft-reports"), said).content.decode()
    assert 'name="at" value="1">Later in the list' in first
    second = reader.post(reverse("learning-draft-reports"), said | {"at": "1"}).content.decode()
    assert 'name="at" value="0">Earlier in the list' in second


def test_providers_feedback_comes_as_a_table_and_for_machines(judged: Callable[..., Report], reader: Client) -> None:
    for _ in range(6):
        judged(provider="Example Social")
    table = reader.get(reverse("learning-providers", args=["csv"]), SPRING)
    assert table["Content-Type"].startswith("text/csv")
    assert "Example Social,6," in table.content.decode()
    machine = json.loads(reader.get(reverse("learning-providers", args=["json"]), SPRING).content)
    assert machine["providers"][0]["reports"] == 6
    assert reader.get(reverse("learning-providers", args=["pdf"]), SPRING).status_code == HTTPStatus.NOT_FOUND


def test_a_sample_says_so_in_the_queue_and_on_its_page_and_is_reviewed_there(
    sample: SampledReport, reader: Client, commander: User
) -> None:
    assert "To be looked at by a person: random sample" in text(reader.get(reverse("queue")))
    page = reverse("report", args=[sample.report_id])
    assert "To be looked at by a person: random sample" in text(reader.get(page))
    assert sample.report.number in text(reader.get(reverse("learning-sample"), SPRING))
    form = {"verdict": "belongs_higher", "belongs_in": "3", "because": "Sample reason"}
    answer = reader.post(reverse("report-review", args=[sample.report_id]), form, follow=True)
    assert "belongs higher. The rate of misses counts it." in text(answer)
    kept = SampledReport.objects.visible_to(commander).get()
    assert (kept.verdict, kept.belongs_in, kept.reviewed_by) == ("belongs_higher", 3, commander)
    assert "Nothing waits for a person" in text(reader.get(reverse("learning-sample"), SPRING))
    found = text(
        reader.get(reverse("learning-sample"), SPRING | {"state": "belongs_higher", "tier": "7", "rule": "P-7"})
    )
    assert "belongs in tier 3" in found
    again = reader.post(reverse("report-review", args=[sample.report_id]), form, follow=True)
    assert "nothing was changed" in text(again)


@pytest.mark.parametrize(
    "form", [{}, {"verdict": "belongs_higher", "because": "Sample"}, {"verdict": "rightly_low", "because": ""}]
)
def test_half_a_review_changes_nothing(
    sample: SampledReport, reader: Client, commander: User, form: dict[str, str]
) -> None:
    answer = reader.post(reverse("report-review", args=[sample.report_id]), form, follow=True)
    assert "nothing was changed" in text(answer)
    assert SampledReport.objects.visible_to(commander).waiting().count() == 1


def test_a_sample_is_not_closed_from_its_page_before_it_was_reviewed(
    sample: SampledReport, reader: Client, commander: User
) -> None:
    answer = reader.post(reverse("report-close", args=[sample.report_id]), {"because": "Sample"}, follow=True)
    assert "Drawn as a random sample" in text(answer)
    assert Report.objects.visible_to(commander).get(pk=sample.report_id).closed_at is None


def test_closing_says_in_the_same_press_what_a_report_was_worth(
    judged: Callable[..., Report], reader: Client, commander: User
) -> None:
    report = judged()
    reader.post(reverse("report-close", args=[report.pk]), {"because": "Sample", "usability": "meme"})
    assert Report.objects.visible_to(commander).get(pk=report.pk).status == ReportStatus.CLOSED
    assert Feedback.objects.visible_to(commander).get().usability == "meme"


def test_one_press_says_what_a_report_was_worth(judged: Callable[..., Report], reader: Client, commander: User) -> None:
    address = reverse("report-worth", args=[judged().pk])
    assert "lacks the file" in text(reader.post(address, {"usability": "lacks_file"}, follow=True))
    assert Feedback.objects.visible_to(commander).get().usability == "lacks_file"
    assert "nothing was changed" in text(reader.post(address, {}, follow=True))


@pytest.fixture
def old(judged: Callable[..., Report]) -> Any:
    """Two old low reports, an urgent one, and a clock that is held when the first may be closed."""
    made = [judged(7), judged(7), judged(1)]
    with clock.held_at(datetime(2018, 6, 20, tzinfo=UTC) + timedelta(hours=1)):
        yield made


def test_suggested_reports_are_closed_after_a_preview_and_with_a_reason(
    old: list[Report], reader: Client, commander: User
) -> None:
    listed = text(reader.get(reverse("learning-suggested")))
    assert old[0].number in listed
    assert old[2].number not in listed
    chosen = {"report": [str(report.pk) for report in old]}
    preview = text(reader.post(reverse("learning-close"), chosen))
    assert "Close 2 reports" in preview
    assert "Left out: what is not suggested any more." in preview
    assert reader.post(reverse("learning-close"), chosen | {"because": ""}).status_code == HTTPStatus.BAD_REQUEST
    assert not Report.objects.visible_to(commander).filter(status=ReportStatus.CLOSED).exists()
    ready = {"report": [str(report.pk) for report in old[:2]], "because": "Sample reason"}
    assert "2 reports are closed." in text(reader.post(reverse("learning-close"), ready, follow=True))
    kept = {report.pk: report.closed_because for report in Report.objects.visible_to(commander)}
    assert kept == {old[0].pk: "Sample reason", old[1].pk: "Sample reason", old[2].pk: ""}


def test_an_urgent_report_is_never_closed_with_the_suggested(
    old: list[Report], reader: Client, commander: User
) -> None:
    form = {"report": [str(report.pk) for report in old], "because": "Sample reason"}
    answer = reader.post(reverse("learning-close"), form)
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Something changed meanwhile" in text(answer)
    assert "Left out: what is not suggested any more." in text(answer)
    assert not Report.objects.visible_to(commander).filter(status=ReportStatus.CLOSED).exists()


def test_the_preview_leaves_out_what_is_drawn_or_stands_over_what_is_and_says_why(
    *, old: list[Report], judged: Callable[..., Report], sample: SampledReport, reader: Client, commander: User
) -> None:
    lead, other, _ = old
    under, drawn = judged(7, folded_into=lead, lane=Lane.FOLDED), sample.report
    columns = {"agency": under.agency, "report": under, "policy_date": date(2018, 1, 1), "policy_digest": "0" * 64}
    SampledReport.objects.create(**columns, tier=7, tier_words="Sample 7", rule="P-7", drawn_at=clock.now())
    chosen = {"report": [str(report.pk) for report in (lead, other, drawn)]}
    preview = text(reader.post(reverse("learning-close"), chosen))
    assert "Close 1 report " in preview
    assert "2 drawn as a random sample, itself or one that stands under it, and nobody has looked yet" in preview
    late = reader.post(reverse("learning-close"), chosen | {"because": "Sample reason"})
    assert (late.status_code, "look again" in text(late)) == (HTTPStatus.CONFLICT, True)
    ready = {"report": [str(other.pk)], "because": "Sample reason"}
    assert "1 report is closed." in text(reader.post(reverse("learning-close"), ready, follow=True))
    only_drawn = {"report": [str(lead.pk)], "because": "Sample reason"}
    assert "that holds for all of the selection" in text(
        reader.post(reverse("learning-close"), only_drawn, follow=True)
    )
    closed = Report.objects.visible_to(commander).filter(status=ReportStatus.CLOSED)
    assert [report.pk for report in closed] == [other.pk]


def test_a_selection_of_nothing_closes_nothing(reader: Client) -> None:
    assert "Nothing of the selection" in text(reader.post(reverse("learning-close"), {}, follow=True))
    assert reader.post(reverse("learning-close"), {"report": "x"}).status_code == HTTPStatus.NOT_FOUND
