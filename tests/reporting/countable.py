"""Countable records in the states that tests need, written as rows: who did what, when, and when it became known."""

import itertools
from datetime import UTC, date, datetime, time
from typing import Any

from nightlight.accounts.models import User, grant
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.models import Agency, AgencyKind, Membership
from nightlight.intake.models import Report, Submission
from nightlight.investigations.models import Arrest, Case, Subject
from nightlight.operations.models import Operation, Participation, Presentation
from nightlight.victims.models import Victim

FIRST, LAST = date(2018, 3, 1), date(2018, 5, 31)
BEFORE = datetime(2018, 1, 1, tzinfo=UTC)
AFTER = date(2018, 6, 12)

_numbers = itertools.count(1)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def affiliate_of(code: str) -> Agency:
    membership = Membership.objects.filter(parent__code=code, agency__kind=AgencyKind.AFFILIATE).first()
    assert membership is not None
    return membership.agency


class Field:
    """Writes countable rows for agencies given by code."""

    def agency(self, code: str) -> Agency:
        return Agency.objects.get(code=code)

    def reader(self, role: str) -> User:
        """Make a coordinator, a task force's commander or an affiliate's detective."""
        code, name = {
            "coordinator": ("national", RoleName.NATIONAL_COORDINATOR),
            "commander": ("fl-central", RoleName.COMMANDER),
            "detective": (affiliate_of("fl-central").code, RoleName.INVESTIGATOR),
        }[role]
        email = f"reader{next(_numbers)}@example.com"
        reader = User.objects.create(agency=self.agency(code), name="Sample Reader", email=email)
        grant(reader, [name])
        return reader

    def operation(self, *participants: str) -> Operation:
        operation = Operation.objects.create(
            agency=self.agency("national"),
            code=f"sample-{next(_numbers)}",
            name="Operation Sample 2018",
            scope="national",
            starts_on=FIRST,
            ends_on=LAST,
            category_set=date(2018, 1, 1),
        )
        agencies = Agency.objects.filter(code__in=participants)
        Participation.objects.bulk_create(
            Participation(agency=each, operation=operation, joined_at=BEFORE) for each in agencies
        )
        return operation

    def complaint(self, code: str, at: datetime | None, **words: Any) -> Report:
        agency, number = self.agency(code), next(_numbers)
        submission = Submission.objects.create(
            agency=agency,
            channel="file",
            source="sample.xml",
            receipt=f"R-{number}",
            sha256=f"{number:064x}",
            size_bytes=1,
            status="received",
            received_at=BEFORE,
        )
        told: dict[str, Any] = {"status": "under_investigation", "assigned_to": agency, "assigned_at": BEFORE} | words
        return Report.objects.create(
            agency=agency,
            submission=submission,
            number=str(number),
            received_at=BEFORE,
            taken_up_at=at,
            taken_up_recorded_at=at,
            **told,
        )

    def case(self, code: str) -> Case:
        return Case.objects.create(
            agency=self.agency(code), number=f"S-{next(_numbers)}", origin="reactive", opened_at=BEFORE
        )

    def subject(self, code: str, known: datetime = BEFORE, **words: Any) -> Subject:
        case = self.case(code)
        told = {"status": "known", "name_as_given": "Sample Subject"} | words
        return Subject.objects.create(agency=case.agency, case=case, recorded_at=known, **told)

    def arrest(self, code: str, on: date, category: str = "a", known: datetime | None = None) -> Arrest:
        subject = self.subject(code)
        return Arrest.objects.create(
            agency=subject.agency,
            case=subject.case,
            subject=subject,
            arrested_on=on,
            category=category,
            category_set=date(2018, 1, 1),
            recorded_at=known or noon(on),
        )

    def offender(self, code: str, on: date, finding: str = "produced", known: datetime | None = None) -> Subject:
        known = known or noon(on)
        return self.subject(code, known, finding=finding, found_on=on, finding_recorded_at=known)

    def child(self, code: str, on: date, recency: str = "recent", known: datetime | None = None) -> Victim:
        case = self.case(code)
        return Victim.objects.create(
            agency=case.agency,
            case=case,
            pseudonym="MV1",
            status="identified",
            identified_on=on,
            identification_recorded_at=known or noon(on),
            recency=recency,
            relation="unknown",
            age_band="unknown",
            recorded_at=known or noon(on),
        )

    def presentation(
        self, code: str, on: date, people: int = 30, audience: str = "youth", known: datetime | None = None
    ) -> Presentation:
        return Presentation.objects.create(
            agency=self.agency(code),
            held_on=on,
            audience=audience,
            people_reached=people,
            recorded_at=known or noon(on),
        )

    def one_of_each(self, code: str, on: date) -> None:
        """Write one countable record of every measure on a day."""
        self.complaint(code, noon(on))
        self.arrest(code, on)
        self.offender(code, on)
        self.child(code, on)
        self.presentation(code, on)
