"""Streams of events for the corpus: each scenario's report, and ways to go on, through the real doors."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from dampingi.kernel.days import WIB
from tests.cases.steps import ALL_NO
from tests.stories.telling import Tale, met_first

WOMAN: dict[str, Any] = {"sex": "female", "contact_way": "own_phone", "contact_number": "0811"}
SELF, OTHER = {"capacity": "self"}, {"capacity": "other"}


def _said(
    reporter: dict[str, Any], channel: str, victims: list[dict[str, Any]], yes: tuple[str, ...], **incident: Any
) -> dict[str, Any]:
    signs = {**ALL_NO, **dict.fromkeys(yes, "yes")}
    incident = {"region_code": "62.08", "narrative": "Rekaan", **incident}
    return {"reporter": reporter, "channel": channel, "victims": victims, "risk_signs": signs, "incident": incident}


REPORTS: Mapping[str, dict[str, Any]] = {
    "question": _said(SELF, "visit", [{**WOMAN, "age_years": 35}], (), forms=["other"]),
    "wife": _said(
        SELF,
        "phone",
        [{**WOMAN, "age_years": 31}],
        ("weapon", "threat_to_kill", "unsafe_tonight"),
        forms=["physical"],
        domestic=True,
    ),
    "girl": _said(
        {"capacity": "school"},
        "school",
        [{"sex": "female", "age_years": 13, "contact_way": "through_reporter"}],
        ("reported_party_in_reach_of_child",),
        forms=["sexual"],
        tpks_kinds=["child_intercourse_or_indecent_act"],
        may_include_penetration=True,
    ),
    "images": _said(
        SELF,
        "whatsapp",
        [{**WOMAN, "age_years": 22}],
        ("threats_by_message",),
        forms=["sexual"],
        tpks_kinds=["electronic_based"],
    ),
    "karaoke": _said(
        OTHER,
        "community",
        [{"sex": "female", "age_years": age, "contact_way": "visit"} for age in (22, 16)],
        ("held_or_missing", "unsafe_tonight"),
        forms=["exploitation"],
        place_kind="workplace",
    ),
    "neglected": _said(
        OTHER,
        "community",
        [{"sex": "female", "age_years": 9, "disability": "hearing", "contact_way": "visit"}],
        ("repeated_or_worse",),
        forms=["neglect"],
        ampk=["ampk_12", "ampk_13"],
    ),
    "several": _said(
        OTHER,
        "phone",
        [{"sex": "female", "age_years": 28}],
        ("strangled", "repeated_or_worse"),
        forms=["physical"],
        domestic=True,
    ),
}


def take(tale: Tale, scenario: str, **changes: Any) -> list[str]:
    """Take the report of a scenario; return the numbers of its cases."""
    return [case["number"] for case in tale.receive(tale.room.kepala, **{**REPORTS[scenario], **changes})]


def each(tale: Tale, cases: list[str], do: Callable[[], Any]) -> None:
    """Do something in each case."""
    for tale.case in cases:
        do()


def meet(tale: Tale) -> None:
    """Take the case oneself and meet her: asked, agreed, supported, safe."""
    tale.do(tale.room.kepala, "/take-over", reason="Tidak ada petugas lain")
    met_first(tale, tale.room.kepala, safe_now="safe", needs="Aman")


def specially(tale: Tale, scenario: str) -> None:
    """Do what this scenario asks beside: the doctor, the screening, the links, the service that answers."""
    by = tale.room.kepala
    if scenario in {"girl", "several"}:
        tale.at(by, "/events", deed="taken_to_health")
    elif scenario == "karaoke":
        found = {"found": "raid", "acts": ["recruit"], "purposes": ["prostitution"], "means": ["deception"]}
        tale.sheet(by, "tppo-identify", **found)
    elif scenario == "images":
        tale.sheet(
            by,
            "image-link",
            circulates="yes",
            links=[{"platform": "telegram", "link": "https://contoh.test/a", "seen_at": tale.now.isoformat()}],
            holder="Ia sendiri",
        )


def well(tale: Tale, scenario: str) -> None:
    """Everything in its time."""
    cases = take(tale, scenario)
    if scenario == "question":
        tale.do(tale.room.kepala, "/point-on", service="Dinas Dukcapil", answered=True)
        return
    tale.wait(minutes=15)
    each(tale, cases, lambda: (meet(tale), specially(tale, scenario)))
    tale.wait(hours=1)


def late(tale: Tale, scenario: str) -> None:
    """The same, days too late."""
    cases = take(tale, scenario)
    tale.wait(days=7)
    each(tale, cases, lambda: (meet(tale), specially(tale, scenario)))


def skipped(tale: Tale, scenario: str) -> None:
    """A report taken with nothing asked, and nobody who calls."""
    take(tale, scenario, risk_signs={})
    tale.wait(days=8)


def unasked(tale: Tale, scenario: str) -> None:
    """Things arranged for her before anybody asked her; she was reported by another."""
    cases = take(tale, scenario, reporter=OTHER)
    tale.wait(minutes=10)
    each(tale, cases, lambda: tale.sheet(tale.room.kepala, "law-protection", step="lpsk_requested"))
    tale.wait(hours=1)


def against_her_no(tale: Tale, scenario: str) -> None:
    """She says no, and it is done all the same."""
    cases = take(tale, scenario, reporter=OTHER)
    tale.wait(minutes=10)
    no = {"help": False, "record": True, "contact": False}
    by = tale.room.kepala
    each(tale, cases, lambda: tale.do(by, "/first-contact", at=tale.now.isoformat(), agreed=no, support=["listen"]))
    tale.wait(minutes=30)
    each(tale, cases, lambda: tale.sheet(by, "law-protection", step="lpsk_requested"))
    tale.wait(hours=1)


def settled(tale: Tale, scenario: str) -> None:
    """Peace is tried twice against the rule, before her danger was asked."""
    cases = take(tale, scenario, risk_signs={})
    for _ in range(2):
        tale.wait(minutes=20)
        each(
            tale,
            cases[:1],
            lambda: tale.refused(
                tale.room.kepala, "/sheets/mediation", result="agreed", matter="maintenance", chooses=True
            ),
        )
    tale.wait(hours=1)


WAYS: Mapping[str, Callable[[Tale, str], None]] = {
    one.__name__: one for one in (well, late, skipped, unasked, against_her_no, settled)
}
# Two Mondays of the same shape: no holiday within eight days of either.
LIVE, DRILL = datetime(2026, 7, 6, 9, tzinfo=WIB), datetime(2026, 7, 20, 9, tzinfo=WIB)
STEP = timedelta(minutes=1)
