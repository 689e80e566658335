"""Who calls: a provider's key, shown as a bearer token."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from nightlight.accounts.models import ApiKey, User


class ProviderKey(HttpBearer):
    """Lets a request in that shows a key which holds now; the account behind it becomes `request.auth`."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        key: Any = ApiKey.objects.shown(token)
        return key.user if key else None
