"""Taking a report: a ninja schema in, model rows, the same engine for duties, JSON out."""

from datetime import date, datetime

from django.db.models import Count, Q
from django.utils import timezone
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError
from ninja.security import HttpBearer

from bench.plain import rules
from bench.plain.models import (
    Alarm,
    ApiToken,
    Assessment,
    Case,
    Conflict,
    Duty,
    Holding,
    Notice,
    OnCall,
    Person,
    Regency,
    Relation,
    Report,
    Staff,
)
from dampingi.cases.facts import facts_of, told_by
from dampingi.cases.rules import alarm_next, is_urgent, likely_same_name
from dampingi.kernel.codes import Capacity, Channel, Form, PlaceKind, Sex, Sign
from dampingi.kernel.codes import Relation as RelationKind
from dampingi.people import rules as ages
from dampingi.places.rules import nearness
from dampingi.protocols import catalog
from dampingi.protocols.catalog import STEPS
from dampingi.protocols.rules import UnitSettings, owed, state
from dampingi.training.rules import Candidate, Need, rank
from dampingi.triage import rules as triage


class Bearer(HttpBearer):
    def authenticate(self, request, token):
        found = ApiToken.objects.select_related("staff__unit__parent").filter(key=token, staff__is_active=True).first()
        if found:
            request.user = found.staff
        return found


api = NinjaAPI(title="Plain", version="1", docs_url=None, auth=Bearer(), urls_namespace="api")


class PairIn(Schema):
    victim: int
    relation: RelationKind


class PersonIn(Schema):
    name: str = ""
    sex: Sex = Sex.UNKNOWN
    age_years: int | None = None
    birth_date: date | None = None
    age_band: str | None = None
    nik: str = ""
    phone: str = ""
    address: str = ""
    village_code: str = ""
    contact_way: str = ""
    contact_number: str = ""
    contact_note: str = ""
    disability: str = ""
    languages: list[str] = []
    needs_interpreter: bool | None = None


class PartyIn(PersonIn):
    relations: list[PairIn] = []


class ReporterIn(Schema):
    capacity: Capacity
    name: str = ""
    phone: str = ""


class IncidentIn(Schema):
    narrative: str = ""
    region_code: str | None = None
    occurred_at: datetime | None = None
    may_include_penetration: bool | None = None
    forms: list[Form] = []
    domestic: bool | None = None
    place_kind: PlaceKind | None = None
    tpks_kinds: list[str] = []
    ampk: list[str] = []


class TraffickingIn(Schema):
    acts: list[str] = []
    means: list[str] = []
    purposes: list[str] = []


class ReportIn(Schema):
    channel: Channel
    received_at: datetime
    safe_now: str | None = None
    reporter: ReporterIn | None = None
    victims: list[PersonIn]
    reported_parties: list[PartyIn] = []
    incident: IncidentIn = IncidentIn()
    risk_signs: dict[Sign, str] = {}
    trafficking: TraffickingIn | None = None


class WordsOut(Schema):
    code: str
    words: str


class ObstacleOut(WordsOut):
    remedy: str


class LevelOut(Schema):
    level: str
    reasons: list[WordsOut]


class ClauseOut(Schema):
    law: str
    article: str
    status: str


class DutyOut(Schema):
    code: str
    title: str
    actor: str
    clause: ClauseOut
    began_at: datetime
    due_at: datetime
    state: str
    version: int
    case: str | None = None


class CompanionOut(Schema):
    staff: str
    ready: bool
    reasons: list[WordsOut]
    obstacles: list[ObstacleOut]


class CaseOut(Schema):
    number: str
    victim: int
    state: str
    version: int
    received_at: datetime
    kinds: list[str]
    risk: LevelOut
    authority: LevelOut
    companion: str | None
    ampk: list[str]
    accepted_at: datetime | None
    awaiting_agreement: bool
    duties: list[DutyOut]
    companions: list[CompanionOut]


class ReportOut(Schema):
    number: str
    warnings: list[WordsOut]
    cases: list[CaseOut]


@api.post("/reports", response={201: ReportOut})
def receive(request, data: ReportIn):
    """Store the report and everybody in it, open a case for each victim, start the duties."""
    staff, now = request.user, timezone.now()
    if data.incident.region_code and not Regency.objects.filter(code=data.incident.region_code).exists():
        raise HttpError(422, "region_code")
    report = _report(data, staff)
    victims = [_person("victim", one, report, data) for one in data.victims]
    parties = [_person("reported", one, report, data) for one in data.reported_parties]
    reporters = [Person(report=report, role="reporter", name=data.reporter.name, phone=data.reporter.phone)] if data.reporter else []
    Person.objects.bulk_create([*victims, *parties, *reporters])
    Relation.objects.bulk_create(
        Relation(report=report, victim=victims[pair.victim], party=party, relation=pair.relation)
        for party, said in zip(parties, data.reported_parties, strict=True)
        for pair in said.relations
    )
    risk = triage.risk(data.risk_signs)
    cases = [_case(data, i, person, report, risk, staff) for i, person in enumerate(victims)]
    Case.objects.bulk_create(cases)
    assessments = Assessment.objects.bulk_create(
        Assessment(case=c, at=now, by=staff, answers=data.risk_signs, derived=risk.level, level=risk.level) for c in cases
    )
    duties = [_duties(data, c, staff) for c in cases]
    Duty.objects.bulk_create([duty for some in duties for duty in some])
    _keep_away(data, cases, staff, now)
    _tell(cases, staff, now)
    ranked = [_companions(c, staff.unit, now) for c in cases]
    rows = [_out(c, duties[i], assessments[i], ranked[i], now) for i, c in enumerate(cases)]
    return 201, {"number": report.number, "warnings": [], "cases": rows}


def _report(data, staff):
    said, trafficking = data.incident, data.trafficking or TraffickingIn()
    return Report.objects.create(
        unit=staff.unit,
        taken_by=staff,
        channel=data.channel,
        received_at=data.received_at,
        capacity=data.reporter.capacity if data.reporter else "",
        safe_now=data.safe_now or "",
        region_code=said.region_code or "",
        occurred_at=said.occurred_at,
        place_kind=said.place_kind or "",
        forms=said.forms,
        domestic=said.domestic,
        may_include_penetration=said.may_include_penetration,
        tpks_kinds=said.tpks_kinds,
        ampk=said.ampk,
        acts=trafficking.acts,
        means=trafficking.means,
        purposes=trafficking.purposes,
        narrative=said.narrative,
    )


def _person(role, said, report, data):
    known = {"birth_date": said.birth_date, "years": said.age_years, "band": said.age_band}
    age = ages.age_on(data.received_at.date(), **known)
    then = ages.age_on((data.incident.occurred_at or data.received_at).date(), **known)
    return Person(
        report=report,
        role=role,
        **{name: getattr(said, name) for name in _SAME},
        age_at_report=age.years,
        age_at_incident=then.years,
        age_band=age.band or "",
        is_child=age.is_child,
    )


_SAME = (
    "name", "birth_date", "nik", "phone", "address", "village_code", "contact_number", "contact_note", "sex",
    "disability", "languages", "needs_interpreter",
)  # fmt: skip


def _case(data, place, person, report, risk, staff):
    said, trafficking = data.incident, data.trafficking or TraffickingIn()
    told = triage.IncidentFacts(
        forms=frozenset(said.forms),
        tpks_kinds=frozenset(said.tpks_kinds),
        ampk=frozenset(said.ampk),
        domestic=said.domestic,
        acts=frozenset(trafficking.acts),
        means=frozenset(trafficking.means),
        purposes=frozenset(trafficking.purposes),
    )
    kind = triage.case_type(triage.VictimFacts(Sex(person.sex), person.is_child, person.disability), told)
    regions = frozenset(code for code in (said.region_code, person.village_code) if code)
    authority = triage.authority(unit_region=staff.unit.code, regions=regions)
    return Case(
        unit=staff.unit,
        report=report,
        victim=person,
        place_in_report=place,
        received_at=data.received_at,
        kinds=[str(k) for k in kind.kinds],
        ampk=list(kind.ampk),
        risk=risk.level,
        authority=authority.level,
        elsewhere=authority.elsewhere,
        contact_way=data.victims[place].contact_way,
        awaiting_agreement=report.capacity != "self" and person.is_child is False,
        owner=staff,
    )


def _duties(data, case, staff):
    facts = facts_of(
        told_by(data.dict()),
        kinds=frozenset(case.kinds),
        risk=case.risk,
        authority=case.authority,
        elsewhere=case.elsewhere,
        is_child=case.victim.is_child,
        disabled=case.victim.disability not in ("", "none"),
        contact_way=case.contact_way,
        checks=frozenset(),
    )
    return [
        Duty(
            case=case,
            unit=staff.unit,
            owner=staff,
            code=one.code,
            actor=one.actor,
            clause_law=one.clause.law,
            clause_article=one.clause.article,
            clause_status=one.status,
            reminder=one.reminder,
            rank=one.rank,
            began_at=one.began_at,
            due_at=one.due_at,
            late_at=one.late_at,
            met_at=one.met_at,
            met_by=one.met_by,
        )
        for one in owed(facts, catalog.CASE_STEPS, calendar=staff.unit.calendar, settings=UnitSettings())
    ]


def _keep_away(data, cases, staff, now):
    names = [p.name for p in (*data.victims, *data.reported_parties) if p.name.strip()]
    colleagues = Staff.objects.filter(unit=staff.unit, is_active=True).values_list("id", "name")
    Conflict.objects.bulk_create(
        Conflict(case=case, staff_id=i, how="named", at=now)
        for i, name in colleagues
        if any(likely_same_name(name, other) for other in names)
        for case in cases
    )


def _tell(cases, staff, now):
    urgent = [c for c in cases if is_urgent(c.risk)]
    told = list(Staff.objects.filter(unit=staff.unit, is_active=True, role="supervisor").values_list("id", flat=True))
    if urgent:
        on_call = OnCall.objects.filter(unit=staff.unit, staff__is_active=True).order_by("turn").first()
        Alarm.objects.bulk_create(
            Alarm(case=c, staff_id=on_call and on_call.staff_id, step=0, raised_at=now, next_at=alarm_next(now)) for c in urgent
        )
        told += [on_call.staff_id] if on_call else []
    Notice.objects.bulk_create(Notice(staff_id=i, at=now, urgent=bool(urgent)) for i in set(told) - {staff.id})


def _companions(case, unit, now):
    staff = list(Staff.objects.filter(unit=unit, is_active=True, role="companion").select_related("unit").order_by("name"))
    ids = [s.id for s in staff]
    holds = {}
    valid = Holding.objects.filter(staff__in=ids, since__lte=now).filter(Q(until=None) | Q(until__gte=now))
    for one in valid:
        holds.setdefault(one.staff_id, {})[one.competence] = one.until
    loads = dict(Case.objects.filter(companion__in=ids, state="open").values_list("companion").annotate(Count("id")))
    barred = set(Conflict.objects.filter(case=case).values_list("staff_id", flat=True))
    on_call = set(OnCall.objects.filter(unit=unit, staff__is_active=True).values_list("staff_id", flat=True))
    region = case.report.region_code or unit.code
    need = Need(
        kinds=frozenset(case.kinds),
        languages=tuple(case.victim.languages),
        victim_sex=case.victim.sex,
        region_code=region,
        register_complete=unit.register_complete,
    )
    candidates = [
        Candidate(
            staff_id=s.id,
            holds=holds.get(s.id, {}),
            on_duty=s.id in on_call,
            load=loads.get(s.id, 0),
            cap=s.case_cap,
            nearness=nearness(unit.code, region),
            languages=frozenset(s.languages),
            sex=s.sex,
            conflict=s.id in barred,
        )
        for s in staff
    ]
    by_id = {s.id: s for s in staff}
    return [(by_id[r.candidate.staff_id], r.readiness) for r in rank(candidates, need)]


def _words(some):
    return [{"code": str(one.code), "words": str(one.words)} for one in some]


def _out(case, duties, assessment, ranked, now):
    return {
        "number": case.number,
        "victim": case.place_in_report,
        "state": case.state,
        "version": case.version,
        "received_at": case.received_at,
        "kinds": case.kinds,
        "ampk": case.ampk,
        "risk": {"level": case.risk, "reasons": _words(rules.risk_reasons(case, assessment))},
        "authority": {"level": case.authority, "reasons": _words(rules.authority_of(case).reasons)},
        "companion": None,
        "accepted_at": None,
        "awaiting_agreement": case.awaiting_agreement,
        "duties": [
            {
                "code": d.code,
                "title": str(STEPS[d.code].title),
                "actor": d.actor,
                "clause": {"law": d.clause_law, "article": d.clause_article, "status": d.clause_status},
                "began_at": d.began_at,
                "due_at": d.due_at,
                "state": state(d, now),
                "version": d.version,
            }
            for d in duties
        ],
        "companions": [
            {
                "staff": s.email,
                "ready": r.ready,
                "reasons": _words(r.reasons),
                "obstacles": [{"code": o.code, "words": str(o.words), "remedy": str(o.remedy)} for o in r.obstacles],
            }
            for s, r in ranked
        ],
    }
