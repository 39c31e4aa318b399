"""Inputs of Django's own forms say to the browser what every input of ours says (U-05, T-20)."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest

# Nothing typed is kept, corrected, translated or sent to the maker of the browser.
QUIET = {
    "autocomplete": "off",
    "autocorrect": "off",
    "autocapitalize": "off",
    "spellcheck": "false",
    "translate": "no",
    "data-gramm": "false",
}
_TYPED = {"text", "email", "password", "tel", "url", "search", None}  # None: a textarea


class QuietInputs(DjangoTemplates):
    """Renders every widget with the attributes; what a form says itself (a sign-in) stays."""

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """Add what is missing, and render."""
        widget = context.get("widget")
        if isinstance(widget, dict):
            _quiet(widget)
        return super().render(template_name, context, request)


def _quiet(widget: dict[str, Any]) -> None:
    several = [option for _, options, _ in widget.get("optgroups", ()) for option in options]
    typed = widget.get("type") in _TYPED and not several
    attrs = widget["attrs"]
    widget["attrs"] = (QUIET if typed else {"autocomplete": "off"}) | attrs
    for option in several:
        if option.get("type") in ("radio", "checkbox"):
            option["attrs"] = {"autocomplete": "off"} | option["attrs"]
