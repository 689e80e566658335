"""The hashes app."""

from django.apps import AppConfig


class HashesConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.hashes"
