"""From a case to the coded facts the protocols read, and what a companion for it must be. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dampingi.cases.rules import ConsultFacts
from dampingi.kernel.codes import AgeBand, Authority, Capacity, Risk, Sign
from dampingi.people.rules import age_on
from dampingi.protocols.rules import Facts

BODY_SIGNS = frozenset({Sign.STRANGLED, Sign.INJURED_NOW, Sign.PREGNANT})


@dataclass(frozen=True, slots=True)
class Told:
    """What one report says, coded; shared by all its victims."""

    received_at: datetime
    occurred_at: datetime | None
    channel: str
    informant: str
    forms: frozenset[str]
    tpks_kinds: frozenset[str]
    purposes: frozenset[str]
    may_include_penetration: bool | None
    answers: Mapping[str, str]
    reported_child: bool


def facts_of(
    told: Told,
    *,
    kinds: frozenset[str],
    risk: str,
    authority: str,
    elsewhere: bool,
    is_child: bool | None,
    disabled: bool,
    contact_way: str,
    checks: frozenset[str],
) -> Facts:
    """Return the facts of one case for the protocol engine: codes and moments, no name, no text."""
    informant = Capacity(told.informant) if told.informant else None
    by_other = informant is not Capacity.SELF
    return Facts(
        received_at=told.received_at,
        occurred_at=told.occurred_at,
        kinds=kinds,
        risk=Risk(risk),
        forms=told.forms,
        tpks_kinds=told.tpks_kinds,
        purposes=told.purposes,
        channel=told.channel,
        informant=informant,
        victim_is_child=is_child,
        age_known=is_child is not None,
        victim_disabled=disabled,
        yes_signs=frozenset(s for s, a in told.answers.items() if a == "yes"),
        no_signs=frozenset(s for s, a in told.answers.items() if a == "no"),
        may_include_penetration=told.may_include_penetration,
        safe_contact_open=contact_way in ("", "none"),
        reported_by_other=by_other and is_child is False,
        reported_child=told.reported_child,
        authority=Authority(authority),
        elsewhere=elsewhere,
        checks=checks,
    )


def told_by(values: Mapping[str, Any]) -> Told:
    """Return what a cleaned complaint says, coded."""
    incident = values.get("incident") or {}
    reporter = values.get("reporter") or {}
    parties = values.get("reported_parties") or ()
    return Told(
        received_at=values["received_at"],
        occurred_at=incident.get("occurred_at"),
        channel=values["channel"],
        informant=reporter.get("capacity") or "",
        forms=frozenset(incident.get("forms") or ()),
        tpks_kinds=frozenset(incident.get("tpks_kinds") or ()),
        purposes=frozenset((values.get("trafficking") or {}).get("purposes") or ()),
        may_include_penetration=incident.get("may_include_penetration"),
        answers=values.get("risk_signs") or {},
        reported_child=any((p.get("age_years") is not None and p["age_years"] < 18) for p in parties),  # noqa: PLR2004 -- UU 11/2012: a child is under 18
    )


def consult_facts(said: Mapping[str, Any], *, on: date) -> ConsultFacts:
    """Return what decides whether a sheet is only a question; ``said`` may be cleaned or still being typed."""
    incident, boxes = said.get("incident") or {}, said.get("trafficking") or {}
    victims = said.get("victims") or [{}]
    named = ("forms", "tpks_kinds", "ampk", "domestic", "may_include_penetration", "occurred_at")
    return ConsultFacts(
        channel=str(said.get("channel") or ""),
        safe_now=str(said.get("safe_now") or ""),
        people=len(victims),
        is_child=_is_child(victims[0], on=on),
        danger_sign="yes" in (said.get("risk_signs") or {}).values(),
        violence_named=any(incident.get(name) for name in named),
        trafficking_named=any(boxes.values()),
        party_named=any(any(party.values()) for party in said.get("reported_parties") or ()),
    )


def _is_child(victim: Mapping[str, Any], *, on: date) -> bool | None:
    """Return whether she is a child by whatever evidence there is; what cannot be read counts as not known."""
    born, years, band = victim.get("birth_date"), victim.get("age_years"), victim.get("age_band")
    try:
        born = date.fromisoformat(born) if isinstance(born, str) and born else born or None
        return age_on(
            on,
            birth_date=born,
            years=None if years in (None, "") else int(years),
            band=AgeBand(band) if band else None,
        ).is_child
    except ValueError:
        return None
