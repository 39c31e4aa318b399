"""The composition room as Django knows it."""

from django.apps import AppConfig
from django.utils.translation import gettext, ngettext

from dampingi.kernel.words import read_with


def _read(text: str, count: int | None) -> str:
    return gettext(text) if count is None else ngettext(text, text, count)


class ConfigConfig(AppConfig):
    """Joins what the rooms below cannot know of each other."""

    name = "dampingi.config"

    def ready(self) -> None:
        """Let the sentences of the pure rooms be read through the message catalog, and a timeline name sheets."""
        # Only now: a timeline reads models.
        from dampingi.cases.timeline import call_sheets
        from dampingi.services.catalog import SHEETS

        read_with(_read)
        call_sheets({kind.code: kind.title for kind in SHEETS}, {kind.code: kind.steps for kind in SHEETS})
