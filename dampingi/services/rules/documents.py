"""What a document may say of whom. Pure: purposes that need an identity are data, everything else shows a code."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dampingi.kernel.refusals import NOTHING, Obstacle
from dampingi.kernel.words import Words, say


class Detail(StrEnum):
    """One part of an identity; each is written only where the purpose needs it."""

    NAME = "name"
    SEX = "sex"
    AGE = "age"
    ADDRESS = "address"
    VILLAGE = "village"
    SCHOOL = "school"
    NIK = "nik"
    BIRTH_DATE = "birth_date"


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a letter is for: what it is called, what of her identity it needs, and why."""

    code: str
    title: Words
    says: Words
    needs: frozenset[Detail] = frozenset()
    why: Words = NOTHING
    only_for: frozenset[str] = frozenset()  # kinds of case; empty for every kind


def obstacles_to_letter(purpose: Purpose, kinds: Iterable[str]) -> tuple[Obstacle, ...]:
    """Return what stands in the way of a letter for ``purpose`` in a case of these kinds."""
    if purpose.only_for and not purpose.only_for & set(kinds):
        return (
            Obstacle(
                "not-for-this-kind",
                say("Surat ini hanya untuk kekerasan dalam rumah tangga."),
                say("Pilih tujuan lain, atau lengkapi dulu jenis kasusnya."),
            ),
        )
    return ()


def obstacles_to_referral_letter(*, is_open: bool, asked: bool, shown: bool) -> tuple[Obstacle, ...]:
    """Return what stands in the way of a referral's letter: it ended, or nothing may be shared now."""
    if not is_open:
        return (Obstacle("referral-ended", say("Rujukan ini sudah selesai atau dibatalkan."), say("Buat rujukan baru.")),)
    if asked and not shown:
        return (
            Obstacle(
                "nothing-shared",
                say("Saat ini tidak ada yang boleh dibagikan kepada lembaga ini."),
                say("Tanyakan lagi persetujuannya, atau rujuk lewat telepon."),
            ),
        )
    return ()


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that gives somebody away; ``plain`` is a common word unless it begins with a capital letter."""

    text: str
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Of one person named in a case, what would give her away."""

    name: str = ""
    numbers: Sequence[str] = ()
    address: str = ""
    village: str = ""  # village and school give a child away like a name
    school: str = ""
    child: bool = True


HIDDEN = "[disamarkan]"
_SHORTEST = 3
_SHORTEST_NUMBER = 6
# Words of address that stand in names and everywhere else.
_ADDRESS = frozenset(
    {
        *("pak", "bapak", "ibu", "bu", "mama", "papa", "ayah", "kakak", "adik", "abang", "bang", "mas", "mbak"),
        *("bin", "binti", "binte", "anak", "guru", "haji", "hajjah", "paman", "bibi", "kakek", "nenek", "tante", "om"),
        *("dan", "yang", "dari", "tidak", "nama", "tahu", "orang", "suami", "istri", "tetangga", "pacar", "teman"),
    },
)


def secrets_of(known: Iterable[Known], *, shows: Collection[Detail] = ()) -> list[Secret]:
    """Return what must not stand in the text of a document that shows nothing but ``shows``."""
    found: list[Secret] = []
    for one in known:
        if Detail.NAME not in shows:
            parts = [p.strip(".,;") for p in one.name.split()]
            found += [Secret(one.name)] if len(one.name) >= _SHORTEST else []
            found += [Secret(p) for p in parts if len(p) >= _SHORTEST and p.lower() not in _ADDRESS]
        found += [Secret(n) for n in one.numbers if len(n) >= _SHORTEST_NUMBER and Detail.NIK not in shows]
        if one.address and Detail.ADDRESS not in shows:
            found.append(Secret(one.address))
        if one.child:
            places = ((Detail.VILLAGE, one.village), (Detail.SCHOOL, one.school))
            found += [Secret(p, plain=" " not in p) for d, p in places if d not in shows and len(p) >= _SHORTEST]
    return [s for s in found if s.text.strip().lower() not in _ADDRESS]


def masked(text: str, secrets: Sequence[Secret]) -> str:
    """Return ``text`` with every secret taken out; a longer one before what is part of it."""
    for one in sorted(secrets, key=lambda s: -len(s.text)):
        words = r"\s+".join(re.escape(word) for word in one.text.split())
        if one.plain:
            words = f"(?:{words}|{words.upper()})"
        text = re.sub(rf"(?<!\w){words}(?!\w)", HIDDEN, text, flags=0 if one.plain else re.IGNORECASE)
    return text


# -- what stands on paper ----------------------------------------------------------------------
