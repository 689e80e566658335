"""Signing in: who is let in, who is locked out, and that both are written down."""

from datetime import timedelta

from django.contrib.auth import authenticate
from django.http import HttpRequest

from nightlight.accounts.models import User
from nightlight.audit.models import Entry, Outcome
from nightlight.foundation import clock
from nightlight.foundation.acts import Done, ledger
from nightlight.policy import in_force
from nightlight.policy.dated import PolicyFile

SIGNED_IN, LOCKED = "account.signed_in", "account.locked"


class SignInPolicy(PolicyFile):
    """How many wrong passwords, within how many minutes, lock an account until an administrator releases it."""

    failures: int
    within_minutes: int


def let_in(request: HttpRequest, *, email: str, password: str) -> User | None:
    """Return the account if address and password fit and it is not locked; write the try down either way.

    The answer is the same for a wrong password, an unknown address and a locked account, so that nobody learns
    which accounts exist.
    """
    user = authenticate(request, username=email, password=password)
    if isinstance(user, User) and user.locked_at is None:
        ledger().done([Done.of(user, SIGNED_IN, {}, by=user)])
        return user
    tried = User.objects.get_queryset().unscoped(because="a failed sign-in is counted against its account")
    account = tried.select_related("agency").filter(email__iexact=email).first()
    if account is not None:
        ledger().refused(SIGNED_IN, account, by=account, code="locked" if account.locked_at else "wrong_password")
        _lock_after_too_many(account)
    return None


def _lock_after_too_many(account: User) -> None:
    rule = in_force("accounts.sign_in", on=clock.today(), schema=SignInPolicy).content
    since = clock.now() - timedelta(minutes=rule.within_minutes)
    tries = Entry.objects.unscoped(because="failed sign-ins are counted to lock the account").filter(
        agency_id=account.agency_id, on_id=account.pk, act=SIGNED_IN, at__gte=since
    )
    latest = list(tries.order_by("-position").values_list("outcome", flat=True)[: rule.failures])
    if account.locked_at is None and latest == [Outcome.REFUSED] * rule.failures:
        account.locked_at = clock.now()
        account.save(update_fields=["locked_at"])
        ledger().done([Done.of(account, LOCKED, {"failures": rule.failures}, by=account)])
