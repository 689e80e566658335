"""Who claims a place on a date: the territories, read once for a batch of reports."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nightlight.agencies.models import Agency, AgencyKind, Level, Territory, TerritoryCertainty
from nightlight.geography.names import fold

_WORTH = (TerritoryCertainty.HIGH.value, TerritoryCertainty.MEDIUM.value, TerritoryCertainty.LOW.value)


@dataclass(frozen=True, slots=True)
class Claim:
    """One agency's claim to a place: through which territory, and how sure that is."""

    agency_id: UUID
    certainty: str
    territory: str
    counties: int = 1
    """How many counties of a shared state it covers; the widest claim comes first."""


@dataclass(frozen=True, slots=True)
class _Row:
    agency_id: UUID
    level: str
    fips: str
    place: str
    state: str
    name: str
    certainty: str
    valid_from: date | None
    valid_to: date | None

    def holds(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or self.valid_to > on)


class TerritoryMap:
    """Every territory of a task force, by ZIP code, city, county and state. Two queries, then none.

    Reports of a batch point to the same places again and again: what was answered is remembered.
    """

    def __init__(self) -> None:
        self._levels: dict[tuple[str, str, str, str, date], list[list[Claim]]] = {}
        self._sharing: dict[tuple[str, date], list[Claim]] = {}
        self._by_place: dict[tuple[str, str, str], list[_Row]] = defaultdict(list)
        self._by_state: dict[str, list[_Row]] = defaultdict(list)
        task_forces = Agency.objects.filter(kind=AgencyKind.TASK_FORCE)
        self.task_forces: frozenset[UUID] = frozenset(task_forces.values_list("pk", flat=True))
        fields = ("agency_id", "level", "fips", "place", "state", "name", "certainty", "valid_from", "valid_to")
        for row in (_Row(*values) for values in Territory.objects.values_list(*fields)):
            if row.agency_id in self.task_forces:
                self._by_state[row.state].append(row)
                named = row.fips if row.level == Level.COUNTY else row.place
                self._by_place[row.level, row.state, named].append(row)

    def claims(self, state: str, county: str, *, on: date, city: str = "", zip_code: str = "") -> list[Claim]:
        """Return who claims a place on a date, the surest and then the widest first.

        The narrowest territory that holds there decides: a ZIP code before a city, a county, a state. A county that no
        row names is the state's where one task force has the whole state, and nobody's otherwise. Without a county, a
        shared state is claimed by every task force in it.
        """
        levels = self.levels(state, county, on=on, city=city, zip_code=zip_code)
        if levels:
            return levels[0]
        return [] if county else self._shared(state, on)

    def levels(self, state: str, county: str, *, on: date, city: str = "", zip_code: str = "") -> list[list[Claim]]:
        """Return the claims to a place by level, the narrowest first; a level that nobody claims is left out."""
        asked = (state, county, city, zip_code, on)
        if asked not in self._levels:
            self._levels[asked] = self._find_levels(*asked)
        return self._levels[asked]

    def _find_levels(self, state: str, county: str, city: str, zip_code: str, on: date) -> list[list[Claim]]:
        asked = (
            (Level.ZIP, zip_code),
            (Level.CITY, fold(city.partition("(")[0])),
            (Level.COUNTY, county),
            (Level.STATE, ""),
        )
        found = (
            [row for row in self._by_place[level, state, named] if row.holds(on)]
            for level, named in asked
            if named or level == Level.STATE
        )
        return [_ordered(Claim(row.agency_id, row.certainty, row.name) for row in rows) for rows in found if rows]

    def _shared(self, state: str, on: date) -> list[Claim]:
        if (state, on) not in self._sharing:
            self._sharing[state, on] = self._find_shared(state, on)
        return self._sharing[state, on]

    def _find_shared(self, state: str, on: date) -> list[Claim]:
        counties: dict[UUID, int] = defaultdict(int)
        for row in self._by_state[state]:
            if row.level == Level.COUNTY and row.holds(on):
                counties[row.agency_id] += 1
        return _ordered(
            Claim(agency_id, TerritoryCertainty.LOW.value, f"{number} counties of {state}", number)
            for agency_id, number in counties.items()
        )


def _ordered(claims: Iterable[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda claim: (_WORTH.index(claim.certainty), -claim.counties, str(claim.agency_id)))
