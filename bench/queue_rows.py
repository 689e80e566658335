"""A queue of any size, written straight into the tables: invented reports, one in ten of them open."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from nightlight.agencies.models import Agency, AgencyKind
from nightlight.foundation import clock, ids
from nightlight.foundation.bulk import insert, unsaved
from nightlight.geography.states import every_state
from nightlight.identifiers.kinds import Kind
from nightlight.intake.formats.values import Role, Said
from nightlight.intake.lifecycle import ReportStatus, SubmissionStatus
from nightlight.intake.models import Channel, Lane, Passage, Report, ReportedFile, ReportedPerson, Sighting, Submission
from nightlight.triage.assessment.axes import Solvable, Word
from nightlight.triage.assessment.facts import WORDS, Fact, listed
from nightlight.triage.lifecycle import Decided
from nightlight.triage.models import Assessment, RouteDecision
from nightlight.triage.queue import keys

BATCH, COPIES = 10_000, 8
PLAIN = {"sha256", "receipt", "number"}
BECAUSE = "benchmark"
"""Why the reports made here are closed: only they are copied, for digests of real documents might meet their copies."""
TIERS = (1, 2, 3, 4, 5, 6, 7, 7, 7, 7)
TIER_WORDS = (
    "Immediate risk",
    "Known offender",
    "Active contact",
    "Possible local child",
    "Repeat trading",
    "Organized trading",
    "Other",
)
PROVIDERS = tuple(
    f"Example {name}" for name in ("Social", "Cloud", "Mail", "Chat", "Photos", "Games", "Video", "Drive")
)
OPEN = (ReportStatus.WAITING_FOR_ROUTE, ReportStatus.ASSIGNED, ReportStatus.ASSIGNED, ReportStatus.UNDER_INVESTIGATION)
DESKS, NEXUS = ("", "", "foreign", "unknown"), ("yes",) * 9 + ("no",)
YEARS = timedelta(days=2 * 365)
DIGEST = "0" * 64
ONE_IN_FIVE, FOLDS, LEADS = 1 / 5, 1 / 12, 1 / 40


@dataclass(slots=True)
class Rows:
    """The rows of a batch, by table and in the order in which they are written."""

    tables: dict[type[models.Model], list[Any]] = field(default_factory=dict)

    def add(self, model: type[models.Model], **values: Any) -> Any:
        """Make a row and keep it to be written."""
        row = unsaved(model, **values)
        self.tables.setdefault(model, []).append(row)
        return row

    def write(self) -> None:
        """Write everything, all or nothing."""
        with transaction.atomic():
            for rows in self.tables.values():
                insert(rows)


def make(reports: int, are_open: int, *, seed: int = 7, within: timedelta = YEARS) -> None:
    """Write so many reports over two years, or less, so many of them open. Of nine closed, eight are copies of one."""
    dice, national = random.Random(seed), Agency.objects.get(kind=AgencyKind.NATIONAL)
    holders = list(Agency.objects.filter(kind=AgencyKind.TASK_FORCE).order_by("code").values_list("pk", flat=True))
    made, now = are_open + (reports - are_open) // (COPIES + 1), clock.now()
    every = made / max(1, are_open)
    lead: list[UUID] = []
    for batch in _batches(made):
        rows = Rows()
        for at in batch:
            received = now - within * (1 - at / made)
            report = _report(rows, dice, national.pk, holders, at, received, is_open=at % every < 1)
            if report.closed_at is None:
                _parts(rows, dice, report)
                _fold(report, lead, dice)
        rows.write()
    for copy in range(2, COPIES + 2):
        _copy(f"{copy:02x}")


def _batches(reports: int) -> Iterator[range]:
    for start in range(0, reports, BATCH):
        yield range(start, min(start + BATCH, reports))


def _copy(mark: str) -> None:
    """Write every closed report once more, in the database itself, under ids and digests that begin with a mark."""
    quote, is_text = connection.ops.quote_name, connection.vendor == "sqlite"
    own = {"id", "submission_id", "report_id", "sha256", "receipt", "number"}
    for model, joined, closed in (
        (Submission, "JOIN intake_report r ON r.submission_id = t.id", "r.closed_because"),
        (Report, "", "t.closed_because"),
        (Assessment, "JOIN intake_report r ON r.id = t.report_id", "r.closed_because"),
    ):
        columns = [str(one.column) for one in model._meta.concrete_fields]  # noqa: SLF001 - Django's way to the fields
        text = {
            name: f"t.{quote(name)}" if is_text else f"CAST(t.{quote(name)} AS text)" for name in columns if name in own
        }
        marked = {name: f"'{mark}' || substr({said}, 3)" for name, said in text.items()}
        marked |= {"receipt": f"'R-' || '{mark}' || substr(t.receipt, 3)", "number": f"'{mark}' || t.number"}
        asked = [
            marked[name] if is_text or name in PLAIN else f"CAST({marked[name]} AS uuid)"
            for name in columns
            if name in own
        ]
        chosen = iter(asked)
        values = ", ".join(next(chosen) if name in own else f"t.{quote(name)}" for name in columns)
        names, table = ", ".join(map(quote, columns)), quote(model._meta.db_table)  # noqa: SLF001 - as above
        first = f"SUBSTR({'t.id' if is_text else 'CAST(t.id AS text)'}, 1, 2) = '01'"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {values} FROM {table} t {joined} "  # noqa: S608 - names of ours
                f"WHERE {closed} = '{BECAUSE}' AND {first}"
            )


def _report(  # noqa: PLR0917 - what a report is made of
    rows: Rows, dice: random.Random, national: UUID, holders: list[UUID], at: int, received: datetime, *, is_open: bool
) -> Report:
    pk = ids.new()
    submission = rows.add(
        Submission,
        agency_id=national,
        channel=dice.choice(Channel.values[:4]),
        source="bench",
        receipt=f"R-{pk.hex[-16:]}",
        sha256="01" + hashlib.sha256(pk.bytes).hexdigest()[2:],
        size_bytes=1000,
        status=SubmissionStatus.RECEIVED.value,
        received_at=received,
    )
    status = dice.choice(OPEN) if is_open else ReportStatus.CLOSED
    held = status is not ReportStatus.WAITING_FOR_ROUTE
    report = rows.add(
        Report,
        id=pk,
        agency_id=national,
        submission_id=submission.pk,
        number=str(100_000_000 + at),
        provider=dice.choice(PROVIDERS),
        received_at=received,
        channel=submission.channel,
        status=status.value,
        assigned_to_id=dice.choice(holders) if held else None,
        assigned_at=received if held else None,
        taken_up_at=received if status is ReportStatus.UNDER_INVESTIGATION else None,
        taken_up_recorded_at=received if status is ReportStatus.UNDER_INVESTIGATION else None,
        closed_at=None if is_open else received,
        closed_because="" if is_open else BECAUSE,
        lane=Lane.LEAD.value if is_open else None,
        state=dice.choice(every_state()).code,
        desk="" if held else dice.choice(DESKS),
        nexus=dice.choice(NEXUS),
        nexus_because="A benchmark decided.",
        has_files=is_open,
        changed_at=received,
    )
    _judge(rows, dice, report)
    return report


def _judge(rows: Rows, dice: random.Random, report: Report) -> None:
    tier = dice.choice(TIERS)
    words = [word.value for word in Word]
    # a closed report is there to be in the way: its facts are never read
    found = dice.sample(list(Fact), 8) if report.closed_at is None else []
    facts = {fact.value: {"value": dice.random() < ONE_IN_FIVE, "words": WORDS[fact], "at": []} for fact in found}
    assessment = rows.add(
        Assessment,
        agency_id=report.agency_id,
        report_id=report.pk,
        tier=tier,
        tier_words=TIER_WORDS[tier - 1],
        rule="B-1",
        policy="bench",
        policy_date=report.received_at.date(),
        policy_digest=DIGEST,
        axes_date=report.received_at.date(),
        axes_digest=DIGEST,
        because="A benchmark put it here.",
        short="A benchmark put it here",
        facts=facts,
        true_facts=listed(name for name, said in facts.items() if said["value"]),
        victim=dice.choice(words),
        offender=dice.choice(words),
        solvable=dice.choice([word.value for word in Solvable]),
        severity=dice.choice(words),
        assessed_at=report.received_at,
    )
    keys.set_keys(report, assessment, at=report.received_at)
    if report.closed_at is None:
        rows.add(
            RouteDecision,
            agency_id=report.agency_id,
            report_id=report.pk,
            decided=Decided.BY_PERSON.value,
            because="A benchmark sent it there.",
            chosen_id=report.assigned_to_id or report.agency_id,
            decided_at=report.received_at,
        )


def _parts(rows: Rows, dice: random.Random, report: Report) -> None:
    """Give an open report what its page shows: a person with four identifiers, three files, an account in words."""
    of: dict[str, Any] = {"report_id": report.pk, "pointer": "/bench"}
    person = rows.add(ReportedPerson, **of, role=Role.REPORTED.value)
    for at in range(4):
        value = f"sample{dice.randrange(10**9)}@example.com"
        rows.add(
            Sighting,
            **of,
            person_id=person.pk,
            kind=Kind.EMAIL.value,
            value=value,
            as_given=value,
            said=Said.DECLARED.value,
            seen_as_given=str(at),
        )
    for at in range(3):
        rows.add(ReportedFile, **of, file_id=str(at), name=f"file-{at}.jpg")
    rows.add(Passage, **of, text="Invented words of a benchmark.")


def _fold(report: Report, lead: list[UUID], dice: random.Random) -> None:
    """Let one in twelve stand under a lead that came before; the lead is one that nobody folds."""
    if lead and dice.random() < FOLDS and report.pk not in lead:
        report.folded_into_id, report.lane = lead[-1], Lane.FOLDED.value
    elif dice.random() < LEADS:
        lead.append(report.pk)
