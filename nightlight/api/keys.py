"""Who calls: a provider's key, shown as a bearer token."""

import time
from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from nightlight.accounts.models import ApiKey, User

KEYS_REMEMBERED = 64


class ProviderKey(HttpBearer):
    """Lets a request in that shows a key which holds now; the account behind it becomes `request.auth`."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        key: Any = ApiKey.objects.shown(token)
        return key.user if key else None


class KeyReadOnceASecond(HttpBearer):
    """Lets a request in as `ProviderKey` does, for doors that change nothing and are asked hundreds of times a second.

    Who holds the key, and what they may do, is read from the database once a second: a key that is ended, or a role
    that is taken away, opens nothing from the next second on.
    """

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        return _held_in(token, int(time.monotonic()))


@lru_cache(maxsize=KEYS_REMEMBERED)
def _held_in(token: str, second: int) -> User | None:
    del second  # a second that has gone is never asked for again
    key: Any = ApiKey.objects.shown(token)
    return key.user if key else None
