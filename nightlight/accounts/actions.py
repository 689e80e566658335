"""What an administrator does: add people, make keys."""

from collections.abc import Sequence

from django.contrib.auth.hashers import make_password

from nightlight.accounts.models import ApiKey, User, UserKind, digest_of, grant
from nightlight.accounts.permissions import Permission, RoleName
from nightlight.agencies.models import Agency, AgencyKind
from nightlight.foundation.acts import act, creating
from nightlight.foundation.refusals import RuleRefusal
from nightlight.foundation.sealed import Actor


@creating("account.added", needs=Permission.ACCOUNT_MANAGE)
def add_person(
    *, by: Actor, agency: Agency, name: str, email: str, roles: Sequence[RoleName], hashed_password: str = ""
) -> User:
    """Add a person of an agency with roles from now on.

    `hashed_password` comes from `django.contrib.auth.hashers.make_password`; without one nobody can sign in.
    """
    everyone = User.objects.get_queryset().unscoped(because="an e-mail address signs in one account in the whole house")
    if everyone.filter(email__iexact=email).exists():
        raise RuleRefusal("There is an account with this e-mail address already; an address signs in one person.")
    user = User(agency=agency, name=name, email=email, telephone=agency.telephone)
    user.password = hashed_password or make_password(None)
    user.save()
    grant(user, roles)
    return user


@act("account.released", needs=Permission.ACCOUNT_MANAGE)
def release(user: User, *, by: Actor, because: str) -> User:
    """Let a locked account sign in again. Raises RuleRefusal for one that is not locked, and without a reason."""
    if user.locked_at is None or not because.strip():
        raise RuleRefusal("Only a locked account is released, with a reason. Nothing was changed.")
    user.locked_at = None
    user.save(update_fields=["locked_at"])
    return user


@creating("system_key.made", needs=Permission.ACCOUNT_MANAGE)
def make_system_key(*, by: Actor, agency: Agency, secret: str) -> ApiKey:
    """Keep the digest of a key under which an agency's own system looks known hashes up. Not for providers."""
    if agency.kind == AgencyKind.PROVIDER:
        raise RuleRefusal(f"{agency.name} is a provider; what lists say is not for providers. Nothing was changed.")
    accounts = User.objects.get_queryset().unscoped(because="an agency's system has a fixed address")
    service, is_new = accounts.get_or_create(
        email=f"{agency.code}.system@service.invalid",
        defaults={"agency": agency, "kind": UserKind.SERVICE, "name": f"{agency.name}, its system"},
    )
    if is_new:
        grant(service, [RoleName.SYSTEM])
    return ApiKey.objects.create(user=service, digest=digest_of(secret))


@creating("key.made", needs=Permission.ACCOUNT_MANAGE)
def make_key(*, by: Actor, agency: Agency, secret: str) -> ApiKey:
    """Keep the digest of a key under which a provider's system hands in reports."""
    if agency.kind != AgencyKind.PROVIDER:
        raise RuleRefusal(f"{agency.name} is not a provider; keys for handing in reports are for providers.")
    accounts = User.objects.get_queryset().unscoped(because="a provider's service account has a fixed address")
    service, is_new = accounts.get_or_create(
        email=f"{agency.code}@service.invalid",
        defaults={"agency": agency, "kind": UserKind.SERVICE, "name": f"{agency.name}, by API"},
    )
    if is_new:
        grant(service, [RoleName.PROVIDER])
    return ApiKey.objects.create(user=service, digest=digest_of(secret))
