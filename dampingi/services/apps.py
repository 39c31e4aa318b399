"""The room as Django knows it."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """See the package."""

    name = "dampingi.services"
