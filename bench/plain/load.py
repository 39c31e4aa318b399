"""Fill the plain application with the same cases (``python -m bench.plain.load COUNT NOW``)."""

import os
import sys
from datetime import datetime, timedelta
from itertools import islice

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.plain.settings"

from bench import story
from bench.ground import PASSWORD, TOKEN
from bench.story import Teller

CHUNK = 500


def fill(count, now):
    from django.core.management import call_command
    from django.db import transaction

    call_command("migrate", verbosity=0)
    staff = _house(now)
    stories = iter(Teller(count, now))
    while chunk := list(islice(stories, CHUNK)):
        with transaction.atomic():
            _store(chunk, staff)


def _house(now):
    from django.contrib.auth.hashers import make_password

    from bench.plain.models import ApiToken, Holding, OnCall, Regency, Staff, Unit

    province = Unit.objects.create(code=story.PROVINCE, name="Provinsi")
    Regency.objects.bulk_create(Regency(code=code, name=code) for code in story.REGENCIES)
    units = {c: Unit.objects.create(code=c, name=f"UPTD PPA {c}", parent=province) for c in story.REGENCIES}
    made = {"unit": units[story.UNIT]}
    word = make_password(PASSWORD)
    for role, many in (("intake", story.INTAKES), ("companion", story.COMPANIONS), ("supervisor", story.SUPERVISORS)):
        made[role] = [
            Staff.objects.create(
                username=f"{role}{place}@contoh.test",
                email=f"{role}{place}@contoh.test",
                password=word,
                name=f"Petugas {role} {place:02}",
                unit=made["unit"],
                role=role,
                sex="female" if place % 4 else "male",
                languages=["indonesian"],
                phone=f"0811-{place:04}",
                case_cap=story.CASE_CAP,
            )
            for place in range(many)
        ]
    for turn, staff in enumerate(made["companion"][:3], start=1):
        OnCall.objects.create(unit=made["unit"], staff=staff, phone=staff.phone, turn=turn)
    competences = ("tpks", "first_line", "intake", "risk", "confidentiality")
    since = (now - timedelta(days=200)).date()
    for staff in made["companion"][::2]:
        Holding.objects.bulk_create(Holding(staff=staff, competence=c, since=since) for c in competences)
    ApiToken.objects.create(key=TOKEN, staff=made["intake"][0])
    return made


def _store(chunk, staff):
    from bench.plain import models as m

    unit = staff["unit"]
    hers = {s.place: staff["intake"][s.taker] if s.companion is None else staff["companion"][s.companion] for s in chunk}
    reports = m.Report.objects.bulk_create(_report(s, staff, m) for s in chunk)
    m.Report.objects.filter(id__in=[r.id for r in reports]).update(recorded_at=reports[0].received_at)
    people = m.Person.objects.bulk_create(p for s, r in zip(chunk, reports, strict=True) for p in _people(s, r, m))
    of = {}
    for person in people:
        of.setdefault(person.report_id, []).append(person)
    m.Relation.objects.bulk_create(
        m.Relation(report=r, victim=of[r.id][0], party=person, relation=said.relation)
        for s, r in zip(chunk, reports, strict=True)
        for said, person in zip(s.people, of[r.id], strict=True)
        if person.role == "reported"
    )
    cases = m.Case.objects.bulk_create(
        _case(s, r, of[r.id][0], unit, hers[s.place], m) for s, r in zip(chunk, reports, strict=True)
    )
    both = list(zip(chunk, cases, strict=True))
    m.Assessment.objects.bulk_create(
        m.Assessment(case=c, at=s.received_at, by=staff["intake"][s.taker], answers=s.values["risk_signs"], derived=s.risk, level=s.risk)
        for s, c in both
    )
    m.Event.objects.bulk_create(
        m.Event(case=c, code=e.code, at=e.at, recorded_at=e.at, by=hers[s.place]) for s, c in both for _, e in s.events
    )
    m.Duty.objects.bulk_create(duty for s, c in both for duty in _duties(s, c, unit, hers[s.place], m))
    taken = [(s, c) for s, c in both if s.companion is not None]
    m.Assignment.objects.bulk_create(
        m.Assignment(case=c, staff=hers[s.place], by=staff["supervisor"][0], at=s.accepted_at, how="proposed") for s, c in taken
    )
    m.FirstContact.objects.bulk_create(
        m.FirstContact(
            case=c,
            at=s.accepted_at,
            by=hers[s.place],
            agrees_help=True,
            agrees_record=True,
            agrees_contact=True,
            support=["look", "listen"],
            safe_now="safe",
            needs=s.needs,
            hopes=s.hopes,
        )
        for s, c in taken
    )
    who = {s.place: {"taker": staff["intake"][s.taker], "hers": hers[s.place], "supervisor": staff["supervisor"][0]} for s in chunk}
    m.Line.objects.bulk_create(
        m.Line(case=c, act=a.act, reason=a.reason, outcome=a.outcome, actor=who[s.place][a.who], at=a.at) for s, c in both for a in s.acts
    )
    m.Notice.objects.bulk_create(
        m.Notice(staff=hers[s.place], at=s.received_at, read_at=s.accepted_at, mailed_at=s.accepted_at) for s, c in taken
    )


def _report(s, staff, m):
    incident, trafficking = s.values["incident"], s.values["trafficking"] or {}
    return m.Report(
        number=s.report_number,
        unit=staff["unit"],
        taken_by=staff["intake"][s.taker],
        channel=s.values["channel"],
        received_at=s.received_at,
        capacity=s.people[-1].capacity,
        safe_now=s.values["safe_now"],
        region_code=incident["region_code"],
        occurred_at=incident["occurred_at"],
        place_kind=incident["place_kind"],
        forms=incident["forms"],
        domestic=incident["domestic"],
        may_include_penetration=incident["may_include_penetration"],
        tpks_kinds=incident["tpks_kinds"],
        acts=trafficking.get("acts", []),
        means=trafficking.get("means", []),
        purposes=trafficking.get("purposes", []),
        narrative=incident["narrative"],
    )


def _people(s, report, m):
    from dampingi.people import rules

    for p in s.people:
        age = rules.age_on(s.received_at.date(), birth_date=None, years=p.age, band=None)
        yield m.Person(
            report=report,
            role=p.role,
            name=p.name,
            phone=p.phone,
            sex=p.sex,
            age_at_report=age.years,
            age_at_incident=age.years,
            age_band=age.band or "",
            is_child=age.is_child,
            languages=["indonesian"] if p.role == "victim" else [],
        )


def _case(s, report, victim, unit, hers, m):
    return m.Case(
        number=s.number,
        unit=unit,
        report=report,
        victim=victim,
        state="open" if s.open else "pointed_on",
        received_at=s.received_at,
        opened_at=s.received_at,
        kinds=list(s.kinds),
        ampk=list(s.ampk),
        risk=s.risk,
        authority=s.authority,
        elsewhere=s.elsewhere,
        contact_way=s.values["victims"][0]["contact_way"],
        awaiting_agreement=s.awaiting,
        owner=hers,
        companion=None if s.companion is None else hers,
        accepted_at=s.accepted_at,
        first_contact_at=s.accepted_at,
    )


def _duties(s, case, unit, hers, m):
    for one in s.duties:
        yield m.Duty(
            case=case,
            unit=unit,
            owner=hers,
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


if __name__ == "__main__":
    django.setup()
    fill(int(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
