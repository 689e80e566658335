"""Our `select` says what Django's own says, and is made without a template for every option."""

from typing import Any

import pytest
from django import forms
from django.test.html import parse_html

from nightlight.web.select import Select

CHOICES = [("", "Choose one"), ("az", "Arizona"), ("<script>", 'Sample & "Sons" <b>')]


def said(widget: type[forms.Select], value: Any) -> str:
    given = {"id": "id_to", "required": True, "aria-describedby": "why", "aria-invalid": False}
    return widget(choices=CHOICES).render("to", value, given)


@pytest.mark.parametrize("value", [None, "", "az", "<script>", "not there"])
def test_it_says_what_djangos_own_says(value: str | None) -> None:
    assert parse_html(said(Select, value)) == parse_html(said(forms.Select, value))


def test_words_are_escaped() -> None:
    text = said(Select, "<script>")
    assert "<script>" not in text
    assert "<b>" not in text
    assert "&lt;script&gt;" in text
