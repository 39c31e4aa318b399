"""A wife beaten by her husband (UU 23/2004): from a call in the morning to the end of the care afterwards."""

from datetime import date, timedelta
from typing import Any

from tests.fixtures import Room
from tests.stories.telling import Tale, named, told, working_day

NAME, STORY = "Kartini Qwxyz Tundan", "Ia memukul saya dengan parang di dapur qwstory"
SIGNS = {"threat_to_life_now": "no", "weapon": "yes", "strangled": "no", "injured_now": "no", "threat_to_kill": "yes"}
SIGNS |= {"suicidal": "no", "unsafe_tonight": "yes", "held_or_missing": "no", "reported_party_in_reach_of_child": "no"}
SIGNS |= {"repeated_or_worse": "yes", "pregnant": "no", "economically_dependent": "yes", "threats_by_message": "no"}
SIGNS |= {"phone_controlled": "no"}
CALMER = {**dict.fromkeys(SIGNS, "no"), "repeated_or_worse": "yes"}


def reported(room: Room, tale: Tale) -> dict[str, Any]:
    """She calls herself; her husband is named."""
    [case] = tale.receive(
        room.peni,
        channel="phone",
        reporter={"capacity": "self"},
        victims=[{"name": NAME, "sex": "female", "age_years": 31, "contact_way": "own_phone", "contact_number": "081100"}],
        reported_parties=[{"name": "Suami Qwxyz", "sex": "male", "relations": [{"victim": 0, "relation": "spouse"}]}],
        incident={"forms": ["physical"], "domestic": True, "region_code": "62.71", "narrative": STORY},
        risk_signs=SIGNS,
    )
    return case


def test_a_wife_is_kept_safe_and_her_order_is_extended(room: Room, tale: Tale) -> None:
    sari, ratna, budi = room.sari, room.ratna, room.budi
    began = tale.now
    case = reported(room, tale)

    # What it is, and how urgent: with its reasons, from the first minute.
    assert set(case["kinds"]) == {"violence_against_women", "domestic_violence"}
    assert case["risk"]["level"] == "high"
    assert {"weapon", "threat_to_kill", "unsafe_tonight"} <= named(case["risk"]).keys()
    assert case["authority"]["level"] == "district"
    assert "Suami" not in told(case)

    # Everything runs from the moment she called.
    owed = tale.owed(room.peni)
    assert {owed[code] for code in ("first-contact-high", "acknowledge", "safety-plan")} == {began}
    assert owed["psychological-support"] == began + timedelta(hours=24)
    assert owed["pkdrt-help-apply"] == began + timedelta(days=3)
    assert "medical-72h" not in owed  # asked, and there was no wound
    assert tale.sees_nothing(budi)

    # Taken up at once by somebody who is ready; help waits for no paper.
    tale.wait(minutes=8)
    tale.do(ratna, "/assign", staff=sari.email, override_reason="Sudah dikenal keluarganya")
    tale.do(sari, "/accept")
    tale.wait(minutes=12)
    agreed = {"help": True, "record": True, "contact": True}
    support = ["look", "listen", "link"]
    tale.do(sari, "/first-contact", at=tale.now.isoformat(), agreed=agreed, support=support, safe_now="unsafe", needs="Aman")
    for code in ("first-contact-high", "acknowledge", "psychological-support"):
        assert tale.state(sari, code) == "met", code
    tale.sheet(sari, "safety-plan", safe_now="safe", go_to="Rumah kakaknya qwplace", never_alone=True)
    assert "safety-plan" not in tale.owed(sari)

    h09_the_police_hear_of_it_with_her(room, tale)
    the_order_lasts_and_is_extended(room, tale)
    nothing_is_settled_behind_her_back(room, tale)
    it_ends_with_its_checklist(room, tale)

    # Who could see: the companion and her supervisor; nobody else, at any time.
    assert tale.sees_nothing(budi)
    assert tale.sees_nothing(room.lina)
    seen = "".join(told(tale.read(sari, path)) for path in ("", "/sheets", "/plan", "/consents", "/referrals"))
    assert not [word for word in (NAME, STORY, "qwplace", "Suami Qwxyz") if word in seen]
    the_timeline(tale)


def h09_the_police_hear_of_it_with_her(room: Room, tale: Tale) -> None:
    """Nothing goes to the police behind her back; their clocks are chased, not ours to owe."""
    sari = room.sari
    tale.wait(days=1)
    in_the_way = tale.refused(sari, "/police", outcome="reported", told=False, meeting_agreed=False, safety_updated=False)
    assert {"not-told", "no-meeting", "safety-old"} <= set(in_the_way)
    reported_at = tale.now
    tale.at(sari, "/police", outcome="reported", told=True, meeting_agreed=True, safety_updated=True)
    owed = tale.owed(sari)
    assert owed["pkdrt-protection"] == reported_at + timedelta(days=1)  # UU 23/2004 art. 16
    assert owed["police-number"] == working_day(date(2026, 6, 12))  # Tuesday and three working days
    tale.sheet(sari, "law-police", number="LP/12/VI/2026", copy_held=True)
    assert "police-number" not in tale.owed(sari)


def the_order_lasts_and_is_extended(room: Room, tale: Tale) -> None:
    """Temporary protection, the court's order of a year, and its extension before it ends."""
    sari = room.sari
    given = tale.wait(hours=20)
    tale.sheet(sari, "law-protection", step="temporary")
    owed = tale.owed(sari)
    assert "pkdrt-help-apply" not in owed
    assert (owed["pkdrt-court"], owed["pkdrt-protection-ends"]) == (given + timedelta(days=1), given + timedelta(days=7))
    asked = tale.wait(hours=20)
    tale.sheet(sari, "law-protection", step="applied", oral=True)
    assert tale.owed(sari)["pkdrt-order"] == asked + timedelta(days=7)
    ordered = tale.wait(days=5)
    tale.sheet(sari, "law-protection", step="ordered", valid_until=(ordered + timedelta(days=365)).isoformat())
    owed = tale.owed(sari)
    assert "pkdrt-order" not in owed
    assert owed["pkdrt-order-ends"] == ordered + timedelta(days=358)  # art. 32: asked a week before it ends
    breached = tale.wait(days=60)
    tale.sheet(sari, "law-protection", step="breached")
    assert tale.owed(sari)["order-breached"] == breached
    tale.sheet(sari, "safety-again", about=tale.about(sari, "order-breached"), alone=True, free=True, safe_now="safe")
    tale.sheet(sari, "law-protection", step="detained")
    assert tale.owed(sari)["pkdrt-breach-detention"] == breached + timedelta(days=30)
    tale.until(date(2027, 6, 5))
    assert tale.state(sari, "pkdrt-order-ends") == "owed"
    tale.wait(days=7)
    assert tale.state(sari, "pkdrt-order-ends") in {"due_now", "overdue"}
    tale.sheet(sari, "law-protection", step="extension_asked")
    assert tale.state(sari, "pkdrt-order-ends") in {"met", "met_late"}


def nothing_is_settled_behind_her_back(room: Room, tale: Tale) -> None:
    """H-17: beating is not mediated; pressure is an event with a duty of its own."""
    sari = room.sari
    in_the_way = tale.refused(sari, "/sheets/mediation", result="agreed", matter="maintenance", chooses=True)
    assert {"risk-high", "protection-order", "companion-not-assessed", "psychologist-not-assessed"} <= set(in_the_way)
    pressed = tale.now
    tale.sheet(sari, "pressure", kind="withdrawal", source="his_side", alone=True, safe_now="safe")
    assert tale.owed(sari)["withdrawal-check"] == pressed + timedelta(hours=24)
    thing = tale.about(sari, "withdrawal-check")
    tale.sheet(sari, "safety-again", about=thing, alone=True, free=True, safe_now="safe")
    assert "withdrawal-check" not in tale.owed(sari)


def it_ends_with_its_checklist(room: Room, tale: Tale) -> None:
    """A plan of hers, one service, then the end: her word, her days, and the law goes on by itself."""
    sari, ratna = room.sari, room.ratna
    today = tale.now.date()
    later = (today + timedelta(days=30)).isoformat()
    service = {"domain": "legal", "service": "legal", "payer": "free", "planned_on": (today + timedelta(days=2)).isoformat()}
    plan = tale.at(
        sari, "/plan", goals="Tinggal sendiri", drawn_with_her=True, agrees="yes", review_on=later, services=[service]
    )
    # High risk and open duties: every one of them is said, none is hidden.
    in_the_way = tale.refused_bare(sari, "/close", reason="goals_reached", plan="met", agrees=True)
    assert {"risk-high", "duty-sign-plan", "duty-evaluate-plan", "duty-give-service"} <= set(in_the_way)
    tale.do(ratna, f"/plan/{plan['number']}/sign")
    tale.wait(days=2)
    tale.at(sari, f"/services/{plan['services'][0]['number']}/outcome", outcome="met")
    tale.at(sari, f"/plan/{plan['number']}/evaluate", reached="all", ends=True)
    assert tale.refused_bare(sari, "/risk", risk_signs=CALMER, level="low") == ["no-reason"]
    tale.do(sari, "/risk", risk_signs=CALMER, level="low", reason="Suaminya ditahan, ia tinggal di rumah kakaknya")
    detained = tale.about(sari, "pkdrt-breach-detention")  # he comes out again: before that she is safe
    tale.sheet(sari, "safety-again", about=detained, alone=True, free=True, safe_now="safe")
    in_the_way = tale.refused_bare(sari, "/close", reason="goals_reached", plan="met")
    assert "no-agreement" in in_the_way
    days = [(tale.now.date() + timedelta(days=n)).isoformat() for n in (30, 90, 180)]
    visits = {f"visit_{n}_on": day for n, day in enumerate(days, start=1)}
    closed = tale.do(
        sari, "/close", reason="goals_reached", plan="met", evaluation="Ia aman", agrees=True, numbers_left=True, **visits
    )
    assert (closed["state"], closed["legal_ended_at"]) == ("closed", None)
    assert closed["aftercare_until"] is not None
    tale.wait(days=30)
    tale.at(sari, f"/after-care/{tale.about(sari, 'aftercare-visit')}", wellbeing="safe")
    ended = tale.do(sari, "/after-care-end", outcome="stable")
    assert ended["aftercare_until"] is None
    assert tale.do(sari, "/legal/end", outcome="verdict_final")["legal_ended_at"] is not None
    assert tale.owed(sari) == {}


def the_timeline(tale: Tale) -> None:
    """What was written down, in its order."""
    assert tale.timeline() == [
        "report.received",
        "case.assigned proposed",
        "case.accepted",
        "contact.first",
        "sheet.kept safety-plan",
        "police.step reported",
        "sheet.kept law-police",
        "sheet.kept law-protection",
        "sheet.kept law-protection",
        "sheet.kept law-protection",
        "sheet.kept law-protection",
        "sheet.kept safety-again",
        "sheet.kept law-protection",
        "sheet.kept law-protection",
        "sheet.kept pressure",
        "sheet.kept safety-again",
        "plan.made yes",
        "service.planned legal",
        "plan.signed",
        "service.ended met",
        "plan.evaluated all",
        "duty.superseded",
        "duty.superseded",
        "duty.superseded",
        "risk.assessed low",
        "sheet.kept safety-again",
        "case.closed goals_reached",
        "aftercare.visited safe",
        "aftercare.ended stable",
        "legal.ended verdict_final",
    ]

