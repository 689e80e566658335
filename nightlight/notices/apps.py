"""The notices app."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.notices"
