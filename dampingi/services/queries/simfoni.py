"""What the national record asks of each case, in its own words; nobody's name (domain §4)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from dampingi.access.models import Staff
from dampingi.cases.models import Case
from dampingi.intake.models import Relation
from dampingi.kernel.codes import CAPACITIES
from dampingi.kernel.ids import spoken
from dampingi.people.models import Person, Role
from dampingi.people.rules import band_of
from dampingi.places.queries import paths_of
from dampingi.protocols.models import Event
from dampingi.services.catalog.simfoni import COMPLAINT, HELPED, NOT_KNOWN, PLANNED, SERVICES, theirs
from dampingi.services.models import PlannedService

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """One case as it is recorded there: the person and what happened, each reported party, each service."""

    case: Case
    main: Row
    parties: Sequence[tuple[UUID, Row]]
    services: Sequence[Row]


def records_of(found: Sequence[Case], *, zone: ZoneInfo) -> list[Record]:
    """Return the records of these cases, in as many statements for one as for many."""
    reports, ids = {case.report_id for case in found}, [case.id for case in found]
    relations = {
        (r.victim_id, r.party_id): r.relation for r in Relation.objects.filter(victim_id__in=[c.victim_id for c in found])
    }
    parties: dict[UUID, list[Person]] = defaultdict(list)
    for person in Person.objects.filter(file_id__in=reports, role=Role.REPORTED).order_by("id"):
        parties[person.file_id].append(person)
    events: dict[UUID, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(run_id__in=ids, code__in=list(SERVICES)).order_by("at", "id"):
        events[event.run_id].append(event)
    helped: dict[UUID, list[PlannedService]] = defaultdict(list)
    given = PlannedService.objects.filter(case_id__in=ids, outcome__in=HELPED).select_related("provider")
    for service in given.order_by("ended_at", "id"):
        helped[service.case_id].append(service)
    places = paths_of({case.report.region_code for case in found if case.report.region_code})
    return [
        Record(
            case,
            _main(case, places, zone),
            [(p.id, _party(p, relations.get((case.victim_id, p.id), "unknown"))) for p in parties[case.report_id]],
            _services(case, events[case.id], helped[case.id], zone),
        )
        for case in found
    ]


def _day(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%d-%m-%Y") if at else ""


def _main(case: Case, places: Mapping[str, str], zone: ZoneInfo) -> Row:
    report, victim = case.report, case.victim
    domestic = {True: "yes", False: "no"}.get(report.domestic, "")  # type: ignore[arg-type]  # not asked is a third answer
    band = victim.age_band or (band_of(victim.age_at_report) if victim.age_at_report is not None else "")
    return {
        "number": spoken(case.number),
        "received_date": _day(report.received_at, zone),
        "occurred_date": _day(report.occurred_at, zone),
        "place": places.get(report.region_code, ""),
        "place_kind": theirs("place_kind", report.place_kind),
        "domestic": theirs("domestic", domestic),
        "sex": theirs("sex", victim.sex),
        "age": "" if victim.age_at_report is None else str(victim.age_at_report),
        "age_band": theirs("age_band", band),
        "disability": {"": NOT_KNOWN, "none": "Tidak"}.get(victim.disability, "Ya"),
        "forms": "; ".join(theirs("form", form) for form in report.forms) or NOT_KNOWN,
        "capacity": _capacity(report.capacity),
    }


def _capacity(code: str) -> str:
    return CAPACITIES.words[code].text if code in CAPACITIES.words else NOT_KNOWN


def _party(person: Person, relation: str) -> Row:
    age = "" if person.age_at_report is None else str(person.age_at_report)
    return {"party_sex": theirs("sex", person.sex), "party_age": age, "relation": theirs("relation", relation)}


def _services(case: Case, events: Sequence[Event], helped: Sequence[PlannedService], zone: ZoneInfo) -> list[Row]:
    ours, said = case.unit.name, {str(deed): words for deed, words in SERVICES.items()}
    found = [(case.report.received_at, COMPLAINT, ours), *((event.at, said[event.code], ours) for event in events)]
    found += [
        (one.ended_at or one.since, PLANNED.get(one.service, "Lainnya"), one.provider.name if one.provider else "")
        for one in helped
    ]
    found.sort(key=lambda row: row[0])
    return [{"service_date": _day(at, zone), "service": what, "provider": by} for at, what, by in found]


def cases_of_month(first: date, *, seen_by: Staff) -> list[Case]:
    """Return the cases of one's unit received in the month that begins on ``first``, as far as one may see them."""
    zone = seen_by.unit.timezone
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    begins, ends = (datetime(day.year, day.month, 1, tzinfo=zone) for day in (first, after))
    found = Case.objects.visible_to(seen_by).filter(unit_id=seen_by.unit_id, erased_at=None)
    found = found.filter(received_at__gte=begins, received_at__lt=ends)
    return list(found.select_related("unit", "report", "victim").order_by("received_at", "id"))
