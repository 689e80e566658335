"""The api app."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.api"
