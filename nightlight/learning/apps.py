"""The learning app."""

from django.apps import AppConfig


class LearningConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.learning"
