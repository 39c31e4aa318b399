"""One case, whole: what its page shows, in few statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dampingi.audit import queries as audit
from dampingi.audit.models import Line
from dampingi.cases.facts import Told, facts_of
from dampingi.cases.models import Assignment, Case, FirstContact
from dampingi.intake.models import Relation, Report
from dampingi.kernel.words import Words
from dampingi.keys import case as keys
from dampingi.people.models import Person
from dampingi.protocols.models import Duty
from dampingi.protocols.rules import DEEDS, Deed, Facts
from dampingi.triage.models import Assessment

# Deeds with a page of their own, and those that deeds of a case record by themselves.
SHEETED = frozenset(
    {
        Deed.FIRST_CONTACT,
        Deed.PSYCHOLOGICAL_SUPPORT,
        Deed.SAFETY_CHECKED,
        Deed.AGREEMENT_ASKED,
        Deed.SAFETY_ASKED,
        Deed.ACKNOWLEDGED,
        Deed.LINKED,
        Deed.OVERRIDE_MADE,
        Deed.POLICE_PREPARED,
        Deed.POLICE_REPORT,
        Deed.EXPLAINED_NO_COMPLAINT,
        Deed.SAFE_CONTACT_KNOWN,
        Deed.AGE_KNOWN,
    },
)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What is known of a case, identity still sealed."""

    case: Case
    duties: Sequence[Duty]
    people: Sequence[Person]
    relations: Sequence[Relation]
    assessments: Sequence[Assessment]
    contacts: Sequence[FirstContact]
    assignments: Sequence[Assignment]
    timeline: Sequence[Line]


def case_file(case: Case) -> CaseFile:
    """Return everything the page of ``case`` shows; the caller has fetched it by ``visible_to``."""
    people = people_of(case)
    return CaseFile(
        case=case,
        duties=list(Duty.objects.filter(run_id=case.id).order_by("rank", "due_at", "id")),
        people=people,
        relations=[r for r in Relation.objects.filter(report_id=case.report_id) if r.victim_id == case.victim_id],
        assessments=list(Assessment.objects.filter(case_id=case.id)[:20]),
        contacts=list(FirstContact.objects.filter(case=case)[:5]),
        assignments=list(Assignment.objects.filter(case=case).select_related("staff")[:10]),
        timeline=list(audit.timeline([case.id, case.report_id], limit=100)),
    )


def people_of(case: Case) -> list[Person]:
    """Return the person of this case and those of its report who are nobody else's case."""
    return list(Person.objects.filter(file_id__in=[case.id, case.report_id]).order_by("role", "id"))


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


def narrative_of(report: Report) -> str:
    """Return what was told when the report came, so that nobody asks her again (H-12)."""
    key = keys.load([report.id]).get(report.id)
    if key is None:
        return ""
    sheet = keys.unseal(key, bytes(report.sheet), table="intake_report", pk=report.id, column="sheet")
    return str(sheet.get("narrative", ""))


def deeds_open_to(case: Case) -> list[tuple[str, Words]]:
    """Return what may be recorded as done or happened on a case, as pairs of code and words."""
    return [(deed, words) for deed, words in DEEDS.items() if deed not in SHEETED]
