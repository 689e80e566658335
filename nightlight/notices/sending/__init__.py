"""The ways out of the house. Each takes a parcel and raises NotSent; none touches the database."""

from nightlight.notices.models import Way
from nightlight.notices.sending.mail import mail
from nightlight.notices.sending.parcel import NotSent, Parcel
from nightlight.notices.sending.webhook import post

__all__ = ["NotSent", "Parcel", "send"]

_SENDERS = {Way.MAIL.value: mail, Way.WEBHOOK.value: post}


def send(parcel: Parcel, *, timeout: int) -> None:
    """Send a parcel by its way. Raises NotSent with a code that tells nothing of what was sent."""
    _SENDERS[parcel.way](parcel, timeout)
