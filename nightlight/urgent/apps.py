"""The urgent app."""

from django.apps import AppConfig


class UrgentConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.urgent"
