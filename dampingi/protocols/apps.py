"""The room as Django knows it."""

from django.apps import AppConfig


class ProtocolsConfig(AppConfig):
    """Protocols, clocks, duties."""

    name = "dampingi.protocols"
