"""What a report was worth to those who worked it, as they say it with one press."""

from django.db import models


class Usability(models.TextChoices):
    """Usable, or what stood against it."""

    USABLE = "usable", "usable"
    LACKS_ADDRESS = "lacks_address", "lacks an address"
    LACKS_FILE = "lacks_file", "lacks the file"
    LACKS_TIME = "lacks_time", "lacks the time"
    MEME = "meme", "a meme"
    NO_OFFENCE = "no_offence", "no offense"
