"""Codes of this room in words."""

from django import template

from dampingi.cases.fields import BASES, CONSENT_FORMS
from dampingi.services.rules.consent import ASSENTS, CAPACITIES, PURPOSES, SPEAKERS, STANDINGS
from dampingi.services.rules.referral import ANSWERS, REFERRAL_STATES, TRANSFER_STATES
from dampingi.services.rules.sharing import LEGAL_GROUNDS, PARTS

register = template.Library()
_LISTS = {
    one.code: one
    for one in (
        *(ANSWERS, ASSENTS, BASES, CAPACITIES, CONSENT_FORMS, LEGAL_GROUNDS, PARTS, PURPOSES),
        *(REFERRAL_STATES, SPEAKERS, STANDINGS, TRANSFER_STATES),
    )
}


@register.filter
def called(code: str, code_list: str) -> str:
    """Return the words of a code of casework; an old code that is no longer listed shows as it is."""
    words = _LISTS[code_list].words.get(code)
    return str(words) if words else str(code)
