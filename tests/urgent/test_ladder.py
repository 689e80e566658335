"""Whom an alarm calls, one after the other, whatever list an agency has and whatever is above it."""

import uuid
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from nightlight.urgent.ladder import ABOVE, WHOLE_AGENCY, Ladder
from nightlight.urgent.models import OnCall

OWN = uuid.UUID(int=1)
LADDERS = st.builds(
    lambda steps, above: Ladder(
        OWN,
        [OnCall(agency_id=OWN, position=at, person_id=uuid.UUID(int=100 + at)) for at in range(1, steps + 1)],
        [uuid.UUID(int=1000 + at) for at in range(above)],
    ),
    st.integers(0, 6),
    st.integers(0, 3),
)


@given(LADDERS)
def test_everybody_is_called_once_the_list_first_then_the_agency_then_those_above(ladder: Ladder) -> None:
    walked, at = [], ladder.first
    for _ in count():
        walked.append(ladder.callee(at))
        following = ladder.after(at)
        if following is None:
            break
        at = following
    people = [(OWN, step.person_id) for step in ladder.steps]
    assert [(one.agency_id, one.person_id) for one in walked] == [
        *people,
        (OWN, None),
        *((agency, None) for agency in ladder.above),
    ]


@given(LADDERS, st.integers(WHOLE_AGENCY, 9))
def test_a_list_that_grew_shorter_meanwhile_still_leads_on(ladder: Ladder, step: int) -> None:
    following = ladder.after(step)
    assert following is None or following in {step + 1, WHOLE_AGENCY, ABOVE}
    assert following is not None or (step == WHOLE_AGENCY and not ladder.above)
