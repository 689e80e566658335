"""Reports as triage's tests make them, and a task force that prepares priorities of its own."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from nightlight.accounts.models import User
from nightlight.accounts.permissions import RoleName
from nightlight.priorities.actions import ask_for_preview, begin_draft, change_draft, put_in_force
from nightlight.priorities.content import Content
from nightlight.priorities.models import Draft, Preview, Reassessment
from nightlight.priorities.previewing import work_on
from tests.triage.conftest import again, make, places, received, worker

__all__ = ["again", "make", "places", "received", "worker"]

Edit = Callable[[Content], Any]


@pytest.fixture
def commander(person: Callable[..., User]) -> User:
    return person("az", RoleName.COMMANDER)


@pytest.fixture
def draft(commander: User) -> Draft:
    """A draft of Arizona, as it begins."""
    return begin_draft(by=commander)


def edited(draft: Draft, by: User, edit: Edit) -> Draft:
    """Change a draft by an edit of its content."""
    content = deepcopy(draft.content)
    edit(content)
    return change_draft(draft, by=by, content=content)


def previewed(draft: Draft, by: User) -> Preview:
    """Ask for a preview, and work it out."""
    return work_on(ask_for_preview(draft, by=by), by=by, seconds=60)


def decided(draft: Draft, by: User, edit: Edit, *, on: Any, because: str = "Sample reason") -> Reassessment:
    """Change a draft, preview it and put it in force."""
    changed = edited(draft, by, edit)
    previewed(changed, by)
    return put_in_force(changed, by=by, in_force_from=on, because=because)


def solicitation_first(content: Content) -> None:
    """Let a request for material lead to tier 1."""
    rule = {
        "id": "AZ-1",
        "tier": 1,
        "when": {"all_of": ["csam_solicitation"], "any_of": []},
        "because": "Arizona looks at requests first.",
        "short": "Arizona: a request for material",
    }
    content["rules"].insert(0, rule)
