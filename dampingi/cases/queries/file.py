"""One case, whole: what its page shows, in few statements."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from dampingi.access.models import Staff
from dampingi.audit import queries as audit
from dampingi.audit.models import Line
from dampingi.cases.facts import Told, facts_of
from dampingi.cases.models import AfterCareVisit, Case, Closing, FirstContact, HandoverNote, PoliceStep
from dampingi.cases.pages import PAGES, SHEETS
from dampingi.cases.rules import LEGAL_BEGINS, OpenDuty
from dampingi.intake.models import Relation, Report
from dampingi.kernel.codes import Channel
from dampingi.kernel.words import Words
from dampingi.keys import case as keys
from dampingi.people.models import Person
from dampingi.places.queries import path_of
from dampingi.protocols import queries as protocols
from dampingi.protocols.models import Duty
from dampingi.protocols.queries import step_of
from dampingi.protocols.rules import DEEDS, Deed, Facts
from dampingi.triage.models import Assessment

# Deeds that others record by themselves: there is nothing to be tapped.
_WITHIN = frozenset(
    {
        *(Deed.OVERRIDE_MADE, Deed.PLAN_MADE, Deed.PLAN_REVIEW_SET, Deed.SERVICE_PLANNED, Deed.SERVICE_GIVEN),
        *(Deed.COST_OPEN, Deed.MEETING_SET, Deed.MONITORING_SET, Deed.REPORT_WRITTEN, Deed.VISIT_STARTED),
        *(Deed.CASE_CLOSED, Deed.CASE_REOPENED, Deed.LEGAL_ENDED, Deed.AFTERCARE_BEGAN, Deed.AFTERCARE_PLANNED),
        *(Deed.REFERRED, Deed.REFERRAL_DECLINED, Deed.SHARED_IN_DANGER, Deed.TRANSFER_OFFERED),
        *(Deed.IMAGE_ONLINE, Deed.IMAGE_EVIDENCE, Deed.SENT_HOME_UNASKED),
    },
)
# And those with a page or a sheet of their own.
SHEETED = _WITHIN | {Deed(deed) for deed in (*PAGES, *SHEETS)}


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What is known of a case, identity still sealed."""

    case: Case
    duties: Sequence[Duty]
    people: Sequence[Person]
    assessments: Sequence[Assessment]
    contacts: Sequence[FirstContact]
    police_steps: Sequence[PoliceStep]
    owners: Mapping[UUID, str]


def case_file(case: Case) -> CaseFile:
    """Return everything the page of ``case`` shows; the caller has fetched it by ``visible_to``."""
    duties = list(Duty.objects.filter(run_id=case.id).order_by("rank", "due_at", "id"))
    return CaseFile(
        case=case,
        duties=duties,
        people=people_of(case),
        assessments=list(Assessment.objects.filter(case_id=case.id)[:20]),
        contacts=list(FirstContact.objects.filter(case=case).order_by("-at", "-id")[:5]),
        police_steps=list(PoliceStep.objects.filter(case=case)[:5]),
        owners=owners_of(duties, known=[case.owner, case.companion]),
    )


def closing_of(case: Case) -> Closing | None:
    """Return how a case ended, while it is ended."""
    return Closing.objects.filter(case=case, reopened_at=None).first()


def legal_began(case: Case) -> bool:
    """Tell whether the law has begun its own way: the police sent her, or a step of it happened."""
    return case.report.channel == Channel.POLICE_REQUEST or protocols.any_of(case.id, LEGAL_BEGINS)


def handover_of(case: Case) -> HandoverNote | None:
    """Return the newest note that somebody who left wrote for whoever came next."""
    return HandoverNote.objects.filter(case=case).first()


def visits_after(case: Case) -> list[AfterCareVisit]:
    """Return the days on which it is seen how she is, planned and done."""
    return list(AfterCareVisit.objects.filter(case=case))


def duties_to_finish(case: Case) -> tuple[OpenDuty, ...]:
    """Return what is owed before a case may end."""
    found = Duty.objects.open().filter(run_id=case.id).order_by("rank", "due_at", "id")
    return tuple(OpenDuty(duty.code, step_of(duty.code).title) for duty in found if keeps_open(case, duty))


def keeps_open(case: Case, duty: Duty) -> bool:
    """Tell whether a case may not end while a duty is open: not what is only chased, nor what runs on after it.

    A child's case is always reported to the police (H-09): the step says so, whoever told of it.
    """
    step = step_of(duty.code)
    if not duty.is_open or step.runs_on:
        return False
    always = step.always_for_a_child and case.victim.is_child is not False
    return always or not duty.reminder


def owners_of(duties: Sequence[Duty], *, known: Sequence[Staff | None] = ()) -> dict[UUID, str]:
    """Return the names colleagues know of those who owe ``duties``; whoever is known is not asked for."""
    names = {s.id: s.alias or s.name for s in known if s is not None}
    if ids := {d.owner_id for d in duties if d.owner_id} - names.keys():
        names |= {s.id: s.alias or s.name for s in Staff.objects.filter(id__in=ids).only("id", "name", "alias")}
    return names


def holds(case: Case, staff: Staff) -> bool:
    """Tell whether ``staff`` has the case in her hands, or answers for whoever has."""
    return staff.id in (case.owner_id, case.companion_id) or staff.supervises


def answers_of(case_ids: Sequence[UUID]) -> dict[UUID, Assessment]:
    """Return the newest assessment of each case."""
    found = Assessment.objects.filter(case_id__in=case_ids).order_by("at", "id")
    return {assessment.case_id: assessment for assessment in found}


def timeline_of(case: Case, *, before: tuple[datetime, int] | None = None) -> tuple[list[Line], bool]:
    """Return what was done with a case and its report, newest first, and whether there is more."""
    lines = list(audit.timeline([case.id, case.report_id], limit=audit.LONGEST + 1, before=before))
    return lines[: audit.LONGEST], len(lines) > audit.LONGEST


def names_of_staff(ids: set[UUID], *, seen_by: Staff) -> dict[UUID, str]:
    """Return names of colleagues of one's own unit; who works elsewhere stays a role."""
    found = Staff.objects.filter(id__in=ids, unit_id=seen_by.unit_id)
    return {s.id: s.alias or s.name for s in found.only("id", "name", "alias")}


def relations_of(case: Case) -> dict[UUID, str]:
    """Return what each reported party is to the person of this case."""
    found = Relation.objects.filter(report_id=case.report_id, victim_id=case.victim_id)
    return dict(found.values_list("party_id", "relation"))


def known_now(case: Case) -> dict[str, Any]:
    """Return the coded facts of a case in the shape of the sheet of what is learned later.

    Identity stays sealed: those questions are empty, and what is left empty stays as it is.
    """
    report, victim = case.report, case.victim
    return {
        "victim": {
            "contact_way": case.contact_way,
            "age_years": victim.age_at_report,
            "age_band": victim.age_band if victim.age_at_report is None else "",
            "sex": victim.sex,
            "disability": victim.disability,
            "languages": victim.languages,
            "needs_interpreter": victim.needs_interpreter,
        },
        "incident": {
            "region_code": path_of(report.region_code) if report.region_code else "",
            "occurred_at": report.occurred_at.isoformat() if report.occurred_at else "",
            "may_include_penetration": report.may_include_penetration,
            "forms": report.forms,
            "domestic": report.domestic,
            "place_kind": report.place_kind,
            "tpks_kinds": report.tpks_kinds,
            "ampk": report.ampk,
        },
        "trafficking": {"acts": report.acts, "means": report.means, "purposes": report.purposes},
    }


def newest_lines(case: Case, *, most: int = 5) -> list[Line]:
    """Return the newest lines of a case that are no looks: what somebody else just did."""
    lines = audit.timeline([case.id, case.report_id], limit=30)
    return [line for line in lines if line.outcome != "looked"][:most]


def lines_since(case: Case, acts: Collection[str], *, since: datetime, thing: str = "") -> list[Line]:
    """Return the lines of some acts on a case since a moment, newest first; ``thing`` is the id in their detail."""
    lines = audit.timeline([case.id, case.report_id], limit=60)
    named = [line for line in lines if line.act in acts and line.at >= since]
    return [line for line in named if not thing or thing in line.detail.values()]


def last_line(case: Case, acts: Collection[str], *, since: datetime, thing: str = "") -> Line | None:
    """Return the newest of those lines, if there is one."""
    return next(iter(lines_since(case, acts, since=since, thing=thing)), None)


def people_of(case: Case) -> list[Person]:
    """Return the person of this case and those of its report who are nobody else's case."""
    found = Person.objects.filter(file_id__in=[case.id, case.report_id]).order_by("role", "id")
    return sorted(found, key=lambda person: person.file_id != case.id)


def siblings_of(case: Case) -> list[Case]:
    """Return the other cases of the same report that the actor of the moment may see."""
    found = Case.objects.select_related("unit__parent", "report", "victim").filter(report_id=case.report_id)
    return list(found.exclude(id=case.id).order_by("place_in_report"))


def facts_now(case: Case, *, answers: Mapping[str, str] | None = None) -> Facts:
    """Return the coded facts of a case as they stand, with the risk answers last given."""
    report, victim = case.report, case.victim
    if answers is None:
        last = Assessment.objects.filter(case_id=case.id).first()
        answers = last.answers if last else {}
    young = Person.objects.filter(file_id=report.id, role="reported", is_child=True).exists()
    told = Told(
        received_at=report.received_at,
        occurred_at=report.occurred_at,
        channel=report.channel,
        informant=report.capacity,
        forms=frozenset(report.forms),
        tpks_kinds=frozenset(report.tpks_kinds),
        purposes=frozenset(report.purposes),
        may_include_penetration=report.may_include_penetration,
        answers=answers,
        reported_child=young,
    )
    return facts_of(
        told,
        kinds=frozenset(case.kinds),
        risk=case.risk,
        authority=case.authority,
        elsewhere=case.elsewhere,
        is_child=victim.is_child,
        disabled=victim.disability not in ("", "none"),
        contact_way=case.contact_way,
        checks=frozenset(report.checks) | frozenset(case.checks),
    )


def keys_of(case: Case) -> Mapping[UUID, keys.OpenKey]:
    """Return what opens the words of a case and of its report, in one statement."""
    return keys.load([case.id, case.report_id])


def narrative_of(report: Report, opened: Mapping[UUID, keys.OpenKey] | None = None) -> str:
    """Return what was told when the report came, so that nobody asks her again (H-12)."""
    key = (keys.load([report.id]) if opened is None else opened).get(report.id)
    if key is None:
        return ""
    sheet = keys.unseal(key, bytes(report.sheet), table="intake_report", pk=report.id, column="sheet")
    return str(sheet.get("narrative", ""))


# What only those who answer for a unit may write down.
SUPERVISED = frozenset({Deed.OVERRIDE_REVIEWED})


def deeds_open_to(case: Case | None, *, by: Staff | None = None) -> list[tuple[str, Words]]:
    """Return what ``by`` may record as done or happened on a case, as pairs of code and words."""
    barred = SHEETED if by is None or by.supervises else SHEETED | SUPERVISED
    return [(deed, words) for deed, words in DEEDS.items() if deed not in barred]
