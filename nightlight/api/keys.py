"""Who calls: a provider's key, shown as a bearer token."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from nightlight.accounts.models import ApiKey, User
from nightlight.foundation.once_a_second import once_a_second


class ProviderKey(HttpBearer):
    """Lets a request in that shows a key which holds now; the account behind it becomes `request.auth`.

    Who holds the key, and what they may do, is read from the database once a second: a key that is ended, or a role
    that is taken away, opens nothing from the next second on.
    """

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        return _held(token)


@once_a_second
def _held(token: str) -> User | None:
    key: Any = ApiKey.objects.shown(token)
    return key.user if key else None
