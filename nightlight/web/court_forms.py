"""The forms about arrests, the charges that followed, and what became of them: one record each."""

from collections.abc import Iterable
from typing import Any

from django import forms

from nightlight.foundation import clock
from nightlight.investigations.categories import Category, category_set
from nightlight.investigations.models import ChargeDisposition, Jurisdiction, Subject
from nightlight.investigations.reading import ArrestRead
from nightlight.investigations.rules import STATUTE_LETTERS
from nightlight.web.case_fields import UNNAMED, CaseForm, a_day, choice, one_of, uncleared
from nightlight.web.templatetags.words import day

MOST_COUNTS = 9999


class ArrestForm(CaseForm):
    """One person, arrested on one day."""

    heading = "Record an arrest"
    meaning = "One person, arrested on one day, counts once: under the primary category."
    button = "Record arrest"
    done = "Arrest recorded"
    chosen = "subject"
    missing = "The case has no subject who could be arrested. Add a subject first."

    arrested_on = a_day("Day of the arrest", required="Say on which day the arrest was made.")

    def __init__(self, *, subjects: Iterable[Subject], **given: Any) -> None:
        super().__init__(**given)
        primary = choice("Primary category", _categories(), Category)
        primary.help_text = "In today's wording; the record takes the wording in force on the day of the arrest."
        further = forms.TypedMultipleChoiceField(
            label="Further categories",
            choices=_categories(),
            coerce=Category,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="They add nothing to a total of persons.",
        )
        subject = one_of(uncleared(subjects), label="Subject")
        self.fields = {"subject": subject, **self.fields, "category": primary, "further": further}

    def clean_further(self) -> tuple[Category, ...]:
        return tuple(self.cleaned_data["further"])


class ChargeForm(CaseForm):
    """A charge that followed an arrest."""

    heading = "Add a charge"
    meaning = "A charge that followed an arrest. It can be added after the case was closed."
    button = "Add charge"
    done = "Charge added"
    chosen = "arrest"
    missing = "The case has no arrest that a charge could follow. Record the arrest first."

    statute = forms.CharField(
        label="Statute",
        max_length=STATUTE_LETTERS,
        help_text="For example: 18 U.S.C. 2252A(a)(5)",
        error_messages={"required": "Name the statute."},
    )
    jurisdiction = choice("Jurisdiction", Jurisdiction.choices, Jurisdiction)
    counts = forms.IntegerField(
        label="Counts",
        min_value=1,
        max_value=MOST_COUNTS,
        initial=1,
        error_messages={"required": "Say how many counts.", "invalid": "Write the counts as a number."},
    )

    def __init__(self, *, arrests: Iterable[ArrestRead], **given: Any) -> None:
        super().__init__(**given)
        choices = [
            (read.arrest, f"{read.arrest.subject.name_as_given or UNNAMED}, {day(read.arrest.arrested_on)}")
            for read in arrests
        ]
        category = forms.TypedChoiceField(
            label="Category",
            choices=[("", "That of the statute, where one is known"), *_categories()],
            coerce=Category,
            empty_value=None,
            required=False,
        )
        self.fields = {"arrest": one_of(choices, label="Arrest"), **self.fields, "category": category}


class DispositionForm(CaseForm):
    """What became of a charge."""

    heading = "Record a disposition"
    meaning = "What became of a charge. It takes the place of what was recorded before."
    button = "Record disposition"
    done = "Disposition recorded"
    chosen = "charge"
    missing = "The case has no charge yet. Add the charge first."

    disposition = choice("Disposition", ChargeDisposition.choices, ChargeDisposition)
    disposition_on = a_day("Day of the disposition", required="Say on which day the charge was disposed of.")

    def __init__(self, *, arrests: Iterable[ArrestRead], **given: Any) -> None:
        super().__init__(**given)
        choices = [
            (charge, f"{charge.statute}, {read.arrest.subject.name_as_given or UNNAMED}")
            for read in arrests
            for charge in read.charges
        ]
        self.fields = {"charge": one_of(choices, label="Charge"), **self.fields}


def _categories() -> list[tuple[str, str]]:
    present = category_set(clock.today()).content.categories
    return [(category.code.value, f"{category.label}: {category.wording}") for category in present]
