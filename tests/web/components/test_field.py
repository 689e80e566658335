"""The field component, given a Django form's field."""

from django import forms
from django.template.loader import render_to_string


class _Form(forms.Form):
    served = forms.DateField(label="Served on", help_text="For example: 2026-11-09")
    outcome = forms.ChoiceField(label="How did it end?", choices=[("joined", "Joined")], widget=forms.RadioSelect)
    note = forms.CharField(label="Note", required=False)


def _drawn(name: str, data: dict[str, str] | None = None) -> str:
    return render_to_string("components/field/template.html", {"bound": _Form(data)[name]})


def test_the_hint_and_the_error_are_tied_to_the_input() -> None:
    drawn = _drawn("served", {"served": "nonsense"})
    assert 'id="id_served_helptext"' in drawn
    assert 'id="id_served_error"' in drawn
    assert 'aria-describedby="id_served_helptext id_served_error"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_the_error_stands_above_the_input() -> None:
    drawn = _drawn("served", {"served": "nonsense"})
    assert drawn.index("field-error") < drawn.index("<input")


def test_choices_are_a_named_group() -> None:
    drawn = _drawn("outcome")
    assert 'role="group" aria-labelledby="id_outcome_label"' in drawn
    assert "Joined" in drawn


def test_a_field_that_may_stay_empty_says_so() -> None:
    assert "(optional)" in _drawn("note")
    assert "(optional)" not in _drawn("served")
