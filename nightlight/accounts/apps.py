"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the package with Django."""

    name = "nightlight.accounts"
