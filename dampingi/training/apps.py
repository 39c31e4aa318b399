"""The room as Django knows it."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """See the package."""

    name = "dampingi.training"
