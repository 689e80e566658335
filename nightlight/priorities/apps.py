"""The priorities app."""

from django.apps import AppConfig


class PrioritiesConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.priorities"
