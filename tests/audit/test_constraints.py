"""Each constraint of the audit log, broken once."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from nightlight.audit.models import ChainHead, Entry
from tests.breaking import breaks

AGENCY, DIGEST = uuid4(), "a" * 64

ENTRIES: list[tuple[str, dict[str, Any]]] = [
    ("one_entry_per_place_in_a_chain", {"position": 1}),
    ("entry_outcome_is_known", {"outcome": "maybe"}),
    ("entry_position_starts_at_one", {"position": 0}),
    ("entry_digests_are_sha256", {"digest": "a"}),
    ("entry_digests_are_sha256", {"previous": "A" * 64}),
    ("entry_names_kind_and_record_or_neither", {"on_kind": "intake.report"}),
    ("entry_names_kind_and_record_or_neither", {"on_id": uuid4()}),
]


@pytest.mark.parametrize(("name", "words"), ENTRIES)
def test_the_database_refuses_an_entry_that_breaks(name: str, words: dict[str, Any], db: None) -> None:
    sound: dict[str, Any] = {
        "agency_id": AGENCY,
        "position": 1,
        "at": datetime(2018, 6, 1, tzinfo=UTC),
        "actor_id": uuid4(),
        "act": "sample.done",
        "outcome": "done",
        "previous": DIGEST,
        "digest": DIGEST,
    }
    Entry.objects.create(**sound)
    with breaks(name):
        Entry.objects.create(**(sound | {"position": 2} | words))


def test_a_head_holds_a_sha256(db: None) -> None:
    with breaks("chain_head_digest_is_sha256"):
        ChainHead.objects.create(agency_id=AGENCY, digest="none")
