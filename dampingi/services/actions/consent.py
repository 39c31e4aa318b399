"""Recording her answers; pausing and withdrawing, which work at once (H-07, H-10)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases import actions as cases
from dampingi.cases.actions.erasing import refuse_erased
from dampingi.cases.models import Case
from dampingi.cases.rules import likely_same_name
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.keys import case as keys
from dampingi.people.actions import open_for_matching
from dampingi.people.models import Person, Role
from dampingi.services import queries
from dampingi.services.models import Consent
from dampingi.services.rules import consent as rules
from dampingi.services.rules.consent import ConsentFacts, Purpose

TABLE, COLUMN = "services_consent", "words"
_NOTHING: Mapping[str, Any] = {}


def consent_facts(case: Case, said: Mapping[str, Any], *, at: datetime) -> ConsentFacts:
    """Return what decides whether these answers may be kept; ``said`` is a cleaned ``CONSENT`` sheet."""
    how, adult, more = (said.get(name) or _NOTHING for name in ("how", "adult", "more"))
    day = at.astimezone(case.unit.timezone).date()
    to = queries.recipient_of(said.get("recipient") or "")
    guardian, described = _guardian(case, adult)
    return ConsentFacts(
        purposes=frozenset(Purpose(one) for one in said.get("purposes") or ()),
        given=said.get("given"),
        explained=bool(how.get("explained")),
        form=how.get("form") or "",
        heard=bool(how.get("heard_by")),
        capacity=how.get("capacity") or "",
        speaker=adult.get("speaker") or "self",
        child=case.victim.is_child is not False,
        assent=adult.get("assent") or "",
        guardian_named=guardian is not None or bool(described),
        guardian_is_reported=_is_reported(case, guardian, described, other=bool(adult.get("other_person"))),
        needs_interpreter=bool(case.victim.needs_interpreter),
        interpreter=bool(how.get("interpreter")),
        recipient=to is not None,
        recipient_closed=to is not None and to.closed(day),
        who_else=to.who_else(day) if to is not None and to.closed(day) else "",
        parts=bool(said.get("parts")),
        agreement=bool(more.get("agreement")),
        contact_way=bool(more.get("contact_way")),
        when=said.get("when"),
        until=_until(case, said),
    )


def _until(case: Case, said: Mapping[str, Any]) -> datetime | None:
    day = said.get("until")
    end = time(0)
    return datetime.combine(day + timedelta(days=1), end, tzinfo=case.unit.timezone) if day else None


def _guardian(case: Case, adult: Mapping[str, Any]) -> tuple[Person | None, str]:
    named = queries.guardians_for(case).get(adult.get("guardian") or "")
    return (named[0] if named else None), str(adult.get("guardian_words") or "")


def _is_reported(case: Case, guardian: Person | None, described: str, *, other: bool) -> bool:
    """Tell whether a guardian is a reported party, chosen as one or called like one (domain §8).

    Names are compared in memory and go nowhere. Somebody of the same name who was found to be
    another person may be guardian; somebody chosen as a reported party never.
    """
    if guardian is not None and guardian.role == Role.REPORTED:
        return True
    if other or (guardian is None and not described):
        return False
    reported = [one for one, _ in queries.guardians_for(case).values() if one.role == Role.REPORTED]
    opened = open_for_matching([*reported, *([guardian] if guardian else [])])
    called = described or (opened[guardian.id].name if guardian and guardian.id in opened else "")
    return any(likely_same_name(called, opened[p.id].name) for p in reported if p.id in opened and opened[p.id].name and called)


@transaction.atomic
def record_consent(case: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> list[Consent]:
    """Keep her answers, one for each question, or refuse with everything that stands in the way.

    A newer answer to the same question takes the place of the earlier one, which stays readable.
    Raises ``Stale``: a second click records nothing twice.
    """
    facts = consent_facts(case, said, at=at)
    if obstacles := rules.obstacles_to_consent(facts):
        raise Refusal(*obstacles)
    refuse_erased(case)
    more = said.get("more") or _NOTHING
    if Purpose.CONTACT in facts.purposes and facts.given:
        learned = {name: more.get(name) for name in ("contact_way", "contact_number", "contact_note")}
        cases.learn(case, {"victim": learned}, by=by, at=at)
    elif not case.change():
        raise Stale
    key = keys.load([case.id])[case.id]
    made = [_answer(case, purpose, facts, said, key, by=by, at=at) for purpose in Purpose if purpose in facts.purposes]
    audit.record(
        "consent.recorded",
        by=by,
        at=at,
        on=case,
        reason="agrees" if facts.given else "refuses",
        detail={"consents": [one.number for one in made], "purposes": [one.purpose for one in made]},
    )
    return made


def _answer(
    case: Case,
    purpose: Purpose,
    facts: ConsentFacts,
    said: Mapping[str, Any],
    key: keys.OpenKey,
    *,
    by: Staff,
    at: datetime,
) -> Consent:
    how, adult, more = (said.get(name) or _NOTHING for name in ("how", "adult", "more"))
    shared = purpose is Purpose.SHARE
    to = queries.recipient_of(said.get("recipient") or "") if shared else None
    guardian, described = _guardian(case, adult)
    until = facts.until
    if until is None and shared:
        until = said["when"] + rules.SHARE_LASTS
    made = Consent(
        id=new_id(),
        case=case,
        purpose=purpose,
        provider=to.provider if to else None,
        unit=to.unit if to else None,
        parts=list(said.get("parts") or ()) if shared and facts.given else [],
        given=bool(facts.given),
        since=said["when"],
        until=until if facts.given else None,
        text_version=rules.TEXT_VERSION,
        form=facts.form,
        language=how.get("language") or "",
        interpreter=facts.interpreter,
        capacity=facts.capacity,
        speaker=facts.speaker,
        assent=facts.assent,
        guardian=guardian,
        explained_by_id=by.id,
        recorded_at=at,
    )
    words = {
        "reason": said.get("reason"),
        "heard_by": how.get("heard_by"),
        "guardian": described,
        "agreement": more.get("agreement") if purpose is Purpose.STATISTICS else "",
    }
    made.words = keys.seal(key, {k: v for k, v in words.items() if v}, table=TABLE, pk=made.id, column=COLUMN)
    standing = Consent.objects.filter(case=case, purpose=purpose, ended_at=None)
    standing.filter(provider=made.provider, unit=made.unit).update(ended_at=at)
    made.save(force_insert=True)
    return made


@transaction.atomic
def pause_consent(consent: Consent, *, by: Staff, at: datetime) -> None:
    """Pause an answer at once; nothing is asked and nothing else ends (H-10)."""
    _change(consent, "consent.paused", {"paused_at": None}, by=by, at=at, paused_at=at)


@transaction.atomic
def resume_consent(consent: Consent, *, by: Staff, at: datetime) -> None:
    """Take up again what she had paused, by her word."""
    _change(consent, "consent.resumed", {"paused_at__isnull": False}, by=by, at=at, paused_at=None)


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: Staff, at: datetime) -> None:
    """End an answer for good, at once; only a new answer opens anything again."""
    _change(consent, "consent.withdrawn", {}, by=by, at=at, ended_at=at, withdrawn=True)


def _change(consent: Consent, act: str, but: Mapping[str, Any], *, by: Staff, at: datetime, **to: Any) -> None:
    standing = Consent.objects.filter(id=consent.id, given=True, ended_at=None, **but)
    if not standing.update(**to):
        raise Stale
    for name, value in to.items():
        setattr(consent, name, value)
    audit.record(act, by=by, at=at, on=consent.case, reason=consent.purpose, detail={"consent": consent.number})


@transaction.atomic
def pause_sharing(case: Case, *, by: Staff, at: datetime) -> int:
    """Pause all sharing that rests on her consent, at once (H-10); return how much of it there was."""
    live = Consent.objects.filter(case=case, purpose=Purpose.SHARE, given=True, ended_at=None, paused_at=None)
    count = live.update(paused_at=at)
    audit.record("consent.paused", by=by, at=at, on=case, reason="all", detail={"count": count})
    return count


def read_consents(consents: Sequence[Consent]) -> dict[UUID, dict[str, str]]:
    """Return the sealed words beside each answer, for somebody who may see the case."""
    opened = keys.load(list({one.case_id for one in consents}))
    return {
        one.id: dict(keys.unseal(opened[one.case_id], bytes(one.words), table=TABLE, pk=one.id, column=COLUMN))
        for one in consents
        if one.case_id in opened
    }
