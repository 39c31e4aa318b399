"""Making documents: names opened only where the purpose needs them, composed in memory, one line in the ledger."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from dampingi.access.actor import acting_as
from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases.models import Case
from dampingi.cases.rules import ERASED
from dampingi.kernel.codes import CASE_KINDS, SERVICES, SEXES
from dampingi.kernel.days import spoken_moment
from dampingi.kernel.ids import spoken
from dampingi.kernel.refusals import Refusal
from dampingi.people import actions as people
from dampingi.people.actions import Because, Identity
from dampingi.people.models import Person
from dampingi.places.queries import path_of
from dampingi.press import exports as press
from dampingi.services.actions.referrals import read_received
from dampingi.services.actions.sheets import read_sheet
from dampingi.services.catalog import letters
from dampingi.services.exports import documents
from dampingi.services.models import Referral, Sheet
from dampingi.services.rules.documents import (
    Detail,
    Known,
    Purpose,
    Secret,
    masked,
    obstacles_to_letter,
    obstacles_to_referral_letter,
    secrets_of,
)
from dampingi.services.rules.sharing import PARTS, Part
from dampingi.services.rules.sheets import SheetKind

NUMBERS = ("nik", "phone", "contact_number")


@transaction.atomic
def print_sheet(case: Case, sheet: Sheet, kind: SheetKind, *, by: Staff, at: datetime) -> bytes:
    """Return a kept sheet as a PDF: the case's code in place of a name, nobody named in what was written."""
    if case.erased_at is not None:
        raise Refusal(ERASED)
    zone = case.unit.timezone
    with press.in_indonesian:
        document = documents.sheet_document(
            sheet,
            kind,
            read_sheet(sheet, kind),
            number=case.number,
            writer=Staff.objects.filter(id=sheet.by_id).first(),
            secrets=secrets_in(case),
            hides_places=case.victim.is_child is not False,
            zone=zone,
        )
        made = press.as_pdf(document, unit=case.unit, by=by, at=at, zone=zone)
    detail = {"sheet": str(sheet.id), "names": False}
    audit.record("document.made", by=by, at=at, on=case, reason=kind.code, detail=detail)
    return made


@transaction.atomic
def print_letter(case: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> bytes:
    """Return a letter to those who pursue the law; her identity is opened, with the reason, if it needs it.

    ``said`` is a cleaned ``LETTER``. Whoever is reported stays unnamed: a child as a victim would
    (H-16), everybody else because the letter does not need it.
    """
    if case.erased_at is not None:
        raise Refusal(ERASED)
    purpose = letters.PURPOSES[said["purpose"]]
    if obstacles := obstacles_to_letter(purpose, case.kinds):
        raise Refusal(*obstacles)
    identity = Identity({})
    if purpose.needs:
        opened = people.reveal([case.victim], by=by, at=at, because=Because.LEGAL_LETTER)
        identity = opened.get(case.victim_id, identity)
    secrets = secrets_in(case, shows=purpose.needs, of=case.victim_id)
    zone = case.unit.timezone
    with press.in_indonesian:
        document = documents.letter_document(
            title=str(purpose.title),
            to=said["to"],
            letter_number=said.get("number") or "",
            says=str(purpose.says),
            rows=[*_about_her(case, purpose, identity), *_about_us(case, said, by=by)],
            asked=[str(letters.ASKED.words[code]) for code in said.get("asked") or ()],
            more=masked(said.get("more") or "", secrets),
            notes=_secrecy(case),
            by=by,
            at=at,
            zone=zone,
        )
        made = press.as_pdf(document, unit=case.unit, by=by, at=at, zone=zone)
    detail = {"purpose": purpose.code, "names": bool(purpose.needs)}
    audit.record("document.made", by=by, at=at, on=case, reason="letter", detail=detail)
    return made


_SHOWS: Mapping[Part, tuple[Detail, ...]] = {
    Part.IDENTITY: (Detail.NAME,),
    Part.PAPERS: (Detail.NIK, Detail.BIRTH_DATE),
    Part.VILLAGE: (Detail.VILLAGE, Detail.ADDRESS),
    Part.SCHOOL: (Detail.SCHOOL,),
}


@transaction.atomic
def print_referral(referral: Referral, *, by: Staff, at: datetime) -> bytes:
    """Return the letter of a referral: what may be shared at this moment and nothing else (H-03).

    What is written in her words or about her loses whatever was not allowed: her name, her place,
    everybody else who is named in the case.
    """
    case = referral.case
    if case.erased_at is not None:
        raise Refusal(ERASED)
    received = read_received(referral, by=by, at=at)
    if obstacles := obstacles_to_referral_letter(
        is_open=referral.is_open, asked=bool(referral.asked), shown=bool(received.packet.shown)
    ):
        raise Refusal(*obstacles)
    shows = {detail for one in received.packet.shown for detail in _SHOWS.get(one.part, ())}
    secrets = secrets_in(case, shows=shows, of=case.victim_id)
    zone = case.unit.timezone
    with press.in_indonesian:
        rows = [(_("Kode kasus"), spoken(case.number)), (_("Layanan yang diminta"), str(SERVICES.words[referral.service]))]
        rows += [(_("Jawaban dimohon sebelum"), spoken_moment(referral.due_at, zone)), *_about_us(case, {}, by=by)]
        document = documents.referral_document(
            to=referral.recipient_name,
            rows=rows,
            request=masked(received.request, secrets),
            parts=[
                (str(PARTS.words[one.part]), str(one.rests.rests_on), [(str(q), _plain(one.part, a, secrets)) for q, a in one.lines])
                for one in received.packet.shown
            ],
            notes=_secrecy(case),
            by=by,
            at=at,
            zone=zone,
        )
        made = press.as_pdf(document, unit=case.unit, by=by, at=at, zone=zone)
    detail = {"referral": referral.number, "names": Detail.NAME in shows}
    audit.record("document.made", by=by, at=at, on=case, reason="referral", detail=detail)
    return made


def _plain(part: Part, words: str, secrets: Sequence[Secret]) -> str:
    """Return an answer of the packet; what is her identity stands as it is, what was told is masked."""
    return words if part in _SHOWS or part is Part.CONTACT else masked(words, secrets)


def _about_her(case: Case, purpose: Purpose, identity: Identity) -> list[tuple[str, str]]:
    said, needs, victim = identity.values, purpose.needs, case.victim
    kinds = [str(CASE_KINDS.words[kind]) for kind in case.kinds if kind in CASE_KINDS]
    return [
        (_("Kode kasus"), spoken(case.number)),
        (str(letters.HER_NAME), identity.name if Detail.NAME in needs else ""),
        (_("Jenis kelamin"), str(SEXES.words[victim.sex]) if Detail.SEX in needs else ""),
        (_("Usia"), _age(victim) if Detail.AGE in needs else ""),
        (_("Alamat"), said.get("address", "") if Detail.ADDRESS in needs else ""),
        (_("Desa atau kelurahan"), path_of(said["village_code"]) if Detail.VILLAGE in needs and said.get("village_code") else ""),
        (_("Dugaan peristiwa"), "; ".join(kinds)),
    ]


def _about_us(case: Case, said: Mapping[str, Any], *, by: Staff) -> list[tuple[str, str]]:
    companion = press.known_outside(case.companion or by)
    when = said.get("meeting_at")
    return [
        (_("Pendamping"), companion),
        (_("Telepon unit"), case.unit.phone),
        (_("Waktu pendampingan"), spoken_moment(when, case.unit.timezone) if when else ""),
    ]


def _age(person: Person) -> str:
    if person.age_at_report is not None:
        return _("%(years)s tahun") % {"years": person.age_at_report}
    return "" if person.is_child is None else _("anak") if person.is_child else _("dewasa")


def _secrecy(case: Case) -> list[str]:
    notes = [str(words) for kind, words in letters.SECRECY.items() if kind in case.kinds]
    if case.victim.is_child is not False:
        notes.append(str(letters.CHILD_SECRECY))
    if any(p.role == "reported" and p.is_child for p in _named_in(case)):
        notes.append(str(letters.REPORTED_CHILD))
    return notes


def _named_in(case: Case) -> list[Person]:
    """Return everybody named in the report of a case, the persons of its other cases among them."""
    with acting_as("documents"):
        files = [case.report_id, *Case.objects.filter(report_id=case.report_id).values_list("id", flat=True)]
        return list(Person.objects.filter(file_id__in=files))


def secrets_in(case: Case, *, shows: Collection[Detail] = (), of: UUID | None = None) -> Sequence[Secret]:
    """Return what must be taken out of whatever was written about a case, before it is printed.

    Identities are compared in memory alone. ``shows`` is what the document says of the person ``of``.
    """
    named = _named_in(case)
    with acting_as("documents"):
        opened = people.open_for_matching(named)
        known = [(p.id, _known(p, opened[p.id])) for p in named if p.id in opened]
    hers = [one for person, one in known if person == of]
    others = [one for person, one in known if person != of]
    return [*secrets_of(hers, shows=shows), *secrets_of(others)]


def _known(person: Person, identity: Identity) -> Known:
    said = identity.values
    village = path_of(said["village_code"]).split(",")[0] if said.get("village_code") else ""
    return Known(
        name=identity.name,
        numbers=[said[name] for name in NUMBERS if said.get(name)],
        address=said.get("address", ""),
        village=village,
        school=said.get("school", ""),
        child=person.is_child is not False,
    )
