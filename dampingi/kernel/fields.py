"""What a sheet asks, declared once.

The web form, the API's schema, the printed sheet, the export and the privacy notice all read the
same ``Field``. A sheet is a ``Group`` of fields and groups; ``clean`` turns what somebody sent into
values, or says, place by place, what cannot be taken.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from dampingi.kernel.codes import CodeList
from dampingi.kernel.refusals import NOTHING, Problem
from dampingi.kernel.words import Words, say

LONGEST_TEXT = 200_000
AHEAD = timedelta(minutes=5)
"""How far a clock may be ahead of ours and still be believed."""

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLACE = re.compile(r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?")
# A year typed with two digits reaches us as 0015: that would make a child two thousand years old.
_YEARS = range(1900, 3000)
_BLANK_IS_EMPTY = frozenset({"text", "phone", "nik"})


class Privacy(StrEnum):
    """How a value lies in the database."""

    IDENTITY = "identity"  # sealed under the key of its person
    SENSITIVE = "sensitive"  # sealed under the key of its case or report
    CODED = "coded"  # in clear: a code, a date, a place code; may be counted


class Kind(StrEnum):
    """What a value is."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    CODE = "code"
    CODES = "codes"
    DATE = "date"
    MOMENT = "moment"
    NUMBER = "number"
    YES_NO = "yes_no"
    PLACE = "place"
    PHONE = "phone"
    NIK = "nik"
    ANSWERS = "answers"  # one yes or no for each code that was asked


class Owed(StrEnum):
    """When a value is first asked (practice.md H-12: ask little)."""

    FIRST_SCREEN = "first_screen"
    WHEN_KNOWN = "when_known"
    WHEN_NEEDED = "when_needed"


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a sheet."""

    code: str
    label: Words
    kind: Kind
    privacy: Privacy = Privacy.SENSITIVE
    purpose: Words = NOTHING
    hint: Words = NOTHING
    codes: CodeList | None = None
    owed: Owed = Owed.WHEN_KNOWN
    lowest: int | None = None
    highest: int | None = None
    longest: int = 1_000
    required: bool = False
    past_only: bool = False
    simfoni: str = ""
    htcds: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together; ``many`` for a list of them."""

    code: str
    label: Words
    items: tuple["Field | Group", ...]
    many: bool = False
    at_least: int = 0
    at_most: int = 50
    required: bool = False

    def fields(self) -> Iterator[Field]:
        """Go over every field inside, in screen order."""
        for item in self.items:
            if isinstance(item, Field):
                yield item
            else:
                yield from item.fields()

    def only(self, privacy: Privacy) -> frozenset[str]:
        """Return the codes of this group's own fields of one privacy class."""
        return frozenset(i.code for i in self.items if isinstance(i, Field) and i.privacy is privacy)

    def item(self, code: str) -> "Field | Group":
        """Return the field or group of that code; KeyError when there is none."""
        for item in self.items:
            if item.code == code:
                return item
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What could be taken, and what could not."""

    values: dict[str, Any]
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class _Cleaner:
    now: datetime
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, where: str, code: str, words: Words) -> None:
        self.problems.append(Problem(where, code, words))

    def group(self, group: Group, data: object, where: str) -> dict[str, Any]:
        if not isinstance(data, Mapping):
            self.wrong(where, "type", say("Di sini harus ada sekelompok isian."))
            return {}
        known = {item.code for item in group.items}
        for name in data:
            if name not in known:
                place = f"{where}/{_escaped(str(name))}"
                self.wrong(place, "unknown-field", say("Isian ini tidak dikenal."))
        return {item.code: self.item(item, data.get(item.code), where) for item in group.items}

    def item(self, item: Field | Group, data: object, where: str) -> object:
        place = f"{where}/{item.code}"
        if isinstance(item, Group):
            return self.many(item, data, place) if item.many else self.one(item, data, place)
        blank = isinstance(data, str) and item.kind in _BLANK_IS_EMPTY and not data.strip()
        if data is None or blank or (data == "" and item.kind is not Kind.NUMBER):
            if item.required:
                self.wrong(place, "required", say("Isian ini perlu diisi."))
            return _empty(item)
        return self.value(item, data, place)

    def one(self, group: Group, data: object, where: str) -> dict[str, Any] | None:
        if data is None:
            if group.required:
                self.wrong(where, "required", say("Isian ini perlu diisi."))
            return None
        return self.group(group, data, where)

    def many(self, group: Group, data: object, where: str) -> list[dict[str, Any]]:
        if data is None:
            data = []
        if not isinstance(data, list | tuple):
            self.wrong(where, "type", say("Di sini harus ada daftar."))
            return []
        if len(data) < group.at_least:
            words = say("Perlu paling sedikit {n}.", n=group.at_least)
            self.wrong(where, "too-few", words)
        if len(data) > group.at_most:
            self.wrong(where, "too-many", say("Paling banyak {n}.", n=group.at_most))
            return []
        return [self.group(group, row, f"{where}/{i}") for i, row in enumerate(data)]

    def value(self, f: Field, data: object, where: str) -> object:  # noqa: C901, PLR0911 -- one line a kind
        match f.kind:
            case Kind.TEXT | Kind.LONG_TEXT | Kind.PHONE | Kind.NIK:
                return self.text(f, data, where)
            case Kind.CODE:
                return self.code(f, data, where)
            case Kind.CODES:
                return self.codes(f, data, where)
            case Kind.DATE:
                return self.date(f, data, where)
            case Kind.MOMENT:
                return self.moment(f, data, where)
            case Kind.NUMBER:
                return self.number(f, data, where)
            case Kind.YES_NO:
                if isinstance(data, bool):
                    return data
                self.wrong(where, "type", say("Jawab ya atau tidak."))
                return None
            case Kind.PLACE:
                if isinstance(data, str) and _PLACE.fullmatch(data):
                    return data
                words = say("Tulis kode wilayah bertitik, misalnya 62.71.")
                self.wrong(where, "place-code", words)
                return None
            case Kind.ANSWERS:
                return self.answers(f, data, where)

    def text(self, f: Field, data: object, where: str) -> str:
        if not isinstance(data, str):
            self.wrong(where, "type", say("Di sini harus ada tulisan."))
            return ""
        if "\x00" in data or any("\ud800" <= letter <= "\udfff" for letter in data):
            self.wrong(where, "characters", say("Ada karakter yang tidak dapat disimpan."))
            return ""
        longest = LONGEST_TEXT if f.kind is Kind.LONG_TEXT else f.longest
        if len(data) > longest:
            self.wrong(where, "too-long", say("Terlalu panjang: paling banyak {n} huruf.", n=longest))
            return ""
        return data if f.kind is Kind.LONG_TEXT else data.strip()

    def code(self, f: Field, data: object, where: str) -> str | None:
        if isinstance(data, str) and f.codes is not None and data in f.codes:
            return data
        self.wrong(where, "unknown-code", say("Pilihan ini tidak ada dalam daftar."))
        return None

    def codes(self, f: Field, data: object, where: str) -> list[str]:
        if not isinstance(data, list | tuple):
            self.wrong(where, "type", say("Di sini harus ada daftar."))
            return []
        found = [self.code(f, one, f"{where}/{i}") for i, one in enumerate(data)]
        return list(dict.fromkeys(one for one in found if one is not None))

    def date(self, f: Field, data: object, where: str) -> date | None:
        try:
            if not (isinstance(data, str) and _DATE.fullmatch(data)):
                raise ValueError  # noqa: TRY301 -- one answer for every way of being no date
            day = date.fromisoformat(data)
            if day.year not in _YEARS:
                raise ValueError  # noqa: TRY301 -- as above
        except ValueError:
            self.wrong(where, "date", say("Tanggal ini tidak ada. Contoh: 2026-06-08."))
            return None
        if f.past_only and day > (self.now + timedelta(days=1)).date():
            self.wrong(where, "future", say("Tanggal ini belum tiba."))
            return None
        return day

    def moment(self, f: Field, data: object, where: str) -> datetime | None:
        if isinstance(data, str) and not _MOMENT.fullmatch(data):
            words = say("Tulis tanggal dan jam dengan zona waktu, misalnya 2026-06-08T22:30:00+07:00.")
            self.wrong(where, "moment", words)
            return None
        moment = read_moment(data)
        if moment is None:
            self.wrong(where, "moment", say("Tanggal atau jam ini tidak ada."))
            return None
        if f.past_only and moment > self.now + AHEAD:
            self.wrong(where, "future", say("Waktu ini belum tiba. Periksa jam dan tanggalnya."))
            return None
        return moment

    def number(self, f: Field, data: object, where: str) -> int | None:
        if not isinstance(data, int) or isinstance(data, bool):
            self.wrong(where, "type", say("Di sini harus ada angka."))
            return None
        low, high = f.lowest or 0, f.highest if f.highest is not None else 1_000_000
        if not low <= data <= high:
            words = say("Angka ini harus antara {low} dan {high}.", low=low, high=high)
            self.wrong(where, "range", words)
            return None
        return data

    def answers(self, f: Field, data: object, where: str) -> dict[str, str]:
        if not isinstance(data, Mapping):
            self.wrong(where, "type", say("Di sini harus ada sekelompok isian."))
            return {}
        taken = {}
        for asked, answer in data.items():
            if f.codes is None or asked not in f.codes:
                place = f"{where}/{_escaped(str(asked))}"
                self.wrong(place, "unknown-code", say("Pilihan ini tidak ada dalam daftar."))
            elif answer not in ("yes", "no"):
                words = say("Jawab ya atau tidak, atau kosongkan bila belum ditanya.")
                self.wrong(f"{where}/{asked}", "unknown-code", words)
            else:
                taken[str(asked)] = str(answer)
        return taken


def read_moment(data: object) -> datetime | None:
    """Return the moment that a text with a zone says, or None when there is none on any calendar."""
    if not (isinstance(data, str) and _MOMENT.fullmatch(data)):
        return None
    try:
        moment = datetime.fromisoformat(data.upper())
    except ValueError:
        return None
    # A database takes no offset beyond sixteen hours: the moment is the same in UTC.
    return moment.astimezone(UTC) if moment.year in _YEARS else None


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _empty(f: Field) -> object:
    match f.kind:
        case Kind.CODES:
            return []
        case Kind.ANSWERS:
            return {}
        case Kind.TEXT | Kind.LONG_TEXT | Kind.PHONE | Kind.NIK:
            return ""
        case _:
            return None


def clean(sheet: Group, data: object, *, now: datetime) -> Cleaned:
    """Return the values of ``data`` in the shape of ``sheet``, and every problem with its place.

    Places are JSON pointers (RFC 6901). Unknown names and unknown codes are problems; text may be
    200,000 characters of anything but NUL. ``now`` bounds what must lie in the past.
    """
    cleaner = _Cleaner(now)
    values = cleaner.group(sheet, data, "")
    return Cleaned(values, tuple(cleaner.problems))


_SCHEMAS: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.PHONE: {"type": "string"},
    Kind.NIK: {"type": "string"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.MOMENT: {"type": "string", "format": "date-time"},
    Kind.YES_NO: {"type": "boolean"},
    Kind.PLACE: {"type": "string", "pattern": f"^{_PLACE.pattern}$"},
}


def _field_schema(f: Field) -> dict[str, Any]:
    described = {"title": f.label.text}
    match f.kind:
        case Kind.CODE:
            said: dict[str, Any] = {"type": "string", "enum": list(f.codes or ())}
        case Kind.CODES:
            one = {"type": "string", "enum": list(f.codes or ())}
            said = {"type": "array", "items": one}
        case Kind.NUMBER:
            high = f.highest if f.highest is not None else 1_000_000
            said = {"type": "integer", "minimum": f.lowest or 0, "maximum": high}
        case Kind.ANSWERS:
            answer = {"type": "string", "enum": ["yes", "no"]}
            asked = dict.fromkeys(f.codes or (), answer)
            said = {"type": "object", "properties": asked, "additionalProperties": False}
        case Kind.TEXT | Kind.LONG_TEXT | Kind.PHONE | Kind.NIK:
            longest = LONGEST_TEXT if f.kind is Kind.LONG_TEXT else f.longest
            said = {"type": "string", "maxLength": longest} | ({"minLength": 1, "pattern": r"\S"} if f.required else {})
        case _:
            said = dict(_SCHEMAS[f.kind])
    if not f.required:
        # A form leaves open with nothing, JSON with null: both are taken.
        said = {"anyOf": [said, {"type": "null"} if f.kind is Kind.NUMBER else {"enum": ["", None]}]}
    return {**described, **said}


def json_schema(group: Group) -> dict[str, Any]:
    """Return the JSON Schema of ``group``, for the published description of the API."""
    properties: dict[str, Any] = {}
    for item in group.items:
        if isinstance(item, Field):
            properties[item.code] = _field_schema(item)
        elif item.many:
            array: dict[str, Any] = {"type": "array", "items": json_schema(item)}
            array |= {"minItems": item.at_least, "maxItems": item.at_most}
            properties[item.code] = array if item.at_least else {"anyOf": [array, {"type": "null"}]}
        else:
            properties[item.code] = {"anyOf": [json_schema(item), {"type": "null"}]}
    required = [i.code for i in group.items if i.required or (isinstance(i, Group) and i.at_least > 0)]
    said = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**said, "required": required} if required else said
