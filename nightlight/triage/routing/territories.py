"""Who claims a place on a date: the territories, read once for a batch of reports."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nightlight.agencies.models import Agency, AgencyKind, Level, Territory, TerritoryCertainty

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
    state: str
    name: str
    certainty: str
    valid_from: date | None
    valid_to: date | None

    def holds(self, on: date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or self.valid_to > on)


class TerritoryMap:
    """Every territory of a task force, by county and by state. Two queries, then none."""

    def __init__(self) -> None:
        self._by_county: dict[str, list[_Row]] = defaultdict(list)
        self._by_state: dict[str, list[_Row]] = defaultdict(list)
        task_forces = Agency.objects.filter(kind=AgencyKind.TASK_FORCE)
        self.task_forces: frozenset[UUID] = frozenset(task_forces.values_list("pk", flat=True))
        fields = ("agency_id", "level", "fips", "state", "name", "certainty", "valid_from", "valid_to")
        for row in (_Row(*values) for values in Territory.objects.values_list(*fields)):
            if row.agency_id in self.task_forces:
                self._by_state[row.state].append(row)
                if row.level == Level.COUNTY:
                    self._by_county[row.fips].append(row)

    def claims(self, state: str, county: str, *, on: date) -> list[Claim]:
        """Return who claims a place on a date, the surest and then the widest first.

        A county that no row names is the state's where one task force has the whole state, and nobody's otherwise.
        Without a county, a shared state is claimed by every task force in it.
        """
        exact = [row for row in self._by_county[county] if row.holds(on)] if county else []
        whole = [row for row in self._by_state[state] if row.level == Level.STATE and row.holds(on)]
        if exact or whole:
            claims = [Claim(row.agency_id, row.certainty, row.name) for row in exact or whole]
        elif county:
            claims = []
        else:
            claims = self._shared(state, on)
        return sorted(claims, key=lambda claim: (_WORTH.index(claim.certainty), -claim.counties, str(claim.agency_id)))

    def _shared(self, state: str, on: date) -> list[Claim]:
        counties: dict[UUID, int] = defaultdict(int)
        for row in self._by_state[state]:
            if row.holds(on):
                counties[row.agency_id] += 1
        return [
            Claim(agency_id, TerritoryCertainty.LOW.value, f"{number} counties of {state}", number)
            for agency_id, number in counties.items()
        ]
