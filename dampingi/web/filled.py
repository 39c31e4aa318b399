"""A filled sheet in words: labels and answers, in the order of its form; two of them side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from dampingi.kernel.days import spoken_day
from dampingi.kernel.fields import Field, Group, Kind, Privacy

_EMPTY: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True, slots=True)
class Answer:
    """One question and its answer in words; ``at`` for a moment, to be shown on the unit's clock."""

    label: str
    words: str
    long: bool = False
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of a filled sheet; empty parts are left out."""

    label: str
    answers: tuple[Answer, ...]
    parts: tuple["Shown", ...] = ()


def shown(group: Group, payload: Mapping[str, Any], label: str = "") -> Shown:
    """Return what was answered on ``group``, in words."""
    answers: list[Answer] = []
    parts: list[Shown] = []
    for item in group.items:
        value: Any = payload.get(item.code)
        if value in _EMPTY:
            continue
        if isinstance(item, Field):
            answers += _answers(item, value)
        elif item.many:
            rows = [shown(item, row, f"{item.label} {place}") for place, row in enumerate(value, 1)]
            parts += [row for row in rows if row.answers or row.parts]
        else:
            part = shown(item, value, str(item.label))
            parts += [part] if part.answers or part.parts else []
    return Shown(label, tuple(answers), tuple(parts))


def _answers(field: Field, value: Any) -> list[Answer]:  # noqa: PLR0911 -- one line a kind
    label, codes = str(field.label), field.codes.words if field.codes else {}
    match field.kind:
        case Kind.CODE:
            return [Answer(label, str(codes.get(value, value)))]
        case Kind.CODES:
            return [Answer(label, "; ".join(str(codes.get(one, one)) for one in value))]
        case Kind.ANSWERS:
            said = {"yes": _("Ya"), "no": _("Tidak")}
            return [Answer(str(codes.get(asked, asked)), said.get(answer, answer)) for asked, answer in value.items()]
        case Kind.YES_NO:
            return [Answer(label, _("Ya") if value else _("Tidak"))]
        case Kind.MOMENT:
            at = value if isinstance(value, datetime) else datetime.fromisoformat(value)
            return [Answer(label, "", at=at)]
        case Kind.DATE:
            return [Answer(label, spoken_day(value if isinstance(value, date) else date.fromisoformat(value)))]
        case Kind.LONG_TEXT:
            return [Answer(label, str(value), long=True)]
        case _:
            return [Answer(label, str(value))]


@dataclass(frozen=True, slots=True)
class Difference:
    """One question that two people answered otherwise; ``sealed`` where an answer stays unread."""

    label: str
    theirs: Answer | None = None
    mine: Answer | None = None
    sealed: bool = False


def differences(
    group: Group,
    theirs: Mapping[str, Any],
    mine: Mapping[str, Any],
    *,
    sealed: frozenset[str] = frozenset(),
    at: str = "",
    part: str = "",
) -> Iterator[Difference]:
    """Yield what differs between two fillings of ``group``, in its order.

    Of an identity nothing is compared: ``sealed`` names the questions of it that were written anew.
    """
    for item in group.items:
        place, hers, own = f"{at}{item.code}", theirs.get(item.code), mine.get(item.code)
        if isinstance(item, Field):
            yield from _apart(item, hers, own, sealed=place in sealed, part=part)
            continue
        label = str(item.label)
        if not item.many:
            yield from differences(item, hers or {}, own or {}, sealed=sealed, at=f"{place}.", part=label)
            continue
        rows: Iterator[tuple[Any, Any]] = zip_longest(hers or (), own or ())
        for row, (one, other) in enumerate(rows, 1):
            yield from differences(item, one or {}, other or {}, sealed=sealed, at=f"{place}.", part=f"{label} {row}")


def _apart(field: Field, theirs: Any, mine: Any, *, sealed: bool, part: str) -> Iterator[Difference]:
    if field.privacy is Privacy.IDENTITY:
        if sealed:
            yield Difference(_labelled(part, str(field.label)), sealed=True)
        return
    hers, own = _said(field, theirs), _said(field, mine)
    for label in {**hers, **own}:
        one, other = hers.get(label), own.get(label)
        if _plain(one) != _plain(other):
            yield Difference(_labelled(part, label), one, other)


def _labelled(part: str, label: str) -> str:
    return f"{part}: {label}" if part else label


def _said(field: Field, value: Any) -> dict[str, Answer]:
    if value in _EMPTY:
        return {}
    try:
        return {answer.label: answer for answer in _answers(field, value)}
    except ValueError:  # half-filled: a day that is none is shown as it was typed
        return {str(field.label): Answer(str(field.label), str(value))}


def _plain(answer: Answer | None) -> tuple[str, float] | None:
    """Return what an answer says: neither spaces nor seconds tell two of them apart."""
    if answer is None:
        return None
    return " ".join(answer.words.split()).casefold(), answer.at.timestamp() // 60 if answer.at else 0.0
