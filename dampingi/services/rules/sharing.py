"""What may be shared with whom, and on what it rests (H-03). One pure function decides.

Parts asked for, the grounds there are, the moment: out come the parts allowed, each with its
ground. A packet is composed by it anew at every reading, so what she withdraws is gone at once.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dampingi.cases.rules import Basis
from dampingi.kernel.codes import CodeList
from dampingi.kernel.words import Words, say


class Part(StrEnum):
    """A part of a case that may be shared by itself."""

    IDENTITY = "identity"
    CONTACT = "safe_contact"
    PAPERS = "papers"
    STORY = "story"
    RISK = "risk"
    WISHES = "wishes"
    ASSESSMENT = "assessment"
    HEALTH = "health"
    LAW = "law"
    FAMILY = "family"
    SCHOOL = "school"
    VILLAGE = "village"
    WHOLE = "whole"


PARTS = CodeList(
    "part",
    say("Bagian yang boleh dibagikan"),
    {
        Part.IDENTITY: say("Nama, usia, jenis kelamin"),
        Part.CONTACT: say("Cara menghubungi yang aman"),
        Part.PAPERS: say("NIK dan tanggal lahir"),
        Part.STORY: say("Yang terjadi"),
        Part.RISK: say("Risiko dan tanda bahaya"),
        Part.WISHES: say("Kebutuhan dan harapannya"),
        Part.ASSESSMENT: say("Ringkasan asesmen"),
        Part.HEALTH: say("Kesehatan dan disabilitas"),
        Part.LAW: say("Langkah hukum"),
        Part.FAMILY: say("Hubungan dengan terlapor"),
        Part.SCHOOL: say("Sekolah"),
        Part.VILLAGE: say("Desa dan alamat"),
        Part.WHOLE: say("Seluruh berkas, untuk pelimpahan"),
    },
    "Dampingi (H-03)",
)
IN_A_PACKET = tuple(part for part in Part if part is not Part.WHOLE)
# A child is known by school and village as by a name (UU 11/2012 art. 19; domain §8).
GIVES_A_CHILD_AWAY = frozenset({Part.SCHOOL, Part.VILLAGE})
# Immediate danger: the least with which somebody can save a life (H-03).
LEAST = frozenset({Part.IDENTITY, Part.CONTACT, Part.RISK, Part.HEALTH})
# How long a declared danger opens anything; then her consent or the law must carry it. To be confirmed.
DANGER_LASTS = timedelta(hours=72)


class LegalGround(StrEnum):
    """Which legal order or duty opens something."""

    TPKS_REPORT = "tpks_report"
    ORDER = "order"
    AUTHORITY = "authority"


LEGAL_GROUNDS = CodeList(
    "legal_ground",
    say("Dasar hukum"),
    {
        LegalGround.TPKS_REPORT: say("Laporan kepada polisi (UU 12/2022 Pasal 41 ayat (2)–(3))"),
        LegalGround.ORDER: say("Perintah tertulis hakim, penuntut umum, atau penyidik"),
        LegalGround.AUTHORITY: say("Kewenangan unit lain (UU 23/2014, lampiran; perlu dikonfirmasi)"),
    },
    "UU 12/2022 art. 41; UU 23/2014",
    to_confirm=True,
)
# What each opens, and to whom where the law names somebody.
OPENS: Mapping[LegalGround, frozenset[Part]] = {
    LegalGround.TPKS_REPORT: frozenset({Part.IDENTITY, Part.STORY, Part.RISK, Part.LAW}),
    LegalGround.ORDER: frozenset(IN_A_PACKET),
    LegalGround.AUTHORITY: frozenset({Part.WHOLE}),
}
ONLY_TO: Mapping[LegalGround, frozenset[str]] = {
    LegalGround.TPKS_REPORT: frozenset({"police"}),
    LegalGround.AUTHORITY: frozenset({"unit"}),
}


@dataclass(frozen=True, slots=True)
class Agreed:
    """A consent to share as the rule reads it: to whom, what, from when, until when."""

    number: str
    recipient: str
    parts: frozenset[str]
    given: bool
    since: datetime
    until: datetime | None = None
    paused_at: datetime | None = None
    ended_at: datetime | None = None

    def lives(self, at: datetime) -> bool:
        """Tell whether it stands at that moment: given, begun, not over, not paused, not withdrawn."""
        over = self.until is not None and at >= self.until
        return self.given and self.since <= at and not over and self.paused_at is None and self.ended_at is None


@dataclass(frozen=True, slots=True)
class Grounds:
    """Everything sharing with one recipient may rest on."""

    recipient: str
    recipient_kind: str = ""  # of the directory, or "unit"
    consents: Sequence[Agreed] = ()
    law: LegalGround | None = None
    cited: bool = False  # an order is named by its number
    danger_at: datetime | None = None
    child: bool = True
    place_needed: bool = False  # the service comes to her, or her school must act


@dataclass(frozen=True, slots=True)
class Allowed:
    """One part that may be shared, and on what it rests, in words."""

    part: Part
    basis: Basis
    rests_on: Words


def allowed(asked: Iterable[str], grounds: Grounds, *, at: datetime) -> tuple[Allowed, ...]:
    """Return the parts of ``asked`` that may be shared at that moment, each with its ground."""
    wanted = set(asked)
    found = (_ground_of(part, grounds, at) for part in Part if part in wanted)
    return tuple(one for one in found if one is not None)


def held_back(asked: Iterable[str], grounds: Grounds) -> frozenset[Part]:
    """Return the parts of ``asked`` that no ground opens: a child's school and village, unless the service needs them."""
    withheld = grounds.child and not grounds.place_needed
    return GIVES_A_CHILD_AWAY & frozenset(asked) if withheld else frozenset()


def _ground_of(part: Part, grounds: Grounds, at: datetime) -> Allowed | None:
    if held_back([part], grounds):
        return None
    for agreed in grounds.consents:
        if agreed.recipient == grounds.recipient and part in agreed.parts and agreed.lives(at):
            return Allowed(part, Basis.CONSENT, say("Ia setuju."))
    if grounds.law is not None and _law_opens(part, grounds):
        return Allowed(part, Basis.LAW, LEGAL_GROUNDS.words[grounds.law])
    if danger_stands(grounds.danger_at, at) and part in LEAST:
        return Allowed(part, Basis.DANGER, say("Bahaya langsung bagi nyawa atau tubuh (UU 27/2022 Pasal 20 ayat (2) huruf d)."))
    return None


def _law_opens(part: Part, grounds: Grounds) -> bool:
    law = grounds.law
    if law is None or part not in OPENS[law]:
        return False
    if law is LegalGround.ORDER and not grounds.cited:
        return False
    return law not in ONLY_TO or grounds.recipient_kind in ONLY_TO[law]


def danger_stands(declared_at: datetime | None, at: datetime) -> bool:
    """Tell whether a danger that was declared still opens the least that is needed."""
    return declared_at is not None and declared_at <= at < declared_at + DANGER_LASTS


def may_transfer(grounds: Grounds, *, at: datetime) -> Allowed | None:
    """Return on what handing the whole case over rests, or nothing; danger alone never moves a whole case."""
    return next(iter(allowed([Part.WHOLE], grounds, at=at)), None)
