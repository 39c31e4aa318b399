"""What is learned after the report: facts grow, and the duties follow (contract, Clocks)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from dampingi.access.actor import acting_as
from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases import queries
from dampingi.cases.actions.closing import refuse_ended
from dampingi.cases.actions.contact import DECLINED, stay_declined
from dampingi.cases.actions.entrance import keep_conflicts_away
from dampingi.cases.actions.erasing import refuse_erased
from dampingi.cases.models import Case, FirstContact
from dampingi.cases.rules import State
from dampingi.intake import actions as intake
from dampingi.kernel.actors import Actor, System
from dampingi.kernel.codes import Capacity
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Stale
from dampingi.people import actions as people
from dampingi.people.actions import Mention
from dampingi.people.models import Person, Role
from dampingi.protocols import actions as protocols
from dampingi.protocols import queries as protocol_queries
from dampingi.protocols.rules import Deed

SIBLINGS = System("siblings")


@transaction.atomic
def learn(case: Case, learned: Mapping[str, Any], *, by: Staff, at: datetime) -> Case:
    """Write what was learned of a case; empty answers leave what stands. Raises ``Stale``.

    ``learned`` is a cleaned ``LEARNED`` sheet. What was learned of the incident holds for everybody
    named in the same report, so their duties follow as well.
    """
    refuse_erased(case)
    refuse_ended(case)
    report = case.report
    incident = {**(learned.get("incident") or {}), **(learned.get("trafficking") or {})}
    changed = intake.amend_report(report, incident)
    dated = "occurred_at" in changed
    victim = _amended(case, learned.get("victim") or {}, dated=dated, by=by, at=at)
    if dated:
        for person in Person.objects.filter(file_id=report.id):
            _aged_anew(case, person, by=by, at=at)
    party = _new_party(case, learned.get("party") or {}, by=by, at=at)
    said = ((learned.get(who) or {}).get("name") for who in ("victim", "party"))
    names = [str(name) for name in said if name]
    keep_conflicts_away(names, [case], at=at)
    contact_way = (learned.get("victim") or {}).get("contact_way") or case.contact_way
    _follow(case, victim, contact_way=contact_way, by=by, at=at)
    audit.record(
        "case.learned",
        by=by,
        at=at,
        on=case,
        detail={"fields": sorted(changed), "party": party},
    )
    if changed or party or names:
        # Siblings may be somebody else's cases: their duties follow without being shown to anybody,
        # and their lines are the system's, which whoever learned this does not read.
        with acting_as("siblings"):
            others = queries.siblings_of(case)
            keep_conflicts_away(names, others, at=at)
            for other in others:
                again = dated and other.erased_at is None
                person = _aged_anew(other, other.victim, by=SIBLINGS, at=at) if again else other.victim
                _follow(other, person, contact_way=other.contact_way, by=SIBLINGS, at=at)
    return case


def _aged_anew(case: Case, person: Person, *, by: Actor, at: datetime) -> Person:
    """Judge an age again by the day it happened: who was a child then is protected as one."""
    reported_on, happened_on = _days(case)
    return people.amend(person, {}, reported_on=reported_on, happened_on=happened_on, by=by, at=at)


def _amended(case: Case, learned: Mapping[str, Any], *, dated: bool, by: Staff, at: datetime) -> Person:
    stands = queries.known_now(case)["victim"]
    new = {name: value for name, value in learned.items() if value not in (None, "", [], stands.get(name))}
    new.pop("contact_way", None)
    if not new and not dated:
        return case.victim
    reported_on, happened_on = _days(case)
    return people.amend(case.victim, new, reported_on=reported_on, happened_on=happened_on, by=by, at=at)


def _days(case: Case) -> tuple[date, date | None]:
    zone, report = case.unit.timezone, case.report
    happened = report.occurred_at.astimezone(zone).date() if report.occurred_at else None
    return report.received_at.astimezone(zone).date(), happened


def _new_party(case: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> bool:
    """Note another reported party of the same report; a child among them is a child (H-16)."""
    if not any(value not in (None, "") for value in said.values()):
        return False
    reported_on, happened_on = _days(case)
    mention = Mention(
        role=Role.REPORTED,
        file_id=case.report_id,
        identity={"name": said.get("name")},
        sex=said.get("sex") or "unknown",
        age_years=said.get("age_years"),
        id=new_id(),
    )
    people.mention([mention], unit_id=case.unit_id, reported_on=reported_on, happened_on=happened_on)
    intake.relate(case.report, victim_id=case.victim_id, party_id=mention.id, relation=said.get("relation"))
    return True


def _follow(case: Case, victim: Person, *, contact_way: str, by: Actor, at: datetime) -> None:
    """Judge a case again by the facts as they stand, and let its duties follow."""
    owed = protocol_queries.open_codes(case.id)
    met = [Deed.AGE_KNOWN] if victim.is_child is not None and "find-age" in owed else []
    if contact_way not in ("", "none") and "safe-contact" in owed:
        met.append(Deed.SAFE_CONTACT_KNOWN)
    if met:
        protocols.happened_all(case.id, met, when=at, by=by, at=at)
    kind = queries.type_of(case.report, victim)
    authority = queries.authority_of(case.report, victim, case.unit)
    judged = {
        "kinds": [str(k) for k in kind.kinds],
        "ampk": list(kind.ampk),
        "authority": authority.level,
        "elsewhere": authority.elsewhere,
        "contact_way": contact_way,
        "awaiting_agreement": case.report.capacity != Capacity.SELF and victim.is_child is False and not _asked(case),
    }
    if victim.is_child is not False and case.state == State.DECLINED and case.erased_at is None:
        judged |= {"state": State.OPEN, "erase_on": None}  # a child's no never ends her case (H-07)
        protocols.take_up_again(case.id, reason=DECLINED)
    if not case.change(**judged):
        raise Stale
    case.victim = victim
    protocols.learned(case.id, queries.facts_now(case), by=by, at=at)
    stay_declined(case, at=at)


def _asked(case: Case) -> bool:
    return FirstContact.objects.filter(case=case).exclude(agrees_help=None).exists()
