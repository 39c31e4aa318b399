"""The composition room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext

from dampingi.kernel.words import read_with


class ConfigConfig(AppConfig):
    """Joins what the rooms below cannot know of each other."""

    name = "dampingi.config"

    def ready(self) -> None:
        """Let the sentences of the pure rooms be read through the message catalog."""
        read_with(gettext)
