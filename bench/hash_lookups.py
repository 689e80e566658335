"""Known hashes over HTTP: single and batch look-ups against one running server, as an agency's system asks.

`python -m bench.hash_lookups`; BENCH_LISTED sets how many hashes are listed (default 100,000), BENCH_ASKERS
how many ask at once (default 3).
"""

import hashlib
import http.client
import json
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bench.own_database import own_database

LISTED = int(os.environ.get("BENCH_LISTED", "100000"))
ASKERS = int(os.environ.get("BENCH_ASKERS", "3"))
PORT, SECONDS, BATCH = 8765, 10.0, 500
FILL, IMPORTED = 20_000, 10_000


def main() -> None:
    """Fill a database of its own, serve it, and ask."""
    with own_database() as folder:
        key = _filled(folder)
        nightlight = [sys.executable, "-c", "from nightlight.commands.main import run; run()"]
        with subprocess.Popen([*nightlight, "serve", "--port", str(PORT)], stderr=subprocess.DEVNULL) as server:  # noqa: S603 - our own command
            try:
                _wait(key)
                _measure(key, server.pid)
            finally:
                server.terminate()


def md5(number: int) -> str:
    """Return the MD5 of no file: that of a number."""
    return hashlib.md5(b"%d" % number).hexdigest()  # noqa: S324 - a digest that lists use


def pdq(number: int) -> int:
    """Return the PDQ hash of no file."""
    return random.Random(number).getrandbits(256)


def _filled(folder: Path) -> str:
    """List hashes: some through the import, which is timed, the rest written bare; return a key for asking."""
    from django.db import connection  # noqa: PLC0415 - Django must be set up first

    from bench.printing import line  # noqa: PLC0415 - as above
    from nightlight.accounts.actions import make_system_key  # noqa: PLC0415 - as above
    from nightlight.accounts.models import new_secret  # noqa: PLC0415 - as above
    from nightlight.accounts.standing import operator  # noqa: PLC0415 - as above
    from nightlight.agencies.models import Agency  # noqa: PLC0415 - as above
    from nightlight.commands.preparing import prepare  # noqa: PLC0415 - as above
    from nightlight.hashes.actions import add_list, begin_import  # noqa: PLC0415 - as above
    from nightlight.hashes.importing import bring_in  # noqa: PLC0415 - as above
    from nightlight.hashes.shelf import shelf  # noqa: PLC0415 - as above
    from nightlight.hashes.survey import survey  # noqa: PLC0415 - as above

    prepare()
    by, national, path = operator(), Agency.objects.get(code="national"), folder / "list.csv"
    path.write_text("id,md5,pdq\n" + "".join(f"{at},{md5(at)},{pdq(at):064x}\n" for at in range(IMPORTED)))
    into = add_list(by=by, agency=national, name="Bench", scheme="us-vics")
    began = time.perf_counter()
    seen = survey([path])
    brought = bring_in(begin_import(into, by=by, source="bench", survey=seen), [path], by=by)
    line("import, two digests a record", f"{IMPORTED / (time.perf_counter() - began):,.0f} records/s")
    _fill(brought)
    began = time.perf_counter()
    entries = shelf().rebuild()
    line("index built from the database", f"{entries:,} entries in {time.perf_counter() - began:.1f} s")
    secret = new_secret()
    make_system_key(by=by, agency=national, secret=secret)
    connection.close()
    return secret


def _fill(brought: "object") -> None:
    from django.db import transaction  # noqa: PLC0415 - Django must be set up first

    from nightlight.foundation import ids  # noqa: PLC0415 - as above
    from nightlight.foundation.bulk import insert  # noqa: PLC0415 - as above
    from nightlight.hashes.models import HashImport, ListedHash, Numbering  # noqa: PLC0415 - as above

    assert isinstance(brought, HashImport)  # noqa: S101 - a hint for the type checker
    for start in range(IMPORTED, LISTED, FILL):
        rows = []
        for at in range(start, min(start + FILL, LISTED)):
            own = ids.new()
            said = {"source_id": str(at), "media": "image", "scheme": "us-vics", "code": "1", "victim": "unknown"}
            digests = {"md5": md5(at), "pdq": f"{pdq(at):064x}"}
            imports = {"list_id": brought.list_id, "first_import": brought, "last_import": brought}
            rows.append(ListedHash(id=own, canonical_id=own, number=at + 1, **said, **digests, **imports))
        with transaction.atomic():
            insert(rows)
            Numbering.objects.update(number=rows[-1].number, newest=rows[-1].pk)


def _measure(key: str, server: int) -> None:
    single = {
        "MD5, one of two listed": lambda dice: {"digest": md5(dice.randrange(2 * LISTED))},
        "PDQ, one of two a near-copy": lambda dice: {"digest": f"pdq:{_pdq_asked(dice)}"},
    }
    batch = {
        "MD5, one in ten listed": lambda dice: {"digests": [md5(dice.randrange(10 * LISTED)) for _ in range(BATCH)]},
        "PDQ, one in ten a near-copy": lambda dice: {
            "digests": [f"pdq:{_pdq_asked(dice, one_in=10)}" for _ in range(BATCH)]
        },
    }
    _asker(key, [json.dumps(question(random.Random(0))) for question in single.values()])  # while it reads its maps
    for what, question in single.items():
        _ask(f"single look-ups: {what}", key, question, 1, server)
    for what, question in batch.items():
        _ask(f"batches of {BATCH}: {what}", key, question, BATCH, server)


def _pdq_asked(dice: random.Random, one_in: int = 2) -> str:
    if dice.randrange(one_in):
        return f"{dice.getrandbits(256):064x}"
    near = pdq(dice.randrange(LISTED))
    for _ in range(8):
        near ^= 1 << dice.randrange(256)
    return f"{near:064x}"


def _ask(what: str, key: str, question: Callable[[random.Random], object], digests: int, server: int) -> None:
    """Ask from several processes at once for some seconds; questions are made before the clock runs."""
    from bench.machine import cpu_seconds  # noqa: PLC0415 - beside this module
    from bench.printing import line  # noqa: PLC0415 - as above

    asked = [
        [json.dumps(question(random.Random(f"{what}{asker}{at}"))) for at in range(_most(digests))]
        for asker in range(ASKERS)
    ]
    before = cpu_seconds(server)
    with multiprocessing.get_context("fork").Pool(ASKERS) as pool:
        found = pool.starmap(_asker, [(key, bodies) for bodies in asked])
    spent = cpu_seconds(server) - before
    times = [took for one in found for took in one]
    rate = len(times) * digests / SECONDS
    each = f"median {statistics.median(times) * 1000:.1f} ms a request, {spent / len(times) * 1000:.2f} ms of CPU"
    line(what, f"{rate:,.0f} digests/s, {each}")


def _most(digests: int) -> int:
    return 4000 if digests == 1 else 200


def _asker(key: str, bodies: list[str]) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", PORT)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    times, until = [], time.perf_counter() + SECONDS
    while (began := time.perf_counter()) < until:
        connection.request("POST", "/api/v1/hashes/lookup", bodies[len(times) % len(bodies)], headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == http.client.OK  # noqa: S101 - a benchmark of refusals would be none
        times.append(time.perf_counter() - began)
    return times


def _wait(key: str) -> None:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT)
            headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
            connection.request("POST", "/api/v1/hashes/lookup", json.dumps({"digest": md5(1)}), headers)
            if connection.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("The server did not answer.")


if __name__ == "__main__":
    main()
