"""Parts of pages that look the same wherever they stand, made once for each process."""

import functools
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def part(component: str, **given: Any) -> SafeString:
    """Return a component with what it was given: the same few marks stand in every list, and are made once."""
    return drawn(f"components/{component}/template.html", **given)


@functools.lru_cache(maxsize=4096, typed=True)
def drawn(template: str, **given: Any) -> SafeString:
    """Return a template with what it was given, made once; for what has few looks.

    What is already safe and what is not are told apart (`typed`), though their letters be the same.
    """
    return SafeString(render_to_string(template, given))
