"""The victims app."""

from django.apps import AppConfig


class VictimsConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.victims"
