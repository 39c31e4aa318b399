"""Fill Dampingi's own database: through its models, under its keys, with a ledger that verifies.

Run as a process of its own (``python -m bench.ours COUNT NOW``) as the role that owns nothing.
"""

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

import django

from bench import story
from bench.story import Story, Teller

CHUNK = 500


def _django() -> None:
    django.setup()


def fill(count: int, now: datetime) -> None:
    """Load staff and ``count`` cases."""
    from django.db import transaction

    from dampingi.access.actor import acting_as

    with acting_as("bench"):
        with transaction.atomic():
            staff = _house(now)
        stories = iter(Teller(count, now))
        while chunk := list(islice(stories, CHUNK)):
            with transaction.atomic():
                _store(chunk, staff, now)


class _Staff:
    """The people of the unit, by role and place."""

    def __init__(self) -> None:
        self.unit: Any = None
        self.intake: list[Any] = []
        self.companion: list[Any] = []
        self.supervisor: list[Any] = []


def _house(now: datetime) -> _Staff:
    """Make the gazetteer of the province, its units, and everybody who works in one of them."""
    from django.contrib.auth.hashers import make_password

    from bench.ground import PASSWORD
    from dampingi.access import actions as access
    from dampingi.access.models import Sight, Staff, Unit
    from dampingi.cases.models import OnCall
    from dampingi.kernel.actors import System
    from dampingi.keys import actions as keys
    from dampingi.places.models import Province, Regency
    from dampingi.training.actions import record_certificate

    by, made = System("bench"), _Staff()
    Province.objects.create(code=story.PROVINCE, name="Kalimantan Tengah")
    Regency.objects.bulk_create([Regency(code=code, province_id=story.PROVINCE, name=code) for code in story.REGENCIES])
    province: Unit = access.add_unit(code=story.PROVINCE, name="Provinsi", kind="province", parent=None, by=by, at=now)
    keys.create_unit(province.id, at=now)
    for code in story.REGENCIES:
        unit = access.add_unit(code=code, name=f"UPTD PPA {code}", kind="district", parent=province, by=by, at=now)
        keys.create_unit(unit.id, at=now)
        if code == story.UNIT:
            made.unit = unit
    word = make_password(PASSWORD)
    for role, many in (("intake", story.INTAKES), ("companion", story.COMPANIONS), ("supervisor", story.SUPERVISORS)):
        for place in range(many):
            staff = access.add_staff(
                email=f"{role}{place}@contoh.test",
                name=f"Petugas {role} {place:02}",
                unit=made.unit,
                roles=[role],
                password=None,
                sex="female" if place % 4 else "male",
                languages=["indonesian"],
                phone=f"0811-{place:04}",
                by=by,
                at=now,
            )
            Staff.objects.filter(id=staff.id).update(password=word, case_cap=story.CASE_CAP)
            getattr(made, role).append(staff)
    for turn, staff in enumerate(made.companion[:3], start=1):
        OnCall.objects.create(unit=made.unit, staff=staff, phone=staff.phone, turn=turn)
    for staff in made.companion[::2]:
        record_certificate(
            staff=staff,
            title="Pelatihan",
            number=f"B/{staff.email}",
            issuer="Dampingi",
            jp=24,
            issued_on=(now - timedelta(days=200)).date(),
            valid_until=None,
            basis="",
            competences=["tpks", "first_line", "intake", "risk", "confidentiality"],
            by=by,
            at=now,
        )
    assert Sight.objects.filter(staff_id=made.supervisor[0].id).count() == 2
    return made


def _store(chunk: Sequence[Story], staff: _Staff, now: datetime) -> None:
    """Store a chunk of stories: a dozen bulk statements and one run of ledger lines."""
    from dampingi.audit.actions import record_many
    from dampingi.cases.models import Assignment, Case, FirstContact
    from dampingi.intake.models import Relation, Report
    from dampingi.keys import case as case_keys
    from dampingi.notices.models import Notice
    from dampingi.people.models import Person
    from dampingi.protocols.models import Duty, Run
    from dampingi.protocols.models import Event as EventRow
    from dampingi.protocols.stored import facts_to
    from dampingi.triage.models import Assessment

    unit = staff.unit
    _let_read(chunk, staff)
    _people(chunk, unit, Person)
    sheets = case_keys.create([s.report_id for s in chunk], kind="report", unit_id=unit.id)
    words = case_keys.create([s.case_id for s in chunk], kind="case", unit_id=unit.id)
    reports = [_report(s, staff, sheets[s.report_id], case_keys) for s in chunk]
    Report.objects.bulk_create(reports)
    Relation.objects.bulk_create(
        Relation(id=s.ids[-1 - n], report_id=s.report_id, victim_id=s.victim.id, party_id=p.id, relation=p.relation)
        for s in chunk
        for n, p in enumerate(p for p in s.people if p.role == "reported")
    )
    cases = [_case(s, staff, report) for s, report in zip(chunk, reports, strict=True)]
    Case.objects.bulk_create(cases)
    Assessment.objects.bulk_create(
        Assessment(
            id=s.ids[-3],
            case_id=s.case_id,
            at=s.received_at,
            by_id=staff.intake[s.taker].id,
            answers=s.values["risk_signs"],
            derived=s.risk,
            level=s.risk,
        )
        for s in chunk
    )
    Run.objects.bulk_create(
        Run(id=s.case_id, unit_id=unit.id, facts=facts_to(s.facts), catalog_version="bench", started_at=s.received_at)
        for s in chunk
    )
    EventRow.objects.bulk_create(
        EventRow(id=i, run_id=s.case_id, code=e.code, at=e.at, recorded_at=e.at, by_id=_hers(s, staff).id)
        for s in chunk
        for i, e in s.events
    )
    Duty.objects.bulk_create(row for s in chunk for row in _duties(s, staff, Duty))
    taken = [s for s in chunk if s.companion is not None]
    Assignment.objects.bulk_create(
        Assignment(id=s.ids[-4], case_id=s.case_id, staff=_hers(s, staff), by_id=staff.supervisor[0].id, at=s.accepted_at, how="proposed")
        for s in taken
    )
    FirstContact.objects.bulk_create(_contact(s, staff, words[s.case_id], case_keys, FirstContact) for s in taken)
    Notice.objects.bulk_create(
        Notice(id=s.ids[-5], staff_id=_hers(s, staff).id, at=s.received_at, read_at=s.accepted_at, mailed_at=s.accepted_at)
        for s in taken
    )
    by_id = dict(zip([s.case_id for s in chunk], cases, strict=True))
    report_of = dict(zip([s.case_id for s in chunk], reports, strict=True))
    record_many([entry for s in chunk for entry in _lines(s, by_id[s.case_id], report_of[s.case_id], staff)])


def _hers(s: Story, staff: _Staff) -> Any:
    """Return who stands beside her, or who took the report where nobody does yet."""
    return staff.intake[s.taker] if s.companion is None else staff.companion[s.companion]


def _let_read(chunk: Sequence[Story], staff: _Staff) -> None:
    from dampingi.access.models import Reader
    from dampingi.kernel.ids import new_id

    Reader.objects.bulk_create(
        Reader(id=new_id(), file_id=file, reader_id=_hers(s, staff).id, unit_id=staff.unit.id)
        for s in chunk
        for file in (s.case_id, s.report_id)
    )


def _people(chunk: Sequence[Story], unit: Any, model: Any) -> None:
    """Store the persons as ``people.actions.mention`` does, for many reports at once."""
    from dampingi.keys import identity
    from dampingi.keys.tokens import Purpose, token
    from dampingi.people import rules
    from dampingi.people.actions import COLUMN, TABLE
    from dampingi.people.models import Token

    keys = identity.create([p.id for s in chunk for p in s.people], unit_id=unit.id)
    rows, tokens = [], []
    for s in chunk:
        for p in s.people:
            file = s.case_id if p.role == "victim" else s.report_id
            values = {name: text for name, text in (("name", p.name), ("phone", p.phone)) if text}
            age = rules.age_on(s.received_at.date(), birth_date=None, years=p.age, band=None)
            rows.append(
                model(
                    id=p.id,
                    unit_id=unit.id,
                    file_id=file,
                    role=p.role,
                    sex=p.sex,
                    age_at_report=age.years,
                    age_at_incident=age.years,
                    age_band=age.band or "",
                    is_child=age.is_child,
                    languages=["indonesian"] if p.role == "victim" else [],
                    identity=identity.seal(keys[p.id], values, table=TABLE, pk=p.id, column=COLUMN),
                ),
            )
            if p.phone:
                value = token(Purpose.PHONE, rules.normal_phone(p.phone))
                tokens.append(Token(id=s.ids[-6], person_id=p.id, file_id=file, purpose=Purpose.PHONE, value=value))
    model.objects.bulk_create(rows)
    Token.objects.bulk_create(tokens)


def _report(s: Story, staff: _Staff, key: Any, keys: Any) -> Any:
    from dampingi.intake.actions import REPORT_TABLE, SHEET
    from dampingi.intake.models import Report

    incident, trafficking = s.values["incident"], s.values["trafficking"] or {}
    sheet = {"narrative": incident["narrative"]}
    return Report(
        id=s.report_id,
        number=s.report_number,
        unit=staff.unit,
        taken_by=staff.intake[s.taker],
        channel=s.values["channel"],
        received_at=s.received_at,
        recorded_at=s.received_at,
        reporter_id=s.people[-1].id,
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
        sheet=keys.seal(key, sheet, table=REPORT_TABLE, pk=s.report_id, column=SHEET),
        sheet_version=1,
    )


def _case(s: Story, staff: _Staff, report: Any) -> Any:
    from dampingi.cases.models import Case

    hers = _hers(s, staff)
    return Case(
        id=s.case_id,
        number=s.number,
        unit=staff.unit,
        report=report,
        victim_id=s.victim.id,
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


def _duties(s: Story, staff: _Staff, model: Any) -> Iterator[Any]:
    for n, one in enumerate(s.duties):
        yield model(
            id=s.ids[n],
            run_id=s.case_id,
            unit_id=staff.unit.id,
            owner_id=_hers(s, staff).id,
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


def _contact(s: Story, staff: _Staff, key: Any, keys: Any, model: Any) -> Any:
    from dampingi.cases.actions.contact import COLUMN, TABLE

    said = {"needs": s.needs, "hopes": s.hopes}
    return model(
        id=s.contact_id,
        case_id=s.case_id,
        at=s.accepted_at,
        by_id=_hers(s, staff).id,
        agrees_help=True,
        agrees_record=True,
        agrees_contact=True,
        support=["look", "listen"],
        safe_now="safe",
        words=keys.seal(key, said, table=TABLE, pk=s.contact_id, column=COLUMN),
    )


def _lines(s: Story, case: Any, report: Any, staff: _Staff) -> Iterator[Any]:
    """Go over the ledger lines of one case, as its deeds would have written them."""
    from dampingi.audit.actions import Entry
    from dampingi.people.actions import File

    who = {"taker": staff.intake[s.taker], "hers": _hers(s, staff), "supervisor": staff.supervisor[0]}
    on = {"report.received": report, "person.revealed": File(case.id, case.unit_id)}
    detail: dict[str, dict[str, object]] = {
        "report.received": {"channel": s.values["channel"], "cases": [str(s.case_id)]},
        "case.assigned": {"staff": str(who["hers"].id)},
        "person.revealed": {"person": str(s.victim.id), "role": "victim"},
        "contact.first": {"support": ["look", "listen"]},
    }
    for one in s.acts:
        yield Entry(
            act=one.act,
            by=who[one.who],
            at=one.at,
            on=on.get(one.act, case),
            reason=one.reason,
            outcome=one.outcome,
            detail=detail.get(one.act, {}),
        )


if __name__ == "__main__":
    _django()
    fill(int(sys.argv[1]), datetime.fromisoformat(sys.argv[2]))
