"""The agencies app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.agencies"
