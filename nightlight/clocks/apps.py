"""The clocks app."""

from django.apps import AppConfig


class ClocksConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.clocks"
