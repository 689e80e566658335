"""A provider hands in a ZIP bundle: its reports come in, and of everything else the digests."""

import hashlib
import json
import random
import zlib

from nightlight.accounts.models import User
from nightlight.intake.formats.limits import MAX_BUNDLE_IN_MEMORY, MAX_BYTES
from nightlight.intake.models import EnclosedFile, Report, Submission, SubmissionPart
from tests.api.conftest import Send, answer, document
from tests.intake.formats.bundles import NOISE, PICTURE, bundle, details

ZIP = "application/zip"


def test_a_bundle_comes_in_and_nothing_of_its_pictures_but_digests(send: Send, desk: User) -> None:
    raw = bundle({"report.xml": document("bundled"), "f.xml": details("1", name="a.jpg"), "a.jpg": PICTURE})
    response = send(raw, kind=ZIP)
    receipt = answer(response)
    assert (response.status_code, receipt["status"]) == (201, "received")
    assert receipt["sha256"] == hashlib.sha256(raw).hexdigest()
    [submission] = Submission.objects.visible_to(desk)
    assert submission.sha256 == submission.container_sha256 == receipt["sha256"]
    kept = [zlib.decompress(part.deflated) for part in SubmissionPart.objects.visible_to(desk)]
    assert sorted(kept) == sorted([document("bundled"), details("1", name="a.jpg")])
    [enclosed] = EnclosedFile.objects.visible_to(desk)
    assert (enclosed.sha256, enclosed.size_bytes) == (hashlib.sha256(PICTURE).hexdigest(), len(PICTURE))
    assert (enclosed.matched_by, enclosed.file_id is not None) == ("name", True)


def test_a_bundle_that_was_refused_for_the_name_of_its_kind_comes_in_by_the_right_one(send: Send) -> None:
    raw = bundle({"report.xml": document("large"), "a.bin": random.Random(7).randbytes(MAX_BYTES)})
    before, after = send(raw, kind="application/octet-stream"), send(raw, kind=ZIP)
    assert (before.status_code, after.status_code) == (413, 201)
    assert answer(before)["receipt"] == answer(after)["receipt"]
    assert answer(after)["status"] == "received"


def test_the_same_bundle_again_gets_the_first_receipts(send: Send, desk: User) -> None:
    raw = bundle({"a/report.xml": document("one"), "b/report.xml": document("two"), "b/a.bin": NOISE})
    first, again = json.loads(send(raw, kind=ZIP).content), json.loads(send(raw, kind=ZIP).content)
    assert [one["status"] for one in first["reports"]] == ["received"] * 2
    assert [one["status"] for one in again["reports"]] == ["duplicate"] * 2
    assert [one["receipt"] for one in first["reports"]] == [one["receipt"] for one in again["reports"]]
    assert Report.objects.visible_to(desk).count() == 2


def test_the_same_report_with_other_files_beside_it_is_not_lost_as_a_duplicate(send: Send, desk: User) -> None:
    for content in (NOISE, PICTURE):
        assert send(bundle({"report.xml": document("same"), "a.bin": content}), kind=ZIP).status_code == 201
    assert EnclosedFile.objects.visible_to(desk).count() == 2


def test_one_bad_report_of_a_bundle_waits_in_quarantine_and_the_other_comes_in(send: Send) -> None:
    response = send(bundle({"a.xml": document("bad")[:-30], "b.xml": document("good")}), kind=ZIP)
    assert response.status_code == 201
    assert [one["status"] for one in json.loads(response.content)["reports"]] == ["quarantined", "received"]


def test_a_bundle_that_is_too_large_for_memory_is_hashed_and_dropped(send: Send, desk: User) -> None:
    raw = bundle({"report.xml": document("large")}) + bytes(MAX_BUNDLE_IN_MEMORY)
    response = send(raw, kind=ZIP)
    assert (response.status_code, answer(response)["reason"]) == (413, "oversize")
    assert answer(response)["sha256"] == hashlib.sha256(raw).hexdigest()
    assert not Report.objects.visible_to(desk).exists()
