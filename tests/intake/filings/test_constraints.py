"""Each constraint of filings and their files, broken once."""

from datetime import timedelta
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.foundation import ids
from nightlight.intake.models import FiledFile, Filing
from tests.breaking import breaks

A_MINUTE = timedelta(minutes=1)

FILINGS: dict[str, dict[str, Any]] = {
    "filing_number_is_a_number_for_every_client": {"number": 2**53},
    "filing_status_is_known": {"status": "lost"},
    "filing_digest_is_sha256": {"sha256": "A" * 64},
    "filing_holds_its_document_exactly_while_it_is_open": {"deflated": None},
    "filing_is_a_submission_exactly_when_it_is_finished": {"status": "finished"},
}
FILES: dict[str, dict[str, Any]] = {
    "filed_file_id_is_32_digits_and_begins_with_a_letter": {"file_id": "1" * 32},
    "filed_file_md5_has_32_digits": {"md5": "a" * 31},
    "filed_file_sha1_has_40_digits": {"sha1": ""},
    "filed_file_sha256_has_64_digits": {"sha256": "G" * 64},
    "filed_file_has_pdq_and_quality_or_neither": {"pdq": "a" * 64},
}


def changed(row: Any, words: dict[str, Any]) -> None:
    for name, value in words.items():
        setattr(row, name, value)
    row.save(update_fields=list(words))


@pytest.mark.parametrize("name", FILINGS)
def test_a_filing_that_breaks_a_rule_is_not_kept(name: str, filing: Filing) -> None:
    also = ["filing_holds_its_document_exactly_while_it_is_open"] if "status" in FILINGS[name] else []
    with breaks(name, *also):
        changed(filing, FILINGS[name])


def test_an_ended_filing_holds_no_document(filing: Filing) -> None:
    with breaks("filing_holds_its_document_exactly_while_it_is_open"):
        changed(filing, {"status": "retracted", "ended_at": filing.changed_at})


def test_a_finished_filing_without_its_submission_is_not_kept(filing: Filing) -> None:
    with breaks("filing_is_a_submission_exactly_when_it_is_finished"):
        changed(filing, {"status": "finished", "ended_at": filing.changed_at, "deflated": None})


@pytest.mark.parametrize("words", ["changed before it was opened", "ended before it was changed"])
def test_a_filing_has_its_moments_in_order(words: str, filing: Filing) -> None:
    with breaks("filing_is_opened_then_changed_then_ended"):
        if words.startswith("changed"):
            changed(filing, {"changed_at": filing.opened_at - A_MINUTE})
        else:
            changed(filing, {"status": "retracted", "deflated": None, "ended_at": filing.changed_at - A_MINUTE})


def test_a_number_is_given_once(filing: Filing) -> None:
    with breaks("one_filing_per_number"):
        changed(_another(filing), {"number": filing.number})


def test_a_submission_is_one_filing(filing: Filing, report: Any) -> None:
    ended = {"status": "finished", "deflated": None, "ended_at": filing.changed_at, "submission": report.submission}
    other = _another(filing)
    changed(filing, ended)
    with breaks("one_filing_per_submission"):
        changed(other, ended)


def _another(filing: Filing) -> Filing:
    words = {name: getattr(filing, name) for name in ("agency", "sent_by", "sha256", "deflated", "documents_bytes")}
    moments = {"opened_at": filing.opened_at, "changed_at": filing.changed_at}
    return Filing.objects.create(number=filing.number + 1, **words, **moments)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_breaks_a_rule_is_not_kept(name: str, filed_file: FiledFile) -> None:
    with breaks(name):
        changed(filed_file, FILES[name])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("one_filed_file_per_id", {"position": 1}),
        ("one_filed_file_per_place", {"file_id": "b" * 32}),
    ],
)
def test_a_file_stands_once_in_its_filing(name: str, words: dict[str, Any], filed_file: FiledFile, desk: User) -> None:
    values = FiledFile.objects.visible_to(desk).values().get()
    with breaks(name):
        FiledFile.objects.create(**values | words | {"id": ids.new()})
