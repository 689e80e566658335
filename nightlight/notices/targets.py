"""What a target of notices may be: one mail address, or a webhook's address over HTTPS."""

import re

from email_validator import EmailNotValidError, validate_email

from nightlight.notices.models.outlets import WEBHOOK, Way

LONGEST = 300


class NotATarget(ValueError):
    """What was typed is no target. The message says what would be one."""


def checked_target(way: Way, text: str) -> str:
    """Return a target as it is kept. Raises NotATarget."""
    given = text.strip()
    if way == Way.MAIL:
        try:
            return validate_email(given, check_deliverability=False, test_environment=True).normalized
        except EmailNotValidError:
            raise NotATarget("That is no mail address; write one, such as desk@example.com.") from None
    if len(given) > LONGEST or not re.fullmatch(WEBHOOK, given):
        raise NotATarget("A webhook's address begins with https:// and holds no password, blank or user.")
    return given
