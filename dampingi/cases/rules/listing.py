"""Asking the list of cases, and keeping what is asked as a view. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dampingi.cases.catalog import COMPANIONS
from dampingi.kernel.fields import Group
from dampingi.kernel.refusals import Obstacle, Problem
from dampingi.kernel.words import say

MOST_VIEWS = 20
NOT_HER_VIEW = Obstacle(
    "not-her-view",
    say("Tampilan ini milik orang lain di unit Anda."),
    say("Minta supervisor kasus menghapusnya."),
)


def pairs(filters: Group, asked: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return what is asked as an address says it: name and value, in the order of the declaration."""
    found: list[tuple[str, str]] = []
    for field in filters.fields():
        said = asked.get(field.code)
        values = said if isinstance(said, list) else [said] if said else []
        known = {code: place for place, code in enumerate(field.codes or ())}
        found += [(field.code, str(one)) for one in sorted(dict.fromkeys(values), key=lambda v: known.get(v, len(known)))]
    return tuple(found)


def problems_between(values: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Return what is wrong with cleaned filters taken together."""
    since, until = values["dari"], values["sampai"]
    if since and until and since > until:
        return (Problem("/sampai", "order", say("Tanggal ini ada sebelum tanggal mulainya.")),)
    return ()


@dataclass(frozen=True, slots=True)
class ViewFacts:
    """What decides whether a view may be kept; ``names`` are those of the views she has."""

    asked: Mapping[str, Any]
    name: str
    names: Sequence[str]
    shared: bool
    supervises: bool


def obstacles_to_keeping(facts: ViewFacts) -> tuple[Obstacle, ...]:
    """Return what stands in the way of keeping a view."""
    found = []
    if not any(facts.asked.values()):
        found.append(Obstacle("nothing-asked", say("Belum ada saringan yang dipakai."), say("Saring dulu, lalu simpan.")))
    if facts.name.casefold() in {name.casefold() for name in facts.names}:
        found.append(Obstacle("name-taken", say("Sudah ada tampilan dengan nama itu."), say("Pilih nama lain.")))
    if len(facts.names) >= MOST_VIEWS:
        found.append(
            Obstacle(
                "too-many",
                say("Tampilan Anda sudah {most}, dan itu batasnya.", most=MOST_VIEWS),
                say("Hapus satu yang tidak dipakai lagi."),
            ),
        )
    if facts.shared and not facts.supervises:
        found.append(
            Obstacle(
                "not-supervisor",
                say("Tampilan untuk semua di unit dibuat supervisor kasus."),
                say("Simpan untuk Anda sendiri."),
            ),
        )
    if facts.shared and facts.asked.get("petugas") and facts.asked["petugas"] not in COMPANIONS:
        found.append(
            Obstacle(
                "names-somebody",
                say("Saringan ini menyebut satu pendamping; hanya supervisor dapat memakainya."),
                say("Pilih “Saya” sebagai pendamping, atau simpan untuk Anda sendiri."),
            ),
        )
    return tuple(found)


def may_remove(*, hers: bool, shared: bool, supervises: bool) -> bool:
    """Tell whether somebody of the unit may remove a view: her own, or a supervisor what is everybody's."""
    return hers or (shared and supervises)
