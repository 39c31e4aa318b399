"""From rows to documents: the letterhead of a unit, a kept sheet in its own order, a letter of one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from dampingi.access.models import Staff
from dampingi.kernel.days import spoken_day, spoken_moment
from dampingi.kernel.fields import Field, Group, Kind
from dampingi.kernel.ids import spoken
from dampingi.press.exports import known_outside, signed_by
from dampingi.press.rules import Document, heading, items, pairs, signs, text
from dampingi.services.catalog.letters import PRINTED_AS, SIGNED
from dampingi.services.models import Sheet
from dampingi.services.rules.documents import Secret, masked
from dampingi.services.rules.sheets import SheetKind
from dampingi.web.filled import Answer, Shown, shown

Block = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Paper:
    """How answers become words on paper: the unit's clock, and what must not stand there."""

    zone: ZoneInfo
    secrets: Sequence[Secret]

    def answer(self, one: Answer) -> tuple[str, str]:
        """Return one question with its answer."""
        return one.label, spoken_moment(one.at, self.zone) if one.at else masked(one.words, self.secrets)

    def part(self, part: Shown, level: int = 2) -> list[Block]:
        """Return one part of a sheet with the parts inside it."""
        blocks = [heading(part.label, level)] if part.label else []
        blocks += [pairs(*(self.answer(one) for one in part.answers))] if part.answers else []
        for inner in part.parts:
            blocks += self.part(inner, min(level + 1, 3) if part.label else level)
        return blocks


def sheet_document(
    sheet: Sheet,
    kind: SheetKind,
    said: Mapping[str, Any],
    *,
    number: str,
    writer: Staff | None,
    secrets: Sequence[Secret],
    hides_places: bool,
    zone: ZoneInfo,
) -> Document:
    """Return a kept sheet in the order of its form, with the case's code in place of a name."""
    answered = shown(kind.sheet, _placeless(kind.sheet, said) if hides_places else said)
    written = [*map(str, SIGNED.get(kind.code, ()))]
    by = f"{known_outside(writer)} ({signed_by(writer)})" if writer else ""
    top = pairs(
        (_("Penerima manfaat"), f"{_('Kasus')} {spoken(number)}"),
        (_("Waktu"), spoken_moment(sheet.when, zone) if sheet.when else ""),
        (_("Ditulis oleh"), by),
        (_("Bentuk"), f"{kind.form} · {kind.source}"),
    )
    body = _Paper(zone, secrets).part(Shown("", tuple(a for a in answered.answers if a.at != sheet.when), answered.parts))
    end = [signs(*((role, "") for role in written))] if written else []
    return Document(str(PRINTED_AS.get(kind.code, kind.title)), (top, *body, *end))


def _placeless(group: Group, said: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was said without villages and districts: a regency is the closest a child is placed."""
    left: dict[str, Any] = {}
    for item in group.items:
        value = said.get(item.code)
        if value in (None, "", [], {}):
            continue
        if isinstance(item, Field):
            left[item.code] = ".".join(str(value).split(".")[:2]) if item.kind is Kind.PLACE else value
        elif item.many:
            left[item.code] = [_placeless(item, row) for row in value]
        else:
            left[item.code] = _placeless(item, value)
    return left


def letter_document(
    *,
    title: str,
    to: str,
    letter_number: str,
    says: str,
    rows: Sequence[tuple[str, str]],
    asked: Sequence[str],
    more: str,
    notes: Sequence[str],
    by: Staff,
    at: datetime,
    zone: ZoneInfo,
) -> Document:
    """Return a letter: to whom, about what, about whom, what is asked, what must stay secret, who signs."""
    blocks: list[Block] = [
        pairs((_("Nomor"), letter_number or "…………"), (_("Sifat"), _("Rahasia")), (_("Kepada"), to)),
        text(says),
        pairs(*rows),
    ]
    if asked:
        blocks += [text(_("Kami memohon agar:")), items(*asked)]
    if more:
        blocks.append(text(more))
    blocks += [text(note, small=True) for note in notes]
    blocks.append(signs((_("Kepala UPTD"), ""), (signed_by(by), known_outside(by))))
    return Document(title, tuple(blocks), date=spoken_day(at.astimezone(zone).date()))


def referral_document(
    *,
    to: str,
    rows: Sequence[tuple[str, str]],
    request: str,
    parts: Sequence[tuple[str, str, Sequence[tuple[str, str]]]],
    notes: Sequence[str],
    by: Staff,
    at: datetime,
    zone: ZoneInfo,
) -> Document:
    """Return a referral as a letter: what is asked, then each part that may be read and on what that rests."""
    blocks: list[Block] = [
        pairs((_("Nomor"), "…………"), (_("Sifat"), _("Rahasia")), (_("Kepada"), to)),
        text(_("Kami merujuk penerima manfaat berikut. Ia tetap kami dampingi.")),
        pairs(*rows),
    ]
    blocks += [heading(_("Yang diminta")), text(request)] if request else []
    for title, rests_on, lines in parts:
        answered = [pairs(*lines)] if lines else [text(_("Belum tercatat."))]
        blocks += [heading(title, 3), *answered, text(_("Dasar: %(basis)s") % {"basis": rests_on}, small=True)]
    blocks += [text(note, small=True) for note in notes]
    blocks.append(text(_("Surat ini hanya untuk lembaga di atas; jangan diteruskan. Ia tidak diminta membayar dulu."), small=True))
    blocks.append(signs((_("Kepala UPTD"), ""), (signed_by(by), known_outside(by))))
    return Document(_("Surat rujukan"), tuple(blocks), date=spoken_day(at.astimezone(zone).date()))
