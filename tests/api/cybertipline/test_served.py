"""At a running server: a published client unchanged, requests at the same moment, and a disk without a trace."""

import base64
import json
import random
import shutil
import subprocess
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from lxml import etree

from nightlight.intake.formats.limits import MAX_BYTES
from tests.api.conftest import document
from tests.api.cybertipline.conftest import Served
from tests.promises.walking import ROOT

pytestmark = [pytest.mark.long, pytest.mark.xdist_group("served")]

CLIENT = Path(__file__).with_name("client.mjs")
FORM = "application/x-www-form-urlencoded"
BOUNDARY = "sample-boundary"
UPLOAD = f"multipart/form-data; boundary={BOUNDARY}"
AT_ONCE = 8


def asked(served: Served, path: str, raw: Any, kind: str) -> urllib.request.Request:
    """Return a request of the provider."""
    basic = base64.b64encode(f"practice-provider:{served.key}".encode()).decode()
    headers = {"Content-Type": kind, "Authorization": f"Basic {basic}"}
    return urllib.request.Request(served.url + path, raw, headers, method="POST")  # noqa: S310 - our own server


def post(served: Served, path: str, raw: bytes, kind: str) -> tuple[int, list[str], Any]:
    """Return code, file ids and headers of an answer."""
    with urllib.request.urlopen(asked(served, path, raw, kind)) as answer:  # noqa: S310 - our own server
        root = etree.fromstring(answer.read())
    files = [each.text or "" for each in root.iter("fileId")]
    return int(root.findtext("responseCode") or -1), files, answer.headers


def opened(served: Served, name: str) -> str:
    """Open a report and return its number."""
    with urllib.request.urlopen(asked(served, "/submit", document(name), "text/xml")) as answer:  # noqa: S310 - our own server
        return etree.fromstring(answer.read()).findtext("reportId") or ""


def form_with(number: str, content: bytes) -> bytes:
    """Return a form with a file."""
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="id"\r\n\r\n{number}\r\n--{BOUNDARY}\r\n'
        'Content-Disposition: form-data; name="file"; filename="sample.bin"\r\n\r\n'
    )
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()


def uploaded(served: Served, number: str, content: bytes) -> tuple[int, list[str], Any]:
    return post(served, "/upload", form_with(number, content), UPLOAD)


def finished(served: Served, number: str) -> tuple[int, list[str], Any]:
    return post(served, "/finish", urlencode({"id": number}).encode(), FORM)


def in_pieces(served: Served, path: str, raw: bytes, kind: str = "text/xml") -> int:
    """Send a body without saying how long it is, as clients do that make it as they go; return the code."""
    pieces = (raw[start : start + 10_000] for start in range(0, len(raw), 10_000))
    try:
        with urllib.request.urlopen(asked(served, path, pieces, kind)) as answer:  # noqa: S310 - our own server
            said = answer.read()
    except urllib.error.HTTPError as refused:
        said = refused.read()
    return int(etree.fromstring(said).findtext("responseCode") or -1)


def numbers(served: Served) -> Counter[str]:
    """Return how often each report's number stands in the queue."""
    return Counter(
        report["number"] for report in json.loads(served.nightlight("queue", "--limit", "500", "--json"))["reports"]
    )


@pytest.fixture(scope="module")
def trial(served: Served) -> Any:
    """Let a published client, as it comes from its registry, go through the whole interface."""
    if not shutil.which("node") or not (ROOT / "node_modules" / "@civitai").exists():
        pytest.skip("node or the client's package is missing; `make assets` brings it")
    done = subprocess.run(  # noqa: S603 - our own script
        ["node", str(CLIENT), served.url, "practice-provider", served.key],  # noqa: S607 - the node that is installed
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_published_client_opens_fills_and_finishes_a_report(trial: Any, served: Served) -> None:
    said = trial["said"]
    assert {name: said[name]["responseCode"] for name in ("status", "submit", "upload", "fileinfo", "finish")} == {
        "status": 0,
        "submit": 0,
        "upload": 0,
        "fileinfo": 0,
        "finish": 0,
    }
    assert said["finish"]["files"] == {"fileId": said["upload"]["fileId"]}
    assert numbers(served)[str(said["submit"]["reportId"])] == 1
    [receipt] = {one["receipt"] for one in trial["seen"] if one["receipt"]}
    assert receipt.startswith("R-")


def test_a_published_client_understands_every_no(trial: Any) -> None:
    said = trial["said"]
    assert said["finishedAgain"]["answered"]["responseCode"] == 5102
    assert said["tooLate"].keys() == {"refused"}
    assert said["retract"]["responseCode"] == 0
    assert said["retractedAgain"]["answered"]["responseCode"] == 5101
    assert "does not exist" in said["noSuchReport"]["refused"]
    assert "AuthenticationRequired" in said["wrongPassword"]["refused"]


def test_reports_that_are_finished_by_many_at_once_are_finished_once(served: Served) -> None:
    number = opened(served, "at-once")
    uploaded(served, number, b"no picture")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda _: finished(served, number), range(AT_ONCE)))
    assert Counter(code for code, *_ in answers) == {0: 1, 5102: AT_ONCE - 1}
    assert len({headers["Nightlight-Receipt"] for *_, headers in answers}) == 1
    assert numbers(served)[number] == 1


def test_a_file_that_comes_with_the_end_is_in_the_report_or_is_told_no(served: Served) -> None:
    number = opened(served, "late-files")

    def move(step: int) -> tuple[str, int, list[str]]:
        what = "finish" if step == AT_ONCE // 2 else "upload"
        code, files, _ = finished(served, number) if what == "finish" else uploaded(served, number, bytes(200_000))
        return what, code, files

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(move, range(AT_ONCE)))
    [(code, listed)] = [(code, files) for what, code, files in answers if what == "finish"]
    assert code == 0
    taken = [file for what, code, files in answers if what == "upload" and code == 0 for file in files]
    assert sorted(listed) == sorted(taken)
    assert {code for what, code, _ in answers if what == "upload"} <= {0, 5102}


def test_a_client_may_send_everything_in_pieces(served: Served) -> None:
    number = opened(served, "in-pieces")
    assert in_pieces(served, "/submit", document("in-pieces-too")) == 0
    assert in_pieces(served, "/upload", form_with(number, bytes(100_000)), UPLOAD) == 0
    assert in_pieces(served, "/finish", urlencode({"id": number}).encode(), FORM) == 0
    assert in_pieces(served, "/submit", b"<report>" + b" " * MAX_BYTES) == 4100


def test_many_reports_at_once_are_all_there(served: Served) -> None:
    def through(step: int) -> str:
        number = opened(served, f"many{step}")
        uploaded(served, number, bytes(step))
        assert finished(served, number)[0] == 0
        return number

    with ThreadPoolExecutor(AT_ONCE) as pool:
        made = set(pool.map(through, range(3 * AT_ONCE)))
    assert len(made) == 3 * AT_ONCE
    there = numbers(served)
    assert {there[number] for number in made} == {1}


def test_not_one_byte_of_a_file_reaches_the_disk(served: Served) -> None:
    marker = random.Random(23).randbytes(48)
    number = opened(served, "traceless")
    assert uploaded(served, number, marker * 150_000)[0] == 0
    assert _traces(served, marker) == []
    assert finished(served, number)[0] == 0
    assert _traces(served, marker) == []
    assert list(served.temporary.iterdir()) == []


def _traces(served: Served, marker: bytes) -> list[str]:
    """Return the files of the site in which the marker stands, plain or spelled; its database is a file like others."""
    spelled = (marker, marker.hex().encode(), base64.b64encode(marker))
    files = [path for folder in (served.folder, served.temporary) for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(one in path.read_bytes() for one in spelled)]


def test_the_command_leaves_alone_what_may_still_be_finished(served: Served) -> None:
    number = opened(served, "still-open")
    assert json.loads(served.nightlight("filing", "expire", "--json")) == {"expired": 0}
    assert finished(served, number)[0] == 0


def test_the_audit_log_of_all_this_holds_together(served: Served) -> None:
    assert json.loads(served.nightlight("audit", "verify", "--json"))
