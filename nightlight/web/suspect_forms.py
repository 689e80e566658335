"""The forms about high-priority suspects: nominate, say why, state the need for a name."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from nightlight.intake.models import Report, ReportedPerson
from nightlight.investigations.models import Subject
from nightlight.suspects.actions.opening import CASE_LETTERS
from nightlight.suspects.asked import Labels, Naming, Stated, Suspicion
from nightlight.suspects.indicators import Indicator
from nightlight.suspects.models import Confidence, Sensitivity, Share
from nightlight.suspects.models.nominations import ACTIVITY_LETTERS, BASIS_LETTERS, REASON_LETTERS, STATED_LETTERS
from nightlight.suspects.suggestions import Support
from nightlight.web.case_fields import choice, one_of

NO_INDICATOR = "Tick at least one indicator. A count of files or tips is none."
NOT_STATED = "say who states it, and where it is recorded."


def _line(label: str, letters: int, *, required: str, hint: str = "") -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off"})
    said = {"required": required, "max_length": f"At most {letters} letters."}
    return forms.CharField(label=label, max_length=letters, widget=widget, error_messages=said, help_text=hint)


class BecauseForm(forms.Form):
    """Why somebody does something."""

    because = _line("Reason", REASON_LETTERS, required="Say why, in a sentence without names.")


class NeedForm(forms.Form):
    """Need to know and right to know: for what a name is opened, and for which case (28 CFR 23.20(e))."""

    because = _line(
        "Why you need the name", REASON_LETTERS, required="Say for what you need it.", hint="Its agency reads this."
    )
    for_case = _line("For which case or report", CASE_LETTERS, required="Give the number of the case that needs it.")


class NominationForm(forms.Form):
    """One nomination: who, for which indicators, on what suspicion, with which labels."""

    activity = _line(
        "Criminal activity (alleged)",
        ACTIVITY_LETTERS,
        required="Name the criminal activity that is suspected.",
        hint="A definable activity, by its statute: 18 U.S.C. 2422(b).",
    )
    basis = forms.CharField(
        label="Reasonable suspicion",
        max_length=BASIS_LETTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The facts that give a trained officer a basis to believe it, and where each stands. No account.",
        error_messages={"required": "Write down on what the suspicion rests (28 CFR 23.20)."},
    )
    confidence = choice("Confidence", Confidence.choices, Confidence, radio=False)
    sensitivity = choice("Sensitivity", Sensitivity.choices, Sensitivity, radio=False)
    share = choice("What your agency shares", Share.choices, Share)
    is_lawfully_obtained = forms.BooleanField(
        label="The information was lawfully obtained (28 CFR 23.20(d))",
        error_messages={"required": "Nothing unlawfully obtained is kept here. Tick it when it holds."},
    )

    def __init__(
        self,
        *,
        people: Iterable[tuple[Subject | ReportedPerson, str]],
        indicators: Sequence[Indicator],
        supports: Iterable[Support],
        **given: Any,
    ) -> None:
        super().__init__(**given)
        self.supports = {support.indicator.id: support for support in supports}
        self.indicators = indicators
        asked: dict[str, forms.Field] = {"who": one_of(people, label="Person (alleged)")}
        for indicator in indicators:
            asked |= self._fields_of(indicator)
        self.fields = {**asked, **self.fields}
        for name, usual in (
            ("confidence", Confidence.PROBABLE),
            ("sensitivity", Sensitivity.SENSITIVE),
            ("share", Share.NAME),
        ):
            self.fields[name].initial = usual.value

    def _fields_of(self, indicator: Indicator) -> dict[str, forms.Field]:
        support = self.supports.get(indicator.id)
        by = _line("Who states it, and where", STATED_LETTERS, required=NOT_STATED)
        by.required, by.initial = False, _stated_by(support) if support else ""
        return {
            f"has_{indicator.id}": forms.BooleanField(label=indicator.words, required=False),
            f"by_{indicator.id}": by,
        }

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The indicators, each with its two fields and what supports it here."""
        return [
            {
                "indicator": one,
                "has": self[f"has_{one.id}"],
                "by": self[f"by_{one.id}"],
                "support": self.supports.get(one.id),
            }
            for one in self.indicators
        ]

    @property
    def wrong(self) -> list[dict[str, str]]:
        """What stands against it, in the order of the fields, each with where to mend it."""
        ordered = [(name, self.errors[name]) for name in self.fields if name in self.errors]
        return [{"words": str(said), "href": f"#id_{name}"} for name, errors in ordered for said in errors]

    def clean(self) -> dict[str, Any]:
        """Return what was given; at least one indicator is ticked, each with who states it."""
        given: dict[str, Any] = super().clean() or {}
        ticked = [one for one in self.indicators if given.get(f"has_{one.id}")]
        if not ticked:
            self.add_error(f"has_{self.indicators[0].id}", NO_INDICATOR)
        for one in ticked:
            if not given.get(f"by_{one.id}", "").strip():
                self.add_error(f"by_{one.id}", f"{one.words}: {NOT_STATED}")
        return given

    def naming(self) -> Naming:
        """Return what was asked for. The form is valid."""
        given = self.cleaned_data
        return Naming(
            given["who"],
            [
                Stated(one.id, given[f"by_{one.id}"], *self._source(one))
                for one in self.indicators
                if given[f"has_{one.id}"]
            ],
            Suspicion(given["activity"], given["basis"], given["is_lawfully_obtained"]),
            Labels(given["share"], given["sensitivity"], given["confidence"]),
        )

    def _source(self, indicator: Indicator) -> tuple[Report | None, str]:
        support = self.supports.get(indicator.id)
        return (support.report, support.pointer) if support else (None, "")


def _stated_by(support: Support) -> str:
    if support.report is None:
        return "The finding recorded in this case"
    return f"{support.report.provider or 'The provider'}, in report {support.report.number or 'without a number'}"[
        :STATED_LETTERS
    ]
