import base64
import binascii
import contextlib
import html
import json
import quopri
import struct
import time
import zlib
from collections.abc import Callable
from urllib.parse import quote, quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightlight.intake.formats.imagery import refuse_imagery
from nightlight.intake.formats.values import Refused


def png_of_noise() -> bytes:
    """A 16 by 16 picture of pseudo-random grey."""
    rows = b"".join(b"\x00" + bytes((row * 37 + column * 91) % 256 for column in range(16)) for row in range(16))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 16, 16, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


NOISE = bytes((7 * n * n + 13 * n) % 251 for n in range(200))
RAW = {
    "jpeg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + NOISE,
    "jpeg with exif": b"\xff\xd8\xff\xe1\x12\x34Exif\x00\x00" + NOISE,
    "png": png_of_noise(),
    "gif": b"GIF89a" + NOISE,
    "webp": b"RIFF\x10\x00\x00\x00WEBPVP8 " + NOISE,
    "avi": b"RIFF\x10\x00\x00\x00AVI LIST" + NOISE,
    "bmp": b"BM\x36\x03\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00" + NOISE,
    "tiff": b"II*\x00\x08\x00\x00\x00" + NOISE,
    "tiff, other order": b"MM\x00*\x00\x00\x00\x08" + NOISE,
    "heic": b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00" + NOISE,
    "mp4": b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00" + NOISE,
    "quicktime": b"\x00\x00\x00\x08wide\x00\x00\x10\x00mdat" + NOISE,
    "matroska": b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01" + NOISE,
    "mpeg program stream": b"\x00\x00\x01\xba\x44\x00\x04" + NOISE,
    "flash": b"FLV\x01\x05\x00\x00\x00\x09" + NOISE,
    "windows media": b"0&\xb2u\x8ef\xcf\x11\xa6\xd9\x00\xaa" + NOISE,
    "photoshop": b"8BPS\x00\x01\x00\x00\x00\x00\x00\x00" + NOISE,
    "jpeg 2000": b"\x00\x00\x00\x0cjP  \r\n\x87\n" + NOISE,
    "icon": b"\x00\x00\x01\x00\x01\x00\x10\x10\x00\x00\x01\x00\x20\x00" + NOISE,
}
RAW_ONLY = {"mpeg transport stream": (b"G" + bytes(187)) * 4, "bare jpeg": b"\xff\xd8\xff\x99" + NOISE}

every_format = pytest.mark.parametrize("raw", RAW.values(), ids=RAW)


def refused(raw: bytes) -> Refused:
    with pytest.raises(Refused) as refusal:
        refuse_imagery(raw)
    assert refusal.value.reason == "imagery"
    return refusal.value


@pytest.mark.parametrize("raw", [*RAW.values(), *RAW_ONLY.values()], ids=[*RAW, *RAW_ONLY])
def test_raw_imagery_is_refused(raw: bytes) -> None:
    assert "byte 0, line 1" in refused(raw).message


@every_format
@pytest.mark.parametrize("shift", [0, 1, 2])
@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "a picture "])
def test_imagery_in_base64_is_refused_at_every_alignment(raw: bytes, shift: int, before: str) -> None:
    encoded = base64.b64encode(bytes(shift) + raw).decode()
    refused(f"<a>see: {before}{encoded} end</a>".encode())


@every_format
def test_imagery_in_url_safe_base64_is_refused(raw: bytes) -> None:
    refused(b'{"a": "' + base64.urlsafe_b64encode(raw) + b'"}')


@every_format
@pytest.mark.parametrize("escape", ["\r\n", "\\n", "\\r\\n", "&#10;", " \t", "&#xD;\n"])
def test_imagery_in_base64_broken_into_lines_is_refused(raw: bytes, escape: str) -> None:
    encoded = base64.b64encode(raw).decode()
    lines = [encoded[start : start + 20] for start in range(0, len(encoded), 20)]
    refused(f"first line\n<a>{escape.join(lines)}</a>".encode())


@every_format
def test_imagery_in_base64_with_escaped_slashes_is_refused(raw: bytes) -> None:
    encoded = base64.b64encode(raw)
    refused(b'{"a": "' + encoded.replace(b"/", b"\\/") + b'"}')
    refused(b'{"a": "' + encoded.replace(b"/", b"\\u002f") + b'"}')
    refused(b"<a>" + encoded.replace(b"/", b"&#47;").replace(b"A", b"&#x41;") + b"</a>")


@every_format
def test_imagery_in_base64_as_addresses_write_it_is_refused(raw: bytes) -> None:
    encoded = quote(base64.b64encode(raw), safe="")
    refused(f"<a>https://a.example.com/?q={encoded}</a>".encode())
    refused(f"<a>https://a.example.com/?q={encoded.replace('%2F', '%2f')}</a>".encode())


def test_imagery_in_base64_in_several_parts_of_one_text_is_refused() -> None:
    encoded = base64.b64encode(RAW["jpeg"])
    parts = b"".join(b"<![CDATA[%b]]>" % encoded[at : at + 40] for at in range(0, len(encoded), 40))
    refused(b"<a>" + parts + b"</a>")


def test_addresses_of_network_cards_and_escaped_letters_are_let_in() -> None:
    refuse_imagery(b"<a>ff:d8:ff:e0:00:10 and 89-50-4E-47-0D-0A, caf%C3%A9, 50%ff, a =d8= b, ?f=89png, C:\\xff\\d8</a>")


@every_format
@pytest.mark.parametrize("shift", range(5))
@pytest.mark.parametrize("before", ["", "A", "SEE "])
def test_imagery_in_base32_is_refused_at_every_alignment(raw: bytes, shift: int, before: str) -> None:
    encoded = base64.b32encode(bytes(shift) + raw).decode()
    assert " in base32 at byte " in refused(f"<a>{before}{encoded} end</a>".encode()).message


def test_capitals_and_digits_that_spell_no_imagery_are_let_in() -> None:
    refuse_imagery(f"<a>{'ABCDEFGH234567' * 40} {base64.b32encode(NOISE).decode()}</a>".encode())


@every_format
@pytest.mark.parametrize("before", ["", "a", "data "])
def test_imagery_in_hexadecimal_digits_is_refused(raw: bytes, before: str) -> None:
    refused(f"<a>{before}{raw.hex()}</a>".encode())
    refused(f"<a>{before}{raw.hex(' ').upper()}</a>".encode())


def uuencoded(raw: bytes) -> str:
    lines = [binascii.b2a_uu(raw[start : start + 45]).decode() for start in range(0, len(raw), 45)]
    return f"begin 644 picture\n{''.join(lines)}`\nend\n"


def dumped(raw: bytes) -> str:
    """As `xxd` prints bytes."""
    rows = [raw[start : start + 16] for start in range(0, len(raw), 16)]
    return "\n".join(f"{16 * at:08x}: {row.hex(' ', 2)}  {'.' * len(row)}" for at, row in enumerate(rows))


WRITTEN = {
    "pairs": lambda raw: raw.hex(":").upper(),
    "numbers of C": lambda raw: ", ".join(f"0x{byte:02X}" for byte in raw),
    "a dump": dumped,
    "Python": repr,
    "hexadecimal escapes": lambda raw: "".join(f"\\x{byte:02x}" for byte in raw),
    "octal escapes": lambda raw: "".join(f"\\{byte:03o}" for byte in raw),
    "an address": quote_from_bytes,
    "an address, all of it": lambda raw: "".join(f"%{byte:02x}" for byte in raw),
    "mail of one tool": lambda raw: quopri.encodestring(raw).decode(),
    "mail": lambda raw: "".join(chr(byte) if 32 <= byte < 127 and byte != 61 else f"={byte:02X}" for byte in raw),
    "references of XML": lambda raw: "".join(chr(byte) if 32 <= byte < 127 else f"&#{byte};" for byte in raw),
    "letters": lambda raw: raw.decode("latin-1"),
    "letters of Windows": lambda raw: raw.decode("cp1252", errors="replace"),
    "escapes of JSON": lambda raw: "".join(f"\\u{byte:04x}" for byte in raw),
}
"""Ways in which bytes are written one by one."""
UNTOLD = {("a dump", "bmp"), ("mail of one tool", "jpeg 2000")}
"""A line of sixteen bytes is not enough to tell the one; of the other the tool changes the line ends that tell it."""


@pytest.mark.parametrize("way", WRITTEN)
@pytest.mark.parametrize(
    "holding",
    [
        lambda text: f"<a>see {text} end</a>",
        lambda text: f"<a>{html.escape(text, quote=False).replace('&amp;#', '&#')}</a>",
        lambda text: json.dumps({"a": f"see {text} end"}),
        lambda text: json.dumps({"a": text}, ensure_ascii=False),
    ],
    ids=["as it is", "in XML", "in JSON", "in JSON, not all of it ASCII"],
)
def test_imagery_written_byte_by_byte_is_refused(way: str, holding: Callable[[str], str]) -> None:
    for name, raw in RAW.items():
        if (way, name) not in UNTOLD:
            refused(holding(WRITTEN[way](raw)).encode())


@pytest.mark.parametrize("name", ["jpeg", "png", "gif", "webp", "avi", "tiff", "matroska"])
def test_uuencoded_imagery_is_refused(name: str) -> None:
    written = uuencoded(RAW[name])
    for held in (written, f"<a>\n{html.escape(written)}</a>", json.dumps({"a": written})):
        assert " in uuencoded lines at byte " in refused(held.encode()).message


def test_the_place_of_what_is_written_byte_by_byte_is_said() -> None:
    for written, way in ((RAW["png"].hex("-"), "hexadecimal digits"), (repr(RAW["png"]), "escapes")):
        text = f"<a>\n\n one two {written}</a>".encode()
        at = text.index(b"89-50") if "-" in written else text.index(b"\\x89PNG")
        assert f"PNG image in {way} at byte {at}, line 3" in refused(text).message


@pytest.mark.parametrize("name", ["jpeg", "png", "gif", "webp", "mp4", "matroska"])
@pytest.mark.parametrize("indent", [None, 2])
def test_a_buffer_that_a_program_printed_as_numbers_is_refused(name: str, indent: int | None) -> None:
    as_list = {"a": {"type": "Buffer", "data": list(RAW[name])}}
    by_place = {"a": {str(place): byte for place, byte in enumerate(RAW[name])}}
    for printed in (as_list, by_place):
        assert "in a list of numbers" in refused(json.dumps(printed, indent=indent).encode()).message
    refused(f"<a>{', '.join(map(str, RAW[name]))}</a>".encode())


def test_numbers_that_spell_no_imagery_are_let_in() -> None:
    refuse_imagery(json.dumps({"ports": [255, 216, 255, *range(40)], "at": {str(n): n for n in range(99)}}).encode())


@every_format
def test_imagery_in_a_text_that_is_not_utf_8_is_refused(raw: bytes) -> None:
    refused(b"<a>caf\xe9</a>" + raw)


def test_imagery_in_base64_in_utf_16_is_refused() -> None:
    refused(f"<a>{base64.b64encode(RAW['png']).decode()}</a>".encode("utf-16"))


def test_a_data_uri_is_refused_whatever_its_format() -> None:
    encoded = base64.b64encode(NOISE).decode()
    assert "data URI" in refused(f'{{"a": "data:image/unheard-of;base64,{encoded}"}}'.encode()).message


def test_the_refusal_says_what_was_found_where_and_whom_to_ask() -> None:
    encoded = base64.b64encode(RAW["png"]).decode()
    text = f"<a>\n\n one two {encoded}</a>".encode()
    message = refused(text).message
    assert f"PNG image in base64 at byte {text.index(b'iVBOR')}, line 3" in message
    assert "evidence custodian" in message
    assert "digest" in message


def test_an_archive_is_refused_because_it_may_hold_imagery() -> None:
    with pytest.raises(Refused) as refusal:
        refuse_imagery(b"PK\x03\x04" + NOISE)
    assert refusal.value.reason == "archive"


@pytest.mark.parametrize(
    "text",
    [
        "the word GIF89a and PNG and JFIF and ftypisom and BM",
        "data:image/png is a type",
        "d41d8cd98f00b204e9800998ecf8427e " * 40,
        "abcdefghij" * 200,
        "the person wrote again on the day after the account was closed " * 80,
        base64.b64encode(NOISE * 20).decode(),
        "https://example.com/" + "path/" * 60,
        "https://example.com/GIF89a%20and%20RIFF%20caf%C3%A9/?q=%E2%82%AC" * 8,
        "A GIF89a, an =C3=A9t=C3=A9 and then \\x41 \\u00e9 \\101, ftypisom: caf\u00e9 cr\u00e8me " * 8,
        "ff:d8:ff:e0 is how a JPEG begins, and 89:50:4e:47 a PNG",
        "We begin 644 interviews,\nM_any of them tomorrow",
        ":".join(["d41d8cd98f00b204e9800998ecf8427e"] * 40),
    ],
)
def test_text_without_imagery_passes(text: str) -> None:
    refuse_imagery(text.encode())


@given(st.text(max_size=500))
def test_ordinary_text_passes(text: str) -> None:
    refuse_imagery(b"<a>" + text.encode(errors="replace") + b"</a>")


def best_seconds(raw: bytes, *, times: int, may_be_refused: bool) -> float:
    def once() -> float:
        start = time.process_time()
        with contextlib.suppress(Refused) if may_be_refused else contextlib.nullcontext():
            refuse_imagery(raw)
        return time.process_time() - start

    return min(once() for _ in range(times))


LET_IN = (
    b"A",
    b"0a",
    b"word ",
    b"/9j/",
    b"data:image/",
    b"&#65;",
    b"\\u0041",
    b"\xff\xd8\xff"[1:],
    b"ffd8ff",
    b"ff:d8:ff ",
)
NEAR_MISSES = (b"%ff%d8%ff", b"\\x00", b"=89PNG", b"&#0;", b"GIF89a\xc3\xbf", b"begin 644 a\nM_]C_ ")
"""Beginnings of imagery and nothing behind them: of more than a thousand, a document is refused."""


@pytest.mark.parametrize("piece", [*LET_IN, *NEAR_MISSES])
def test_hostile_bytes_are_examined_in_linear_time(piece: bytes) -> None:
    """Four times the bytes take four times the time, give or take; sixteen times would be quadratic."""
    few, many = ((b"x" + piece * size)[:size] for size in (250_000, 1_000_000))
    takes = [best_seconds(raw, times=2, may_be_refused=piece in NEAR_MISSES) for raw in (few, many)]
    assert takes[1] < 10 * max(takes[0], 0.005)
