"""What a person can say of a report that was drawn."""

from django.db import models


class Verdict(models.TextChoices):
    """Whether the low tier was right."""

    RIGHTLY_LOW = "rightly_low", "rightly low"
    BELONGS_HIGHER = "belongs_higher", "belongs higher"
    CANNOT_TELL = "cannot_tell", "cannot tell"
