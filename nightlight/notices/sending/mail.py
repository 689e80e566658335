"""By mail, through the server that the settings name."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage, get_connection

from nightlight.notices.sending.parcel import NotSent, Parcel

BODY = """{words}

{address}

Sign in to read more. A notice by mail never holds anything about a person or a report.
"""


def mail(parcel: Parcel, timeout: int) -> None:
    """Send one mail. Raises NotSent where the server does not take it."""
    if not settings.EMAIL_HOST:
        raise NotSent("no mail server")
    message = EmailMessage(
        subject="Nightlight: urgent notice" if parcel.is_urgent else "Nightlight: notice",
        body=BODY.format(words=parcel.words, address=parcel.address),
        to=[parcel.target],
        headers={"Message-ID": f"<{parcel.id}@nightlight>", "Auto-Submitted": "auto-generated"},
        connection=get_connection(timeout=timeout),
    )
    try:
        message.send()
    except smtplib.SMTPResponseException as refused:
        raise NotSent(f"mail server said {refused.smtp_code}") from refused
    except smtplib.SMTPRecipientsRefused as refused:
        raise NotSent("mail server refused the address") from refused
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent("mail server does not answer") from error
