"""The transfers app."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.transfers"
