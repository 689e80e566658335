"""The reporting interface: digesting what streams by, perceptual digests, and one report piece by piece."""

import random
import time

from django.conf import settings

from bench.printing import line, spread
from nightlight.accounts.actions import make_key
from nightlight.accounts.models import new_secret
from nightlight.accounts.standing import operator, worker
from nightlight.agencies.models import Agency
from nightlight.geography.gazetteer import gazetteer
from nightlight.intake.digesting import Digesting
from nightlight.intake.filings import actions
from nightlight.intake.filings.actions import PassedBy
from nightlight.intake.filings.rules import rules
from nightlight.intake.models import Filing
from nightlight.intake.stills.perceiving import Perceived, can_perceive, perceive
from nightlight.triage.filed import carry_filing

MEBIBYTE = 1024 * 1024
CHUNKS, PICTURES, FILINGS = 256, 10, 40
REPORT = (
    b"<report><incidentSummary><incidentType>Child Sex Trafficking</incidentType>"
    b"<incidentDateTime>2018-05-30T12:00:00Z</incidentDateTime></incidentSummary></report>"
)
DETAILS = "<fileDetails><reportId>{}</reportId><fileId>{}</fileId><fileRelevance>Reported</fileRelevance></fileDetails>"


def measure() -> None:
    """Measure each by itself."""
    _digesting()
    if can_perceive():
        _perceiving()
    _filing()


def _digesting() -> None:
    chunk, digesting, began = random.Random(1).randbytes(MEBIBYTE), Digesting(), time.perf_counter()
    for _ in range(CHUNKS):
        digesting.update(chunk)
    line("MD5, SHA-1 and SHA-256 of what streams by", f"{CHUNKS / (time.perf_counter() - began):,.0f} MiB/s")


def _perceiving() -> None:
    """Look at grey noise, as a bitmap of 1200 by 900 points."""
    width, height = 1200, 900
    size = width * height * 3
    head = b"BM" + (54 + size).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little")
    head += (40).to_bytes(4, "little") + width.to_bytes(4, "little") + height.to_bytes(4, "little")
    head += (1).to_bytes(2, "little") + (24).to_bytes(2, "little") + bytes(4) + size.to_bytes(4, "little") + bytes(16)
    picture, seconds = head + random.Random(2).randbytes(size), []
    for _ in range(PICTURES):
        began = time.perf_counter()
        assert perceive(picture, rules().stills).pdq  # noqa: S101 - a figure for nothing would mislead
        seconds.append(time.perf_counter() - began)
    line("PDQ of a still of one megapixel, in a process of its own", spread(seconds))


def _filing() -> None:
    provider = Agency.objects.get(code="practice-provider")
    by = make_key(by=operator(), agency=provider, secret=new_secret()).user
    into, hand, places, seconds = Agency.objects.get(code="national"), worker(), gazetteer(settings.DATA_DIR), []
    digesting = Digesting()
    digesting.update(b"no picture of anything")
    for _ in range(FILINGS):
        began = time.perf_counter()
        filing: Filing = actions.open_filing(REPORT, by=by, into=into)
        file = actions.add_file(filing, by=by, file=PassedBy("sample.bin", "", digesting.done(), Perceived()))
        actions.describe_file(filing, by=by, raw=DETAILS.format(filing.number, file.file_id).encode())
        carry_filing(filing, by=by, worker=hand, places=places)
        seconds.append(time.perf_counter() - began)
    line("one report through the reporting interface: opened, a file, its details, finished", spread(seconds))
