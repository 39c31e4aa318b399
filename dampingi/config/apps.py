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
        """Let the pure rooms' sentences be read, a timeline name sheets, and accounts say what they hold."""
        # Only now: these read models.
        from dampingi.access.queries import ask_for_holdings
        from dampingi.cases.timeline import call_sheets
        from dampingi.config.holdings import held
        from dampingi.services.catalog import SHEETS

        read_with(_read)
        ask_for_holdings(held)
        call_sheets({kind.code: kind.title for kind in SHEETS}, {kind.code: kind.steps for kind in SHEETS})
