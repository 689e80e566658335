"""The quarantine app."""

from django.apps import AppConfig


class QuarantineConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.quarantine"
