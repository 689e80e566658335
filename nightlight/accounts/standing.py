"""The accounts that every installation has: the local operator, the worker, the public form.

Their acts are those of a person.
"""

from nightlight.accounts.models import User, UserKind, UserQuerySet, grant
from nightlight.accounts.permissions import RoleName
from nightlight.agencies.loading import NATIONAL
from nightlight.agencies.models import Agency

OPERATOR = "operator@service.invalid"
WORKER = "worker@service.invalid"
PUBLIC_FORM = "public-form@service.invalid"
_NAMES = {OPERATOR: "Local operator", WORKER: "Nightlight worker", PUBLIC_FORM: "Public form"}
_ROLES = {PUBLIC_FORM: RoleName.PROVIDER}
"""What an account holds that is not an operator: the public form hands in, and sees nothing."""


def ensure() -> None:
    """Make the standing accounts where they are missing."""
    national = Agency.objects.get(code=NATIONAL)
    for email, name in _NAMES.items():
        user, is_new = _accounts().get_or_create(
            email=email, defaults={"agency": national, "kind": UserKind.SERVICE, "name": name}
        )
        if is_new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
            grant(user, [_ROLES.get(email, RoleName.OPERATOR)])


def operator() -> User:
    """Return the account under which commands at the console act."""
    return _accounts().select_related("agency").get(email=OPERATOR)


def worker() -> User:
    """Return the account under which received reports travel down the road."""
    return _accounts().select_related("agency").get(email=WORKER)


def public_form() -> User:
    """Return the account under which the public form hands in what people tell it."""
    return _accounts().select_related("agency").get(email=PUBLIC_FORM)


def _accounts() -> UserQuerySet:
    everyone: UserQuerySet = User.objects.get_queryset()
    return everyone.unscoped(because="the standing accounts are looked up by their fixed addresses")
