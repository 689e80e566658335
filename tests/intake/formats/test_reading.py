import base64

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nightlight.intake.formats import limits
from nightlight.intake.formats.reading import read
from nightlight.intake.formats.values import Malformed, Refused

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(200))


@given(
    raw=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(lambda text: f"<report>{text}</report>".encode(errors="replace")),
        st.text(max_size=200).map(lambda text: f'{{"reportedInformation": {text}'.encode(errors="replace")),
        st.text(alphabet='<>/?!-[]{}":,&;#x0a ', max_size=200).map(str.encode),
    ),
    companions=st.lists(st.binary(max_size=50), max_size=2),
)
@example(raw=b"<?xml", companions=[])
@example(raw=b"<\x00", companions=[])
@example(raw=b"\xff\xfe<\x00", companions=[])
@example(raw=b"<!--", companions=[])
@example(raw=b'<?xml version="1.0" encoding="utf-7"?><report/>', companions=[])
@example(raw=b'<report xmlns:a=""/>', companions=[])
def test_any_bytes_are_read_refused_or_malformed(raw: bytes, companions: list[bytes]) -> None:
    try:
        read(raw, companions)
    except (Refused, Malformed) as reason:
        message = reason.message
    else:
        message = "read"
    assert message


def test_a_picture_is_refused_before_anything_is_read() -> None:
    with pytest.raises(Refused) as refusal:
        read(JPEG)
    assert refusal.value.reason == "imagery"


def test_a_picture_beside_a_report_is_refused() -> None:
    with pytest.raises(Refused):
        read(b"<report/>", [b"<fileDetails>" + base64.b64encode(JPEG) + b"</fileDetails>"])


def test_oversize_is_refused_whether_in_one_document_or_in_several() -> None:
    half = b" " * (limits.MAX_BYTES // 2 + 1)
    for parts in ((half * 2, []), (half, [half])):
        with pytest.raises(Refused) as refusal:
            read(*parts)
        assert refusal.value.reason == "oversize"


@pytest.mark.parametrize(
    "raw",
    [
        b"<report><a>" + b"x" * (limits.MAX_TEXT + 1) + b"</a></report>",
        b"<report>" + b"<a/>" * (limits.MAX_ELEMENTS + 1) + b"</report>",
        b"<report " + b" ".join(b'a%d="1"' % n for n in range(limits.MAX_ATTRIBUTES + 1)) + b"/>",
        b'{"reportedInformation": "' + b"x" * (limits.MAX_TEXT + 1) + b'"}',
        b'{"reportedInformation": [' + b"1," * limits.MAX_ELEMENTS + b"1]}",
    ],
)
def test_excess_inside_a_document_is_refused(raw: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        read(raw)
    assert refusal.value.reason == "oversize"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "found nothing"),
        (b"plain words", "Expected a CyberTipline report"),
        (b"<report>a\x00b</report>", "NUL at byte 9"),
        ('<?xml version="1.0" encoding="utf-8"?><report>caf\u00e9</report>'.encode("latin-1"), "is not UTF-8"),
        (b'<?xml version="1.0" encoding="EBCDIC-US"?><report/>', "encoding"),
    ],
)
def test_what_cannot_be_read_is_malformed_in_words(raw: bytes, words: str) -> None:
    with pytest.raises(Malformed, match=words):
        read(raw)


@pytest.mark.parametrize(("raw", "is_like_one"), [(b"number;name\n1;x\n", True), (b"", False), (b"words\na,b", False)])
def test_only_what_may_be_a_table_is_told_where_tables_go(raw: bytes, is_like_one: bool) -> None:
    with pytest.raises(Malformed) as malformed:
        read(raw)
    assert ("nightlight intake --mapping" in malformed.value.message) is is_like_one


def test_a_declared_western_encoding_is_read() -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?><report><additionalInfo>caf\u00e9</additionalInfo></report>'
    assert read(text.encode("latin-1")).passages[0].text == "caf\u00e9"


def test_json_with_companions_is_malformed() -> None:
    with pytest.raises(Malformed):
        read(b'{"reportedInformation": {"a": 1}}', [b"<fileDetails/>"])
