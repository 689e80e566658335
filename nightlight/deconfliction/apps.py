"""The deconfliction app."""

from django.apps import AppConfig


class DeconflictionConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.deconfliction"
