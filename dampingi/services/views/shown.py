"""A filled sheet in words: labels and answers, in the order of its form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from dampingi.kernel.codes import SERVICES
from dampingi.kernel.days import spoken_day
from dampingi.kernel.fields import Field, Group, Kind
from dampingi.services.catalog.funding import PAYMENTS, UNPAID
from dampingi.services.catalog.lists import ACCOMPANIMENTS, DOMAINS
from dampingi.services.fields import OUTCOMES
from dampingi.services.models import PlannedService


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
        value = payload.get(item.code)
        if value in (None, "", [], {}):
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


def service_words(service: PlannedService, said: Mapping[str, str]) -> dict[str, Any]:
    """Return a planned service in words, her need first."""
    codes = {
        "domain": DOMAINS.words.get(service.domain, service.domain),
        "service": SERVICES.words.get(service.service, service.service),
        "kind": ACCOMPANIMENTS.words.get(service.kind, service.kind),
        "payer": PAYMENTS.words.get(service.payer, service.payer),
        "outcome": OUTCOMES.words.get(service.outcome, service.outcome),
    }
    provider = service.provider.name if service.provider else said.get("provider_name", "")
    return {"one": service, **codes, "provider": provider, "said": said, "unpaid": service.payer == UNPAID}
