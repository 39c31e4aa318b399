"""What both applications decide alike: the pure rules of Dampingi over plain rows."""

from datetime import timedelta

from dampingi.access.rules import Verb, may
from dampingi.kernel.codes import SIGNS, Sex
from dampingi.kernel.refusals import Reason
from dampingi.kernel.words import say
from dampingi.protocols.rules import Deed
from dampingi.triage import rules as triage

SEARCHED = 200
SOON = timedelta(hours=4)
PAGES = {
    Deed.FIRST_CONTACT: "cases:first-contact",
    Deed.PSYCHOLOGICAL_SUPPORT: "cases:first-contact",
    Deed.SAFETY_CHECKED: "cases:first-contact",
    Deed.AGREEMENT_ASKED: "cases:first-contact",
    Deed.SAFETY_ASKED: "cases:reassess",
    Deed.ACKNOWLEDGED: "cases:case",
    Deed.LINKED: "cases:point-on",
    Deed.POLICE_PREPARED: "cases:police",
    Deed.POLICE_REPORT: "cases:police",
    Deed.EXPLAINED_NO_COMPLAINT: "cases:police",
    Deed.SAFE_CONTACT_KNOWN: "cases:learn",
    Deed.AGE_KNOWN: "cases:learn",
}
TABS = (
    (say("Ringkasan"), "cases:case"),
    (say("Lini masa"), "cases:timeline"),
    (say("Orang"), "cases:people"),
    (say("Rencana"), "services:plan"),
    (say("Layanan"), "services:given"),
    (say("Rujukan"), "services:referrals"),
    (say("Hukum"), "services:law"),
    (say("Berkas"), "services:files"),
)
# Everybody may do everything here; the template is asked the same questions.
CAN = {verb.value: may(["supervisor"], verb) for verb in Verb}


def type_of(report, victim):
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


def risk_reasons(case, assessment):
    answers = assessment.answers if assessment else {}
    answer = triage.risk(answers)
    if answer.level == case.risk:
        return answer.reasons
    said = Reason("set-by-person", say("Ditetapkan petugas; alasannya tersimpan dalam kasus."))
    return (said, *(Reason(s, SIGNS.words[s]) for s in answers if answers[s] == "yes"))


def authority_of(case):
    regions = frozenset(c for c in (case.report.region_code, case.victim.village_code[:8]) if c)
    return triage.authority(unit_region=case.unit.code, regions=regions)
