"""The room as Django knows it."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """Case type, risk, authority."""

    name = "dampingi.triage"
