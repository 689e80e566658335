"""Each constraint, broken once."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import models

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency
from nightlight.foundation import ids
from nightlight.hashes.models import Deconfirmation, HashImport, HashList, ListedHash, Numbering
from tests.breaking import breaks
from tests.hashes.conftest import md5

MOMENT = datetime(2018, 3, 1, tzinfo=UTC)
Sound = Callable[[type[models.Model]], dict[str, Any]]


@pytest.fixture
def sound(hash_list: HashList, coordinator: User, agency: Callable[[str], Agency]) -> Sound:
    """Give the fields of a sound row; the rows it leans on are in the database."""
    imported = {"list": hash_list, "source": "sample", "format": "vics", "scheme": "us-vics", "records": 5}
    brought = HashImport.objects.create(number=1, sha256="b" * 64, **imported)
    own = ids.new()
    rows: dict[type[models.Model], dict[str, Any]] = {
        HashList: {"agency": agency("national"), "name": "Another list", "scheme": "us-vics"},
        HashImport: {"number": 2, "sha256": "a" * 64, **imported},
        ListedHash: {
            "id": own,
            "canonical_id": own,
            "list": hash_list,
            "first_import": brought,
            "last_import": brought,
            "number": 1,
            "source_id": "1",
            "media": "image",
            "md5": md5(1),
            "scheme": "us-vics",
            "victim": "unknown",
        },
        Deconfirmation: {
            "agency": agency("national"),
            "by": coordinator,
            "kind": "md5",
            "digest": md5(1),
            "because": "Sample reason",
        },
        Numbering: {},
    }
    return lambda model: rows[model]


TWICE: dict[str, tuple[type[models.Model], dict[str, Any]]] = {
    "one_hash_list_per_name": (HashList, {}),
    "one_hash_import_per_number": (HashImport, {"sha256": "c" * 64}),
    "one_standing_hash_import_per_file": (HashImport, {"number": 3}),
    "one_listed_hash_per_number": (ListedHash, {"source_id": "2"}),
    "one_listed_hash_per_import_and_source_id": (ListedHash, {"number": 2}),
    "one_standing_deconfirmation_per_agency_and_digest": (Deconfirmation, {}),
    "one_numbering": (Numbering, {}),
}

BROKEN: dict[str, tuple[type[models.Model], dict[str, Any]]] = {
    "hash_list_has_a_name": (HashList, {"name": ""}),
    "hash_list_names_its_scheme": (HashList, {"scheme": ""}),
    "hash_list_trust_is_known": (HashList, {"trust": "blind"}),
    "hash_list_licence_is_known": (HashList, {"licence": "sample"}),
    "hash_list_is_withdrawn_exactly_when_it_says_why": (HashList, {"withdrawn_at": MOMENT}),
    "hash_import_digest_is_sha256": (HashImport, {"sha256": "A" * 64}),
    "hash_import_names_its_scheme": (HashImport, {"scheme": ""}),
    "hash_import_status_is_known": (HashImport, {"status": "begun"}),
    "hash_import_is_complete_exactly_when_it_has_a_time": (HashImport, {"finished_at": MOMENT}),
    "hash_import_is_withdrawn_exactly_when_it_says_why": (HashImport, {"withdrawn_because": "Sample reason"}),
    "hash_import_position_is_within_its_records": (HashImport, {"position": 6}),
    "listed_hash_has_a_digest": (ListedHash, {"md5": None}),
    "listed_hash_md5_is_hexadecimal": (ListedHash, {"md5": md5(1).upper()}),
    "listed_hash_sha1_is_hexadecimal": (ListedHash, {"sha1": "a" * 39}),
    "listed_hash_sha256_is_hexadecimal": (ListedHash, {"sha256": "g" * 64}),
    "listed_hash_pdq_is_hexadecimal": (ListedHash, {"pdq": "a" * 63}),
    "listed_hash_is_not_that_of_an_empty_file": (ListedHash, {"md5": "d41d8cd98f00b204e9800998ecf8427e"}),
    "listed_hash_has_a_source_id": (ListedHash, {"source_id": ""}),
    "listed_hash_names_its_scheme": (ListedHash, {"scheme": ""}),
    "listed_hash_media_is_known": (ListedHash, {"media": "sound"}),
    "listed_hash_victim_is_known": (ListedHash, {"victim": "maybe"}),
    "listed_hash_number_starts_at_one": (ListedHash, {"number": 0}),
    "listed_hash_is_withdrawn_after_it_came": (ListedHash, {"withdrawn_at": MOMENT - timedelta(days=1)}),
    "deconfirmation_says_why": (Deconfirmation, {"because": ""}),
    "deconfirmed_digest_fits_its_kind": (Deconfirmation, {"kind": "sha1"}),
    "deconfirmation_is_taken_back_exactly_when_it_says_why": (Deconfirmation, {"taken_back_at": MOMENT}),
    "numbering_is_the_one": (Numbering, {"is_the_one": False}),
    "numbering_names_the_newest_exactly_when_there_is_one": (Numbering, {"number": 4}),
}

ALSO = {"hash_import_status_is_known": ["hash_import_is_complete_exactly_when_it_has_a_time"]}


@pytest.mark.parametrize("name", TWICE)
def test_a_second_one_is_refused(name: str, sound: Sound) -> None:
    model, different = TWICE[name]
    model._default_manager.create(**sound(model))
    again = {key: value for key, value in sound(model).items() if key != "id"} | different
    with breaks(name):
        model._default_manager.create(**again)


@pytest.mark.parametrize("name", BROKEN)
def test_a_row_that_breaks_it_is_refused(name: str, sound: Sound) -> None:
    model, wrong = BROKEN[name]
    with breaks(name, *ALSO.get(name, ())):
        model._default_manager.create(**(sound(model) | wrong))


def test_who_took_an_entry_back_stands_only_on_one_that_was(sound: Sound) -> None:
    said = sound(ListedHash)
    with breaks("listed_hash_names_who_took_it_back_only_when_it_was"):
        ListedHash.objects.create(**said, withdrawn_by=said["first_import"])


@pytest.mark.parametrize("model", [HashList, HashImport, ListedHash, Deconfirmation, Numbering])
def test_a_sound_row_is_kept(model: type[models.Model], sound: Sound) -> None:
    assert model._default_manager.create(**sound(model)).pk
