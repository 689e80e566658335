"""What can be done with several reports of the queue at once.

An act is one entry of `ACTS`: with it come its button, its preview and its key.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.refusals import RuleRefusal
from nightlight.intake.models import Report
from nightlight.transfers import actions as transfers
from nightlight.triage import actions
from nightlight.triage.folding.standing_for import folded_into
from nightlight.triage.queue import bulk
from nightlight.triage.queue.listing import Row
from nightlight.triage.routing import relations
from nightlight.triage.routing.suggestions import first_suggestions
from nightlight.web.nexus import NexusForm
from nightlight.web.report_forms import AssignManyForm, FoldForm, ReasonForm
from nightlight.web.report_hands import TransferForm


class NoForm(forms.Form):
    """An act that asks for nothing more."""

    def __init__(self, user: User, **given: Any) -> None:
        del user
        super().__init__(**given)


@dataclass(frozen=True, slots=True)
class BulkAct:
    """An act on several reports: its words, its right, whom it leaves out, what it asks for, and how it is done."""

    name: str
    words: str
    done: str
    """What is said of one or several reports afterwards: "3 reports are assigned"."""
    key: str
    needs: Permission
    why_not: Callable[[User], bulk.Why]
    """Why a report cannot go, as far as somebody who acts is concerned."""
    form: Callable[..., forms.Form]
    do: Callable[[User, Sequence[Row], dict[str, Any]], None]
    whither: Callable[[User, Sequence[Row]], Sequence[tuple[str, int]]] | None = None
    """To whom how many go, where the act itself knows."""
    concerns: Callable[[User], bool] = lambda _: True
    """Whether somebody who holds the right has a use for it."""
    takes_folded: bool = True
    """Whether what stands under a report goes along."""
    fact: str = ""
    means: Callable[[], str] = str
    """What it means beyond its words, where something has to be said before it is done: the fact, and more of it."""
    undone_by: str = ""
    """The undo of `queue_undo.UNDOS` that takes it back, where one does."""


def _reports(rows: Sequence[Row]) -> list[Report]:
    return [Report(pk=row.id) for row in rows]


def _assign(user: User, rows: Sequence[Row], given: dict[str, Any]) -> None:
    reports = _reports(rows)
    actions.assign([*reports, *folded_into(reports, by=user)], by=user, **given)


def _accept(user: User, rows: Sequence[Row], given: dict[str, Any]) -> None:
    del given
    actions.accept_suggestions(_reports(rows), by=user)


def _fold(user: User, rows: Sequence[Row], given: dict[str, Any]) -> None:
    lead = Report.objects.visible_to(user).filter(number=given["into"].strip(), assigned_to=rows[0].assigned_to)
    found = lead.order_by("-pk").first()
    if found is None:
        raise RuleRefusal("The agency that works these reports has none of that number. Look at it; nothing changed.")
    actions.fold(_reports(rows), into=found, by=user, because=given["because"])


def _unfold(user: User, rows: Sequence[Row], given: dict[str, Any]) -> None:
    actions.unfold(_reports(rows), by=user, **given)


def _offer(user: User, rows: Sequence[Row], given: dict[str, Any]) -> None:
    reports = _reports(rows)
    transfers.offer([*reports, *folded_into(reports, by=user)], by=user, **given)


def _offerable(user: User) -> bulk.Why:
    holders = frozenset() if user.agency.is_national else user.agencies_seen
    return lambda row: bulk.not_offerable(row, holders)


def _offer_means() -> str:
    hours = relations.policy(clock.today()).content.hours_to_answer
    return (
        f"It has {hours} hours to accept or refuse. Until it accepts you hold the reports, and can take the offer back."
    )


def _whoever(why_not: bulk.Why) -> Callable[[User], bulk.Why]:
    return lambda _: why_not


def _decide_nexus(user: User, rows: Sequence[Row], given: dict[str, Any]) -> None:
    actions.decide_nexus(_reports(rows), by=user, **given)


def _suggested(user: User, rows: Sequence[Row]) -> Sequence[tuple[str, int]]:
    codes = Counter(first_suggestions([row.id for row in rows], by=user).values())
    names = dict(Agency.objects.filter(code__in=codes).values_list("code", "name"))
    return sorted((names[code], many) for code, many in codes.items())


def _anybodys(form: type[forms.Form]) -> Callable[..., forms.Form]:
    return lambda user, **given: form(**given)  # noqa: ARG005 - the forms of other acts ask who fills them in


P = Permission
_ALL = (
    BulkAct(
        "assign",
        words="Assign",
        done="assigned",
        key="a",
        needs=P.REPORT_ASSIGN,
        why_not=_whoever(bulk.not_assignable),
        form=AssignManyForm,
        do=_assign,
        undone_by="assign",
    ),
    BulkAct(
        "accept",
        words="Accept suggestion",
        done="assigned as suggested",
        key="y",
        needs=P.REPORT_ROUTE,
        why_not=_whoever(bulk.not_acceptable),
        form=NoForm,
        do=_accept,
        whither=_suggested,
    ),
    BulkAct(
        "transfer",
        words="Transfer",
        done="offered, and with you until the other side accepts",
        key="t",
        needs=P.REPORT_ASSIGN,
        why_not=_offerable,
        form=TransferForm,
        do=_offer,
        concerns=lambda user: not user.agency.is_national,
        fact="The other task force is asked first.",
        means=_offer_means,
        undone_by="transfer",
    ),
    BulkAct(
        "fold",
        words="Fold",
        done="folded",
        key="f",
        needs=P.REPORT_ASSIGN,
        why_not=_whoever(bulk.not_foldable),
        form=_anybodys(FoldForm),
        do=_fold,
        undone_by="fold",
    ),
    BulkAct(
        "unfold",
        words="Undo fold",
        done="standing by themselves again",
        key="",
        needs=P.REPORT_ASSIGN,
        why_not=_whoever(bulk.not_unfoldable),
        form=_anybodys(ReasonForm),
        do=_unfold,
        undone_by="unfold",
    ),
    BulkAct(
        "nexus",
        words="Decide nexus",
        done="decided, and the national index follows",
        key="",
        needs=P.REPORT_ASSESS,
        why_not=_whoever(bulk.not_decidable),
        form=_anybodys(NexusForm),
        do=_decide_nexus,
        takes_folded=False,
        fact="The national index follows the answer.",
        means=lambda: NexusForm.meaning,
    ),
)
ACTS = {one.name: one for one in _ALL}


def offered(user: User) -> list[BulkAct]:
    """Return the acts that somebody may do with several reports."""
    return [one for one in _ALL if user.may(one.needs) and one.concerns(user)]
