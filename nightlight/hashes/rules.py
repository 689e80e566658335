"""The dated rules of matching: how near is near, and what the codes of each scheme mean."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from nightlight.hashes.index import FURTHEST
from nightlight.policy import in_force
from nightlight.policy.dated import PolicyFile

MATCHING, CLASSIFICATIONS = "hashes.matching", "hashes.classifications"


class MatchingPolicy(PolicyFile):
    """Distances in bits of 256; entries of one file from which it is viral; digests that one request may ask."""

    near_distance: int = Field(ge=0, le=FURTHEST)
    same_file_distance: int = Field(ge=0, le=FURTHEST)
    viral_from_entries: int = Field(ge=2)
    most_digests_at_once: int = Field(ge=1)


class CountsAs(StrEnum):
    """What a classification amounts to, whatever its scheme calls it."""

    MATERIAL = "material"
    EXPLOITIVE = "exploitive"
    NOT_MATERIAL = "not_material"
    NOT_STATED = "not_stated"


class Meaning(BaseModel):
    """One code of a scheme, in words."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    words: str
    counts_as: CountsAs


class Scheme(BaseModel):
    """One scheme of classification."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    scheme: str
    title: str
    codes: tuple[Meaning, ...]


class ClassificationPolicy(PolicyFile):
    """Every scheme whose codes are described here."""

    schemes: tuple[Scheme, ...]

    def describes(self, scheme: str) -> bool:
        """Say whether anything is described of a scheme."""
        return any(described.scheme == scheme for described in self.schemes)

    def meaning(self, scheme: str, code: str) -> Meaning:
        """Return what a code means in a scheme; one that nobody described says so, and counts as not stated."""
        for described in self.schemes:
            if described.scheme == scheme:
                for meaning in described.codes:
                    if meaning.code == code:
                        return meaning
        words = f"Code {code} of {scheme}, not described here" if code else "Not classified"
        return Meaning(code=code, words=words, counts_as=CountsAs.NOT_STATED)


def matching_on(on: date) -> MatchingPolicy:
    """Return the rules of matching in force on a date."""
    return in_force(MATCHING, on=on, schema=MatchingPolicy).content


def classifications_on(on: date) -> ClassificationPolicy:
    """Return what codes mean on a date."""
    return in_force(CLASSIFICATIONS, on=on, schema=ClassificationPolicy).content
