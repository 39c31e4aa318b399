"""The cases both applications hold: the same in both, from one seed. Pure; nobody in them exists.

A ``Story`` is one case with everything that is stored of it, as plain values. Duties come from the
real engine. ``MIX`` says in numbers what the mix is; it goes into the result as it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from bench.names import name
from dampingi.cases.facts import facts_of, told_by
from dampingi.kernel.codes import Risk, Sex, Sign
from dampingi.kernel.days import Calendar
from dampingi.kernel.ids import CROCKFORD, check_of
from dampingi.protocols import catalog
from dampingi.protocols.rules import Event, Facts, Owed, UnitSettings, owed
from dampingi.triage import rules as triage

SEED = 62
UNIT, PROVINCE = "62.71", "62"
REGENCIES = (
    "62.01", "62.02", "62.03", "62.04", "62.05", "62.06", "62.07", "62.08", "62.09", "62.10",
    "62.11", "62.12", "62.13", "62.71",
)  # fmt: skip
COMPANIONS, INTAKES, SUPERVISORS = 24, 3, 2
CASE_CAP = 5_000  # so that a unit of 100,000 cases is not simply full
YEARS, OPEN_DAYS = 4, 60

MIX: dict[str, object] = {
    "units": "all cases in one unit, read by its supervisor: the hardest for row-level rights",
    "open": 0.10,
    "open cases": f"received in the last {OPEN_DAYS} days, the others evenly over {YEARS} years before",
    "unassigned of the open": 0.04,
    "duties": "from the real engine; of ended cases all met; of open ones those due in the past met but for one in four,"
    " those due in the future open but for three in ten",
    "companions": COMPANIONS,
    "victims a report": 1,
    "second mention": "a reported party in nine of ten reports, a second one in one of ten; a named reporter in six of ten",
    "first contact": "on every accepted case, with her own words",
    "ledger lines a case": "reception, assignment, acceptance, first contact, each event, two looks, one name opened",
    "names": "common ones, one to three words",
    "seed": SEED,
}


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named in a report."""

    id: UUID
    role: str
    name: str
    sex: str = "unknown"
    age: int | None = None
    phone: str = ""
    capacity: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One line of a timeline: what was done, by whom, when."""

    act: str
    who: str
    at: datetime
    reason: str = ""
    outcome: str = "done"


@dataclass(frozen=True, slots=True)
class Story:
    """One case, with its report and what happened since."""

    place: int
    case_id: UUID
    number: str
    report_id: UUID
    report_number: str
    received_at: datetime
    values: dict[str, Any]
    people: tuple[Named, ...]
    kinds: tuple[str, ...]
    ampk: tuple[str, ...]
    risk: Risk
    authority: str
    elsewhere: bool
    awaiting: bool
    facts: Facts
    duties: tuple[Owed, ...]
    events: tuple[tuple[UUID, Event], ...]
    open: bool
    taker: int
    companion: int | None
    accepted_at: datetime | None
    contact_id: UUID
    needs: str
    hopes: str
    ids: tuple[UUID, ...] = field(default=())
    long: tuple[datetime, ...] = field(default=())  # when more and more was done with it: a few cases only

    @property
    def acts(self) -> "Iterator[Act]":
        """Go over what was done with the case, in the order it was done."""
        yield Act("report.received", "taker", self.received_at)
        if self.accepted_at is None:
            return
        at = self.accepted_at
        yield Act("case.assigned", "supervisor", at, "proposed")
        yield Act("case.looked", "hers", at, outcome="looked")
        yield Act("case.accepted", "hers", at)
        yield Act("person.revealed", "hers", at, "own-case")
        yield Act("contact.first", "hers", at)
        yield Act("case.looked", "supervisor", at, outcome="looked")
        for _, event in self.events:
            yield Act("case.event", "hers", event.at, event.code)
        for turn, later in enumerate(self.long):
            yield Act("case.event", "hers", later, _DONE[turn % len(_DONE)])

    @property
    def victim(self) -> Named:
        """Return whom the case is about."""
        return self.people[0]


@dataclass(frozen=True, slots=True)
class _Kind:
    forms: tuple[str, ...]
    sex: str
    ages: tuple[int, int]
    relation: str
    told: str
    domestic: bool = False
    tpks: tuple[str, ...] = ()
    penetration: bool | None = None
    trafficking: dict[str, list[str]] | None = None


_KINDS = (
    _Kind(("physical",), "female", (20, 52), "spouse", "Didorong dan dipukul suaminya tadi malam. Ada memar di lengan.", domestic=True),
    _Kind(("physical", "psychological"), "female", (19, 60), "spouse", "Sering dibentak dan ditampar. Uang belanja ditahan.", domestic=True),
    _Kind(("sexual",), "female", (8, 17), "family", "Bercerita kepada gurunya tentang perbuatan pamannya di rumah.", domestic=True,
          tpks=("child_intercourse_or_indecent_act",), penetration=True),
    _Kind(("psychological",), "female", (18, 55), "spouse", "Dilarang keluar rumah, ponselnya diperiksa setiap malam.", domestic=True),
    _Kind(("sexual",), "female", (18, 30), "partner_or_friend", "Fotonya disebarkan mantan pacarnya.", tpks=("electronic_based",)),
    _Kind(("neglect",), "male", (1, 12), "parent", "Ditinggal sendirian beberapa hari di barak kebun.", domestic=True),
    _Kind(("exploitation", "trafficking"), "female", (14, 22), "employer", "Dijanjikan kerja di rumah makan, KTP-nya dipegang orang.",
          trafficking={"acts": ["recruit", "transport"], "means": ["deception"], "purposes": ["prostitution"]}),
    _Kind(("physical",), "male", (7, 15), "teacher", "Dipukul dengan penggaris di depan kelas, lalu tidak mau sekolah."),
)  # fmt: skip
_KIND_WEIGHTS = (24, 18, 16, 14, 9, 8, 4, 7)
_MORE = (
    "Ia datang bersama tetangganya. ", "Kejadian serupa sudah beberapa kali. ", "Anak-anak melihatnya. ",
    "Ia takut pulang malam ini. ", "Ia meminta agar keluarganya belum diberi tahu. ",
    "Ia mengatakan masih menyimpan pesan-pesannya. ", "Ia bekerja harian dan tidak bisa lama meninggalkan anaknya. ",
)  # fmt: skip
_CHANNELS = ("visit", "phone", "whatsapp", "sapa129", "school", "hospital", "community")
# What is done again and again where a case goes on for long.
_DONE = ("taken_to_health", "rights_told", "lpsk_requested", "court_application", "social_report", "values_checked")
LONG_LINES, LONG_CASES = 500, 8
_CALENDAR, _SETTINGS = Calendar(), UnitSettings()
_ROUNDS = 8  # what is done may start another clock, which is then followed too


class Teller:
    """Tells stories one after another, always the same for one number of cases and one moment."""

    def __init__(self, count: int, now: datetime, *, seed: int = SEED) -> None:
        """Prepare ``count`` stories that end at ``now``."""
        self.count, self.now = count, now
        self.dice = Random(seed)

    def __iter__(self) -> Iterator[Story]:
        """Go over the stories, the oldest first."""
        for place in range(self.count):
            yield self._story(place)

    def _received(self, place: int) -> tuple[datetime, bool]:
        closed = int(self.count * (1 - float(MIX["open"])))  # type: ignore[arg-type]
        recent = timedelta(days=OPEN_DAYS)
        if place < closed:
            share, start, long = place / closed, self.now - recent - timedelta(days=365 * YEARS), timedelta(days=365 * YEARS)
        else:
            share, start, long = (place - closed) / (self.count - closed), self.now - recent, recent - timedelta(minutes=30)
        at = start + long * share
        return at.replace(microsecond=self.dice.randrange(1_000_000)), place >= closed

    def _id(self, at: datetime) -> UUID:
        value = (int(at.timestamp() * 1000) & (1 << 48) - 1) << 80 | self.dice.getrandbits(80)
        value = value & ~(0xF << 76) | 0x7 << 76
        return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)

    def _number(self) -> str:
        while True:
            body = "".join(self.dice.choices(CROCKFORD, k=10))
            if (check := check_of(body)) in CROCKFORD:
                return body + check

    def told(self, at: datetime) -> dict[str, Any]:
        """Return one complaint as the API takes it."""
        dice = self.dice
        kind = dice.choices(_KINDS, _KIND_WEIGHTS)[0]
        age = dice.randint(*kind.ages)
        own = age >= 18 and dice.random() < 0.5
        if dice.random() < 0.15:
            signs: dict[str, str] = {}
        else:
            signs = {str(s): "yes" if dice.random() < 0.07 else "no" for s in Sign}
        told: dict[str, Any] = {
            "channel": dice.choice(_CHANNELS),
            "received_at": at.isoformat(),
            "safe_now": "safe" if dice.random() < 0.8 else "unknown",
            "reporter": {"capacity": "self" if own else dice.choice(("family", "school", "health"))},
            "victims": [
                {
                    "name": name(dice, kind.sex),
                    "sex": kind.sex,
                    "age_years": age,
                    "contact_way": dice.choice(("own_phone", "through_reporter", "visit", "none")),
                    "languages": ["indonesian"],
                    "phone": f"08{dice.randrange(10**9, 10**10)}",
                },
            ],
            "reported_parties": [
                {
                    "name": name(dice, "male"),
                    "age_years": dice.randint(22, 60),
                    "sex": "male",
                    "relations": [{"victim": 0, "relation": kind.relation}],
                }
                for _ in range(dice.choices((0, 1, 2), (10, 80, 10))[0])
            ],
            "incident": {
                "occurred_at": (at - timedelta(hours=dice.choice((1, 6, 20, 30, 90)))).isoformat(),
                "region_code": UNIT if dice.random() < 0.95 else dice.choice(REGENCIES),
                "place_kind": "home" if kind.domestic else "other",
                "forms": list(kind.forms),
                "domestic": kind.domestic,
                "tpks_kinds": list(kind.tpks),
                "may_include_penetration": kind.penetration,
                "narrative": kind.told + " " + "".join(dice.choices(_MORE, k=dice.randint(2, 6))).strip(),
            },
            "risk_signs": signs,
        }
        if not own and dice.random() < 0.85:
            told["reporter"]["name"] = name(dice, dice.choice(("female", "male")))
        if kind.trafficking:
            told["trafficking"] = kind.trafficking
        return told

    def _story(self, place: int) -> Story:
        at, is_open = self._received(place)
        dice = self.dice
        told = self.told(at)
        case_id, report_id = self._id(at), self._id(at)
        people = self._people(told, at)
        values = clean_values(told)
        incident = values["incident"]
        victim = triage.VictimFacts(Sex(people[0].sex), people[0].age < 18)  # type: ignore[operator]
        type_ = triage.case_type(victim, _incident_facts(values))
        risk = triage.risk(values["risk_signs"]).level
        authority = triage.authority(unit_region=UNIT, regions=frozenset({incident["region_code"]}))
        facts = facts_of(
            told_by(values),
            kinds=frozenset(str(k) for k in type_.kinds),
            risk=risk,
            authority=authority.level,
            elsewhere=authority.elsewhere,
            is_child=victim.is_child,
            disabled=False,
            contact_way=values["victims"][0]["contact_way"],
            checks=frozenset(),
        )
        unassigned = is_open and dice.random() < float(MIX["unassigned of the open"])  # type: ignore[arg-type]
        accepted_at = None if unassigned else min(at + timedelta(minutes=dice.randint(3, 90)), self.now)
        duties, events = self._followed(facts, at, is_open=is_open, accepted=accepted_at is not None)
        return Story(
            place=place,
            case_id=case_id,
            number=self._number(),
            report_id=report_id,
            report_number=self._number(),
            received_at=at,
            values=values,
            people=people,
            kinds=tuple(str(k) for k in type_.kinds),
            ampk=tuple(type_.ampk),
            risk=risk,
            authority=str(authority.level),
            elsewhere=authority.elsewhere,
            awaiting=told["reporter"]["capacity"] != "self" and victim.is_child is False and is_open,
            facts=facts,
            duties=duties,
            events=tuple((self._id(event.at), event) for event in events),
            open=is_open,
            taker=dice.randrange(INTAKES),
            companion=None if unassigned else dice.randrange(COMPANIONS),
            accepted_at=accepted_at,
            contact_id=self._id(at),
            needs=dice.choice(("Ingin tempat yang tenang.", "Ingin anaknya tetap bersekolah.", "Ingin ditemani ke puskesmas.")),
            hopes=dice.choice(("Bisa tidur lagi.", "Bekerja lagi seperti dulu.", "Tinggal dekat ibunya.")),
            ids=tuple(sorted(self._id(at) for _ in range(len(duties) + 8))),
            long=self._long(place, accepted_at),
        )

    def _long(self, place: int, accepted_at: datetime | None) -> tuple[datetime, ...]:
        """Return when 500 more things were done, for a few cases evenly over the years."""
        apart = max(self.count // LONG_CASES, 1)
        if accepted_at is None or place % apart != apart // 2:
            return ()
        step = (self.now - accepted_at) / (LONG_LINES + 1)
        return tuple(accepted_at + step * turn for turn in range(1, LONG_LINES + 1))

    def _people(self, told: dict[str, Any], at: datetime) -> tuple[Named, ...]:
        victim, reporter = told["victims"][0], told["reporter"]
        return (
            Named(self._id(at), "victim", victim["name"], victim["sex"], victim["age_years"], victim["phone"]),
            *(
                Named(self._id(at), "reported", p["name"], p["sex"], p["age_years"], relation=p["relations"][0]["relation"])
                for p in told["reported_parties"]
            ),
            Named(self._id(at), "reporter", reporter.get("name", ""), capacity=reporter["capacity"]),
        )

    def _followed(self, facts: Facts, at: datetime, *, is_open: bool, accepted: bool) -> tuple[tuple[Owed, ...], list[Event]]:
        """Let what is owed be done, as the mix says; return the duties and what was done."""
        events: list[Event] = []
        left: set[str] = set()
        for _ in range(_ROUNDS):
            duties = owed(replace(facts, events=tuple(events)), catalog.CASE_STEPS, calendar=_CALENDAR, settings=_SETTINGS)
            new = [one for one in duties if one.met_at is None and one.code not in left]
            if not new or not accepted:
                return duties, events
            for one in new:
                deeds = catalog.STEPS[one.code].met_by
                stays = is_open and self.dice.random() < (0.25 if one.late_at < self.now else 0.7)
                if stays or not deeds:
                    left.add(one.code)
                    continue
                long = max((one.due_at - one.began_at).total_seconds(), 1_200)
                done = one.began_at + timedelta(seconds=long * self.dice.uniform(0.1, 0.95))
                events.append(Event(str(deeds[0]), max(at, min(done, self.now - timedelta(minutes=1)))))
        duties = owed(replace(facts, events=tuple(events)), catalog.CASE_STEPS, calendar=_CALENDAR, settings=_SETTINGS)
        return duties, events


def _incident_facts(values: dict[str, Any]) -> triage.IncidentFacts:
    incident, trafficking = values["incident"], values["trafficking"] or {}
    return triage.IncidentFacts(
        forms=frozenset(incident["forms"]),
        tpks_kinds=frozenset(incident["tpks_kinds"]),
        domestic=incident["domestic"],
        acts=frozenset(trafficking.get("acts", ())),
        means=frozenset(trafficking.get("means", ())),
        purposes=frozenset(trafficking.get("purposes", ())),
    )


def clean_values(told: dict[str, Any]) -> dict[str, Any]:
    """Return a complaint told by ``Teller`` with its moments read."""
    incident = {**told["incident"], "occurred_at": datetime.fromisoformat(told["incident"]["occurred_at"])}
    received = datetime.fromisoformat(told["received_at"])
    return {**told, "incident": incident, "received_at": received, "trafficking": told.get("trafficking")}
