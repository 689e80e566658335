"""What somebody has answered so far. It lives in their browser session on our side, and nowhere in an address.

A draft is gone when it was sent, when its person left, and when nobody went on with it for a while.
"""

import secrets
from dataclasses import asdict, dataclass, field, fields, replace
from datetime import datetime, timedelta

from django.contrib.sessions.backends.base import SessionBase
from django.core import signing
from django.http import HttpRequest

from nightlight.foundation import clock
from nightlight.intake.form_policy import form_policy
from nightlight.intake.return_codes import code_for
from nightlight.web.public_questions import QUESTIONS, REVIEW

DRAFT, DONE, LANGUAGE, RETURNED = "public_draft", "public_done", "public_language", "public_returned"
OURS = (DRAFT, DONE, LANGUAGE, RETURNED)
FIRST_PAGE = "nightlight.public_form.first_page"
FIRST_PAGE_SECONDS = 12 * 3600
MINUTES_A_CODE_IS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Draft:
    """The answers so far, by field, as they were typed; the step that is shown; the token of its pages."""

    token: str
    began: str
    touched: str
    step: int = 1
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def age(self) -> timedelta:
        """How long ago the first answer was given."""
        return clock.now() - datetime.fromisoformat(self.began)

    def at(self, step: int) -> "Draft":
        """Return the draft at another step, within the form."""
        return replace(self, step=min(max(step, 1), REVIEW))

    def answered(self, given: dict[str, str]) -> "Draft":
        """Return the draft with what was typed on one page."""
        return replace(self, answers=self.answers | given)

    def answers_of(self, step: int) -> dict[str, str]:
        """Return what was typed on the page of a step."""
        return {name: self.answers.get(name, "") for name in QUESTIONS[step - 1].base_fields}


MEMBERS = {member.name for member in fields(Draft)}


def new_draft() -> Draft:
    """Return an empty draft under a token of its own."""
    now = clock.now().isoformat()
    return Draft(secrets.token_urlsafe(24), now, now)


def kept_draft(session: SessionBase) -> Draft | None:
    """Return the draft of a session, or None where there is none or it waited too long."""
    kept = session.get(DRAFT)
    if not isinstance(kept, dict) or kept.keys() != MEMBERS:
        return None  # none, or one that another release kept in another shape
    draft = Draft(**kept)
    waited = clock.now() - datetime.fromisoformat(draft.touched)
    return draft if waited <= timedelta(minutes=form_policy().minutes_a_draft_waits) else None


def keep_draft(session: SessionBase, draft: Draft) -> None:
    """Keep a draft. When a first one is kept, sessions that have run out are swept away."""
    if DRAFT not in session:
        session.clear_expired()
    session[DRAFT] = asdict(replace(draft, touched=clock.now().isoformat()))


def keep_code(session: SessionBase, draft: Draft) -> None:
    """Put what a code follows from in the place of the draft that was sent; the code itself is kept nowhere."""
    session.pop(DRAFT, None)
    session[DONE] = {"token": draft.token, "at": clock.now().isoformat()}


def kept_code(session: SessionBase) -> str:
    """Return the code of what was sent a moment ago, or nothing.

    A telephone that goes to another app to write the code down loads the page again when it comes back.
    """
    kept = session.get(DONE)
    if not isinstance(kept, dict):
        return ""
    if clock.now() - datetime.fromisoformat(kept["at"]) > timedelta(minutes=MINUTES_A_CODE_IS_SHOWN):
        session.pop(DONE)
        return ""
    return code_for(kept["token"])


def forget(request: HttpRequest) -> None:
    """Forget everything that the public form knows of this browser; a person who works here stays signed in."""
    if request.user.is_authenticated:
        for name in OURS:
            request.session.pop(name, None)
    else:
        request.session.flush()


def first_page_token() -> str:
    """Return the signed token of a first page: it holds no draft and needs no cookie."""
    return signing.dumps(secrets.token_urlsafe(9), salt=FIRST_PAGE)


def is_first_page_token(token: str) -> bool:
    """Say whether a token is one of ours, and not too old."""
    try:
        signing.loads(token, salt=FIRST_PAGE, max_age=FIRST_PAGE_SECONDS)
    except signing.BadSignature:
        return False
    return True
