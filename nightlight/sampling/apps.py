"""The sampling app."""

from django.apps import AppConfig


class SamplingConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.sampling"
