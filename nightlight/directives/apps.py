"""The directives app."""

from django.apps import AppConfig


class DirectivesConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.directives"
