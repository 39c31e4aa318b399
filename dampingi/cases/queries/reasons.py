"""Why a case is what it is: type, risk and authority, each with its reasons, from coded facts."""

from dampingi.access.models import Unit
from dampingi.cases.models import Case
from dampingi.intake.models import Report
from dampingi.kernel.codes import SIGNS, Sex
from dampingi.kernel.refusals import Reason
from dampingi.kernel.words import say
from dampingi.people.models import Person
from dampingi.triage import rules as triage
from dampingi.triage.models import Assessment


def type_of(report: Report, victim: Person) -> triage.TypeAnswer:
    """Return what kinds of case this is, and why."""
    return triage.case_type(
        triage.VictimFacts(Sex(victim.sex), victim.is_child, victim.disability),
        triage.IncidentFacts(
            forms=frozenset(report.forms),
            tpks_kinds=frozenset(report.tpks_kinds),
            ampk=frozenset(report.ampk),
            domestic=report.domestic,
            acts=frozenset(report.acts),
            means=frozenset(report.means),
            purposes=frozenset(report.purposes),
        ),
    )


def authority_of(report: Report, victim: Person, unit: Unit) -> triage.AuthorityAnswer:
    """Return who continues a case, and why."""
    regions = frozenset(code for code in (report.region_code, victim.district_code) if code)
    return triage.authority(unit_region=unit.region_code, regions=regions)


def risk_reasons(case: Case, assessment: Assessment | None) -> tuple[Reason, ...]:
    """Return why a case has its level of risk: the answers, or that a person set it."""
    answers = assessment.answers if assessment else {}
    answer = triage.risk(answers)
    if answer.level == case.risk:
        return answer.reasons
    said = Reason("set-by-person", say("Ditetapkan petugas; alasannya tersimpan dalam kasus."))
    high = tuple(Reason(s, SIGNS.words[s]) for s in answers if answers[s] == "yes")
    return (said, *high)
