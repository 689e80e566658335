"""People, service accounts, the roles they hold and the keys that machines show."""

import functools
import hashlib
import secrets
from collections.abc import Iterable
from typing import ClassVar
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from nightlight.accounts.permissions import RIGHTS, Permission, RoleName
from nightlight.agencies import tree
from nightlight.agencies.models import Agency
from nightlight.foundation import clock
from nightlight.foundation.refusals import NotAllowed
from nightlight.foundation.rows import Row
from nightlight.foundation.sealed import Actor, SealedQuerySet

ENDS_AFTER_IT_BEGINS = Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))


class UserKind(models.TextChoices):
    """Who acts: a person, or a service under a name of its own."""

    PERSON = "person"
    SERVICE = "service"


class UserQuerySet(SealedQuerySet["User"]):
    """Colleagues: the people of the agencies that the actor sees."""

    def visibility(self, actor: Actor) -> Q:
        return actor.sees("agency") | Q(pk=actor.pk)


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Django's sign-in machinery asks for a person by the name given; nothing else may read unsealed."""

    def get_by_natural_key(self, username: str | None) -> "User":
        everyone = self.get_queryset().unscoped(because="sign-in looks for one account by its e-mail address")
        return everyone.get(email__iexact=username)  # type: ignore[no-any-return]


class User(AbstractBaseUser, Row):
    """A person or service account of one agency. Implements the Actor of the ground floor."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="users")
    kind = models.CharField(max_length=7, choices=UserKind.choices, default=UserKind.PERSON)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    telephone = models.CharField(max_length=30, blank=True)
    theme = models.CharField(max_length=6, default="system")
    is_active = models.BooleanField(default=True)
    locked_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [
            CheckConstraint(name="user_kind_is_known", condition=Q(kind__in=UserKind.values)),
            CheckConstraint(name="user_theme_is_known", condition=Q(theme__in=["light", "dark", "system"])),
        ]

    @functools.cached_property
    def permissions(self) -> frozenset[Permission]:
        """The rights that this account's roles give it now."""
        if not self.is_active:
            return frozenset()
        now = clock.now()
        grants = RoleGrant.objects.filter(user=self, valid_from__lte=now).exclude(valid_to__lte=now)
        return frozenset().union(*(RIGHTS[RoleName(role)] for role in grants.values_list("role", flat=True)))

    @functools.cached_property
    def agencies_seen(self) -> frozenset[UUID]:
        """The person's own agency and everything under it today."""
        return tree.within(self.agency_id, on=clock.today())

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def require(self, permission: str) -> None:
        if not self.may(permission):
            raise NotAllowed(permission)

    def sees(self, field: str) -> Q:
        if self.agency.is_national:
            return Q(**{f"{field}__isnull": False})
        return Q(**{f"{field}__in": self.agencies_seen})

    def get_short_name(self) -> str:
        """Return the name as the pages show it."""
        return self.name

    @property
    def initials(self) -> str:
        """Return up to two letters for the round mark at the top right."""
        return "".join(word[0] for word in self.name.split()[:2]).upper()


class RoleGrant(Row):
    """A role that somebody holds for a time. Read only through the account it belongs to."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in RoleName])
    valid_from = models.DateTimeField(default=clock.now)
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            CheckConstraint(name="grant_role_is_known", condition=Q(role__in=[role.value for role in RoleName])),
            UniqueConstraint(name="one_open_grant_per_role", fields=["user", "role"], condition=Q(valid_to=None)),
            CheckConstraint(
                name="grant_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
        ]


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    """Keys are found by their digest only."""

    def shown(self, secret: str) -> "ApiKey | None":
        """Return the key that was shown, if it holds now. The secret itself is stored nowhere."""
        now = clock.now()
        return (
            self.select_related("user__agency")
            .filter(digest=digest_of(secret), valid_from__lte=now, user__is_active=True)
            .exclude(valid_to__lte=now)
            .first()
        )


def digest_of(secret: str) -> str:
    """Return the SHA-256 of a key: it is 256 random bits, so it needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret() -> str:
    """Return a new key: 256 random bits, as text."""
    return secrets.token_urlsafe(32)


class ApiKey(Row):
    """A key that a machine shows; only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="keys")
    digest = models.CharField(max_length=64, unique=True)
    valid_from = models.DateTimeField(default=clock.now)
    valid_to = models.DateTimeField(null=True, blank=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        constraints = [
            CheckConstraint(name="key_digest_is_sha256", condition=Q(digest__regex=r"^[0-9a-f]{64}$")),
            CheckConstraint(
                name="key_ends_after_it_begins", condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))
            ),
        ]


def grant(user: User, roles: Iterable[RoleName]) -> None:
    """Give an account roles from now on, and forget what it was remembered to hold."""
    RoleGrant.objects.bulk_create(RoleGrant(user=user, role=role) for role in roles)
    user.__dict__.pop("permissions", None)


__all__ = ["ApiKey", "RoleGrant", "User", "UserKind", "digest_of", "grant", "new_secret"]
