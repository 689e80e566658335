"""A draft of priorities, from the text of a policy file to rules that past reports can be judged by."""

import yaml
from pydantic import ValidationError

from nightlight.foundation.refusals import RuleRefusal
from nightlight.triage.assessment.priority import NAME, PriorityPolicy

MOST_LETTERS = 100_000


def draft_from(text: str) -> PriorityPolicy:
    """Return the priorities that the text of a policy file holds. Raises RuleRefusal with where and what is wrong."""
    if len(text) > MOST_LETTERS:
        raise RuleRefusal(f"A draft has {MOST_LETTERS:,} letters at most. Shorten it; nothing was changed.")
    try:
        document = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a day that there is not, lists without an end
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        raise RuleRefusal(f"The draft is no YAML{where}. Mend it there; nothing was changed.") from None
    try:
        draft = PriorityPolicy.model_validate(document)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the whole"
        said = first["msg"].removeprefix("Value error, ").rstrip(".").replace("\n", " ")
        raise RuleRefusal(f"The draft is no priority policy, at {place}: {said}. Nothing was changed.") from None
    if draft.name != NAME:
        raise RuleRefusal(f"A draft of priorities is named {NAME}. Name it so; nothing was changed.")
    return draft
