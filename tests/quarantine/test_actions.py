"""Mend, read again, reject: each with a receipt, written down, and nothing of what came is changed."""

import hashlib
import zlib
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.audit.models import Entry, Outcome
from nightlight.audit.verify import verify
from nightlight.foundation.refusals import IllegalMove, NotAllowed, NotFound, RuleRefusal
from nightlight.geography.gazetteer import Gazetteer
from nightlight.intake import arriving
from nightlight.intake.actions import receive
from nightlight.intake.bundles import read_bytes
from nightlight.intake.formats.reading import read
from nightlight.intake.formats.values import Malformed, Refused
from nightlight.intake.models import Channel, EnclosedFile, Report, Submission, SubmissionPart
from nightlight.quarantine import actions
from nightlight.quarantine.models import Ending
from tests.conftest import Person
from tests.intake.formats.bundles import NOISE, bundle
from tests.quarantine.conftest import Quarantine, cut, sound

FILE = b"<fileDetails><reportId>7</reportId><fileId>1</fileId></fileDetails>"


@pytest.fixture
def hands(desk: User, worker: User, places: Gazetteer) -> dict[str, Any]:
    return {"by": desk, "worker": worker, "places": places}


def everything(model: Any) -> Any:
    return model.objects.get_queryset().unscoped(because="test")


def again(submission: Submission) -> Submission:
    found: Submission = everything(Submission).get(pk=submission.pk)
    return found


def entries(act: str, outcome: Outcome = Outcome.DONE) -> list[Entry]:
    return list(Entry.objects.unscoped(because="test").filter(act=act, outcome=outcome))


def improved(raw: bytes, companions: Any = ()) -> Any:
    """Read as a format module would that has learned to do without the end."""
    return read(raw if raw.rstrip().endswith(b"</report>") else raw + b"</report>", companions)


def test_mended_bytes_are_a_submission_of_their_own_and_the_original_stays(
    quarantine: Quarantine, hands: dict[str, Any]
) -> None:
    raw = cut()
    submission = quarantine(raw)
    made = actions.mend(submission, position=0, text=raw.decode() + "</report>", because="The end was missing", **hands)
    assert (made.status, made.channel, made.source) == ("received", submission.channel, submission.source)
    assert everything(Report).get(submission=made).status == "waiting_for_route"
    kept = again(submission)
    assert (kept.status, kept.message) == ("quarantined", submission.message)
    assert zlib.decompress(everything(SubmissionPart).get(submission=kept).deflated) == raw
    ending = everything(Ending).get()
    assert (ending.state, ending.submission_id, ending.mended_as_id) == ("mended", submission.pk, made.pk)
    assert ending.receipt.startswith("Q-")
    assert verify().sound


def test_the_documents_beside_a_mended_one_go_with_it(quarantine: Quarantine, hands: dict[str, Any]) -> None:
    raw = sound()
    submission = quarantine(raw, FILE[:-5])
    made = actions.mend(submission, position=1, text=FILE.decode(), because="The end was missing", **hands)
    parts = everything(SubmissionPart).filter(submission=made).order_by("position")
    assert [zlib.decompress(part.deflated) for part in parts] == [raw, FILE]


def test_what_still_cannot_be_read_is_not_kept_and_the_place_is_said(
    quarantine: Quarantine, hands: dict[str, Any]
) -> None:
    submission = quarantine()
    with pytest.raises(RuleRefusal, match="line 1"):
        actions.mend(submission, position=0, text="<report><a>", because="Tried", **hands)
    assert everything(Submission).count() == 1
    assert not everything(Ending).exists()
    assert len(entries("quarantine.mended", Outcome.REFUSED)) == 1


@pytest.mark.parametrize("because", ["", "  "])
def test_mending_and_rejecting_want_a_reason(quarantine: Quarantine, hands: dict[str, Any], because: str) -> None:
    submission = quarantine()
    with pytest.raises(RuleRefusal, match="Say why"):
        actions.mend(submission, position=0, text="<report/>", because=because, **hands)
    with pytest.raises(RuleRefusal, match="Say why"):
        actions.reject(submission, by=hands["by"], because=because)


def test_a_document_that_is_not_there_is_not_found(quarantine: Quarantine, hands: dict[str, Any]) -> None:
    with pytest.raises(NotFound):
        actions.mend(quarantine(), position=1, text="<report/>", because="Tried", **hands)


def test_mended_into_what_was_here_before_points_to_that(quarantine: Quarantine, hands: dict[str, Any]) -> None:
    raw = sound()
    first = quarantine(raw)
    made = actions.mend(quarantine(), position=0, text=raw.decode(), because="Sent in full before", **hands)
    assert made.pk == first.pk
    assert everything(Report).filter(submission=first).count() == 1


def test_read_again_it_still_waits_while_nothing_was_improved(quarantine: Quarantine, hands: dict[str, Any]) -> None:
    submission = quarantine()
    assert actions.replay([submission], **hands) == []
    assert again(submission).status == "quarantined"
    assert [entry.details["status"] for entry in entries("quarantine.replayed")] == ["quarantined"]
    assert not everything(Ending).exists()


def test_read_again_by_an_improved_format_it_goes_down_the_road_with_its_first_receipt(
    quarantine: Quarantine, hands: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    submissions = [quarantine(), quarantine(), quarantine(b"<feed/>")]
    monkeypatch.setattr(arriving, "read", improved)
    left = actions.replay(submissions, **hands)
    assert {one.pk for one in left} == {one.pk for one in submissions[:2]}
    for before in submissions[:2]:
        now = again(before)
        assert (now.status, now.reason, now.message) == ("received", "", "")
        assert (now.receipt, now.received_at) == (before.receipt, before.received_at)
        report = everything(Report).get(submission=now)
        assert (report.status, report.received_at) == ("waiting_for_route", before.received_at)
    assert again(submissions[2]).status == "quarantined"
    ending = everything(Ending).filter(submission=submissions[0]).get()
    assert (ending.state, ending.was_wrong) == ("replayed", submissions[0].message)
    assert verify().sound


def test_what_may_not_come_in_by_todays_rules_is_refused_and_its_bytes_are_let_go(
    quarantine: Quarantine, hands: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stricter(raw: bytes, companions: Any = ()) -> Any:
        raise Refused("imagery", "There is a picture in it.")

    submission = quarantine()
    monkeypatch.setattr(arriving, "read", stricter)
    [left] = actions.replay([submission], **hands)
    assert (left.status, left.reason) == ("refused", "imagery")
    assert not everything(SubmissionPart).exists()
    assert again(submission).message == "There is a picture in it."


def test_a_rejection_keeps_the_bytes_and_can_be_mended_later(quarantine: Quarantine, hands: dict[str, Any]) -> None:
    raw = cut()
    submission = quarantine(raw)
    rejection = actions.reject(submission, by=hands["by"], because="Sent in full by telephone")
    assert everything(SubmissionPart).filter(submission=submission).exists()
    with pytest.raises(IllegalMove, match="rejected"):
        actions.reject(submission, by=hands["by"], because="Twice")
    actions.mend(submission, position=0, text=raw.decode() + "</report>", because="It was not", **hands)
    held = everything(Ending).get(pk=rejection.pk)
    assert held.superseded_at
    assert everything(Ending).get(superseded_at=None).state == "mended"


def test_what_left_quarantine_is_done_with(quarantine: Quarantine, hands: dict[str, Any]) -> None:
    raw = cut()
    submission = quarantine(raw)
    actions.mend(submission, position=0, text=raw.decode() + "</report>", because="The end was missing", **hands)
    with pytest.raises(IllegalMove):
        actions.reject(submission, by=hands["by"], because="Too late")
    with pytest.raises(IllegalMove):
        actions.replay([submission], **hands)


def test_what_is_not_in_quarantine_is_left_alone(quarantine: Quarantine, hands: dict[str, Any]) -> None:
    with pytest.raises(RuleRefusal, match="not in quarantine"):
        actions.reject(quarantine(sound()), by=hands["by"], because="Sample reason")


def test_who_may_not_mend_changes_nothing_and_another_agency_finds_nothing(
    quarantine: Quarantine, hands: dict[str, Any], person: Person
) -> None:
    submission = quarantine()
    with pytest.raises(NotAllowed):
        actions.reject(submission, by=person("national", RoleName.INVESTIGATOR), because="Sample reason")
    with pytest.raises(NotFound):
        actions.reject(submission, by=person("ut", RoleName.ANALYST), because="Sample reason")
    assert not everything(Ending).exists()


def test_what_is_mended_is_not_written_down_but_that_it_was(quarantine: Quarantine, hands: dict[str, Any]) -> None:
    raw = cut()
    made = actions.mend(
        quarantine(raw), position=0, text=raw.decode() + "</report>", because="The end was missing", **hands
    )
    [entry] = entries("quarantine.mended")
    assert entry.details["mended_as"] == str(made.pk)
    assert entry.details["because"] == "The end was missing"
    assert "report>" not in str(entry.details)


def test_the_stub_of_an_improved_format_is_no_stub_of_the_present_one(quarantine: Quarantine) -> None:
    with pytest.raises(Malformed):
        read(cut())
    assert improved(cut())


@pytest.mark.parametrize("how", ["mended", "read again"])
def test_files_of_a_bundle_without_a_readable_report_go_with_the_report_in_the_end(
    how: str, desk: User, hands: dict[str, Any]
) -> None:
    worker = hands["worker"]
    broken = cut()
    [reading] = read_bytes("sample.zip", bundle({"r.xml": broken, "media/a.bin": NOISE}))
    [waiting] = receive([reading], by=worker, into=desk.agency, channel=Channel.FILE)
    if how == "mended":
        whole = broken.decode() + "</report>"
        actions.mend(waiting, position=0, text=whole, because="The end was missing", **hands)
    else:
        part = SubmissionPart.objects.visible_to(worker).get(submission=waiting)
        part.deflated = zlib.compress(sound())
        part.save()
        actions.replay([waiting], **hands)
    [enclosed] = EnclosedFile.objects.visible_to(worker)
    assert (enclosed.pointer, enclosed.sha256) == ("media/a.bin", hashlib.sha256(NOISE).hexdigest())
