"""The rematching app."""

from django.apps import AppConfig


class RematchingConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.rematching"
