"""The room as Django knows it."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """See the package."""

    name = "dampingi.config"
