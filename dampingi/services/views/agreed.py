"""What she agreed to, and who else helps, as the tab Rujukan shows it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from dampingi.access.doors import StaffRequest
from dampingi.access.rules import Verb
from dampingi.cases.models import Case, FirstContact
from dampingi.services import actions, queries
from dampingi.services.models import Consent, Referral, Transfer
from dampingi.services.rules.consent import Purpose, Standing
from dampingi.services.rules.sharing import PARTS
from dampingi.web.times import bar


def agreed(request: StaffRequest, found: Case) -> dict[str, Any]:
    """Return what the page needs: her answers in plain words, the referrals, an offer that waits."""
    now, staff = timezone.now(), request.user
    standing, before = queries.answers_that_stand(found), queries.answers_before(found)
    words = actions.read_consents([*standing, *before])
    shares = [one for one in standing if one.purpose == Purpose.SHARE]
    transfers = list(Transfer.objects.filter(case=found).select_related("from_unit", "to_unit")[:10])
    return {
        "answers": [_answer(one, words, now) for one in standing if one.purpose != Purpose.SHARE],
        "shares": [_answer(one, words, now) for one in shares],
        "earlier": [_answer(one, words, now) for one in before],
        "parts": [(code, said) for code, said in PARTS.choices() if any(code in one.parts for one in shares)],
        "sharing_lives": any(one.standing(now) is Standing.LIVE for one in shares),
        "first": FirstContact.objects.filter(case=found).first(),
        "referrals": [referral_row(one, now) for one in queries.referrals_of(found)],
        "transfers": transfers,
        "reasons": {one.id: actions.read_reason(one) for one in transfers if one.answer},
        "may": {"consent": staff.may(Verb.KEEP_CONSENT), "refer": staff.may(Verb.REFER), "transfer": staff.may(Verb.TRANSFER)},
        "now": now,
    }


def _answer(one: Consent, words: Any, now: datetime) -> dict[str, Any]:
    return {"consent": one, "standing": str(one.standing(now)), "words": words.get(one.id, {}), "to": one.provider or one.unit}


def referral_row(one: Referral, now: datetime) -> dict[str, Any]:
    """Return one referral as a card: what it is, how long it still waits."""
    links: Sequence[Any] = [link for link in one.links.all() if link.revoked_at is None and link.expires_at > now]
    return {"referral": one, "bar": bar(one.sent_at, one.due_at, now), "link": links[0] if links else None}
