"""The coverage app."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.coverage"
