"""Who calls: a provider by its code or its account's address, with its key as the password."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBasicAuth

from nightlight.accounts.models import ApiKey, User


class ProviderPassword(HttpBasicAuth):
    """Lets a request in whose password is a key that holds now and whose user name is that key's account.

    The account becomes `request.auth`. A key that is shown under another's name opens nothing.
    """

    def authenticate(self, request: HttpRequest, username: str, password: str) -> User | None:
        key: Any = ApiKey.objects.shown(password)
        if key is None:
            return None
        user: User = key.user
        return user if username.casefold() in {user.email.casefold(), user.agency.code.casefold()} else None
