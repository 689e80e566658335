"""A draft of priorities from text: what is wrong with it is said with its place."""

from pathlib import Path

import pytest

from nightlight.foundation.refusals import RuleRefusal
from nightlight.learning.drafts import MOST_LETTERS, draft_from
from nightlight.policy.dated import folder_of

FILE: Path = folder_of("triage.priority") / "2018-01-01.yaml"
TEXT = FILE.read_text("utf-8")


def test_the_text_of_a_policy_file_is_a_draft() -> None:
    assert draft_from(TEXT).rules[0].id == "P-1"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rules: [\n", "no YAML in line"),
        ("!!python/object:os.system x", "no YAML"),
        ("", "no priority policy, at the whole"),
        ("- 1", "no priority policy"),
        (TEXT.replace("in_force_from: 2018-01-01", "in_force_from: 2026-02-30"), "no YAML"),
        ("[" * 3000, "no YAML"),
        (
            TEXT.replace("tier: 1", "tier: 0", 1),
            r"at the whole: To tier 0, which there is not, leads P-1: choose another tier\. Nothing was changed\.",
        ),
        (TEXT.replace("escalated, priority_one", "escalated, zodiac"), r"rules\.0\.when"),
        (TEXT.replace("name: triage.priority", "name: triage.other"), "named triage.priority"),
        ("x" * (MOST_LETTERS + 1), "letters at most"),
    ],
)
def test_what_is_no_draft_is_refused_with_its_place(text: str, says: str) -> None:
    with pytest.raises(RuleRefusal, match=says):
        draft_from(text)
