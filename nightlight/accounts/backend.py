"""Finds the account that a session names, and checks a password."""

from uuid import UUID

from django.contrib.auth.backends import ModelBackend

from nightlight.accounts.models import User


class AccountBackend(ModelBackend):
    """Django's own backend over sealed rows: a session opens exactly the account that it names."""

    def get_user(self, user_id: UUID) -> User | None:
        """Return the account unless it was switched off or locked since the session began."""
        accounts = User.objects.get_queryset().unscoped(because="a session names the account that signed in")
        found: User | None = (
            accounts.select_related("agency").filter(pk=user_id, is_active=True, locked_at=None).first()
        )
        return found
