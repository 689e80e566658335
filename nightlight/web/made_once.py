"""Parts of pages that look the same wherever they stand, made once for each process."""

import functools
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@functools.lru_cache(maxsize=4096, typed=True)
def part(component: str, **given: Any) -> SafeString:
    """Return a component with what it was given: the same few marks stand in every list, and are made once.

    What is already safe and what is not are told apart (`typed`), though their letters be the same.
    """
    return SafeString(render_to_string(f"components/{component}/template.html", given))
