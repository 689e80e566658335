"""The workload app."""

from django.apps import AppConfig


class WorkloadConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.workload"
