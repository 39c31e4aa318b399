"""Referring: the case stays, its packet is read by who was named, the outcome comes back (H-03, H-05)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from dampingi.access import actions as access
from dampingi.access.actor import acting_as
from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases import queries as case_queries
from dampingi.cases.actions.erasing import refuse_erased
from dampingi.cases.models import Case
from dampingi.cases.rules import Basis, State, is_urgent
from dampingi.kernel.actors import Actor
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.keys import case as keys
from dampingi.notices import actions as notices
from dampingi.protocols import actions as protocols
from dampingi.protocols.rules import Deed
from dampingi.services import queries
from dampingi.services.actions.packet import Packet, compose
from dampingi.services.models import Link, Referral
from dampingi.services.rules import referral as rules
from dampingi.services.rules import sharing
from dampingi.services.rules.referral import Move, ReferralFacts, ReferralState
from dampingi.services.rules.sharing import Grounds, LegalGround

TABLE, WORDS, ANSWER = "services_referral", "words", "answer"
_NOTHING: Mapping[str, Any] = {}


def _grounds_for(case: Case, said: Mapping[str, Any], *, at: datetime) -> Grounds:
    """Return what sharing would rest on if these words of a form were sent now."""
    to = queries.recipient_of(said.get("recipient") or "")
    basis, law, more = said.get("basis") or "", said.get("law") or _NOTHING, said.get("more") or _NOTHING
    ground = LegalGround(law["ground"]) if basis == Basis.LAW and law.get("ground") else None
    return Grounds(
        recipient=to.key if to else "",
        recipient_kind=to.kind if to else "",
        consents=[one.agreed for one in queries.shares(case.id)],
        law=ground,
        cited=bool(law.get("citation")),
        danger_at=at if basis == Basis.DANGER else None,
        child=case.victim.is_child is not False,
        place_needed=bool(more.get("place_needed")),
    )


def referral_facts(case: Case, said: Mapping[str, Any], *, instead_of: Referral | None = None, at: datetime) -> ReferralFacts:
    """Return what decides whether these words of a form may be sent as a referral."""
    day = at.astimezone(case.unit.timezone).date()
    to = queries.recipient_of(said.get("recipient") or "")
    more, service = said.get("more") or _NOTHING, said.get("service") or ""
    asked = frozenset(said.get("parts") or ())
    grounds = _grounds_for(case, said, at=at)
    same = queries.open_for(case, service) if service else None
    shut = to is not None and to.closed(day)
    return ReferralFacts(
        case_open=case.state == State.OPEN,
        recipient=to is not None,
        own_unit=to is not None and to.unit is not None and to.unit.id == case.unit_id,
        recipient_closed=shut,
        who_else=to.who_else(day, service=service) if to is not None and shut else "",
        service=bool(service),
        asked=asked,
        allowed=frozenset(one.part for one in sharing.allowed(asked, grounds, at=at)),
        held_back=sharing.held_back(asked, grounds),
        basis=said.get("basis") or "",
        law_named=grounds.law is not None,
        cited=grounds.cited or grounds.law is not LegalGround.ORDER,
        by_phone=bool(more.get("by_phone")),
        spoken_with=bool(more.get("spoken_with")),
        due_at=queries.closing_on(case, said.get("due_on")),
        same_need=same.recipient_name if same is not None and same != instead_of else "",
        anyway=bool(more.get("anyway")),
        at=at,
    )


def preview(case: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> Packet:
    """Return what the recipient would read if it were sent now; the look is written down."""
    grounds = _grounds_for(case, said, at=at)
    return compose(case.id, said.get("parts") or (), grounds, act="referral.previewed", number="", by=by, at=at)


@transaction.atomic
def refer(case: Case, said: Mapping[str, Any], *, instead_of: Referral | None = None, by: Staff, at: datetime) -> Referral:
    """Refer to a provider or a unit, or refuse with everything that stands in the way; raises ``Stale``.

    The case and its duties stay (H-05). In immediate danger the least is shared at once, and telling
    her becomes a duty (H-03). ``instead_of`` is the referral that this one takes the place of.
    """
    facts = referral_facts(case, said, instead_of=instead_of, at=at)
    if obstacles := rules.obstacles_to_referring(facts):
        raise Refusal(*obstacles)
    refuse_erased(case)
    to = queries.recipient_of(said["recipient"])
    if to is None or facts.due_at is None or not case.change():
        raise Stale
    law, more = said.get("law") or _NOTHING, said.get("more") or _NOTHING
    made = Referral(
        id=new_id(),
        case=case,
        provider=to.provider,
        unit=to.unit,
        service=said["service"],
        asked=sorted(facts.asked),
        basis=facts.basis,
        law=law.get("ground") or "" if facts.basis == Basis.LAW else "",
        danger_at=at if facts.basis == Basis.DANGER else None,
        place_needed=bool(more.get("place_needed")),
        by_phone=facts.by_phone,
        sent_at=at,
        due_at=facts.due_at,
        instead_of=instead_of,
        by_id=by.id,
    )
    words = {
        "request": said.get("request"),
        "citation": law.get("citation"),
        "spoken_with": more.get("spoken_with"),
        "anyway": more.get("anyway"),
    }
    made.words = _seal(case.id, {k: v for k, v in words.items() if v}, pk=made.id, column=WORDS)
    made.save(force_insert=True)
    if to.unit is not None:
        access.let_read([made.id], [to.unit.id], unit_id=case.unit_id)
        notices.tell(case_queries.supervisors_of(to.unit.id), at=at, urgent=is_urgent(case.risk))
    if instead_of is not None:
        _move(instead_of, Move.REROUTE, by=by, at=at)
    protocols.happened(case.id, Deed.REFERRED, when=at, about=made.number, due_at=made.due_at, by=by, at=at)
    if made.danger_at:
        protocols.happened(case.id, Deed.SHARED_IN_DANGER, when=at, about=made.number, by=by, at=at)
    detail = {"referral": made.number, "parts": made.asked, "phone": made.by_phone}
    audit.record("referral.sent", by=by, at=at, on=case, reason=made.basis, detail=detail)
    return made


def _seal(case_id: UUID, words: Mapping[str, Any], *, pk: UUID, column: str) -> bytes:
    return keys.seal(keys.load([case_id])[case_id], words, table=TABLE, pk=pk, column=column)


def read_words(referral: Referral) -> dict[str, str]:
    """Return what was written when it was sent, for whoever may read the referral."""
    return _unsealed(referral, bytes(referral.words), WORDS)


def read_answer(referral: Referral) -> dict[str, str]:
    """Return what came back, for whoever may read the referral."""
    return _unsealed(referral, bytes(referral.answer), ANSWER)


def _unsealed(referral: Referral, blob: bytes, column: str) -> dict[str, str]:
    key = keys.load([referral.case_id]).get(referral.case_id) if blob else None
    return dict(keys.unseal(key, bytes(blob), table=TABLE, pk=referral.id, column=column)) if key else {}


_DEEDS: Mapping[Move, Deed] = {
    Move.FINISH: Deed.REFERRAL_ENDED,
    Move.REVOKE: Deed.REFERRAL_ENDED,
    Move.REROUTE: Deed.REFERRAL_ENDED,
    Move.DECLINE: Deed.REFERRAL_DECLINED,
}
_ACTS: Mapping[Move, str] = {
    Move.ACCEPT: "referral.accepted",
    Move.FINISH: "referral.done",
    Move.DECLINE: "referral.declined",
    Move.REVOKE: "referral.revoked",
    Move.REROUTE: "referral.rerouted",
}


@transaction.atomic
def answer(referral: Referral, move: Move, *, words: str, by: Actor, at: datetime) -> Referral:
    """Take an answer, from the partner, the receiving unit, or told by telephone; or refuse it.

    What came back lies sealed under the case's key and meets the duty; who keeps the case is told.
    Whoever answers need not be able to see the case.
    """
    if obstacles := rules.obstacles_to_answer(referral.state, move, words=words):
        raise Refusal(*obstacles)
    with acting_as("referral"):
        if words.strip():
            earlier = read_answer(referral)
            earlier[move] = words
            referral.answer = _seal(referral.case_id, earlier, pk=referral.id, column=ANSWER)
            Referral.objects.filter(id=referral.id).update(answer=referral.answer)
        _move(referral, move, by=by, at=at)
        case = Case.objects.get(id=referral.case_id)
        notices.tell([one for one in (case.owner_id,) if one != by.id], at=at, urgent=move is Move.DECLINE)
    return referral


@transaction.atomic
def revoke(referral: Referral, *, by: Staff, at: datetime) -> Referral:
    """Take a referral back: from now on nothing of it can be read, and its links are dead."""
    if obstacles := rules.obstacles_to_answer(referral.state, Move.REVOKE, words=""):
        raise Refusal(*obstacles)
    _move(referral, Move.REVOKE, by=by, at=at)
    return referral


def _move(referral: Referral, move: Move, *, by: Actor, at: datetime) -> None:
    state = rules.after(referral.state, move)
    if state is None:
        raise Refusal(*rules.obstacles_to_answer(referral.state, move, words="-"))
    ends = {"ended_at": at} if state not in rules.OPEN else {}
    if not referral.change(state=state, answered_at=referral.answered_at or at, **ends):
        raise Stale
    if move in (Move.REVOKE, Move.REROUTE):
        Link.objects.filter(referral=referral, revoked_at=None).update(revoked_at=at)
    case = Case.objects.get(id=referral.case_id)
    if move in _DEEDS:
        protocols.happened(case.id, _DEEDS[move], when=at, about=referral.number, by=by, at=at)
    if move is Move.ACCEPT and referral.unit_id:
        protocols.happened(case.id, Deed.REFERRED_ELSEWHERE, when=at, by=by, at=at)
    audit.record(_ACTS[move], by=by, at=at, on=case, detail={"referral": referral.number})


@transaction.atomic
def told_her(referral: Referral, *, by: Staff, at: datetime) -> None:
    """Note that she was told what was shared in danger; it meets that duty."""
    if not referral.change(told_at=at):
        raise Stale
    protocols.happened(referral.case_id, Deed.TOLD_OF_SHARING, when=at, about=referral.number, by=by, at=at)
    audit.record("referral.told", by=by, at=at, on=referral.case, detail={"referral": referral.number})


@dataclass(frozen=True, slots=True)
class Received:
    """A referral as its recipient sees it: what is asked, what may be read now, what was answered."""

    request: str
    packet: Packet
    answers: Mapping[str, str]


def read_received(referral: Referral, *, by: Actor, at: datetime) -> Received:
    """Return what the recipient may read at this moment; every look stands in the case's ledger.

    A referral that was taken back or went elsewhere shows nothing at all.
    """
    with acting_as("sharing"):
        case = Case.objects.select_related("victim").get(id=referral.case_id)
        words = read_words(referral)
        child, consents = case.victim.is_child is not False, queries.shares(case.id)
        answers = read_answer(referral)
    grounds = referral.grounds(consents, child=child, cited=bool(words.get("citation")))
    gone = referral.state in (ReferralState.REVOKED, ReferralState.REROUTED, ReferralState.DECLINED)
    over = referral.state == ReferralState.DONE and referral.ended_at is not None and at > referral.ended_at + _AFTER
    asked = [] if gone or over else referral.asked
    packet = compose(case.id, asked, grounds, act="referral.read", number=referral.number, by=by, at=at)
    # The request was written by the companion about her: it goes with the packet, never without a ground.
    return Received(words.get("request", "") if packet.shown else "", packet, answers)


_AFTER = timedelta(days=1)
