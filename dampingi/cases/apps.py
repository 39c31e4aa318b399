"""The room as Django knows it."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """See the package."""

    name = "dampingi.cases"
