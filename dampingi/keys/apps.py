"""The room as Django knows it."""

from django.apps import AppConfig


class KeysConfig(AppConfig):
    """See the package."""

    name = "dampingi.keys"
