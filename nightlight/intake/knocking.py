"""Counting who knocks at the public form's doors, without writing down anybody's address."""

import hashlib
import hmac
from datetime import timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F

from nightlight.foundation import clock
from nightlight.intake.form_policy import form_policy
from nightlight.intake.models import Door, Knocks

EVERYBODY = "everybody"
KEPT_HOURS = 48
PREFIXES = {4: 24, 6: 48}
"""Bits of an address that name its network: about what one household, school or shelter has."""

NOBODY_IN_PARTICULAR = [
    ip_network(each)
    for each in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "::1/128", "fc00::/7")
]
"""Addresses of machines near the server: a proxy stands there, and says nothing about the visitor."""


def may_knock(door: Door, address: str) -> bool:
    """Count a knock at a door from an address; return whether it is within the limits of the hour."""
    rules = form_policy()
    each, everybody = {
        Door.SEND: (rules.sent_per_network, rules.sent_by_all),
        Door.CODE: (rules.codes_tried_per_network, rules.codes_tried_by_all),
    }[door]
    network = network_of(address)
    if network and _count(door, network) > each:
        return False
    return _count(door, EVERYBODY) <= everybody


def network_of(address: str) -> str:
    """Return the network of an address, empty where it says nothing about the visitor."""
    try:
        parsed = ip_address(address.strip())
    except ValueError:
        return ""
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if any(parsed in near for near in NOBODY_IN_PARTICULAR if near.version == parsed.version):
        return ""
    return str(ip_network(f"{parsed}/{PREFIXES[parsed.version]}", strict=False))


def _count(door: Door, network: str) -> int:
    """Count one more knock of this hour; forget those of hours long gone when a new count begins."""
    hour = clock.now().replace(minute=0, second=0, microsecond=0)
    rows: Any = Knocks.objects.unscoped(because="knocks at the public form are counted before anybody is known")
    with transaction.atomic():
        row, is_new = rows.get_or_create(door=door, hour_at=hour, network=_digest(network), defaults={"count": 1})
        if is_new:
            rows.filter(hour_at__lt=hour - timedelta(hours=KEPT_HOURS)).delete()
            return 1
        rows.filter(pk=row.pk).update(count=F("count") + 1)
        return int(rows.values_list("count", flat=True).get(pk=row.pk))


def _digest(network: str) -> str:
    words = f"network {clock.today()} {network}"
    return hmac.digest(str(settings.FORM_KEY).encode(), words.encode(), hashlib.sha256).hex()
