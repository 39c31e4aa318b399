"""The room as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Page frame and components."""

    name = "dampingi.web"
