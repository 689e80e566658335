"""What the forms of a case are made of: a page's words, a day, a choice of words, a choice among the case's records."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.db import models

from nightlight.investigations.lifecycle import SubjectStatus
from nightlight.investigations.models import Subject

UNNAMED = "name not known"


class CaseForm(forms.Form):
    """What the page of a form says: its heading, what the act means, its button, and what was done."""

    heading: ClassVar[str]
    meaning: ClassVar[str]
    button: ClassVar[str]
    done: ClassVar[str]
    chosen: ClassVar[str] = ""
    """The field that chooses a record of the case."""
    missing: ClassVar[str] = ""
    """What must be recorded first, for a case that has nothing to choose from."""

    @property
    def has_nothing_to_choose(self) -> bool:
        """Whether the case has no record yet that the form could be about."""
        field = self.fields.get(self.chosen)
        return isinstance(field, forms.ChoiceField) and not any(value for value, _ in _pairs(field))


def _pairs(field: forms.ChoiceField) -> list[tuple[Any, Any]]:
    return list(field.choices)  # type: ignore[arg-type]  # Django's choices are flat here


def a_day(label: str, *, required: str) -> forms.DateField:
    """Return a field for a calendar date; `required` says what to do where it is missing."""
    said = {"required": required, "invalid": "Write the day as year, month and day: 2026-11-09."}
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), error_messages=said)


def one_of(rows: Iterable[tuple[models.Model, str]], *, label: str) -> forms.TypedChoiceField:
    """Return a choice among rows that the reader sees; a single one is chosen already."""
    by_id = {str(row.pk): (row, words) for row, words in rows}
    listed = [(pk, words) for pk, (_, words) in by_id.items()]
    return forms.TypedChoiceField(
        label=label,
        choices=listed if len(listed) == 1 else [("", "Choose one"), *listed],
        coerce=lambda pk: by_id[pk][0],
        error_messages={"required": f"Choose one: {label.lower()}."},
    )


def choice(label: str, choices: Iterable[tuple[Any, Any]], coerce: Any, *, radio: bool = True) -> Any:
    """Return a choice among the words of a model, as radio buttons or as a list; `coerce` is their enumeration."""
    worded = [(value, f"{words[:1].upper()}{words[1:]}") for value, words in choices]
    return forms.TypedChoiceField(
        label=label,
        choices=worded,
        coerce=coerce,
        widget=forms.RadioSelect if radio else forms.Select,
        error_messages={"required": f"Choose one: {label.lower()}."},
    )


def uncleared(subjects: Iterable[Subject]) -> list[tuple[Subject, str]]:
    """Return the subjects that something can still be recorded about; who has no name is told apart by place."""
    return [
        (subject, subject.name_as_given or f"Subject {place}, {UNNAMED}")
        for place, subject in enumerate(subjects, 1)
        if subject.status != SubjectStatus.CLEARED
    ]
