"""Handing a case over whole: nothing moves until it is accepted, then everything does (H-05).

Like the entrance, one deed that touches many rooms: the case, its person, its run and duties, who
reads it, and the wrapping of its keys. No sealed field is touched.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from dampingi.access import actions as access
from dampingi.access.actor import acting_as
from dampingi.access.models import Reader, Staff, Unit
from dampingi.audit import actions as audit
from dampingi.audit.actions import Entry
from dampingi.cases import queries as case_queries
from dampingi.cases.actions.alarms import answer as silence
from dampingi.cases.actions.alarms import ring
from dampingi.cases.actions.entrance import keep_conflicts_away
from dampingi.cases.actions.erasing import refuse_erased
from dampingi.cases.actions.sight import end_sight
from dampingi.cases.models import Assignment, Case
from dampingi.cases.rules import Basis, State, is_urgent
from dampingi.intake import actions as intake
from dampingi.kernel.actors import Actor
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Obstacle, Refusal, Stale
from dampingi.kernel.words import say
from dampingi.keys import actions as key_ring
from dampingi.keys import case as keys
from dampingi.notices import actions as notices
from dampingi.people import actions as people
from dampingi.people.models import Person
from dampingi.protocols import actions as protocols
from dampingi.protocols.rules import Deed
from dampingi.services import queries
from dampingi.services.models import Referral, Transfer
from dampingi.services.rules import referral as rules
from dampingi.services.rules import sharing
from dampingi.services.rules.referral import TransferFacts, TransferState
from dampingi.services.rules.sharing import Grounds, LegalGround

TABLE, WORDS, ANSWER = "services_transfer", "words", "answer"
_GONE = Obstacle(
    "basis-gone",
    say("Persetujuannya sudah tidak berlaku; kasus ini tidak lagi ditawarkan."),
    say("Telepon unit pengirim."),
)
_NO_REASON = Obstacle("no-words", say("Alasannya belum ditulis."), say("Tulis mengapa unit ini tidak dapat melanjutkan."))


def _grounds(case: Case, to: Unit | None, basis: str) -> Grounds:
    return Grounds(
        recipient=f"unit:{to.code}" if to else "",
        recipient_kind="unit",
        consents=[one.agreed for one in queries.shares(case.id)] if basis == Basis.CONSENT else (),
        law=LegalGround.AUTHORITY if basis == Basis.LAW else None,
        child=case.victim.is_child is not False,
    )


def transfer_facts(case: Case, said: Mapping[str, Any], *, at: datetime) -> TransferFacts:
    """Return what decides whether these words of a form may be sent as an offer."""
    to = Unit.objects.filter(code=said.get("to_unit") or "").first()
    basis = said.get("basis") or ""
    return TransferFacts(
        case_open=case.state == State.OPEN,
        to_unit=to is not None,
        own_unit=to is not None and to.id == case.unit_id,
        already=queries.offer_of(case) is not None,
        basis=basis,
        rests=sharing.may_transfer(_grounds(case, to, basis), at=at) is not None,
        note=bool((said.get("note") or "").strip()),
        due_at=queries.closing_on(case, said.get("due_on")),
        at=at,
    )


@transaction.atomic
def offer(case: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> Transfer:
    """Offer a case whole to another unit, or refuse with everything that stands in the way; raises ``Stale``.

    Until it is accepted every duty stays where it is (H-05).
    """
    facts = transfer_facts(case, said, at=at)
    if obstacles := rules.obstacles_to_transfer(facts):
        raise Refusal(*obstacles)
    refuse_erased(case)
    to = Unit.objects.get(code=said["to_unit"])
    if facts.due_at is None or not case.change():
        raise Stale
    made = Transfer(id=new_id(), case=case, from_unit=case.unit, to_unit=to, by_id=by.id)
    made.basis, made.law = facts.basis, LegalGround.AUTHORITY if facts.basis == Basis.LAW else ""
    made.offered_at, made.due_at = at, facts.due_at
    made.words = _seal(made, {"note": said["note"]}, WORDS)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:
        raise Stale from error
    # The sender's supervisors, whoever offered it and the receiving unit's see the offer, never the file by it.
    access.let_read([made.id], [to.id, by.id], unit_id=case.unit_id)
    notices.tell(case_queries.supervisors_of(to.id), at=at, urgent=is_urgent(case.risk))
    protocols.happened(case.id, Deed.TRANSFER_OFFERED, when=at, about=made.number, due_at=made.due_at, by=by, at=at)
    audit.record("transfer.offered", by=by, at=at, on=case, reason=made.basis, detail={"transfer": made.number, "unit": str(to.id)})
    return made


def _seal(transfer: Transfer, words: Mapping[str, Any], column: str) -> bytes:
    key = keys.load([transfer.case_id])[transfer.case_id]
    return keys.seal(key, words, table=TABLE, pk=transfer.id, column=column)


def read_note(transfer: Transfer, *, by: Actor, at: datetime) -> dict[str, str]:
    """Return the note of the hand-over for the receiving unit while the offer stands on its ground.

    The look is in the sender's ledger; nothing else of the case is shown before it is accepted.
    """
    with acting_as("sharing"):
        case = Case.objects.select_related("unit", "victim").get(id=transfer.case_id)
        audit.record("transfer.read", by=by, at=at, on=case, outcome="looked", detail={"transfer": transfer.number})
        if transfer.state != TransferState.OFFERED or not _still_rests(case, transfer, at=at):
            return {}
        key = keys.load([case.id]).get(case.id)
        note = keys.unseal(key, bytes(transfer.words), table=TABLE, pk=transfer.id, column=WORDS) if key else {}
        return {"note": str(note.get("note", "")), "risk": case.risk, "kinds": " ".join(case.kinds)}


def read_reason(transfer: Transfer) -> str:
    """Return why an offer was declined, for somebody of the unit that keeps the case."""
    key = keys.load([transfer.case_id]).get(transfer.case_id) if transfer.answer else None
    if key is None:
        return ""
    return str(keys.unseal(key, bytes(transfer.answer), table=TABLE, pk=transfer.id, column=ANSWER).get("reason", ""))


def _still_rests(case: Case, transfer: Transfer, *, at: datetime) -> bool:
    return sharing.may_transfer(_grounds(case, transfer.to_unit, transfer.basis), at=at) is not None


@transaction.atomic
def decline(transfer: Transfer, *, reason: str, by: Staff, at: datetime) -> Transfer:
    """Say no with a reason: the sender keeps everything."""
    if not reason.strip():
        raise Refusal(_NO_REASON)
    with acting_as("transfer"):
        _close(transfer, TransferState.DECLINED, "transfer.declined", answer=_seal(transfer, {"reason": reason}, ANSWER), by=by, at=at)
        notices.tell([transfer.by_id], at=at)
    return transfer


@transaction.atomic
def withdraw(transfer: Transfer, *, by: Staff, at: datetime) -> Transfer:
    """Take an offer back before it was answered."""
    _close(transfer, TransferState.WITHDRAWN, "transfer.withdrawn", by=by, at=at)
    return transfer


def _close(transfer: Transfer, state: TransferState, act: str, *, by: Staff, at: datetime, **to: Any) -> None:
    case = _answered(transfer, state, by=by, at=at, **to)
    audit.record(act, by=by, at=at, on=case, detail={"transfer": transfer.number})


def _answered(transfer: Transfer, state: TransferState, *, by: Staff, at: datetime, **to: Any) -> Case:
    if transfer.state != TransferState.OFFERED or not transfer.change(state=state, answered_at=at, **to):
        raise Stale
    case = Case.objects.get(id=transfer.case_id)
    protocols.happened(case.id, Deed.TRANSFER_ANSWERED, when=at, about=transfer.number, by=by, at=at)
    return case


@transaction.atomic
def accept(transfer: Transfer, *, by: Staff, at: datetime) -> Transfer:
    """Take the case over whole: from now on it and all it owes are this unit's, and the sender sees a status.

    Refused when she has withdrawn what the offer rests on; raises ``Stale`` when it was answered meanwhile.
    """
    with acting_as("transfer"):
        cases = Case.objects.select_for_update(of=("self",)).select_related("unit", "report", "victim", "owner")
        case, sender = cases.get(id=transfer.case_id), transfer.from_unit_id
        if case.erased_at is None and not _still_rests(case, transfer, at=at):
            raise Refusal(_GONE)
        before = {case.owner_id, case.companion_id} - {None, by.id}
        _answered(transfer, TransferState.ACCEPTED, by=by, at=at)
        protocols.happened(case.id, Deed.REFERRED_ELSEWHERE, when=at, by=by, at=at)
        _move(case, transfer.to_unit, by=by, at=at)
        detail = {"transfer": transfer.number, "from": str(sender), "to": str(transfer.to_unit_id)}
        audit.record_many(
            [
                Entry(act="transfer.out", by=by, at=at, on=case, unit_id=sender, detail=detail),
                Entry(act="transfer.accepted", by=by, at=at, on=case, unit_id=transfer.to_unit_id, detail=detail),
            ],
        )
        told = ring([case], by=by, at=at) if is_urgent(case.risk) else []
        notices.tell([*(one for one in before if one), *(one for one in told if one != by.id)], at=at)
    return transfer


def _move(case: Case, to: Unit, *, by: Staff, at: datetime) -> None:
    sender = case.unit_id
    silence(case, at=at)
    Assignment.objects.filter(case=case, ended_at=None).update(ended_at=at)
    parent = to.parent_id if case.referred_up_at is not None else None
    end_sight(case, set(Reader.objects.filter(file_id=case.id).values_list("reader_id", flat=True)))
    changed = case.change(unit=to, owner=by, companion=None, accepted_at=None, override_until=None)
    if not changed:
        raise Stale
    files: list[UUID] = [case.id]
    stays = Case.objects.filter(report_id=case.report_id, unit_id=sender).exists()
    if not stays:
        files.append(case.report_id)
        intake.move_report(case.report_id, to_unit=to.id)
    moved = people.move(files, to_unit=to.id)
    key_ring.hand_over([*files, *moved], to_unit=to.id)
    protocols.move_run(case.id, unit_id=to.id, owner_id=by.id)
    things = [*Referral.objects.filter(case=case).values_list("id", "unit_id")]
    access.move_files([case.id], to_unit=to.id, reader_ids=[one for one in (by.id, parent) if one])
    for thing, unit_id in things:
        access.move_files([thing], to_unit=to.id, reader_ids=[unit_id or to.id])
    if stays:
        access.let_read([case.report_id], [one for one in (to.id, by.id, parent) if one], unit_id=sender)
    else:
        access.keep_reading(case.report_id, to_unit=to.id, but=sender)
        access.let_read([case.report_id], [by.id], unit_id=to.id)
    _keep_colleagues_away(case, at=at)


def _keep_colleagues_away(case: Case, *, at: datetime) -> None:
    """Note who of the receiving unit carries a name of this case, as the entrance does."""
    named = people.open_for_matching(Person.objects.filter(file_id__in=[case.id, case.report_id]))
    case.unit = Unit.objects.get(id=case.unit_id)
    keep_conflicts_away([one.name for one in named.values()], [case], at=at)
    case_queries.forget_names()
