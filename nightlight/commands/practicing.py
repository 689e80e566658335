"""Practice: an installation with invented records, whose time goes on from where the records end."""

from datetime import datetime

from django.conf import settings

from nightlight.foundation import clock


def begin() -> None:
    """In a practice installation, set this process's clock to go on from the end of the invented records."""
    if settings.PRACTICE and (words := settings.PRACTICE_FILE.read_text().strip()):
        clock.go_on_from(datetime.fromisoformat(words))
