"""The forms of a report: to whom it is assigned, and why it is closed."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.models import ModelChoiceIterator

from nightlight.accounts.models import User
from nightlight.agencies.models import Agency, AgencyKind, Membership
from nightlight.foundation import clock
from nightlight.investigations.rules import REASON_LETTERS
from nightlight.learning.usability import Usability
from nightlight.sampling.models import SampledReport
from nightlight.sampling.verdicts import Verdict
from nightlight.triage.routing.relations import Way, policy
from nightlight.web.select import Select


class ReasonForm(forms.Form):
    """A reason, in one line."""

    because = forms.CharField(
        label="Reason",
        max_length=REASON_LETTERS,
        error_messages={"required": "Say why in a sentence; nothing was changed."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class CloseForm(ReasonForm):
    """Why a report is closed, and in the same press what it was worth."""

    usability = forms.TypedChoiceField(
        label="What it was worth",
        choices=[("", "Nothing said"), *Usability.choices],
        coerce=Usability,
        empty_value=None,
        widget=Select,
        required=False,
        help_text="Counted for its provider, without a word of the report.",
    )


class WorthForm(forms.Form):
    """What a report was worth, by the button that was pressed."""

    usability = forms.TypedChoiceField(
        choices=Usability.choices,
        coerce=Usability,
        error_messages={"required": "Press one of the buttons; nothing was changed."},
    )


class ReviewForm(ReasonForm):
    """Whether a report that was drawn was rightly low, and where it belongs if not."""

    verdict = forms.TypedChoiceField(
        label="Was its tier right?",
        choices=[(verdict.value, verdict.label.capitalize()) for verdict in Verdict],
        coerce=Verdict,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether its tier was right; nothing was changed."},
    )
    belongs_in = forms.TypedChoiceField(
        label="If it belongs higher, in which tier", coerce=int, empty_value=None, required=False
    )
    field_order = ("verdict", "belongs_in", "because")

    def __init__(self, sample: SampledReport, **given: Any) -> None:
        super().__init__(**given)
        higher = [(tier, f"Tier {tier}") for tier in range(1, sample.tier)]
        self.fields["belongs_in"].choices = [("", "It does not"), *higher]  # type: ignore[attr-defined]  # a choice


class FoldForm(ReasonForm):
    """The number of the report that will stand for this one, and why."""

    into = forms.CharField(
        label="Number of the lead",
        max_length=40,
        help_text="The report that stands for this one from now on. This one stays whole.",
        error_messages={"required": "Say which report it is folded into; nothing was changed."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    field_order = ("into", "because")


class AgencyNames(ModelChoiceIterator):  # type: ignore[type-arg]  # Django has no brackets at run time
    """The choices among agencies: their ids and names, and nothing else of them."""

    def __iter__(self) -> Iterator[tuple[Any, str]]:
        """Yield the choice of none where there is one, then each agency."""
        if self.field.empty_label is not None:
            yield "", str(self.field.empty_label)
        yield from self.queryset.values_list("pk", "name")


class AgencyChoiceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # as above
    """A choice among agencies, each by its name."""

    widget = Select
    iterator = AgencyNames

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class AssignForm(ReasonForm):
    """The task force, or the own affiliate, that a report goes to, and why."""

    to: Any = AgencyChoiceField(
        label="Task force or affiliate",
        queryset=Agency.objects.none(),
        empty_label="Choose one",
        error_messages={
            "required": "Choose to whom the report goes; nothing was changed.",
            "invalid_choice": "Assigned at once is to one's own affiliates. To ask a task force, choose Transfer; "
            "nothing was changed.",
        },
    )
    held_by = forms.CharField(required=False, widget=forms.HiddenInput)
    """Who held it when the page was shown; what names nobody at all asks nothing."""
    field_order = ("to", "because")

    def __init__(self, user: User, **given: Any) -> None:
        super().__init__(**given)
        self.fields["to"].queryset = receivers(user)  # type: ignore[attr-defined]  # a choice among rows

    def clean_held_by(self) -> str | None:
        """Return the id that was given, empty for nobody, or None from a form that has no such field."""
        return str(self.cleaned_data["held_by"]) if "held_by" in self.data else None


class AssignManyForm(AssignForm):
    """The same for several reports, which different agencies may hold: their preview says which go."""

    held_by = None  # type: ignore[assignment]  # how Django takes a field of the parent away


def receivers(user: User) -> Any:
    """Return to whom a person may assign at once: their own agency's affiliates and, from a desk, every task force.

    The national desk also hands over to federal recipients; which of them, the desk of each report says.
    """
    today = clock.today()
    own = Membership.objects.in_force(today).filter(parent=user.agency_id).values("agency")
    to = Q(kind=AgencyKind.AFFILIATE, pk__in=own) | Q(pk=user.agency_id, kind=AgencyKind.TASK_FORCE)
    if user.agency.is_national or policy(today).content.between_task_forces is Way.AT_ONCE:
        to |= Q(kind__in=[AgencyKind.TASK_FORCE, AgencyKind.FEDERAL])
    return Agency.objects.in_force(today).filter(to).order_by("-kind", "name")


def first_error(form: forms.Form) -> str:
    """Return what stands against what was typed, in one sentence."""
    return next(str(said) for errors in form.errors.values() for said in errors)
