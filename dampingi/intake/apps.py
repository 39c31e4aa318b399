"""The room as Django knows it."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """See the package."""

    name = "dampingi.intake"
