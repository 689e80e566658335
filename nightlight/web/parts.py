"""The parts page: every component in every state, as its examples say."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from nightlight.web.access import signed_in

COMPONENTS = Path(__file__).resolve().parent / "components"


@dataclass(frozen=True, slots=True)
class Example:
    """One state of a component: the context it is drawn with, and the words a reader must find in it."""

    component: str
    says: str
    values: Mapping[str, Any]
    about: str = ""

    @property
    def html(self) -> SafeString:
        """The component, drawn."""
        return render_to_string(f"components/{self.component}/template.html", dict(self.values))


@dataclass(frozen=True, slots=True)
class Part:
    """A component and its examples."""

    name: str
    examples: tuple[Example, ...]


@cache
def examples() -> list[Part]:
    """Return every component, by name, with the examples of its `examples.yaml`."""
    return [
        Part(
            path.parent.name, tuple(_read(path.parent.name, entry) for entry in yaml.safe_load(path.read_text("utf-8")))
        )
        for path in sorted(COMPONENTS.glob("*/examples.yaml"))
    ]


@signed_in(because="the parts hold examples only, and whoever works here may look at them")
def view(request: HttpRequest) -> HttpResponse:
    """Show the parts page."""
    return render(request, "web/parts.html", {"parts": examples()})


def _read(component: str, entry: Mapping[str, Any]) -> Example:
    return Example(component, str(entry["says"]), entry["with"], str(entry.get("about", "")))
