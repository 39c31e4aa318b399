"""Practice data: the units of Kalimantan Tengah, staff for each role, invented reports and cases.

Every person is invented; names are common ones put together by chance. The reports go through the
same entrance as a real one, so their duties, keys and ledger lines are the real thing.
"""

import os
import random
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from dampingi.access import actions as access
from dampingi.access.actor import act_as, act_as_nobody, acting_as
from dampingi.access.models import Staff, Unit
from dampingi.access.rules import Role
from dampingi.cases import actions as cases
from dampingi.cases.models import Case, OnCall
from dampingi.config.demo_providers import keep_providers
from dampingi.intake.forms import clean_complaint
from dampingi.kernel.actors import System
from dampingi.kernel.codes import Sign
from dampingi.kernel.refusals import Refusal
from dampingi.keys import actions as keys
from dampingi.training.actions import record_certificate

PROVINCE = ("62", "UPT PPA Provinsi Kalimantan Tengah")
DISTRICTS = (
    ("62.01", "Kotawaringin Barat"),
    ("62.02", "Kotawaringin Timur"),
    ("62.03", "Kapuas"),
    ("62.04", "Barito Selatan"),
    ("62.05", "Barito Utara"),
    ("62.06", "Katingan"),
    ("62.07", "Seruyan"),
    ("62.08", "Sukamara"),
    ("62.09", "Lamandau"),
    ("62.10", "Gunung Mas"),
    ("62.11", "Pulang Pisau"),
    ("62.12", "Murung Raya"),
    ("62.13", "Barito Timur"),
    ("62.71", "Kota Palangka Raya"),
)
CAPITAL = "62.71"
SMALL = "62.08"  # Sukamara: kepala-6208 holds every role of a unit kecil
WOMEN = ("Sari", "Ratna", "Dewi", "Rina", "Lestari", "Yuliana", "Norhayati", "Mega", "Fitri", "Wati", "Kartini")
MEN = ("Budi", "Andri", "Rahman", "Yansen", "Hendra", "Anto", "Slamet", "Iwan")
LAST = ("Narang", "Utami", "Handayani", "Susanto", "Lambung", "Rahmawati", "Wijaya", "Tundan", "Sihombing")
STORIES: Sequence[dict[str, Any]] = (
    {"forms": ["physical"], "domestic": True, "relation": "spouse", "ages": (24, 45), "sex": "female",
     "told": "Didorong dan dipukul suaminya tadi malam. Ada memar di lengan."},
    {"forms": ["sexual"], "tpks_kinds": ["child_intercourse_or_indecent_act"], "domestic": True,
     "relation": "family", "ages": (9, 16), "sex": "female", "penetration": True,
     "told": "Bercerita kepada gurunya tentang perbuatan pamannya di rumah."},
    {"forms": ["psychological"], "domestic": True, "relation": "spouse", "ages": (20, 50), "sex": "female",
     "told": "Dilarang keluar rumah dan ponselnya diperiksa setiap malam."},
    {"forms": ["sexual"], "tpks_kinds": ["electronic_based"], "relation": "partner_or_friend",
     "ages": (18, 28), "sex": "female", "told": "Fotonya disebarkan mantan pacarnya di media sosial."},
    {"forms": ["neglect"], "domestic": True, "relation": "parent", "ages": (2, 11), "sex": "male",
     "told": "Ditinggal sendirian beberapa hari di barak kebun."},
    {"forms": ["exploitation", "trafficking"], "relation": "employer", "ages": (15, 17), "sex": "female",
     "trafficking": {"acts": ["recruit", "transport"], "means": ["deception"], "purposes": ["prostitution"]},
     "told": "Dijanjikan kerja di rumah makan, ternyata di tempat karaoke. KTP-nya dipegang orang."},
    {"forms": ["physical", "psychological"], "relation": "teacher", "ages": (8, 15), "sex": "male",
     "told": "Dipukul dengan penggaris di depan kelas, lalu tidak mau sekolah."},
    {"forms": ["sexual"], "tpks_kinds": ["physical_harassment"], "relation": "colleague", "ages": (20, 40),
     "sex": "female", "told": "Disentuh rekan kerja di gudang, sudah dua kali."},
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account, printed at the first start."""

    email: str
    role: str
    unit: str


def password() -> str:
    """Return the one password of all demo accounts."""
    return os.environ.get("DAMPINGI_DEMO_PASSWORD") or "-".join(secrets.token_hex(2) for _ in range(4))


def fill(*, at: datetime, word: str) -> list[Account]:
    """Fill an empty practice database; return the accounts. The same seed gives the same stories."""
    if settings.DAMPINGI_MODE != "practice":
        message = "demo data belong to a practice installation"
        raise RuntimeError(message)
    dice = random.Random(62)  # noqa: S311 -- invented stories, not secrets
    with acting_as("demo"), transaction.atomic():
        accounts = _staff(word, at=at)
    _stories(dice, at=at)
    return accounts


def _staff(word: str, *, at: datetime) -> list[Account]:
    by = System("demo")
    code, name = PROVINCE
    province = access.add_unit(code=code, name=name, kind="province", parent=None, by=by, at=at)
    keys.create_unit(province.id, at=at)
    made: list[tuple[Unit, str, list[Role], str]] = []
    units = [province]
    for district, called in DISTRICTS:
        unit = access.add_unit(code=district, name=f"UPTD PPA {called}", kind="district", parent=province, by=by, at=at)
        keys.create_unit(unit.id, at=at)
        if district == SMALL:  # four accounts to try, and still a unit kecil
            unit.small = True
            unit.save(update_fields=["small"])
        units.append(unit)
        keep_providers(unit.id, district, called, capital=district == CAPITAL, at=at)
    for unit in units:
        short = unit.code.replace(".", "")
        if unit.code == SMALL:
            roles = [Role.INTAKE, Role.COMPANION, Role.SUPERVISOR, Role.HEAD]
            made.append((unit, f"kepala-{short}", roles, "female"))
            continue
        made += [
            (unit, f"pengaduan-{short}", [Role.INTAKE], "male"),
            (unit, f"pendamping-{short}", [Role.COMPANION], "female"),
            (unit, f"supervisor-{short}", [Role.SUPERVISOR], "female"),
            (unit, f"pendamping2-{short}", [Role.COMPANION], "female"),
            (unit, f"kepala-{short}", [Role.HEAD], "female"),
        ]
    sukamara = next(u for u in units if u.code == SMALL)
    short = SMALL.replace(".", "")
    made += [
        (sukamara, f"pengaduan-{short}", [Role.INTAKE], "female"),
        (sukamara, f"pendamping-{short}", [Role.COMPANION], "female"),
        (sukamara, f"supervisor-{short}", [Role.SUPERVISOR], "female"),
        (province, "pelatihan-62", [Role.TRAINER], "female"),
        (province, "data-62", [Role.DATA], "male"),
        (province, "admin-62", [Role.ADMIN], "male"),
    ]
    return [_account(i, row, word, by=by, at=at) for i, row in enumerate(made)]


def _account(place: int, row: tuple[Unit, str, list[Role], str], word: str, *, by: System, at: datetime) -> Account:
    unit, local, roles, sex = row
    first = (WOMEN if sex == "female" else MEN)[place % (len(WOMEN) if sex == "female" else len(MEN))]
    staff = access.add_staff(
        email=f"{local}@contoh.test",
        name=f"{first} {LAST[(place * 5) % len(LAST)]}",
        unit=unit,
        roles=roles,
        password=word,
        sex=sex,
        languages=["indonesian", "banjar" if place % 2 else "ngaju"],
        phone=f"0811-0000-{place:04}",
        by=by,
        at=at,
    )
    if Role.COMPANION in roles:
        OnCall.objects.create(unit=unit, staff=staff, phone=staff.phone, turn=1 + local.startswith("pendamping2"))
        if not local.startswith("pendamping2"):
            record_certificate(
                staff=staff,
                title="Pelatihan pendampingan korban TPKS (contoh latihan)",
                number=f"LATIHAN/{place:03}",
                issuer="Dampingi (latihan)",
                jp=24,
                issued_on=(at - timedelta(days=200)).date(),
                valid_until=None,
                basis="UU 12/2022 art. 26",
                competences=["tpks", "first_line", "intake", "risk", "confidentiality"],
                by=by,
                at=at,
            )
    role = ", ".join(str(r) for r in roles)
    return Account(staff.email, role, unit.name)


def _stories(dice: random.Random, *, at: datetime) -> None:
    """Tell a few dozen stories, spread over the units and the last weeks, some already followed."""
    order = ["62.71"] * 8 + [SMALL] * 4 + [code for code, _ in DISTRICTS] + ["62"] * 4
    for place, code in enumerate(order):
        short = code.replace(".", "")
        taker = Staff.objects.select_related("unit").get(email=f"pengaduan-{short}@contoh.test")
        when = at - timedelta(hours=dice.choice([0.4, 2, 5, 9, 20, 30, 50, 80, 130, 200, 340]))
        with _as(taker):
            got = cases.receive_report(
                clean_complaint(_story(dice, place, taker.unit, when), now=at, zone=taker.unit.timezone),
                by=taker,
                at=when + timedelta(minutes=3),
            )
        if place % 3:
            _follow(dice, got.cases[0], short, when=when, at=at)


@contextmanager
def _as(staff: Staff) -> Iterator[None]:
    """Act as one member of staff for a while, in one transaction."""
    act_as(staff)
    try:
        with transaction.atomic():
            yield
    finally:
        act_as_nobody()


def _story(dice: random.Random, place: int, unit: Unit, when: datetime) -> dict[str, Any]:
    told = STORIES[place % len(STORIES)]
    first = dice.choice(WOMEN if told["sex"] == "female" else MEN)
    answers = {s: dice.choice(["no", "no", "no", "yes"]) for s in Sign} if place % 4 else {}
    own = place % 5 == 0 and told["ages"][0] >= 18  # noqa: PLR2004 -- an adult speaks for herself
    said: dict[str, Any] = {
        "channel": dice.choice(["visit", "phone", "whatsapp", "sapa129", "school", "hospital", "community"]),
        "received_at": when.isoformat(),
        "reporter": {"capacity": "self"}
        if own
        else {
            "capacity": dice.choice(["family", "school", "health"]),
            "name": f"{dice.choice(MEN)} {dice.choice(LAST)}",
        },
        "victims": [
            {
                "name": f"{first} {dice.choice(LAST)}",
                "sex": told["sex"],
                "age_years": dice.randint(*told["ages"]),
                "contact_way": dice.choice(["own_phone", "through_reporter", "visit", "none"]),
                "languages": ["indonesian"],
            },
        ],
        "reported_parties": [
            {
                "name": f"{dice.choice(MEN)} {dice.choice(LAST)}",
                "relations": [{"victim": 0, "relation": told["relation"]}],
            },
        ],
        "incident": {
            "occurred_at": (when - timedelta(hours=dice.choice([1, 6, 30, 90]))).isoformat(),
            "region_code": unit.code if "." in unit.code else "62.71",
            "place_kind": "home" if told.get("domestic") else "other",
            "forms": told["forms"],
            "domestic": bool(told.get("domestic")),
            "tpks_kinds": told.get("tpks_kinds", []),
            "narrative": told["told"],
        },
        "risk_signs": answers,
    }
    if told.get("penetration"):
        said["incident"]["may_include_penetration"] = True
    if told.get("trafficking"):
        said["trafficking"] = told["trafficking"]
    return said


def _follow(dice: random.Random, case: Case, short: str, *, when: datetime, at: datetime) -> None:
    """Let a supervisor assign and the companion begin, when there was time for it."""
    supervisor = Staff.objects.select_related("unit").get(email=f"supervisor-{short}@contoh.test")
    companion = Staff.objects.select_related("unit").get(email=f"pendamping-{short}@contoh.test")
    then = min(when + timedelta(minutes=dice.choice([8, 25, 90])), at)
    try:
        with _as(supervisor):
            case = Case.objects.select_related("unit__parent", "report", "victim", "companion").get(id=case.id)
            cases.assign(case, to=companion, by=supervisor, at=then)
    except Refusal:
        return  # an invented name may be a colleague's: the refusal itself is worth seeing
    if at - when < timedelta(hours=6):
        return
    with _as(companion):
        case = Case.objects.select_related("unit__parent", "report", "victim", "companion").get(id=case.id)
        cases.acknowledge(case, by=companion, at=min(then + timedelta(minutes=9), at))
        if dice.random() < 0.6:  # noqa: PLR2004 -- most, not all
            cases.first_contact(
                case,
                when=min(then + timedelta(hours=1), at),
                agreed={"help": True, "record": True, "contact": True},
                support=["look", "listen"],
                safe_now="safe",
                words={"needs": "Ingin tempat yang tenang dan ada yang menemani.", "hopes": "Bisa tidur lagi."},
                by=companion,
                at=min(then + timedelta(hours=2), at),
            )
