"""The gate app."""

from django.apps import AppConfig


class GateConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.gate"
