"""In whose hands a report is: the agency that is asked to take it over, and the person who works it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency, AgencyKind
from nightlight.foundation import clock
from nightlight.geography import districts
from nightlight.geography.districts import District
from nightlight.intake.lifecycle import LIFECYCLE, ReportStatus
from nightlight.intake.models import Report
from nightlight.transfers.lifecycle import GROUND_WORDS, Ground, TransferState
from nightlight.transfers.models import Transfer
from nightlight.transfers.reading import of_report
from nightlight.triage.report_page import ReportPage
from nightlight.triage.routing import policy as routing_policy
from nightlight.triage.routing.policy import Desk
from nightlight.web.report_forms import AgencyChoiceField, ReasonForm
from nightlight.web.select import Select
from nightlight.web.templatetags.words import since
from nightlight.workload.people import Suggestion, suggestions

GIVABLE = {ReportStatus.ASSIGNED, ReportStatus.UNDER_INVESTIGATION}
LETTERS = 300
STATES = {
    TransferState.STANDING: ("Waits for an answer", "amber"),
    TransferState.ACCEPTED: ("Accepted", "green"),
    TransferState.REFUSED: ("Refused", "red"),
    TransferState.WITHDRAWN: ("Withdrawn", "plain"),
    TransferState.OVERTAKEN: ("Overtaken", "plain"),
}


def grounds(label: str) -> forms.TypedChoiceField:
    """Return a choice of why something is offered or refused."""
    choices = [(ground.value, words[:1].upper() + words[1:]) for ground, words in GROUND_WORDS.items()]
    return forms.TypedChoiceField(
        label=label,
        choices=[("", "Choose one"), *choices],
        coerce=Ground,
        widget=Select,
        error_messages={"required": "Choose a ground; nothing was changed."},
    )


class TransferForm(ReasonForm):
    """To whom a report is offered, on what ground, and why."""

    to: Any = AgencyChoiceField(
        label="Task force that is asked",
        queryset=Agency.objects.none(),
        empty_label="Choose one",
        error_messages={
            "required": "Choose who is asked to take it over; nothing was changed.",
            "invalid_choice": "Reports are offered to task forces; nothing was changed.",
        },
    )
    ground: Any = grounds("Ground")
    field_order = ("to", "ground", "because")

    def __init__(self, user: User, **given: Any) -> None:
        super().__init__(**given)
        asked = Agency.objects.in_force(clock.today()).filter(kind=AgencyKind.TASK_FORCE).exclude(pk=user.agency_id)
        self.fields["to"].queryset = asked.order_by("name")  # type: ignore[attr-defined]  # a choice among rows


class RefuseForm(ReasonForm):
    """Why an offer is refused."""

    ground: Any = grounds("Ground")
    field_order = ("ground", "because")


class GiveForm(ReasonForm):
    """The person who gets a report, and why."""

    person: Any = forms.ModelChoiceField(
        label="Person",
        queryset=None,
        widget=Select,
        empty_label="Choose one",
        error_messages={
            "required": "Choose who gets it; nothing was changed.",
            "invalid_choice": "Choose one of the agency's people who work reports; nothing was changed.",
        },
    )
    field_order = ("person", "because")

    def __init__(self, user: User, **given: Any) -> None:
        super().__init__(**given)
        seen: Any = User.objects.get_queryset().visible_to(user)
        self.fields["person"].queryset = seen.order_by("name")  # type: ignore[attr-defined]  # as above


class GiveTo(GiveForm):
    """The same with the persons in the order in which they are suggested, each with the reason."""

    def __init__(self, user: User, suggested: Sequence[Suggestion], **given: Any) -> None:
        super().__init__(user, **given)
        named = [(one.colleague.person.pk, f"{one.colleague.person.name}: {one.words}") for one in suggested]
        self.fields["person"].choices = [("", "Choose one"), *named]  # type: ignore[attr-defined]  # as above


@dataclass(frozen=True, slots=True)
class Hands:
    """What the page says and offers about in whose hands a report is."""

    transfers: Sequence[tuple[Transfer, str, str, str]]
    """Each with its state in words, the tone of that, and its ground in words; the newest first."""
    standing: Transfer | None
    clock: dict[str, Any] | None
    may_answer: bool
    may_withdraw: bool
    transfer_form: TransferForm | None
    refuse_form: RefuseForm | None
    withdraw_form: ReasonForm | None
    suggested: Sequence[Suggestion]
    give_form: GiveTo | None
    take_form: ReasonForm | None


def hands(user: User, read: ReportPage) -> Hands:
    """Return what the page says of hands. At most ten queries."""
    report, facts = read.report, read.assessment.facts if read.assessment else {}
    made = of_report(user, report.pk)
    own = report.assigned_to_id in user.agencies_seen and not user.agency.is_national
    standing = next((one for one in made if _stands(one, report)), None)
    may = user.may(Permission.REPORT_ASSIGN)
    may_answer = may and standing is not None and standing.to_id in user.agencies_seen and not user.agency.is_national
    may_withdraw = may and standing is not None and own
    alone = report.folded_into_id is None
    offers = may and own and alone and standing is None and LIFECYCLE.allows("assign", report.status)
    gives = may and own and alone and report.status in GIVABLE
    suggested = suggestions(user, report, on=clock.today(), facts=facts) if gives else []
    return Hands(
        transfers=[(one, *_state(one, report), GROUND_WORDS[Ground(one.ground)]) for one in made],
        standing=standing,
        clock=clock_of(standing) if standing else None,
        may_answer=may_answer,
        may_withdraw=may_withdraw,
        transfer_form=TransferForm(user, auto_id="transfer_%s") if offers else None,
        refuse_form=RefuseForm(auto_id="refuse_%s") if may_answer else None,
        withdraw_form=ReasonForm(auto_id="withdraw_%s") if may_withdraw else None,
        suggested=suggested[:5],
        give_form=GiveTo(user, suggested, auto_id="give_%s") if gives else None,
        take_form=ReasonForm(auto_id="take_%s") if gives and report.worked_by_id else None,
    )


def _stands(transfer: Transfer, report: Report) -> bool:
    ends = (report.assigned_to_id, report.offered_to_id)
    return transfer.state == TransferState.STANDING and (transfer.agency_id, transfer.to_id) == ends


def _state(transfer: Transfer, report: Report) -> tuple[str, str]:
    state = TransferState(transfer.state)
    overtaken = state is TransferState.STANDING and not _stands(transfer, report)
    return STATES[TransferState.OVERTAKEN if overtaken else state]


def clock_of(transfer: Transfer) -> dict[str, Any]:
    """Return until when an answer is due, as the clock component says it."""
    now, whole = clock.now(), transfer.due_at - transfer.offered_at
    if now > transfer.due_at:
        return {"state": "over", "words": f"{since(transfer.due_at)} over", "used": 100}
    used = int(100 * (now - transfer.offered_at) / whole)
    hours = int((transfer.due_at - now).total_seconds() // 3600)
    return {"state": "soon" if used >= 80 else "runs", "words": f"{hours} h left", "used": used}  # noqa: PLR2004 - the last fifth


def desk_of(read: ReportPage) -> Desk | None:
    """Return the desk at which a report waits, by the policy that put it there."""
    route = read.route
    if route is None or not route.desk or route.policy_date is None:
        return None
    return routing_policy.policy(route.policy_date).content.desk(route.desk)


def recipients_of(desk: Desk | None) -> list[str]:
    """Return the names of those who may get what waits at a desk, besides the task forces."""
    codes = desk.recipients if desk else ()
    return list(Agency.objects.filter(code__in=codes).order_by("name").values_list("name", flat=True)) if codes else []


def district_of(read: ReportPage) -> District | None:
    """Return the federal district of the county that decided the route."""
    return districts.of_county(read.route.county) if read.route and read.route.county else None
