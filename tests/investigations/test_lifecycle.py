"""A case ends closed, a subject cleared."""

import pytest

from nightlight.foundation.lifecycle import Lifecycle
from nightlight.investigations.lifecycle import LIFECYCLE, SUBJECT_LIFECYCLE, CaseStatus, SubjectStatus


@pytest.mark.parametrize(
    ("lifecycle", "final"), [(LIFECYCLE, CaseStatus.CLOSED), (SUBJECT_LIFECYCLE, SubjectStatus.CLEARED)]
)
def test_there_is_one_final_state(lifecycle: Lifecycle, final: str) -> None:
    assert lifecycle.finals == {final}
