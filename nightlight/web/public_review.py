"""What somebody answered, shown once more before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.utils.functional import Promise

from nightlight.web.public_draft import Draft
from nightlight.web.public_questions import NAMED, QUESTIONS, ContactQuestion


@dataclass(frozen=True, slots=True)
class Answered:
    """A question, the step of its page, and what was answered: each with its label, nothing that was left empty."""

    title: Promise
    step: int
    answers: Sequence[tuple[str, str]]


def lines(draft: Draft) -> list[Answered]:
    """Return every question with its answers, in the words of the page."""
    return [
        Answered(question.title, step, _answers(question(draft.answers_of(step)), draft))
        for step, question in enumerate(QUESTIONS, start=1)
    ]


def _answers(form: forms.Form, draft: Draft) -> list[tuple[str, str]]:
    unnamed = isinstance(form, ContactQuestion) and draft.answers.get("contact_me") != NAMED
    told = []
    for name, field in form.fields.items():
        given = draft.answers.get(name, "").strip()
        if not given or (unnamed and name not in {"contact_me", "relation"}):
            continue
        if isinstance(field, forms.ChoiceField):
            given = str(dict(field.choices).get(given, given))  # type: ignore[arg-type]  # pairs of texts
        told.append((str(field.label), "" if isinstance(field, forms.BooleanField) else given))
    return told
