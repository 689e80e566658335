"""POST /api/v1/hashes/lookup: an agency's system looks digests up, one or many."""

from datetime import datetime
from typing import Any, Literal, Self, cast

from django.http import HttpRequest, HttpResponse
from ninja import Field, Router, Schema
from pydantic import model_validator

from nightlight.accounts.models import User
from nightlight.accounts.permissions import Permission
from nightlight.api.answering import answer
from nightlight.api.keys import ProviderKey
from nightlight.foundation import clock
from nightlight.foundation.acts import ledger
from nightlight.hashes.asked import Asked, NotADigest, asked_from
from nightlight.hashes.index import FURTHEST
from nightlight.hashes.look_up import Answer, look_up
from nightlight.hashes.rules import matching_on
from nightlight.hashes.sight import EyesOnceASecond
from nightlight.hashes.telling import deconfirmed_as_json, match_as_json

router = Router(auth=ProviderKey())
EYES = EyesOnceASecond()

ACT = "hashes.looked_up"
LONGEST = 80


class LookUpIn(Schema):
    """One digest, or many. 32, 40 or 64 hexadecimal digits; a kind may stand in front, as in `pdq:...`.

    64 digits without a kind are asked as SHA-256 and as PDQ.
    """

    digest: str | None = Field(None, max_length=LONGEST)
    digests: list[str] | None = None
    distance: int | None = Field(None, ge=0, le=FURTHEST, description="Bits by which a PDQ hash may differ; default 31")

    @model_validator(mode="after")
    def _asks_one_way(self) -> Self:
        if (self.digest is None) == (self.digests is None):
            raise ValueError("Give digest or digests, one of the two.")
        return self


class ClassificationOut(Schema):
    """What the list says of the file. A code means something in its scheme only."""

    scheme: str
    code: str
    words: str


class CanonicalOut(Schema):
    """The file of which the entry is a copy or near-copy, and how many entries of it there are."""

    file: str
    entries: int


class MatchOut(Schema):
    """One list has the file, or one alike."""

    kind: Literal["md5", "sha1", "sha256", "pdq"]
    digest: str
    distance: int
    list: str
    entry: str
    classification: ClassificationOut
    canonical: CanonicalOut
    trust: str
    owner: str
    series: str
    victim_identified: Literal["yes", "no", "unknown"]
    added_at: datetime | None


class DeconfirmedOut(Schema):
    """Somebody says that the digest, or that of a listed file alike, was wrongly listed. It wins over every list."""

    kind: Literal["md5", "sha1", "sha256", "pdq"]
    digest: str
    because: str
    agency: str
    at: datetime


class AnswersOut(Schema):
    """What is known. A digest that stands in neither part is on no list that this key may see."""

    matches: list[MatchOut]
    deconfirmed: list[DeconfirmedOut]


class RefusedOut(Schema):
    """Why nothing was looked up, and what to do."""

    message: str


@router.post(
    "/lookup",
    response={200: AnswersOut, 403: RefusedOut, 413: RefusedOut, 422: RefusedOut},
    summary="Look digests up",
    operation_id="look_up_hashes",
)
def lookup(request: HttpRequest, asked: LookUpIn) -> HttpResponse:
    """Look digests up in the lists that the key's agency may see; a batch is answered as a whole.

    Equal for MD5, SHA-1 and SHA-256; within the distance for PDQ, and none within it is missed. What was
    withdrawn or deconfirmed a second ago no longer matches. 403: the key is not one
    for looking up. 413: too many digests at once. 422: one of them is no digest.
    """
    system = cast(User, request.auth)  # type: ignore[attr-defined]
    if not system.may(Permission.HASH_READ):
        ledger().refused(ACT, None, by=system, code="not_allowed")
        return answer(403, {"message": "This key is not one for looking known hashes up."})
    texts = [asked.digest] if asked.digest is not None else asked.digests or []
    most = matching_on(clock.today()).most_digests_at_once
    if len(texts) > most:
        return answer(413, {"message": f"{len(texts):,} digests at once; the most is {most:,}. Send several."})
    digests: list[Asked] = []
    for place, text in enumerate(texts):
        try:
            digests += asked_from(text)
        except NotADigest as wrong:
            return answer(422, {"message": f"Place {place}: {wrong}"})
    return answer(200, _answers(look_up(digests, by=system, distance=asked.distance, eyes=EYES)))


def _answers(answers: list[Answer]) -> dict[str, Any]:
    return {
        "matches": [match_as_json(match) for answer in answers for match in answer.matches],
        "deconfirmed": [deconfirmed_as_json(said) for answer in answers for said in answer.deconfirmed],
    }
