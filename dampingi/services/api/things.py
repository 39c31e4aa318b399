"""Her agreement, referrals, hand-overs, services and stays over the API: the same deeds as the pages.

A partner's link and its code are shown once, on a page, and nothing here repeats them; a packet, the
note of an offer and where a shelter lies are read on pages only, because no answer holds what was told.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from ninja import Router

from dampingi.access.doors import StaffRequest, api_needs
from dampingi.access.models import Staff
from dampingi.access.rules import Verb
from dampingi.cases import actions as cases
from dampingi.cases.api.deeds import Answers, DeedDoor, Said, open_doors, plain
from dampingi.cases.api.described import described
from dampingi.cases.api.doors import case_seen
from dampingi.cases.models import Case
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.ids import read_number
from dampingi.kernel.refusals import Obstacle, Problem, Refusal, Unclean
from dampingi.kernel.words import say
from dampingi.services import actions, fields, queries
from dampingi.services.api.plan import PlanOut, ServiceOut, plan_out, service_out
from dampingi.services.api.shapes import (
    ConsentsOut,
    IncomingOut,
    ReferralOut,
    ReferralsOut,
    StayOut,
    StaysOut,
    TransferOut,
    TransfersOut,
    consent_out,
    referral_out,
    stay_out,
    transfer_out,
)
from dampingi.services.catalog.consent import ANSWER, CONSENT, REFERRAL, TRANSFER
from dampingi.services.models import Consent, Plan, PlannedService, Referral, Stay, Transfer
from dampingi.services.rules.referral import Move

router = Router()
_CODED = Privacy.CODED


# --- what is read ---------------------------------------------------------------------------------


def _seen(request: StaffRequest, number: str) -> Case:
    """Return a case that one may see; the look is written down before anything is shown."""
    found = case_seen(number, request.user)
    cases.look(found, by=request.user, at=timezone.now())
    return found


def _consents(found: Case) -> dict[str, Any]:
    now = timezone.now()
    rows = [*queries.answers_that_stand(found), *queries.answers_before(found)]
    return {"items": [consent_out(one, at=now) for one in rows]}


@router.get("/cases/{number}/consents", response=ConsentsOut, openapi_extra=described(keyed=True), url_name="consents")
@api_needs(Verb.SEE_CASES)
def consents(request: StaffRequest, number: str) -> dict[str, Any]:
    """Return her answers to each question, those that stand first."""
    return _consents(_seen(request, number))


@router.get("/cases/{number}/referrals", response=ReferralsOut, openapi_extra=described(keyed=True), url_name="referrals")
@api_needs(Verb.SEE_CASES)
def referrals(request: StaffRequest, number: str) -> dict[str, Any]:
    """Return the referrals of a case, the newest first."""
    return {"items": [referral_out(one) for one in queries.referrals_of(_seen(request, number))]}


@router.get("/cases/{number}/transfers", response=TransfersOut, openapi_extra=described(keyed=True), url_name="transfers")
@api_needs(Verb.SEE_CASES)
def transfers(request: StaffRequest, number: str) -> dict[str, Any]:
    """Return the offers of a case to other units, the newest first."""
    rows = Transfer.objects.filter(case=_seen(request, number)).select_related("from_unit", "to_unit")
    return {"items": [transfer_out(one) for one in rows]}


@router.get("/incoming", response=IncomingOut, openapi_extra=described(), url_name="incoming")
@api_needs(Verb.RECEIVE_REFERRALS)
def incoming(request: StaffRequest) -> dict[str, Any]:
    """Return what other units sent to one's own: that it waits, never the case."""
    return {
        "referrals": [referral_out(one) for one in queries.incoming_referrals(request.user)],
        "transfers": [transfer_out(one) for one in queries.incoming_transfers(request.user)],
    }


@router.get("/cases/{number}/stays", response=StaysOut, openapi_extra=described(keyed=True), url_name="stays")
@api_needs(Verb.SEE_CASES)
def stays(request: StaffRequest, number: str) -> dict[str, Any]:
    """Return the stays of a case and the numbers of the places offered now; where they lie stays secret."""
    found = _seen(request, number)
    return {
        "items": [stay_out(one) for one in queries.stays_of(found)],
        "offers": [one.number for one in queries.offers_for(found)],
    }


# --- what a deed is about -------------------------------------------------------------------------


def _with(model: Any, beside: tuple[str, ...]) -> Any:
    """Return the rows with what is shown of them; without names Django would join all, also what is closed to one."""
    return model.objects.select_related(*beside) if beside else model.objects.all()


def _thing_of(model: Any, *beside: str) -> Callable[[Case, str], Any]:
    """Return how a thing of a case is found by its number."""

    def find(case: Case, number: str) -> Any:
        one = _with(model, beside).filter(case=case, number=number).first()
        if one is not None:
            one.case = case
        return one

    return find


_consent = _thing_of(Consent)
_referral = _thing_of(Referral, "provider", "unit", "instead_of")
_transfer = _thing_of(Transfer, "from_unit", "to_unit")
_stay = _thing_of(Stay)
_service = _thing_of(PlannedService, "provider")
_plan = _thing_of(Plan)


def _received_referral(staff: Staff, number: str) -> Referral | None:
    return Referral.objects.select_related("unit").filter(unit_id=staff.unit_id, number=number).first()


def _received_offer(staff: Staff, number: str) -> Transfer | None:
    found = Transfer.objects.select_related("from_unit", "to_unit")
    return found.filter(to_unit_id=staff.unit_id, number=number).first()


# --- how it is answered ---------------------------------------------------------------------------


def _row(shape: Any, model: Any, shown: Callable[[Any], dict[str, Any]], *beside: str) -> Answers:
    """Answer with one thing as it is now."""

    def filled(_request: StaffRequest, _case: Case | None, about: UUID) -> dict[str, Any]:
        return shown(_with(model, beside).get(id=about))

    return Answers(shape, filled)


def _all_consents(_request: StaffRequest, case: Case | None, about: UUID) -> dict[str, Any]:
    return _consents(case or Consent.objects.select_related("case").get(id=about).case)


def _the_plan(request: StaffRequest, case: Case | None, about: UUID) -> dict[str, Any]:
    number = case.number if case else Plan.objects.select_related("case").get(id=about).case.number
    return plan_out(case_seen(number, request.user))


_CONSENTS = Answers(ConsentsOut, _all_consents)
_REFERRAL = _row(ReferralOut, Referral, referral_out, "provider", "unit", "instead_of")
_TRANSFER = _row(TransferOut, Transfer, transfer_out, "from_unit", "to_unit")
_STAY = _row(StayOut, Stay, stay_out)
_SERVICE = _row(ServiceOut, PlannedService, service_out, "provider")
_PLAN = Answers(PlanOut, _the_plan)


# --- what is asked beside the sheets of the pages -------------------------------------------------

REFER = replace(
    REFERRAL,
    items=(
        *REFERRAL.items,
        Field("instead_of", say("Menggantikan rujukan nomor"), Kind.TEXT, _CODED, longest=20),
    ),
)
NO = Group(
    "decline",
    say("Ditolak"),
    (Field("reason", say("Alasannya"), Kind.LONG_TEXT),),
)
_NO_REASON = Obstacle("no-reason", say("Belum ada alasan yang dipilih."), say("Pilih paling sedikit satu."))


# --- what each does -------------------------------------------------------------------------------


def _agree(case: Case, said: Said, /, *, by: Staff, at: datetime) -> Consent:
    return actions.record_consent(case, said, by=by, at=at)[0]


def _refer(case: Case, said: Said, /, *, by: Staff, at: datetime) -> Referral:
    earlier = None
    if said["instead_of"]:
        earlier = _referral(case, read_number(said["instead_of"]) or "")
        if earlier is None:
            raise Unclean(Problem("/instead_of", "unknown-thing", say("Rujukan itu tidak ada dalam kasus ini.")))
    return actions.refer(case, said, instead_of=earlier, by=by, at=at)


def _answer(one: Referral, said: Said, /, *, by: Staff, at: datetime) -> None:
    actions.answer(one, Move(said["answer"]), words=said["words"] or "", by=by, at=at)


def _decline(one: Transfer, said: Said, /, *, by: Staff, at: datetime) -> None:
    actions.decline(one, reason=said["reason"] or "", by=by, at=at)


def _need(case: Case, said: Said, /, *, by: Staff, at: datetime) -> None:
    if not said["reasons"]:
        raise Refusal(_NO_REASON)
    actions.need_shelter(case, reasons=said["reasons"], when=said["when"], by=by, at=at)


def _begin(case: Case, said: Said, /, *, by: Staff, at: datetime) -> Stay:
    if not said["reasons"]:
        raise Refusal(_NO_REASON)
    return actions.begin_stay(case, {**said, "place": read_number(said["place"] or "") or ""}, by=by, at=at)


def _extend(one: Stay, said: Said, /, *, by: Staff, at: datetime) -> None:
    actions.extend_stay(one, until=said["until"], reason=said["reason"], by=by, at=at)


def _sign(one: Plan, said: Said, /, *, by: Staff, at: datetime) -> None:
    actions.sign_plan(one.case, one, by=by, at=at)


def _evaluate(one: Plan, said: Said, /, *, by: Staff, at: datetime) -> None:
    actions.evaluate_plan(one.case, one, said, by=by, at=at)


def _end_service(one: PlannedService, said: Said, /, *, by: Staff, at: datetime) -> None:
    actions.end_service(one.case, one, said, by=by, at=at)


def _settle(one: PlannedService, said: Said, /, *, by: Staff, at: datetime) -> None:
    actions.settle_cost(one.case, one, said, by=by, at=at)


_NEEDED = replace(
    fields.STAY_BEGIN, code="stay_needed", items=tuple(i for i in fields.STAY_BEGIN.items if i.code in ("when", "reasons"))
)

_KEEPS = Verb.KEEP_CONSENT
_SHEETS = Verb.KEEP_SHEETS
_TAKES = Verb.RECEIVE_REFERRALS
DOORS = (
    DeedDoor(
        name="consents",
        path="consents",
        verb=_KEEPS,
        sheet=CONSENT,
        do=_agree,
        makes=True,
        answers=_CONSENTS,
        says="Keep her answers, one for each question that was asked (H-07).",
    ),
    DeedDoor(
        name="pause-consent",
        path="consents/{thing}/pause",
        verb=_KEEPS,
        thing=_consent,
        do=plain(actions.pause_consent),
        answers=_CONSENTS,
        says="Pause one answer of hers at once (H-10).",
    ),
    DeedDoor(
        name="resume-consent",
        path="consents/{thing}/resume",
        verb=_KEEPS,
        thing=_consent,
        do=plain(actions.resume_consent),
        answers=_CONSENTS,
        says="Take up again what she had paused, by her word.",
    ),
    DeedDoor(
        name="withdraw-consent",
        path="consents/{thing}/withdraw",
        verb=_KEEPS,
        thing=_consent,
        do=plain(actions.withdraw_consent),
        answers=_CONSENTS,
        says="End one answer of hers for good, at once.",
    ),
    DeedDoor(
        name="pause-sharing",
        path="pause-sharing",
        verb=_KEEPS,
        do=plain(actions.pause_sharing),
        answers=_CONSENTS,
        says="Pause all sharing that rests on her consent, at once (H-10).",
    ),
    DeedDoor(
        name="referrals",
        path="referrals",
        verb=Verb.REFER,
        sheet=REFER,
        do=_refer,
        makes=True,
        answers=_REFERRAL,
        says="Refer to a provider or a unit; the case and its duties stay (H-03, H-05).",
    ),
    DeedDoor(
        name="answer-referral",
        path="referrals/{thing}/answer",
        verb=Verb.REFER,
        sheet=ANSWER,
        thing=_referral,
        do=_answer,
        answers=_REFERRAL,
        says="Write down an answer that came by telephone.",
    ),
    DeedDoor(
        name="revoke-referral",
        path="referrals/{thing}/revoke",
        verb=Verb.REFER,
        thing=_referral,
        do=plain(actions.revoke),
        answers=_REFERRAL,
        says="Take a referral back at once.",
    ),
    DeedDoor(
        name="told-her",
        path="referrals/{thing}/told",
        verb=Verb.REFER,
        thing=_referral,
        do=plain(actions.told_her),
        answers=_REFERRAL,
        says="Note that she was told what was shared in danger (H-03).",
    ),
    DeedDoor(
        name="answer-received",
        path="incoming/referrals/{thing}/answer",
        verb=_TAKES,
        sheet=ANSWER,
        received=_received_referral,
        do=_answer,
        answers=_REFERRAL,
        says="Answer a referral that was sent to one's unit.",
    ),
    DeedDoor(
        name="transfers",
        path="transfers",
        verb=Verb.TRANSFER,
        sheet=TRANSFER,
        do=actions.offer,
        makes=True,
        answers=_TRANSFER,
        says="Offer a case whole to another unit; nothing moves until it is accepted (H-05).",
    ),
    DeedDoor(
        name="withdraw-transfer",
        path="transfers/{thing}/withdraw",
        verb=Verb.REFER,
        thing=_transfer,
        do=plain(actions.withdraw),
        answers=_TRANSFER,
        says="Take an offer back before it was answered.",
    ),
    DeedDoor(
        name="accept-transfer",
        path="incoming/transfers/{thing}/accept",
        verb=_TAKES,
        received=_received_offer,
        do=plain(actions.accept),
        answers=_TRANSFER,
        says="Take a case over: it and all it owes are one's unit's from now on.",
    ),
    DeedDoor(
        name="decline-transfer",
        path="incoming/transfers/{thing}/decline",
        verb=_TAKES,
        sheet=NO,
        received=_received_offer,
        do=_decline,
        answers=_TRANSFER,
        says="Say no to an offer, with a reason.",
    ),
    DeedDoor(
        name="stays",
        path="stays",
        verb=_SHEETS,
        sheet=fields.STAY_BEGIN,
        do=_begin,
        makes=True,
        answers=_STAY,
        says="Let her stay in a place of safety.",
    ),
    DeedDoor(
        name="stay-needed",
        path="stay-needed",
        verb=_SHEETS,
        sheet=_NEEDED,
        do=_need,
        says="Note that she needs a place of safety and that there is none yet.",
    ),
    DeedDoor(
        name="extend-stay",
        path="stays/{thing}/extend",
        verb=_SHEETS,
        sheet=fields.STAY_EXTEND,
        thing=_stay,
        do=_extend,
        answers=_STAY,
        says="Let her stay longer, for a reason.",
    ),
    DeedDoor(
        name="leave-stay",
        path="stays/{thing}/leave",
        verb=_SHEETS,
        sheet=fields.STAY_LEAVE,
        thing=_stay,
        do=actions.leave_stay,
        answers=_STAY,
        says="Note that she left, where to, and how she stays safe.",
    ),
    DeedDoor(
        name="sign-plan",
        path="plan/{thing}/sign",
        verb=Verb.SIGN_PLAN,
        thing=_plan,
        do=_sign,
        answers=_PLAN,
        says="Sign the plan as case manager.",
    ),
    DeedDoor(
        name="evaluate-plan",
        path="plan/{thing}/evaluate",
        verb=_SHEETS,
        sheet=fields.EVALUATION,
        thing=_plan,
        do=_evaluate,
        answers=_PLAN,
        says="Write down how far the plan has come, and when it is looked at again or that it ends.",
    ),
    DeedDoor(
        name="end-service",
        path="services/{thing}/outcome",
        verb=_SHEETS,
        sheet=fields.OUTCOME,
        thing=_service,
        do=_end_service,
        answers=_SERVICE,
        says="Write down what became of a service.",
    ),
    DeedDoor(
        name="settle-cost",
        path="services/{thing}/cost",
        verb=_SHEETS,
        sheet=fields.COST,
        thing=_service,
        do=_settle,
        answers=_SERVICE,
        says="Write down who bears the cost of a service: never she (H-23).",
    ),
    DeedDoor(
        name="suspect",
        path="suspect-trafficking",
        verb=Verb.LEARN,
        do=plain(actions.take_suggestion),
        says="Take up what screening suggests: the case is one of suspected trafficking (H-18).",
    ),
)
open_doors(router, DOORS)
