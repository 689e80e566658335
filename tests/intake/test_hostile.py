"""Hostile input: each is refused or quarantined in words, within a second of processor time and 256 MiB of memory.

Each is tried in a process of its own that has no more memory than that. Time is processor time: what counts on a busy
machine is the work, not the wait. Pictures are noise and gradients, made here.
"""

import base64
import json
import os
import random
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator, Mapping

import pytest

from tests.intake.formats.bundles import bundle, report
from tests.intake.formats.pdfs import pdf

MEMORY = 256 * 1024 * 1024
SECONDS = 1.0

JUDGE = """
import json, os, resource, sys
import django
django.setup()
from nightlight.intake.bundles import read_bytes
from nightlight.intake.tables import read_table

def judged(kind, raw):
    readings = read_table("x", raw, {"a": "email", "b": "notes"}) if kind == "table" else read_bytes("x", raw)
    return sorted({(str(reading.status), reading.reason) for reading in readings})

while line := sys.stdin.buffer.readline():
    kind, size = line.split()
    raw = sys.stdin.buffer.read(int(size))
    if os.fork() == 0:
        held = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + MEMORY, held + MEMORY))
        before = os.times()
        try:
            said = judged(kind.decode(), raw)
        except BaseException as broke:
            said = repr(broke)[:300]
        spent = sum(os.times()[:2]) - sum(before[:2])
        sys.stdout.write(json.dumps({"said": said, "seconds": spent}) + chr(10))
        sys.stdout.flush()
        os._exit(0)
    if os.wait()[1]:
        print(json.dumps({"said": "the process ended", "seconds": 0}), flush=True)
"""

rng = random.Random(5)


def gradient(width: int = 64) -> bytes:
    """Return a grey gradient as a PNG."""
    lines = b"".join(b"\x00" + bytes((x * 4 + y) % 256 for x in range(width)) for y in range(width))

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = struct.pack(">IIBBBBB", width, width, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")


NOISE_AS_JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + rng.randbytes(20_000)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))


def in_xml(words: str) -> bytes:
    return f"<report><additionalInfo>{words}</additionalInfo></report>".encode()


def honest_bomb() -> bytes:
    return bundle({"report.xml": report(), "a.bin": bytes(150 * 1024 * 1024)})


def lying_bomb() -> bytes:
    raw = bytearray(bundle({"report.xml": report(), "z.bin": bytes(100 * 1024 * 1024)}))
    struct.pack_into("<I", raw, raw.rindex(b"PK\x01\x02") + 24, 1000)
    return bytes(raw)


def bomb_of_a_document() -> bytes:
    return bundle({"report.xml": b"<report>" + b" " * (40 * 1024 * 1024) + b"</report>"})


def archives_in_archives() -> bytes:
    inner = bundle({"report.xml": report()})
    for _ in range(20):
        inner = bundle({"inner.zip": inner})
    return inner


def archives_named() -> bytes:
    names = [f"some {number:04}.gz" for number in range(4_000)]
    words = b"".join(b"<a>%b</a>" % (b"z " * 400_000) for _ in range(9))
    named = b"<report>%b<a>%b</a></report>" % (words, " ".join(names).encode())
    return bundle({"report.xml": named, **{name: b"\x1f\x8b\x08" + name.encode() for name in names}})


REFUSED: Mapping[str, tuple[Callable[[], bytes], list[list[str]]]] = {
    "billion laughs": (
        f'<!DOCTYPE r [<!ENTITY l0 "l">{LAUGHS}]><report>&l11;</report>'.encode,
        [["refused", "doctype"]],
    ),
    "an outside entity": (
        lambda: b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><report>&x;</report>',
        [["refused", "doctype"]],
    ),
    "an entity without declaration": (lambda: b"<report>&x;</report>", [["refused", "entity"]]),
    "elements very deep": (lambda: b"<report>" + b"<a>" * 100_000, [["refused", "depth"]]),
    "elements deep": (lambda: b"<report>" + b"<a>" * 100 + b"</a>" * 100 + b"</report>", [["refused", "depth"]]),
    "lists very deep": (lambda: b'{"reportedInformation":' + b"[" * 100_000, [["refused", "depth"]]),
    "objects deep": (
        lambda: b'{"reportedInformation":' + b'{"a":' * 100 + b"1" + b"}" * 101,
        [["refused", "depth"]],
    ),
    "a huge attribute": (lambda: b'<report a="' + b"x" * 7_000_000 + b'"/>', [["refused", "oversize"]]),
    "a thousand attributes": (
        lambda: b"<report " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b"/>",
        [["refused", "oversize"]],
    ),
    "a huge name": (lambda: b"<report><" + b"a" * 7_000_000 + b"/></report>", [["quarantined", "malformed"]]),
    "a million elements": (lambda: b"<report>" + b"<a/>" * 1_500_000 + b"</report>", [["refused", "oversize"]]),
    "a million values": (
        lambda: b'{"reportedInformation":[' + b"1," * 3_000_000 + b"1]}",
        [["refused", "oversize"]],
    ),
    "a million empty lists": (
        lambda: b'{"reportedInformation":[' + b"[]," * 2_500_000 + b"1]}",
        [["refused", "oversize"]],
    ),
    "a million attributes": (
        lambda: b"<report " + b" ".join(b'a%d=""' % n for n in range(600_000)) + b"/>",
        [["refused", "oversize"]],
    ),
    "a number without end": (
        lambda: b'{"reportId":' + b"9" * 7_000_000 + b',"reportedInformation":{"a":1}}',
        [["refused", "oversize"]],
    ),
    "people without end": (
        lambda: b'{"reportedInformation":{"reportedPeople":[' + b'{"a":1},' * 49_000 + b"{}]}}",
        [["refused", "oversize"]],
    ),
    "users without end": (
        lambda: b"<report>" + b"<victim><a/></victim>" * 49_000 + b"</report>",
        [["refused", "oversize"]],
    ),
    "files without end": (
        lambda: b'{"reportedInformation":{"uploadedFiles":[' + b'{"a":1},' * 49_000 + b"{}]}}",
        [["refused", "oversize"]],
    ),
    "namespaces without end": (
        lambda: b"<report>" + b"".join(b'<a xmlns="u:%d"/>' % n for n in range(90_000)) + b"</report>",
        [["refused", "oversize"]],
    ),
    "a name said twice among very many": (
        lambda: b'{"reportedInformation":{' + b"".join(b'"k%d":1,' % n for n in range(150_000)) + b'"z":1,"z":2}}',
        [["quarantined", "malformed"]],
    ),
    "a long name with many values below it": (
        lambda: b'{"reportedInformation":{"' + b"k" * 900 + b'":[' + b"1," * 90_000 + b"1]}}",
        [["refused", "oversize"]],
    ),
    "a long name with many elements below it": (
        lambda: b"<report><%b>%b</%b></report>" % (b"k" * 900, b"<a/>" * 90_000, b"k" * 900),
        [["refused", "oversize"]],
    ),
    "a name without end": (
        lambda: b'{"reportedInformation":{"' + b"k" * 7_900_000 + b'":1}}',
        [["refused", "oversize"]],
    ),
    "references without end": (
        lambda: in_xml("&#65;" * 1_600_000),
        [["refused", "oversize"]],
    ),
    "escapes without end": (
        lambda: b'{"reportedInformation":{"a":"' + b"\\u0041" * 1_390_000 + b'"}}',
        [["refused", "oversize"]],
    ),
    "instructions without end": (
        lambda: b"<report>" + b"<?a?>" * 190_000 + b"</report>",
        [["refused", "oversize"]],
    ),
    "blanks without end": (lambda: b" " * 8_300_000 + b"<report>", [["quarantined", "malformed"]]),
    "nothing but zeros in base64": (lambda: in_xml("A" * 8_000_000), [["refused", "oversize"]]),
    "NULs": (lambda: b"<report>\x00</report>", [["quarantined", "malformed"]]),
    "nothing but NULs": (lambda: bytes(8_000_000), [["quarantined", "malformed"]]),
    "a wrong encoding": (
        lambda: '<?xml version="1.0" encoding="utf-8"?><report>caf\u00e9</report>'.encode("latin-1"),
        [["quarantined", "malformed"]],
    ),
    "an encoding that hides": (
        lambda: b'<?xml version="1.0" encoding="utf-7"?><report>+ADw-a+AD4-</report>',
        [["quarantined", "malformed"]],
    ),
    "half of UTF-16": (
        lambda: "<report><a/></report>".encode("utf-16")[:-3],
        [["quarantined", "malformed"]],
    ),
    "a JPEG named xml": (lambda: NOISE_AS_JPEG, [["refused", "imagery"]]),
    "a PNG behind a byte order mark": (lambda: b"\xef\xbb\xbf" + gradient(), [["refused", "imagery"]]),
    "imagery in free text": (
        lambda: in_xml(f"words {base64.b64encode(gradient()).decode()} words"),
        [["refused", "imagery"]],
    ),
    "imagery in free text, in lines": (
        lambda: in_xml("\n".join(base64.encodebytes(NOISE_AS_JPEG).decode().split())),
        [["refused", "imagery"]],
    ),
    "imagery in a JSON text": (
        lambda: json.dumps({"reportedInformation": {"a": base64.b64encode(gradient()).decode()}}).encode(),
        [["refused", "imagery"]],
    ),
    "a buffer printed as numbers without end": (
        lambda: b'{"reportedInformation":[' + b"255,216,255,9," * 590_000 + b"1]}",
        [["refused", "oversize"]],
    ),
    "base64 without end that is no imagery": (
        lambda: in_xml(base64.b64encode(rng.randbytes(5_900_000)).decode()),
        [["refused", "oversize"]],
    ),
    "a bomb that says so": (honest_bomb, [["refused", "oversize"]]),
    "a bomb that lies": (lying_bomb, [["refused", "archive"]]),
    "a bomb in place of a report": (bomb_of_a_document, [["refused", "oversize"]]),
    "archives in archives": (archives_in_archives, [["refused", "archive"]]),
    "archives without end, each named by the report": (archives_named, [["refused", "oversize"]]),
    "a PDF": (pdf, [["refused", "archive"]]),
}
TABLES: Mapping[str, tuple[Callable[[], bytes], list[list[str]]]] = {
    "formulas": (
        lambda: b"a,b\n\"=cmd|' /C calc'!A0\",@SUM(1)\n+1,-1\n",
        [["received", ""]],
    ),
    "a quotation mark without end": (
        lambda: b'a,b\n"' + b"x,y\n" * 2_000,
        [["quarantined", "malformed"], ["received", ""]],
    ),
    "a cell without end": (lambda: b"a,b\n" + b"x" * 7_000_000, [["quarantined", "malformed"]]),
    "columns without end": (lambda: b"a," * 3_000_000, [["refused", "oversize"]]),
    "a picture in a cell": (
        lambda: b"a,b\nx," + base64.b64encode(gradient()),
        [["refused", "imagery"]],
    ),
}


Judge = Callable[[bytes, str], list[list[str]]]


@pytest.fixture(scope="module")
def judge() -> Iterator[Judge]:
    """Judge bytes in a fork with little memory; where a busy machine made it slow, again before it is called slow."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("NIGHTLIGHT_")}
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(  # noqa: S603 - the program above
            [sys.executable, "-c", JUDGE.replace("MEMORY", str(MEMORY))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=env | {"NIGHTLIGHT_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "nightlight.settings"},
        ) as process,
    ):
        assert process.stdin
        assert process.stdout

        def judged(raw: bytes, kind: str) -> list[list[str]]:
            spent = []
            for _ in range(4):
                process.stdin.write(f"{kind} {len(raw)}\n".encode() + raw)
                process.stdin.flush()
                said = json.loads(process.stdout.readline())
                if said["seconds"] < SECONDS:
                    return said["said"]
                spent.append(said["seconds"])
            raise AssertionError(f"it took {spent} s of processor time, each time more than {SECONDS}")

        yield judged
        process.stdin.close()


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_document_is_refused_or_quarantined_quickly_and_in_little_memory(name: str, judge: Judge) -> None:
    made, ends = REFUSED[name]
    assert judge(made(), "document") == ends


@pytest.mark.parametrize("name", TABLES)
def test_a_hostile_table_stops_nobody(name: str, judge: Judge) -> None:
    made, ends = TABLES[name]
    assert judge(made(), "table") == ends
