"""The desk app."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.desk"
