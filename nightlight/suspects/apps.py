"""The suspects app."""

from django.apps import AppConfig


class SuspectsConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.suspects"
