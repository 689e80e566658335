"""Whatever arrives is read or refused: nothing else ever happens, and only digests come out."""

import io
import json
import re
from typing import Any
from xml.sax.saxutils import escape

from hypothesis import example, given
from hypothesis import strategies as st

from nightlight.hashes.formats.reading import opened
from nightlight.hashes.formats.values import Entry, Refused
from tests.hashes.conftest import vics
from tests.hashes.formats.test_ncmec_xml import page

HEX = {"md5": 32, "sha1": 40, "sha256": 64, "pdq": 64}
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=70),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
digests = st.text(alphabet="0123456789abcdefABCDEF", min_size=30, max_size=66)
media = st.fixed_dictionaries(
    {},
    optional={
        "MediaID": json_values,
        "MD5": digests | json_values,
        "SHA1": digests | json_values,
        "Category": json_values,
        "Series": json_values,
        "VictimIdentified": json_values,
        "DateUpdated": json_values,
        "MimeType": json_values,
        "AlternativeHashes": st.lists(
            st.fixed_dictionaries({}, optional={"HashName": json_values, "HashValue": digests | json_values}),
            max_size=3,
        )
        | json_values,
    },
)


def look(raw: bytes) -> list[Any]:
    """Read a file as the house does; check what came out."""
    try:
        records = list(opened(io.BytesIO(raw)).records())
    except Refused as refused:
        return [] if refused.reason and refused.message else [refused]
    for record in records:
        if isinstance(record, Entry):
            found = {kind: getattr(record, kind) for kind in HEX if getattr(record, kind)}
            assert found
            assert all(re.fullmatch(f"[0-9a-f]{{{HEX[kind]}}}", digest) for kind, digest in found.items())
            assert 0 < len(record.source_id) <= 120
            assert len(record.code) <= 40
            assert len(record.series) <= 200
            assert record.added_at is None or record.added_at.tzinfo is not None
    return records


@given(st.binary(max_size=400))
@example(b"<queryResult>")
@example(b'{"@odata.context":"http://x/DataModels/2.0.xml/US/$metadata#Media","value":[1e999]}')
def test_any_bytes(raw: bytes) -> None:
    look(raw)


@given(st.lists(media | json_values, max_size=5))
def test_any_set_of_vics(records: list[Any]) -> None:
    raw = vics(records)  # type: ignore[arg-type]  # not every one is a record; that is the point
    assert len(look(raw)) in {0, len(records)}


@given(st.text(max_size=300), st.sampled_from(["md5", "MD5;Image ID", "sha1\tseries", "pdq,classification,victim"]))
def test_any_table(text: str, head: str) -> None:
    look(f"{head}\n{text}".encode("utf-8", "surrogatepass"))


tags = st.sampled_from(["image", "deletedImage", "id", "member", "fingerprints", "md5", "timestamp", "next", "pdq"])
elements = st.recursive(
    st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), max_size=40).map(escape),
    lambda inner: st.tuples(tags, st.lists(inner, max_size=4)).map(
        lambda one: f"<{one[0]}>{''.join(one[1])}</{one[0]}>"
    ),
    max_leaves=20,
)


@given(st.lists(elements, max_size=4))
def test_any_page(parts: list[str]) -> None:
    look(page(*parts))


@given(st.lists(media, min_size=1, max_size=4), st.integers(min_value=1, max_value=400))
def test_a_file_that_is_cut_anywhere_is_refused_or_read_as_far_as_it_goes(records: list[Any], cut: int) -> None:
    whole = json.dumps(json.loads(vics(records))).encode()
    look(whole[:-cut])
