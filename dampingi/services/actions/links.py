"""A way in for a partner without an account: a link that expires, a code told apart (security T-17).

The token stands in the address and its digest in the database; the code is read out by telephone,
opens one browser and is spent. Neither a preview nor a second reader consumes or shows anything.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from dampingi.access import throttle
from dampingi.access.actor import acting_as
from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases.models import Case
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Obstacle, Refusal
from dampingi.kernel.words import say
from dampingi.notices import actions as notices
from dampingi.services.models import Link, Referral
from dampingi.services.rules import referral as rules

LINK_LASTS = timedelta(days=14)
MOST_TRIES = 5
_CODE_LENGTH = 8
_NO_LINK = Obstacle(
    "no-link",
    say("Rujukan ini tidak menunggu jawaban, atau ditujukan ke unit yang punya akun."),
    say("Tautan hanya untuk mitra tanpa akun."),
)


@dataclass(frozen=True, slots=True)
class Partner:
    """Whoever came in by a link: known to the ledger by the link alone."""

    id: UUID
    unit_id: UUID | None = None
    ledger_role: str = "partner"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the companion sees once: the token for the address, the code to read out."""

    token: str
    code: str

    def __repr__(self) -> str:
        """Show nothing: a traceback must not open a link."""
        return "Shown(…)"


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _code_digest(token_digest: bytes, code: str) -> bytes:
    # Beside the link's own digest, so that one code of two links does not look alike.
    return hmac.digest(token_digest, code.encode(), "sha256")


def _code() -> str:
    return "".join(secrets.choice("0123456789") for _ in range(_CODE_LENGTH))


@transaction.atomic
def make_link(referral: Referral, *, by: Staff, at: datetime) -> Shown:
    """Make a link and its first code, shown this once; earlier links of the referral are dead."""
    if referral.provider_id is None or referral.state not in rules.OPEN:
        raise Refusal(_NO_LINK)
    Link.objects.filter(referral=referral, revoked_at=None).update(revoked_at=at)
    shown = Shown(secrets.token_urlsafe(32), _code())
    digest = _digest(shown.token)
    Link.objects.create(
        id=new_id(),
        referral=referral,
        token_digest=digest,
        code_digest=_code_digest(digest, shown.code),
        made_at=at,
        expires_at=at + LINK_LASTS,
        by_id=by.id,
    )
    audit.record("link.made", by=by, at=at, on=referral.case, detail={"referral": referral.number})
    return shown


@transaction.atomic
def new_code(referral: Referral, *, by: Staff, at: datetime) -> Shown:
    """Give the living link of a referral another code: the next browser needs it."""
    link = Link.objects.filter(referral=referral, revoked_at=None, expires_at__gt=at).first()
    if link is None:
        raise Refusal(_NO_LINK)
    shown = Shown("", _code())
    link.code_digest, link.tries = _code_digest(bytes(link.token_digest), shown.code), 0
    link.save(update_fields=("code_digest", "tries"))
    audit.record("link.code", by=by, at=at, on=referral.case, detail={"referral": referral.number})
    return shown


@transaction.atomic
def revoke_links(referral: Referral, *, by: Staff, at: datetime) -> None:
    """Close every link of a referral at once."""
    Link.objects.filter(referral=referral, revoked_at=None).update(revoked_at=at)
    audit.record("link.revoked", by=by, at=at, on=referral.case, detail={"referral": referral.number})


def _living(token: str, *, at: datetime) -> Link | None:
    """Return the living link of a token, locked; nothing for one that is unknown, expired or taken back."""
    found = Link.objects.select_for_update(of=("self",)).select_related("referral__provider", "referral__unit")
    return found.filter(token_digest=_digest(token), revoked_at=None, expires_at__gt=at).first()


@transaction.atomic
def open_link(token: str, code: str, *, address: str, at: datetime) -> str | None:
    """Spend a code: return the secret that this browser keeps, or None without saying why not.

    Wrong codes cost time for one link from one address, five kill the code, and whoever keeps the
    case is told of that and of a second browser.
    """
    account = f"link {_digest(token).hex()}"
    with acting_as("partner"):
        if throttle.must_wait(account, address, at=at):
            return None
        link = _living(token, at=at)
        if link is None:
            throttle.wrong(account, address, at=at)
            return None
        held = bytes(link.code_digest) if link.code_digest else b""
        given = _code_digest(bytes(link.token_digest), "".join(code.split()))
        if held and link.tries < MOST_TRIES and hmac.compare_digest(held, given):
            return _opened(link, at=at)
        throttle.wrong(account, address, at=at)
        _missed(link, spent=not held, at=at)
        return None


def _opened(link: Link, *, at: datetime) -> str:
    secret = secrets.token_urlsafe(32)
    link.browsers = [*link.browsers, _digest(secret)]
    link.code_digest = None
    link.save(update_fields=("browsers", "code_digest"))
    case = _case(link)
    audit.record("link.opened", by=Partner(link.id), at=at, on=case, detail={"referral": link.referral.number})
    return secret


def _missed(link: Link, *, spent: bool, at: datetime) -> None:
    Link.objects.filter(id=link.id).update(tries=F("tries") + 1)
    act = "link.second" if spent else "link.locked" if link.tries + 1 == MOST_TRIES else ""
    if act:
        case = _case(link)
        audit.record(act, by=Partner(link.id), at=at, on=case, detail={"referral": link.referral.number})
        notices.tell([case.owner_id], at=at, urgent=True)


def _case(link: Link) -> Case:
    return Case.objects.get(id=link.referral.case_id)


def enter(token: str, secret: str, *, at: datetime) -> tuple[Referral, Partner] | None:
    """Return the referral that a browser which spent a code may read, and as whom; else nothing."""
    with acting_as("partner"):
        with transaction.atomic():
            link = _living(token, at=at)
        known = link is not None and any(hmac.compare_digest(bytes(b), _digest(secret)) for b in link.browsers)
        return (link.referral, Partner(link.id)) if link is not None and known else None
