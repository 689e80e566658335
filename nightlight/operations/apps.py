"""The operations app."""

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.operations"
