"""A still picture gets its perceptual digest from a process that can do nothing else, whatever the picture does."""

import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from nightlight.intake.stills import perceiving
from nightlight.intake.stills.limits import StillLimits
from nightlight.intake.stills.perceiving import Perceived, Unperceived, perceive
from tests.intake.stills.conftest import Image, encoded, noise

np = pytest.importorskip("numpy")
pdqhash = pytest.importorskip("pdqhash", reason="the extra `hashing` is not installed")


def absent(why: Unperceived) -> Perceived:
    return Perceived(absent_because=why)


@pytest.mark.parametrize("form", ["PNG", "BMP", "TIFF"])
def test_a_picture_has_the_digest_that_the_reference_gives_for_its_pixels(form: str, limits: StillLimits) -> None:
    picture = noise()
    bits, quality = pdqhash.compute(np.asarray(picture))
    assert perceive(encoded(picture, form), limits) == Perceived(np.packbits(bits).tobytes().hex(), quality)


@pytest.mark.parametrize("form", ["JPEG", "GIF", "WEBP"])
def test_a_picture_that_lost_a_little_has_nearly_the_same_digest(form: str, limits: StillLimits) -> None:
    picture = noise(96, 96).resize((384, 384))
    first, lossy = perceive(encoded(picture), limits), perceive(encoded(picture, form), limits)
    assert lossy.absent_because is None
    assert (int(first.pdq, 16) ^ int(lossy.pdq, 16)).bit_count() <= 31


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixel_can_be_looked_at(mode: str, limits: StillLimits) -> None:
    assert perceive(encoded(noise().convert("L").convert(mode), "TIFF"), limits).pdq


def test_what_is_cut_off_or_no_picture_is_unreadable(limits: StillLimits) -> None:
    raw = encoded(noise())
    for broken in (raw[:200], raw[:20] + raw[60:], b"", b"\xff\xd8\xff" + bytes(500)):
        assert perceive(broken, limits) == absent(Unperceived.UNREADABLE)


def test_what_moves_is_no_still(limits: StillLimits) -> None:
    raw = encoded(noise(), "GIF", save_all=True, append_images=[noise(), noise()])
    assert perceive(raw, limits) == absent(Unperceived.MOVING)


def test_a_small_file_that_would_be_a_huge_picture_is_not_decoded(limits: StillLimits) -> None:
    raw = encoded(Image.new("1", (30_000, 30_000)))
    assert len(raw) < 200_000
    assert perceive(raw, limits) == absent(Unperceived.TOO_LARGE)


def test_a_bomb_inside_a_picture_stays_within_its_memory(limits: StillLimits) -> None:
    header = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", b"\x00\x00\x00\x10\x00\x00\x00\x10\x08\x00\x00\x00\x00")
    bomb = header + _chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(10**8))) + _chunk(b"IEND", b"")
    assert perceive(bomb, limits).absent_because in {Unperceived.UNREADABLE, Unperceived.MEMORY}


def _chunk(name: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + name + content + zlib.crc32(name + content).to_bytes(4)


def test_memory_has_a_limit(limits: StillLimits) -> None:
    tight = limits.model_copy(update={"memory_mib": 600})
    picture = encoded(Image.new("RGB", (6_000, 6_000)), "BMP")
    assert perceive(picture, tight).absent_because in {Unperceived.MEMORY, Unperceived.BROKE}
    assert perceive(encoded(noise()), tight).pdq


def test_without_the_extra_there_is_no_perceptual_digest_and_no_fault(
    limits: StillLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(perceiving, "can_perceive", lambda: False)
    assert perceive(encoded(noise()), limits) == absent(Unperceived.NOT_INSTALLED)


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass",
        "print('ok ' + 'f' * 64 + ' 50'); raise SystemExit(1)",
        "print('ok ' + 'F' * 64 + ' 50')",
        "print('<script>')",
        "import time; time.sleep(60)",
    ],
    ids=["aborts", "never ends", "fails after its answer", "says no digest", "says something else", "sleeps"],
)
def test_a_decoder_that_breaks_breaks_nothing_else(
    program: str, limits: StillLimits, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "broken.py").write_text(program)
    started = subprocess.run

    def instead(command: list[str], **words: object) -> object:
        return started([sys.executable, str(tmp_path / "broken.py")], **words | {"timeout": 3})  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", instead)
    assert perceive(encoded(noise()), limits) == absent(Unperceived.BROKE)


CONFINED = """
import socket, sys
from nightlight.intake.stills.decoding import confine, rehearse
rehearse()
confine(1024, 2)
tried = {
    "read a file": lambda: open("/etc/hostname", "rb"),
    "write a file": lambda: open(sys.argv[1], "wb"),
    "connect": lambda: socket.socket(),
    "take memory": lambda: bytearray(2 * 1024 ** 3),
    "start a process": lambda: __import__("os").pipe(),
}
could = []
for what, attempt in tried.items():
    try:
        attempt()
        could.append(what)
    except (OSError, MemoryError):
        pass
print(could)
"""


def test_the_process_that_decodes_can_open_nothing_and_take_no_more(tmp_path: Path) -> None:
    wanted = tmp_path / "wanted"
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-I", "-c", CONFINED, str(wanted)], capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "[]"
    assert not wanted.exists()
