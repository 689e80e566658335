"""Notices go out from the command line and beside the site: killed, twice at once, and while the site is up."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import COMMAND, Installation
from tests.notices.sinks import WebhookSink, webhook_sink
from tests.serving import free_port, wait_for

pytestmark = pytest.mark.long

RAISE = """
import sys
import django
django.setup()
from nightlight.accounts.standing import operator
from nightlight.agencies.models import Agency
from nightlight.foundation import ids
from nightlight.notices.actions import add_outlet
from nightlight.notices.kinds import NoticeKind, Urgency
from nightlight.notices.models import Outlet, Way
from nightlight.notices.telling import Told, tell
by, agency = operator(), Agency.objects.get(code="co")
if not Outlet.objects.visible_to(by).filter(target=sys.argv[1]).exists():
    add_outlet(by=by, agency=agency, way=Way.WEBHOOK, target=sys.argv[1])
told = Told(agency.pk, NoticeKind.REPORT_URGENT, "intake.report", ids.new(), urgency=Urgency.URGENT)
tell([told] * int(sys.argv[2]))
"""


@pytest.fixture
def fresh(prepared: Path, tmp_path: Path) -> Installation:
    return Installation(Path(shutil.copytree(prepared, tmp_path / "data")))


@pytest.fixture
def hook() -> Iterator[WebhookSink]:
    with webhook_sink() as sink:
        yield sink


def raise_notices(installation: Installation, hook: WebhookSink, many: int) -> None:
    env = installation.environment | {"DJANGO_SETTINGS_MODULE": "nightlight.settings"}
    subprocess.run([sys.executable, "-c", RAISE, hook.url, str(many)], env=env, check=True)  # noqa: S603 - our own


def delivering(installation: Installation) -> "subprocess.Popen[bytes]":
    words = [COMMAND, "notices", "deliver", "--json"]
    return subprocess.Popen(words, env=installation.environment, stdout=subprocess.PIPE)  # noqa: S603 - our own command


def ids_of(hook: WebhookSink) -> list[str]:
    return [post.headers["X-Nightlight-Delivery"] for post in hook.posts]


def test_it_sends_what_waits_and_says_so(fresh: Installation, hook: WebhookSink) -> None:
    raise_notices(fresh, hook, 1)
    assert fresh.run("notices", "deliver", "--json").json == {"delivered": 1, "failed": 0, "given_up": 0}
    hook.status = 500
    raise_notices(fresh, hook, 1)
    ran = fresh.run("notices", "deliver")
    assert (ran.code, ran.out) == (1, "0 delivered, 1 to be tried again, 0 given up\n")


def test_killed_while_it_sends_the_notice_is_sent_again_under_the_same_id(
    fresh: Installation, hook: WebhookSink
) -> None:
    raise_notices(fresh, hook, 1)
    process = delivering(fresh)
    hook.at_a_post = lambda: os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    hook.at_a_post = lambda: None
    assert fresh.run("notices", "deliver", "--json").json["delivered"] == 0
    (fresh.folder / "practice").write_text((datetime.now(UTC) + timedelta(minutes=2)).isoformat())
    assert fresh.run("notices", "deliver", "--json").json["delivered"] == 1
    assert len(set(ids_of(hook))) == 1
    assert len(hook.posts) == 2


def test_two_at_once_send_nothing_twice(fresh: Installation, hook: WebhookSink) -> None:
    raise_notices(fresh, hook, 40)
    both: list[Any] = [json.loads(one.communicate(timeout=60)[0]) for one in [delivering(fresh), delivering(fresh)]]
    assert sum(one["delivered"] for one in both) == 40
    assert len(set(ids_of(hook))) == len(hook.posts) == 40


@pytest.mark.long
def test_the_served_site_sends_by_itself_and_its_work_ends_with_it(
    fresh: Installation, hook: WebhookSink, tmp_path: Path
) -> None:
    port, log = free_port(), tmp_path / "log"
    with log.open("wb") as out:
        words = [COMMAND, "serve", "--port", str(port)]
        server = subprocess.Popen(words, env=fresh.environment, stderr=out, stdout=out)  # noqa: S603 - our own command
    try:
        wait_for(f"http://127.0.0.1:{port}/sign-in", server, log)
        until = datetime.now(UTC) + timedelta(seconds=30)
        raise_notices(fresh, hook, 1)
        while not hook.posts and datetime.now(UTC) < until:
            time.sleep(0.1)
        assert len(hook.posts) == 1
        [work] = workers_of(server.pid)
    finally:
        server.kill()
        server.wait(30)
    until = datetime.now(UTC) + timedelta(seconds=30)
    while Path(f"/proc/{work}").exists() and datetime.now(UTC) < until:
        time.sleep(0.1)
    assert not Path(f"/proc/{work}").exists()


def workers_of(parent: int) -> list[int]:
    said = [str(parent).encode(), b"--beside"]
    lines = {path: path.read_bytes().split(b"\0") for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()}
    return [int(path.parent.name) for path, words in lines.items() if all(word in words for word in said)]
