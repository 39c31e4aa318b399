"""The room as Django knows it."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """See the package."""

    name = "dampingi.places"
