"""The packet: composed anew at every reading from what is sealed, never stored (H-03)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from dampingi.access.actor import acting_as
from dampingi.audit import actions as audit
from dampingi.cases import actions as cases
from dampingi.cases import queries as case_queries
from dampingi.cases.fields import POLICE_OUTCOMES
from dampingi.cases.models import Case
from dampingi.kernel import codes
from dampingi.kernel.actors import Actor
from dampingi.kernel.words import Words, say
from dampingi.people import actions as people
from dampingi.people.actions import Because
from dampingi.places.queries import path_of
from dampingi.protocols import queries as protocols
from dampingi.protocols.rules import DEEDS, Deed
from dampingi.services import queries
from dampingi.services.actions.sheets import read_sheets
from dampingi.services.catalog import BY_CODE
from dampingi.services.catalog.lists import CONDITIONS
from dampingi.services.rules import sharing as rules
from dampingi.services.rules.sharing import Allowed, Grounds, Part

Line = tuple[Words, str]
_BODY = ("strangled", "injured_now", "pregnant", "suicidal")
_NAMED = frozenset({Part.IDENTITY, Part.CONTACT, Part.PAPERS, Part.SCHOOL, Part.VILLAGE})
_LEGAL = (
    *(Deed.POLICE_REPORT, Deed.PROTECTION_GIVEN, Deed.COURT_APPLICATION, Deed.COURT_ORDER, Deed.LPSK_REQUESTED),
    *(Deed.LPSK_DECIDED, Deed.RESTITUTION_ASKED),
)


@dataclass(frozen=True, slots=True)
class PartShown:
    """One part as its reader sees it, and on what sharing it rests."""

    part: Part
    rests: Allowed
    lines: tuple[Line, ...]

    def __repr__(self) -> str:
        """Show nothing of what it says: a traceback must not print it."""
        return f"PartShown({self.part})"


@dataclass(frozen=True, slots=True)
class Packet:
    """What may be read now, and what was asked for and may not."""

    shown: tuple[PartShown, ...]
    withheld: tuple[Part, ...]


def compose(case_id: UUID, asked: Sequence[str], grounds: Grounds, *, act: str, number: str, by: Actor, at: datetime) -> Packet:
    """Return what the recipient may read at this moment; the look stands in the ledger first.

    Whoever reads need not be able to see the case: only what is allowed leaves here.
    """
    allowed = rules.allowed(asked, grounds, at=at)
    parts = [str(one.part) for one in allowed]
    with acting_as("sharing"):
        case = Case.objects.select_related("unit__parent", "report", "victim").get(id=case_id)
        audit.record(act, by=by, at=at, on=case, outcome="looked", detail={"referral": number, "parts": parts})
        shown = tuple(_shown(case, allowed, by=by, at=at)) if allowed and case.erased_at is None else ()
    given = {one.part for one in shown}
    return Packet(shown, tuple(part for part in Part if part in set(asked) and part not in given))


def _shown(case: Case, allowed: Sequence[Allowed], *, by: Actor, at: datetime) -> list[PartShown]:
    known: dict[str, str] = {}
    if any(one.part in _NAMED for one in allowed):
        opened = people.reveal([case.victim], by=by, at=at, because=Because.SHARED)
        known = dict(opened[case.victim_id].values) if case.victim_id in opened else {}
    build: Mapping[Part, Callable[[], list[Line]]] = {
        Part.IDENTITY: lambda: _identity(case, known),
        Part.CONTACT: lambda: _contact(case, known),
        Part.PAPERS: lambda: [(say("NIK"), known.get("nik", "")), (say("Tanggal lahir"), known.get("birth_date", ""))],
        Part.STORY: lambda: _story(case),
        Part.RISK: lambda: _risk(case),
        Part.WISHES: lambda: _wishes(case),
        Part.ASSESSMENT: lambda: _assessment(case),
        Part.HEALTH: lambda: _health(case),
        Part.LAW: lambda: _law(case),
        Part.FAMILY: lambda: _family(case),
        Part.SCHOOL: lambda: [(say("Sekolah"), known.get("school", ""))],
        Part.VILLAGE: lambda: _village(known),
    }
    return [
        PartShown(one.part, one, tuple((label, text) for label, text in build[one.part]() if text))
        for one in allowed
        if one.part in build
    ]


def _identity(case: Case, known: Mapping[str, str]) -> list[Line]:
    victim = case.victim
    age = str(victim.age_at_report) if victim.age_at_report is not None else _word(codes.AGE_BANDS, victim.age_band)
    spoken = ", ".join(_word(codes.LANGUAGES, one) for one in victim.languages)
    return [
        (say("Nama atau panggilan"), known.get("name", "")),
        (say("Usia"), age),
        (say("Jenis kelamin"), _word(codes.SEXES, victim.sex)),
        (say("Bahasa yang dipakai"), spoken),
    ]


def _contact(case: Case, known: Mapping[str, str]) -> list[Line]:
    return [
        (say("Cara menghubungi yang aman"), _word(codes.CONTACT_WAYS, case.contact_way or "none")),
        (say("Nomor yang aman"), known.get("contact_number", "")),
        (say("Jam yang aman, siapa lagi yang memegang ponselnya"), known.get("contact_note", "")),
    ]


def _story(case: Case) -> list[Line]:
    forms = ", ".join(_word(codes.FORMS, one) for one in case.report.forms)
    return [(say("Bentuk kekerasan"), forms), (say("Yang sudah diceritakan"), case_queries.narrative_of(case.report))]


def _yes_signs(case: Case) -> list[str]:
    last = case_queries.answers_of([case.id]).get(case.id)
    return [sign for sign, answer in (last.answers if last else {}).items() if answer == "yes"]


def _risk(case: Case) -> list[Line]:
    signs = "; ".join(_word(codes.SIGNS, one) for one in _yes_signs(case))
    return [(say("Risiko"), _word(codes.RISKS, case.risk)), (say("Tanda bahaya"), signs)]


def _wishes(case: Case) -> list[Line]:
    said = [cases.read_words(one) for one in case.contacts.all()]
    return [
        (label, "\n".join(words[name] for words in said if words.get(name)))
        for name, label in (("needs", say("Yang ia butuhkan")), ("hopes", say("Yang ia harapkan")))
    ]


def _last_assessment(case: Case) -> Mapping[str, Any]:
    found = queries.sheets_of(case, ["assessment"])[:1]
    return read_sheets(found, BY_CODE)[0] if found else {}


def _assessment(case: Case) -> list[Line]:
    said, sheet = _last_assessment(case), BY_CODE["assessment"].sheet
    found: list[Line] = []
    for code in ("mind", "social", "living"):
        side = said.get(code) or {}
        if side.get("condition"):
            found.append((sheet.item(code).label, _condition(side["condition"])))
    return [*found, (say("Kekuatannya"), str(said.get("strengths", "")))]


def _condition(code: str) -> str:
    return _word(CONDITIONS, code)


def _health(case: Case) -> list[Line]:
    body = _last_assessment(case).get("body") or {}
    signs = "; ".join(_word(codes.SIGNS, one) for one in _yes_signs(case) if one in _BODY)
    disability = case.victim.disability if case.victim.disability != "none" else ""
    return [
        (say("Disabilitas"), _word(codes.DISABILITIES, disability)),
        (say("Yang mendesak"), signs),
        (say("Keadaan"), _condition(body["condition"]) if body.get("condition") else ""),
        (say("Yang ia rasakan"), str(body.get("notes", ""))),
    ]


def _law(case: Case) -> list[Line]:
    steps = "; ".join(_word(POLICE_OUTCOMES, step.outcome) for step in case.police_steps.all())
    done = "; ".join(str(DEEDS[Deed(e.code)]) for e in protocols.events_of(case.id) if e.code in _LEGAL)
    return [(say("Laporan polisi"), steps), (say("Langkah hukum"), done)]


def _family(case: Case) -> list[Line]:
    found = ", ".join(_word(codes.RELATIONS, one) for one in case_queries.relations_of(case).values())
    return [(say("Hubungan dengan terlapor"), found)]


def _village(known: Mapping[str, str]) -> list[Line]:
    village = path_of(known["village_code"]) if known.get("village_code") else ""
    return [(say("Desa atau kelurahan"), village), (say("Alamat"), known.get("address", ""))]


def _word(words: codes.CodeList, code: str | None) -> str:
    return str(words.words.get(code or "", "")) if code else ""
