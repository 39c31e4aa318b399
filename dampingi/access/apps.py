"""The room as Django knows it."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Units, staff, roles, verbs, need-to-know, sessions and sign-in."""

    name = "dampingi.access"
