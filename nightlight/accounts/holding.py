"""Who holds a right, asked about many accounts at once."""

from collections.abc import Collection
from uuid import UUID

from nightlight.accounts.models import RoleGrant
from nightlight.accounts.permissions import RIGHTS, Permission
from nightlight.foundation import clock


def holders_among(people: Collection[UUID], permission: Permission) -> frozenset[UUID]:
    """Return those of these accounts that are active and hold the right now. One query."""
    now, roles = clock.now(), [role.value for role, rights in RIGHTS.items() if permission in rights]
    grants = RoleGrant.objects.filter(user__in=people, user__is_active=True, role__in=roles, valid_from__lte=now)
    return frozenset(grants.exclude(valid_to__lte=now).values_list("user_id", flat=True))
