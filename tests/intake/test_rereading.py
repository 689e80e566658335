"""What is kept of a submission is read again as it was read when it came."""

import zlib

import pytest

from nightlight.intake.formats.uploaded_files import UploadedFile, written
from nightlight.intake.formats.values import Said
from nightlight.intake.models import Channel, Submission, SubmissionPart
from nightlight.intake.rereading import read_kept
from tests.api.conftest import document

DIGESTS = {"md5": "0f" * 16, "sha1": "1e" * 20, "sha256": "2d" * 32}


def kept(*documents: bytes) -> list[SubmissionPart]:
    return [SubmissionPart(position=at, deflated=zlib.compress(raw)) for at, raw in enumerate(documents)]


def test_a_report_says_the_same_again() -> None:
    reading = read_kept(Submission(channel=Channel.API), kept(document("sample")))
    assert reading.said is not None
    assert reading.said.incident_type.startswith("Child Pornography")


def test_our_own_digests_of_a_clients_files_are_joined_again() -> None:
    ours = written(4242, [UploadedFile("f1", "one.bin", "", 7, **DIGESTS)])
    said = read_kept(Submission(channel=Channel.CLIENT), kept(document("sample"), ours)).said
    assert said is not None
    assert said.number == "4242"
    assert {(seen.identifier.value, seen.said) for seen in said.files[0].sightings} == {
        (value, Said.HASHED) for value in DIGESTS.values()
    }


@pytest.mark.parametrize("channel", [Channel.API, Channel.FILE])
def test_by_another_door_such_a_list_is_no_document_of_ours(channel: Channel) -> None:
    ours = written(4242, [UploadedFile("f1", "one.bin", "", 7, **DIGESTS)])
    assert read_kept(Submission(channel=channel), kept(document("sample"), ours)).said is None
