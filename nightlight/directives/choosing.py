"""Which rules hold for an agency on a date: its own, those of the agency above it, or the file of the house."""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import yaml

from nightlight.agencies.models import Membership
from nightlight.directives.models import Directive
from nightlight.policy import Dated, in_force
from nightlight.policy.dated import PolicyFile

Schemas = Mapping[str, type[PolicyFile]]
"""Names of policies, and the schema that each fits."""

STEPS = 4
"""An affiliate, its task force, the nation; the tree is never deeper."""

REMEMBERED = 200
"""How many contents a process remembers, those asked for last."""

_read: OrderedDict[tuple[str, type[PolicyFile]], PolicyFile] = OrderedDict()


@dataclass(frozen=True, slots=True)
class _Heading:
    agency_id: UUID
    name: str
    in_force_from: date
    number: int
    digest: str


class Chosen:
    """The rules that hold for some agencies on a date, under the names of some policies.

    One query where no agency has set rules of its own; where some have, one more for each step up the tree, and one
    for contents that this process has not read yet. The same for many agencies as for one.
    """

    def __init__(self, agencies: Collection[UUID], schemas: Schemas, *, on: date) -> None:
        self._schemas, self._on, self._set = schemas, on, _headings(schemas, on)
        self._own: dict[tuple[UUID, str], _Heading] = {}
        self._asked: set[UUID] = set()
        self.look_up(agencies)

    def look_up(self, agencies: Collection[UUID]) -> None:
        """Look up further agencies, all at once; those known already are not asked about again."""
        new = set(agencies) - self._asked
        if new and self._set:
            own = _nearest(new, self._set, self._on)
            _remember(set(own.values()), self._schemas)
            self._own |= own
        self._asked |= new

    def of(self, agency: UUID, name: str) -> Dated[Any]:
        """Return the rules that hold for an agency. Raises NoPolicyInForce as `in_force` does."""
        self.look_up((agency,))
        heading = self._own.get((agency, name))
        if heading is None:
            return in_force(name, on=self._on, schema=self._schemas[name])
        content = _read[heading.digest, self._schemas[name]]
        return Dated(name, heading.in_force_from, heading.digest, content, heading.agency_id)


def read(content: str, digest: str, schema: type[PolicyFile]) -> Any:
    """Return a content as its schema understands it, remembered under its digest."""
    key = (digest, schema)
    if key not in _read:
        _read[key] = schema.model_validate(yaml.safe_load(content))
    _read.move_to_end(key)
    while len(_read) > REMEMBERED:
        _read.popitem(last=False)
    return _read[key]


def _headings(schemas: Schemas, on: date) -> dict[tuple[UUID, str], _Heading]:
    """Return what holds of each agency's own, by agency and policy."""
    rows: Any = Directive.objects.unscoped(
        because="a report is judged by the rules of the agency that holds it, whoever moves it"
    )
    columns = ("agency_id", "name", "in_force_from", "number", "digest")
    found = rows.filter(name__in=schemas, in_force_from__lte=on).order_by("in_force_from", "number")
    return {(row[0], row[1]): _Heading(*row) for row in found.values_list(*columns)}  # the last of each stays


def _nearest(
    agencies: Collection[UUID], own: Mapping[tuple[UUID, str], _Heading], on: date
) -> dict[tuple[UUID, str], _Heading]:
    """Return for each agency the heading of its own, else that of the nearest agency above it."""
    names, nearest = {name for _, name in own}, dict[tuple[UUID, str], _Heading]()
    here = {agency: agency for agency in agencies}
    for _ in range(STEPS):
        nearest |= {
            (agency, name): own[at, name]
            for agency, at in here.items()
            for name in names
            if (at, name) in own and (agency, name) not in nearest
        }
        here = {agency: at for agency, at in here.items() if any((agency, name) not in nearest for name in names)}
        if not here:
            break
        rows = Membership.objects.in_force(on).filter(agency__in=set(here.values()))
        above = dict(rows.values_list("agency_id", "parent_id"))
        here = {agency: above[at] for agency, at in here.items() if at in above}
    return nearest


def _remember(headings: Collection[_Heading], schemas: Schemas) -> None:
    missing = {heading.digest for heading in headings if (heading.digest, schemas[heading.name]) not in _read}
    if not missing:
        return
    rows: Any = Directive.objects.unscoped(
        because="the content of rules in force is read to judge by them; nobody is shown it"
    )
    for name, digest, content in rows.filter(digest__in=missing).values_list("name", "digest", "content"):
        if name in schemas:
            read(content, digest, schemas[name])
