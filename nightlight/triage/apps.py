"""The triage app."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.triage"
