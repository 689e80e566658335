"""The investigations app."""

from django.apps import AppConfig


class InvestigationsConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.investigations"
