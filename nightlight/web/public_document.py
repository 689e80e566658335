"""From the answers of the public form to the document that goes down the road, and what became of it."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError

from nightlight.accounts.standing import public_form, worker
from nightlight.agencies.models import Agency
from nightlight.foundation import ids
from nightlight.geography.gazetteer import gazetteer
from nightlight.identifiers.kinds import Kind
from nightlight.identifiers.recognising import recognise
from nightlight.intake.actions import give_return_code
from nightlight.intake.arriving import Arrival, read_arrival
from nightlight.intake.formats.own_document import Written, document
from nightlight.intake.lifecycle import SubmissionStatus
from nightlight.intake.models import Channel, Submission
from nightlight.intake.return_codes import Found, code_for, digest_of
from nightlight.triage import road
from nightlight.triage.road import Receipt
from nightlight.web.public_draft import Draft
from nightlight.web.public_questions import NAMED, NO, QUESTIONS, YES

SOURCE = "public form"
UNITED_STATES = "US"
IN_DANGER = {YES: True, NO: False}


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a report."""

    refused: bool = False
    """It holds a picture that is written out as text; nothing of it was kept."""


def send(draft: Draft, language: str) -> Sent:
    """Hand a whole draft in for the agency that receives, down the one road, and give it a code.

    The same draft sent twice gives the same bytes and so one report, with one code.
    """
    raw = document(Written.PUBLIC_FORM, new_number(draft.token), said(draft) | {"language": language})
    into = Agency.objects.get(code=settings.FORM_AGENCY)
    try:
        receipt = _carry(raw, into)
    except IntegrityError:  # the same draft at the same moment: what the other one brought in is found now
        receipt = _carry(raw, into)
    if receipt.status == SubmissionStatus.REFUSED:
        return Sent(refused=True)
    submission = Submission.objects.visible_to(worker()).get(agency=into, receipt=receipt.receipt)
    with suppress(IntegrityError):  # it was sent before, and has this code
        give_return_code(by=public_form(), submission=submission, digest=digest_of(code_for(draft.token)))
    return Sent()


def add(found: Found, account: str, language: str) -> Sent:
    """Hand in what somebody adds to what they sent before: a document of its own under the first one's number."""
    number = found.report.number if found.report else ""
    added = {"addition": True, "account": account, "language": language}
    receipt = _carry(document(Written.PUBLIC_FORM, number, added), found.code.agency)
    return Sent(refused=receipt.status == SubmissionStatus.REFUSED)


def _carry(raw: bytes, into: Agency) -> Receipt:
    [receipt] = road.carry(
        [read_arrival(Arrival(SOURCE, raw))],
        by=public_form(),
        worker=worker(),
        places=gazetteer(settings.DATA_DIR),
        into=into,
        channel=Channel.FORM,
    )
    return receipt


def new_number(token: str) -> str:
    """Return the number of a report by the public form: it follows from its draft, so that a draft has one number."""
    return f"F-{ids.spoken(ids.named(token))}"


def said(draft: Draft) -> dict[str, Any]:
    """Return what a draft says, by the members of the document. Every answer was checked before."""
    given: dict[str, Any] = {}
    for step, question in enumerate(QUESTIONS, start=1):
        form = question(draft.answers_of(step))
        form.full_clean()
        given |= form.cleaned_data
    return {
        "about": given["about"],
        "childInDanger": IN_DANGER.get(given["danger"]),
        "service": given["service"],
        "account": given["account"],
        "when": given["when"],
        "reportedPerson": {"identifiers": _identifiers(given)},
        "child": {"approximateAge": given["age"]},
        "place": _place(given),
        "reporter": _reporter(given),
    }


def _identifiers(given: dict[str, Any]) -> list[dict[str, str]]:
    service = given["service"]
    stated = [{"kind": Kind.HANDLE.value, "value": given["handle"], "service": service}] if given["handle"] else []
    recognised = recognise(given["contact"], service=service)
    return stated + [{"kind": one.kind.value, "value": one.as_given, "service": one.service} for one in recognised]


def _place(given: dict[str, Any]) -> dict[str, str]:
    stated = {"city": given["city"], "region": given["state"], "postalCode": given["zip_code"].strip()}
    return {**stated, "country": UNITED_STATES} if stated["region"] or stated["postalCode"] else stated


def _reporter(given: dict[str, Any]) -> dict[str, str]:
    """Whoever stays unnamed stays so, also where a name was typed before."""
    told = {"relation": given["relation"]}
    if given["contact_me"] == NAMED:
        told |= {"name": given["name"], "phone": given["phone"], "email": given["email"], "reachAt": given["reach_at"]}
    return told
