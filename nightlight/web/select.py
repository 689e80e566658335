"""A choice of one among many, made in one go: Django asks two templates for every option of a list of agencies."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

CHOSEN, NOT_CHOSEN = mark_safe(" selected"), ""


class Select(forms.Select):
    """A `select` without groups, in the markup of Django's own."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Return the markup: every option escaped, the chosen one marked."""
        del renderer
        chosen = set(self.format_value(value))
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, CHOSEN if str(key) in chosen else NOT_CHOSEN, words) for key, words in self.choices),
        )
        given = flatatt(self.build_attrs(self.attrs, {"name": name} | (attrs or {})))
        return format_html("<select{}>{}</select>", given, options)
