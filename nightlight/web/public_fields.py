"""The fields of a question as its page draws them: large buttons for few answers, a box to tick, a line to fill in."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from nightlight.web.public_questions import Question


@dataclass(frozen=True, slots=True)
class Field:
    """One field: how it is drawn (`radio`, `check` or `line`), and what the component wants for it."""

    drawn: str
    bound: BoundField
    options: list[dict[str, Any]] = field(default_factory=list)
    hides_label: bool = False
    """Whether its label is the title of the page already."""

    @property
    def error(self) -> str:
        """The first thing that stands against what was typed, or nothing."""
        return str(next(iter(self.bound.errors), ""))


def fields_of(question: Question) -> list[Field]:
    """Return the fields of a question in their order."""
    return [_field(question, question[name]) for name in question.fields]


def errors_of(question: Question) -> list[dict[str, str]]:
    """Return what stands against what was typed, each with the place on the page where it can be mended."""
    if not question.is_bound:
        return []
    return [
        {"href": f"#{question[name].auto_id}{'_0' if name in question.radios else ''}", "words": str(said)}
        for name, errors in question.errors.items()
        for said in errors
    ]


def _field(question: Question, bound: BoundField) -> Field:
    if bound.name in question.radios:
        options = [
            {"value": value, "label": label, "hint": question.below.get(value, ""), "chosen": bound.value() == value}
            for value, label in bound.field.choices  # type: ignore[attr-defined]  # a choice field
        ]
        return Field("radio", bound, options, hides_label=str(bound.label) == str(question.title))
    return Field("check" if isinstance(bound.field, forms.BooleanField) else "line", bound)
