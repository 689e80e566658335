"""The intake app."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.intake"
