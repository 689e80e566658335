"""The web app."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.web"
