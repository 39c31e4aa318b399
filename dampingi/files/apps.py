"""The room as Django knows it."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """See the package."""

    name = "dampingi.files"
