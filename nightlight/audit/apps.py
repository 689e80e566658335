"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.audit"
