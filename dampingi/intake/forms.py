"""From what somebody sent to what may be stored: one cleaning for page, API and paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dampingi.access.models import Unit
from dampingi.intake.fields import COMPLAINT
from dampingi.kernel.codes import Sex
from dampingi.kernel.fields import AHEAD, Group, Kind, clean, read_moment
from dampingi.kernel.refusals import Problem, Unclean
from dampingi.kernel.words import Words, say
from dampingi.people import rules as people_rules
from dampingi.places import queries as places

WARNINGS: Mapping[str, Words] = {
    "age_against_birth_date": say("Usia dan tanggal lahir tidak cocok. Periksa bila sempat."),
    "nik_length": say("NIK seharusnya 16 angka. Periksa bila sempat."),
    "nik_date": say("Tanggal dalam NIK tidak cocok dengan tanggal lahir. Periksa bila sempat."),
    "incident_after_report": say("Waktu kejadian sesudah waktu laporan. Periksa bila sempat."),
    "received_long_ago": say("Laporan ini diterima lebih dari setahun lalu. Periksa tahunnya bila sempat."),
    "clock": say("Waktu dari perangkat pengirim meragukan; kedua waktu disimpan. Periksa bila sempat."),
}


@dataclass(frozen=True, slots=True)
class Clean:
    """A complaint that can be stored: values in the sheet's shape, and doubts for someone to check.

    ``doubts`` holds pairs of a JSON pointer and a code of ``WARNINGS``; ``said_received_at`` is the
    claim of a device whose clock was wrong.
    """

    values: dict[str, Any]
    doubts: tuple[tuple[str, str], ...] = ()
    said_received_at: datetime | None = None
    doubts_by_victim: Mapping[int, tuple[str, ...]] = field(default_factory=dict)


def clean_complaint(data: object, *, now: datetime, zone: ZoneInfo, known_late: bool = False) -> Clean:
    """Return the complaint, or raise ``Unclean`` with every problem and its place.

    ``known_late`` (a form, a phone) takes a reception time in the future as a wrong clock: both
    times are kept and the case owes a check; without it such a time is refused.
    """
    said = None
    if known_late and isinstance(data, Mapping):
        data, said = _with_right_clock(dict(data), now)
    cleaned = clean(COMPLAINT, data, now=now)
    problems = list(cleaned.problems)
    if isinstance(data, Mapping):
        problems += _relations(cleaned.values) + _regions(cleaned.values, problems)
    if problems:
        raise Unclean(*problems)
    values = cleaned.values
    by_victim, doubts = _doubts(values, zone, now)
    if said is not None:
        doubts.append(("/received_at", "clock"))
    return Clean(values, tuple(doubts), said, by_victim)


def with_place_codes(
    sheet: Group,
    payload: Mapping[str, Any],
    *,
    unit: Unit,
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """Return what was typed with names of places turned into their dotted codes.

    A name that means nothing, or several places, stays as it is and comes back as a problem that
    names the places it may mean.
    """
    problems: list[Problem] = []
    return _placed(sheet, payload, unit, "", problems), tuple(problems)


def _placed(group: Group, said: Mapping[str, Any], unit: Unit, at: str, problems: list[Problem]) -> dict[str, Any]:
    values = dict(said)
    for item in group.items:
        value, where = values.get(item.code), f"{at}/{item.code}"
        if isinstance(item, Group):
            if item.many and isinstance(value, list):
                rows = [_placed(item, row, unit, f"{where}/{i}", problems) for i, row in enumerate(value)]
                values[item.code] = rows
            elif isinstance(value, Mapping):
                values[item.code] = _placed(item, value, unit, where, problems)
        elif item.kind is Kind.PLACE and isinstance(value, str) and value:
            meant = places.resolve(
                value,
                under=unit.region_code[:2],
                unit_id=unit.id,
                village_first=item.code == "village_code",
            )
            if len(meant) == 1:
                values[item.code] = meant[0][0]
            else:
                values.pop(item.code)
                problems.append(Problem(where, "unknown-place", _which(meant)))
    return values


def _which(meant: Sequence[tuple[str, str]]) -> Words:
    if not meant:
        return say("Tempat ini tidak dikenal. Tulis nama desa, kecamatan, atau kabupatennya; boleh dikosongkan.")
    paths = "; ".join(path for _code, path in meant[:_MOST_MEANT])
    return say("Ada beberapa tempat bernama ini: {paths}. Tulis salah satu selengkapnya.", paths=paths)


_MOST_MEANT = 5
_LONG_AGO = timedelta(days=365)


def _with_right_clock(data: dict[str, Any], now: datetime) -> tuple[dict[str, Any], datetime | None]:
    said = read_moment(data.get("received_at"))
    if said is None or said <= now + AHEAD:
        return data, None
    return {**data, "received_at": now.isoformat()}, said


def _relations(values: dict[str, Any]) -> list[Problem]:
    victims = len(values.get("victims") or ())
    return [
        Problem(
            f"/reported_parties/{i}/relations/{j}/victim",
            "unknown-victim",
            say("Tidak ada orang dengan urutan ini."),
        )
        for i, party in enumerate(values.get("reported_parties") or ())
        for j, pair in enumerate(party.get("relations") or ())
        if pair.get("victim") is not None and pair["victim"] >= victims
    ]


def _regions(values: dict[str, Any], so_far: list[Problem]) -> list[Problem]:
    asked = {"/incident/region_code": (values.get("incident") or {}).get("region_code")}
    for i, victim in enumerate(values.get("victims") or ()):
        asked[f"/victims/{i}/village_code"] = victim.get("village_code")
    given = {where: str(code) for where, code in asked.items() if code}
    if so_far or not given:
        return []
    known = places.known(set(given.values()))
    words = say("Kode wilayah ini tidak dikenal.")
    return [Problem(where, "unknown-code", words) for where, code in given.items() if code not in known]


def _doubts(values: dict[str, Any], zone: ZoneInfo, now: datetime) -> tuple[dict[int, tuple[str, ...]], list[tuple[str, str]]]:
    received, incident = values["received_at"], values.get("incident") or {}
    doubts: list[tuple[str, str]] = []
    if incident.get("occurred_at") and incident["occurred_at"] > received:
        doubts.append(("/incident/occurred_at", "incident_after_report"))
    if received < now - _LONG_AGO:
        doubts.append(("/received_at", "received_long_ago"))
    by_victim = {}
    day = received.astimezone(zone).date()
    for i, victim in enumerate(values["victims"]):
        born, sex = victim["birth_date"], Sex(victim["sex"] or Sex.UNKNOWN)
        age = people_rules.doubts_about_age(day, birth_date=born, years=victim["age_years"])
        nik = people_rules.doubts_about_nik(victim["nik"], birth_date=born, sex=sex)
        by_victim[i] = age + nik
        doubts += [(f"/victims/{i}/age_years", code) for code in age]
        doubts += [(f"/victims/{i}/nik", code) for code in nik]
    return by_victim, doubts
