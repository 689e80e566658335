"""How a file is known again in a later version of its report."""

from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st

from nightlight.gate.keys import FileKeys, keys_of
from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.values import Said
from nightlight.intake.models import ReportedFile, Sighting

FILE = ReportedFile(id=uuid4(), pointer="/files/1", file_id="7")
BARE = ReportedFile(id=uuid4(), pointer="/files/1")


def seen(kind: Kind, value: str, file: ReportedFile = FILE, said: Said = Said.DECLARED) -> Sighting:
    return Sighting(file_id=file.pk, kind=kind.value, value=value, said=said.value)


def test_the_surest_digest_is_the_key_and_the_others_know_it_too() -> None:
    keys = keys_of(FILE, [seen(Kind.MD5, "a"), seen(Kind.SHA256, "b"), seen(Kind.SHA1, "c")], version=1)
    assert keys == FileKeys("sha256:b", ("sha1:c", "md5:a"))
    assert keys.meets(["md5:a"])
    assert not keys.meets(["md5:x", "id:7"])


def test_a_perceptual_hash_and_anothers_digest_are_no_key() -> None:
    other = ReportedFile(id=uuid4(), pointer="/files/2")
    keys = keys_of(FILE, [seen(Kind.PDQ, "f"), seen(Kind.SHA256, "b", other)], version=1)
    assert keys == FileKeys("id:7", ())


@given(st.integers(1, 9), st.integers(1, 9))
def test_a_place_holds_for_one_version_only(one: int, other: int) -> None:
    first, second = (keys_of(BARE, [], version=version) for version in (one, other))
    assert first.meets([second.key]) == (one == other)
