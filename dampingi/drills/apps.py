"""The room as Django knows it."""

from django.apps import AppConfig


class DrillsConfig(AppConfig):
    """Drills of the first hours."""

    name = "dampingi.drills"
