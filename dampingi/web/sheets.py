"""A declared sheet on a screen: from what was typed to a payload, from a payload to inputs.

The payload is the very shape the API takes, so page, API, draft and paper are cleaned once, by
``kernel.fields.clean``. Names of inputs are the places in the payload, joined by dots.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext as _

from dampingi.kernel.fields import Field, Group, Kind, Owed
from dampingi.kernel.refusals import Problem
from dampingi.web.inputs import Input

_MOST_ROWS = 50


def payload_from(group: Group, post: QueryDict, *, zone: ZoneInfo, at: str = "") -> dict[str, Any]:
    """Return what was typed, in the shape of the sheet; what was left empty is left out."""
    said: dict[str, Any] = {}
    for item in group.items:
        name = f"{at}{item.code}"
        value: object
        if isinstance(item, Field):
            value = _typed(item, post, name, zone)
        elif item.many:
            value = list(_rows(item, post, name, zone))
        else:
            value = payload_from(item, post, zone=zone, at=f"{name}.")
        if value not in (None, "", [], {}):
            said[item.code] = value
    return said


def _rows(group: Group, post: QueryDict, name: str, zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    for place in range(_MOST_ROWS):
        start = f"{name}.{place}."
        if not any(key.startswith(start) for key in post):
            return
        row = payload_from(group, post, zone=zone, at=start)
        if row or group.at_least:
            yield row


def _typed(field: Field, post: QueryDict, name: str, zone: ZoneInfo) -> object:  # noqa: PLR0911 -- one line a kind
    text = post.get(name, "")
    match field.kind:
        case Kind.CODES:
            return post.getlist(name)
        case Kind.YES_NO:
            return {"yes": True, "no": False}.get(text)
        case Kind.ANSWERS:
            asked = {code: post.get(f"{name}.{code}", "") for code in field.codes or ()}
            return {code: answer for code, answer in asked.items() if answer}
        case Kind.NUMBER:
            return int(text) if text.strip().isdecimal() else text.strip() or None
        case Kind.MOMENT:
            return _moment(post.get(f"{name}_date", ""), post.get(f"{name}_time", ""), zone)
        case Kind.LONG_TEXT:
            return text if text.strip() else ""
        case _:
            return text.strip()


def _moment(day: str, hour: str, zone: ZoneInfo) -> str:
    """Return the moment with its offset, or what was typed when it is none (it is then refused)."""
    if not day.strip():
        return ""
    try:
        local = datetime.fromisoformat(f"{day.strip()}T{(hour.strip() or '00:00').replace('.', ':')}")
    except ValueError:
        return f"{day} {hour}".strip()
    return local.replace(tzinfo=zone).isoformat()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a sheet on the screen: its inputs, its parts, its rows; ``ordered`` as they were declared."""

    code: str
    label: str
    inputs: Sequence[Input]
    parts: Sequence["Section"] = ()
    rows: Sequence["Section"] = ()
    many: bool = False
    ordered: Sequence["Input | Section"] = ()

    @property
    def wrong_inputs(self) -> bool:
        """Tell whether one of its own inputs needs to be mended."""
        return any(i.error for i in self.inputs)

    @property
    def filled_inputs(self) -> bool:
        """Tell whether one of its own inputs holds a value."""
        return any(i.value or i.values for i in self.inputs)

    @property
    def wrong(self) -> bool:
        """Tell whether anything inside needs to be mended."""
        inside = any(i.error for i in self.inputs)
        return inside or any(p.wrong for p in (*self.parts, *self.rows))

    @property
    def filled(self) -> bool:
        """Tell whether anything inside holds a value."""
        inside = any(i.value or i.values for i in self.inputs)
        return inside or any(p.filled for p in (*self.parts, *self.rows))


def screen(
    group: Group,
    payload: Mapping[str, Any],
    problems: Sequence[Problem] = (),
    *,
    zone: ZoneInfo,
    owed: frozenset[Owed] | None = None,
    at: str = "",
) -> Section:
    """Return ``group`` as inputs that hold ``payload``, each problem beside its own field.

    ``owed`` keeps only the questions of those stages (the first screen asks little, H-12).
    """
    wrong = {p.field.lstrip("/").replace("/", "."): str(p.words) for p in problems}
    return _section(group, payload, wrong, zone, owed, at)


def _section(
    group: Group,
    payload: Mapping[str, Any],
    wrong: Mapping[str, str],
    zone: ZoneInfo,
    owed: frozenset[Owed] | None,
    at: str,
) -> Section:
    ordered: list[Input | Section] = []
    for item in group.items:
        name, value = f"{at}{item.code}", payload.get(item.code)
        if isinstance(item, Field):
            if owed is None or item.owed in owed:
                ordered += _inputs(item, name, value, wrong, zone)
            continue
        part = _many(item, value, wrong, zone, owed, name) if item.many else _one_part(item, value, wrong, zone, owed, name)
        if part.inputs or part.parts or part.rows:
            ordered.append(part)
    return Section(
        group.code,
        str(group.label),
        [one for one in ordered if isinstance(one, Input)],
        [one for one in ordered if isinstance(one, Section)],
        ordered=ordered,
    )


def _one_part(
    group: Group,
    value: object,
    wrong: Mapping[str, str],
    zone: ZoneInfo,
    owed: frozenset[Owed] | None,
    name: str,
) -> Section:
    return _section(group, value if isinstance(value, Mapping) else {}, wrong, zone, owed, f"{name}.")


def _many(
    group: Group,
    value: object,
    wrong: Mapping[str, str],
    zone: ZoneInfo,
    owed: frozenset[Owed] | None,
    name: str,
) -> Section:
    held = value if isinstance(value, list) else []
    # A list that may be empty still shows one row to fill, except on the first screen.
    first = owed is not None and Owed.FIRST_SCREEN in owed
    count = max(len(held), group.at_least if first else 1)
    rows = [
        _section(group, held[i] if i < len(held) else {}, wrong, zone, owed, f"{name}.{i}.") for i in range(count)
    ]
    return Section(group.code, str(group.label), (), rows=[r for r in rows if r.inputs or r.parts], many=True)


def _inputs(field: Field, name: str, value: object, wrong: Mapping[str, str], zone: ZoneInfo) -> list[Input]:
    if field.kind is Kind.ANSWERS:
        given = value if isinstance(value, Mapping) else {}
        return [
            _input(
                field,
                f"{name}.{code}",
                given.get(code, ""),
                wrong,
                label=str(words),
                kind="three-way",
                choices=[("yes", _("Ya")), ("no", _("Tidak")), ("", _("Belum ditanya"))],
                hint="",
            )
            for code, words in (field.codes.words.items() if field.codes else ())
        ]
    return [_one(field, name, value, wrong, zone)]


_KINDS = {
    Kind.LONG_TEXT: "textarea",
    Kind.PHONE: "phone",
    Kind.NUMBER: "number",
    Kind.DATE: "date",
    Kind.MOMENT: "moment",
    Kind.CODES: "checkboxes",
    Kind.PLACE: "place",
}


def _one(field: Field, name: str, value: object, wrong: Mapping[str, str], zone: ZoneInfo) -> Input:
    choices = [(code, str(words)) for code, words in field.codes.choices()] if field.codes else []
    match field.kind:
        case Kind.CODE:
            kind = "radios" if len(choices) <= 4 else "select"  # noqa: PLR2004 -- four fit a phone
            return _input(field, name, value or "", wrong, kind=kind, choices=choices)
        case Kind.YES_NO:
            said = {True: "yes", False: "no"}.get(value, "") if isinstance(value, bool) else ""
            asked = [("yes", _("Ya")), ("no", _("Tidak")), ("", _("Belum tahu"))]
            return _input(field, name, said, wrong, kind="three-way", choices=asked)
        case Kind.CODES:
            held = [str(v) for v in value] if isinstance(value, list) else []
            return _input(field, name, "", wrong, kind="checkboxes", choices=choices, values=held)
        case Kind.MOMENT:
            return _input(field, name, _local(value, zone), wrong, kind="moment")
        case _:
            return _input(field, name, "" if value is None else str(value), wrong, kind=_KINDS.get(field.kind, "text"))


def _local(value: object, zone: ZoneInfo) -> str:
    """Return a moment as ``2026-06-08 22:30`` on the unit's clock, or what was typed."""
    try:
        return datetime.fromisoformat(str(value)).astimezone(zone).strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return str(value or "")


def _hint(field: Field) -> str:
    """Return the hint; a question asked only when needed also says why it is asked (H-12)."""
    said = [str(field.hint)] if field.hint else []
    if field.owed is Owed.WHEN_NEEDED and field.purpose:
        said.insert(0, str(field.purpose))
    return " ".join(said)


def _input(
    field: Field,
    name: str,
    value: object,
    wrong: Mapping[str, str],
    *,
    kind: str,
    label: str = "",
    hint: str | None = None,
    choices: Sequence[tuple[str, str]] = (),
    values: Sequence[str] = (),
) -> Input:
    return Input(
        name=name,
        id="i-" + name.replace(".", "-"),
        label=label or str(field.label),
        hint=_hint(field) if hint is None else hint,
        kind=kind,
        value=str(value or ""),
        values=tuple(values),
        choices=tuple(choices),
        error=wrong.get(name, ""),
        required=field.required,
    )
