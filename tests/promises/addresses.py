"""Every address of the house, found by walking the resolver."""

import functools
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter, UUIDConverter
from ninja.operation import PathView

from nightlight.accounts.permissions import RIGHTS, Permission, RoleName

NOWHERE = "none-such"
ARGUMENT = re.compile(r"<(?:[^:>]+:)?([^>]+)>")


@dataclass(frozen=True)
class Address:
    """One address: its name (or its route, where it has none), what answers, and the arguments that it takes."""

    name: str
    route: str
    view: Callable[..., Any]
    converters: dict[str, Any] = field(hash=False)

    @property
    def needs(self) -> str | None:
        """The right that the view asks for, where it asks for one."""
        return getattr(self.view, "needs", None)

    @property
    def open_because(self) -> str | None:
        """Why everybody may open it, where everybody may."""
        return getattr(self.view, "open_because", None)

    @property
    def signed_in_because(self) -> str | None:
        """Why everybody who is signed in may open it, where that is so."""
        return getattr(self.view, "signed_in_because", None)

    @property
    def machine(self) -> PathView | None:
        """The operations of the machine API that answer here, where it is one of its addresses."""
        if not inspect.isfunction(self.view):
            return None
        inner = inspect.getclosurevars(self.view).nonlocals.get("self")
        return inner if isinstance(inner, PathView) else None

    @property
    def takes_a_record(self) -> bool:
        """Whether a row's id stands in the address."""
        return any(isinstance(converter, UUIDConverter) for converter in self.converters.values())

    def url(self, **known: Any) -> str:
        """Return the address with the arguments that are known, and others that belong to no record."""

        def filled(argument: re.Match[str]) -> str:
            converter = self.converters[argument[1]]
            return str(converter.to_url(known.get(argument[1], _nowhere(converter))))

        return "/" + ARGUMENT.sub(filled, self.route)


def _nowhere(converter: Any) -> UUID | int | str:
    if isinstance(converter, UUIDConverter):
        return uuid4()
    return 0 if isinstance(converter, IntConverter) else NOWHERE


@functools.cache
def addresses() -> tuple[Address, ...]:
    """Return every address that the house answers."""
    return tuple(_walk(get_resolver(), route="", namespaces=(), converters={}))


def _walk(
    resolver: URLResolver, *, route: str, namespaces: tuple[str, ...], converters: dict[str, Any]
) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        here, known = route + str(entry.pattern), converters | entry.pattern.converters
        if isinstance(entry, URLResolver):
            inner = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, route=here, namespaces=inner, converters=known)
        elif isinstance(entry, URLPattern):
            yield Address(":".join([*namespaces, entry.name]) if entry.name else here, here, entry.callback, known)


def holders(permission: str) -> list[RoleName]:
    """Return the roles that hold a right."""
    return [role for role, rights in RIGHTS.items() if Permission(permission) in rights]


def others(permission: str) -> list[RoleName]:
    """Return the roles that do not."""
    return [role for role in RoleName if role not in holders(permission)]
