"""The pages of what came in: quarantine, the list of everything, the receipt of each, and what may be done there."""

import html
import re
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency
from nightlight.audit.models import Entry
from nightlight.intake import arriving
from nightlight.intake.actions import receive
from nightlight.intake.formats.values import Refused
from nightlight.intake.lifecycle import SubmissionStatus
from nightlight.intake.models import Channel, Submission
from nightlight.quarantine import actions
from nightlight.quarantine.reading import PAGE
from tests.conftest import Person
from tests.quarantine.conftest import Quarantine, cut, desk, places, quarantine, sound, worker
from tests.quarantine.test_actions import again, entries, everything, improved

__all__ = ["desk", "places", "quarantine", "worker"]

MARKUP = b"<report>\n<script>alert(1)</script>\n<a"


@pytest.fixture
def signed_in(client: Client, desk: User) -> Client:
    client.force_login(desk)
    return client


def words(client: Client, name: str, *args: Any, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == HTTPStatus.OK
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", "", answer.content.decode())))


def tabs(client: Client, name: str, **query: str) -> dict[str, int]:
    """Return what the tabs of a list count."""
    page = client.get(reverse(name), query).content.decode()
    found = re.findall(r'<li><a href="[^"]*"[^>]*>([^<]+) <span class="tabs-count">([\d,]+)</span>', page)
    return {words: int(number) for words, number in found}


def rows(client: Client, name: str, **query: str) -> list[str]:
    """Return the receipts that a list shows."""
    page = client.get(reverse(name), query).content.decode()
    return re.findall(r"data-open>(R-[0-9A-Z-]+)<", page)


def test_the_reason_the_place_and_the_marked_text_are_on_the_page_of_the_receipt(
    signed_in: Client, quarantine: Quarantine
) -> None:
    submission = quarantine(MARKUP)
    page = signed_in.get(reverse("submission", args=[submission.pk])).content.decode()
    assert html.escape(submission.message) in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert re.search(r'excerpt-place"><span class="excerpt-number">3</span>', page)
    assert "<mark>" in page
    shown = words(signed_in, "submission", submission.pk)
    assert "Line 3" in shown.replace("Line3", "Line 3")


def test_that_somebody_saw_the_text_is_written_down(signed_in: Client, quarantine: Quarantine) -> None:
    submission = quarantine()
    words(signed_in, "quarantine")
    assert not entries("submission.opened")
    words(signed_in, "submission", submission.pk)
    assert [entry.on_id for entry in entries("submission.opened")] == [submission.pk]


def test_what_was_handed_in_with_it_is_counted(signed_in: Client, worker: User) -> None:
    raws = [cut(), cut(), sound(), b"<!DOCTYPE r><report/>"]
    readings = [arriving.read_arrival(arriving.Arrival("batch.xml", raw)) for raw in raws]
    first = handed_in(readings, worker)[0]
    assert "3 others in the same batch: 1 quarantined, 1 received, 1 refused." in words(
        signed_in, "submission", first.pk
    )


def handed_in(readings: list[arriving.Reading], by: User) -> list[Submission]:
    return receive(readings, by=by, into=by.agency, channel=Channel.FILE)


def test_the_tabs_of_quarantine_count_what_their_lists_hold(
    signed_in: Client, quarantine: Quarantine, desk: User, worker: User, places: Any
) -> None:
    raw = cut()
    mended, rejected = quarantine(raw), quarantine()
    waiting = [quarantine() for _ in range(PAGE + 1)]
    actions.mend(
        mended, by=desk, worker=worker, places=places, position=0, text=raw.decode() + "</report>", because="Sample"
    )
    actions.reject(rejected, by=desk, because="Sample reason")
    assert tabs(signed_in, "quarantine") == {"Waiting": PAGE + 1, "Rejected": 1, "Mended": 1, "Read again": 0}
    assert len(rows(signed_in, "quarantine")) == PAGE
    last = rows(signed_in, "quarantine", **{"from": str(PAGE)})
    assert last == [waiting[-1].receipt]
    assert rows(signed_in, "quarantine", show="rejected") == [rejected.receipt]
    assert rows(signed_in, "quarantine", show="mended") == [mended.receipt]


def test_every_status_has_a_tab_whose_count_is_its_list(
    signed_in: Client, quarantine: Quarantine, worker: User
) -> None:
    submissions = [quarantine(), quarantine(sound()), quarantine(b"<!DOCTYPE r><report/>")]
    reading = arriving.read_arrival(arriving.Arrival("again.xml", sound()))
    handed_in([reading, reading, reading], worker)
    counted = tabs(signed_in, "submissions")
    assert counted["All"] == len(submissions) + 1
    assert (counted["Received"], counted["Quarantined"], counted["Refused"], counted["Handed in again"]) == (2, 1, 1, 2)
    assert counted.keys() >= {status.value.capitalize() for status in SubmissionStatus}
    for status, number in (("", 4), ("received", 2), ("quarantined", 1), ("refused", 1), ("duplicate", 2)):
        assert len(rows(signed_in, "submissions", status=status)) == number


def test_the_list_is_narrowed_by_door_and_sender_and_the_counts_with_it(
    signed_in: Client, quarantine: Quarantine
) -> None:
    provider = Agency.objects.get(code="practice-provider")
    quarantine()
    mine = quarantine(channel=Channel.API, sent_by=provider)
    query = {"channel": "api", "sender": str(provider.pk)}
    assert rows(signed_in, "submissions", **query) == [mine.receipt]
    assert tabs(signed_in, "submissions", **query)["All"] == 1
    assert rows(signed_in, "submissions", channel="watch") == []
    assert len(rows(signed_in, "submissions", channel="no-such", sender="no-such", status="no-such")) == 2


def test_the_receipt_says_how_often_it_came_again(signed_in: Client, worker: User) -> None:
    reading = arriving.read_arrival(arriving.Arrival("again.xml", sound()))
    [submission] = handed_in([reading, reading, reading, reading], worker)
    assert "Handed in again, 3 times, then for the last time" in words(signed_in, "submission", submission.pk)


def test_a_document_is_mended_in_a_form_and_both_receipts_point_to_each_other(
    signed_in: Client, quarantine: Quarantine
) -> None:
    raw = cut()
    submission = quarantine(raw)
    address = reverse("submission-mend", args=[submission.pk])
    assert html.escape(raw.decode()) in signed_in.get(address).content.decode()
    given = {"text": raw.decode().replace("\n", "\r\n") + "</report>", "because": "The end was missing"}
    answer = signed_in.post(address, given)
    made = everything(Submission).exclude(pk=submission.pk).get()
    assert (answer.status_code, answer.headers["Location"]) == (HTTPStatus.FOUND, reverse("submission", args=[made.pk]))
    assert f"mended here from {submission.receipt}" in words(signed_in, "submission", made.pk)
    shown = words(signed_in, "submission", submission.pk)
    assert f"The mended bytes came in as {made.receipt}" in shown
    assert "The end was missing Receipt Q-" in shown


@pytest.mark.parametrize(
    ("text", "because", "said"),
    [("<report><b>", "Tried", "inside <b>"), ("<report/>", "", "Say what you mended"), ("", "Tried", "has no text")],
)
def test_what_cannot_be_mended_so_is_said_and_what_was_typed_stays(
    signed_in: Client, quarantine: Quarantine, text: str, because: str, said: str
) -> None:
    address = reverse("submission-mend", args=[quarantine().pk])
    answer = signed_in.post(address, {"text": text, "because": because})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == HTTPStatus.BAD_REQUEST
    assert said in page
    assert text in page
    assert everything(Submission).count() == 1


def test_read_again_says_whether_it_left(
    signed_in: Client, quarantine: Quarantine, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = quarantine()
    address = reverse("submission-replay", args=[submission.pk])
    assert "still cannot be read" in signed_in.post(address, follow=True).content.decode()
    monkeypatch.setattr(arriving, "read", improved)
    assert "it is received now" in signed_in.post(address, follow=True).content.decode()
    assert again(submission).status == "received"
    assert "Nothing was changed" in signed_in.post(address, follow=True).content.decode()


def test_all_that_waits_is_read_again_at_once(
    signed_in: Client, quarantine: Quarantine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        quarantine()
    quarantine(b"<feed/>")
    monkeypatch.setattr(arriving, "read", improved)
    page = signed_in.post(reverse("quarantine-replay"), follow=True).content.decode()
    assert "4 submissions were read again; 3 left quarantine." in page
    assert tabs(signed_in, "quarantine")["Waiting"] == 1


def test_a_rejection_wants_a_reason_and_gives_a_receipt(signed_in: Client, quarantine: Quarantine) -> None:
    submission = quarantine()
    address = reverse("submission-reject", args=[submission.pk])
    assert "Say why in a sentence" in signed_in.post(address, {"because": ""}, follow=True).content.decode()
    page = signed_in.post(address, {"because": "Sent in full by telephone"}, follow=True).content.decode()
    assert f"{submission.receipt} is rejected. Receipt Q-" in page
    assert "Sent in full by telephone" in words(signed_in, "submission", submission.pk)


def test_what_would_be_refused_today_is_not_shown(
    signed_in: Client, quarantine: Quarantine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stricter(*_: Any) -> Any:
        raise Refused("imagery", "There is a picture in it.")

    submission = quarantine(MARKUP)
    monkeypatch.setattr("nightlight.quarantine.faults.read", stricter)
    page = signed_in.get(reverse("submission", args=[submission.pk])).content.decode()
    assert "There is a picture in it." in page
    assert "alert(1)" not in page
    assert reverse("submission-mend", args=[submission.pk]) not in page


def test_who_only_reads_is_offered_no_act(client: Client, person: Person, quarantine: Quarantine) -> None:
    reader = person("national", RoleName.INVESTIGATOR)
    client.force_login(reader)
    submission = quarantine()
    page = client.get(reverse("submission", args=[submission.pk])).content.decode()
    assert submission.message.split(",")[0] in html.unescape(page)
    for name in ("mend", "replay", "reject"):
        address = reverse(f"submission-{name}", args=[submission.pk])
        assert address not in page
        assert client.post(address).status_code == HTTPStatus.FORBIDDEN
    refused = Entry.objects.unscoped(because="test").filter(outcome="refused", actor_id=reader.pk)
    assert refused.count() == 3


def test_names_and_titles_say_nothing_of_the_sender(signed_in: Client, quarantine: Quarantine) -> None:
    page = signed_in.get(reverse("submission", args=[quarantine().pk])).content.decode()
    title = re.search(r"<title>(.*?)</title>", page)
    assert title
    assert "sample" not in title[1]
