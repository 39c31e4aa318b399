"""A neglected disabled child (AMPK): her own word, care elsewhere, costs that are not hers, and a case that moves whole."""

from datetime import date, timedelta

from dampingi.access.actor import acting_as
from dampingi.access.rules import Role
from tests.fixtures import Room
from tests.services.agreeing import provider
from tests.stories.telling import HOW, Tale, taken_up, told, working_day

NAME, STORY, FATHER = "Intan Qwxyz Sari", "Ditinggal sendirian berhari-hari qwstory", "Ayah Qwparty"
ASKED = ("threat_to_life_now", "weapon", "strangled", "injured_now", "threat_to_kill", "suicidal", "unsafe_tonight")
MORE = ("held_or_missing", "reported_party_in_reach_of_child", "pregnant", "threats_by_message", "phone_controlled")
SIGNS = {**dict.fromkeys((*ASKED, *MORE), "no"), "repeated_or_worse": "yes", "economically_dependent": "yes"}


def test_a_child_is_heard_and_her_case_moves_without_being_lost(room: Room, tale: Tale) -> None:
    sari, budi, began = room.sari, room.budi, tale.now
    with acting_as("tests"):
        head = room._staff("hana", room.palangka, Role.HEAD, Role.SUPERVISOR)
    [case] = tale.receive(
        room.peni,
        channel="community",
        reporter={"capacity": "other"},
        victims=[
            {
                "name": NAME,
                "sex": "female",
                "age_years": 9,
                "disability": "hearing",
                "needs_interpreter": True,
                "contact_way": "visit",
            }
        ],
        reported_parties=[{"name": FATHER, "sex": "male", "relations": [{"victim": 0, "relation": "parent"}]}],
        incident={"forms": ["neglect"], "region_code": "62.71", "ampk": ["ampk_12", "ampk_13"], "narrative": STORY},
        risk_signs=SIGNS,
    )
    assert {"violence_against_child", "child_special_protection"} <= set(case["kinds"])
    assert case["ampk"] == ["ampk_12", "ampk_13"]
    assert case["risk"]["level"] == "medium"
    owed = tale.owed(room.peni)
    assert owed["first-contact-medium"] == began + timedelta(hours=6)
    assert owed["child-prompt"] == began + timedelta(hours=24)
    assert tale.sees_nothing(budi)
    taken_up(tale, safe_now="safe", needs="Makan dan ditemani")
    assert "child-prompt" not in tale.owed(sari)

    she_is_asked_in_her_own_language(room, tale)
    h23_what_she_needs_is_not_hers_to_pay(room, tale)
    they_meet_about_her(room, tale, head.email)
    h05_the_case_moves_only_when_it_is_taken(room, tale)

    # Who sees it now: the unit that took it, and no longer the one that gave it.
    assert tale.sees_nothing(sari)
    assert tale.sees_nothing(room.ratna)
    seen = "".join(told(tale.read(budi, path)) for path in ("", "/sheets", "/plan", "/consents", "/transfers"))
    assert not [word for word in (NAME, STORY, FATHER, "qwnote", "qwwhy") if word in seen]
    assert NAME in room.client(budi).post(f"/berkas/{tale.case}/nama/").content.decode()  # and its keys moved too
    it_ends_where_it_went(room, tale)
    assert tale.timeline() == [
        "report.received",
        "case.assigned proposed",
        "case.accepted",
        "contact.first",
        "consent.recorded agrees",
        "referral.sent consent",
        "referral.declined",
        "consent.recorded agrees",
        "referral.rerouted",
        "referral.sent consent",
        "referral.done",
        "sheet.kept assessment",
        "sheet.kept assessment-whole",
        "plan.made yes",
        "service.planned health",
        "service.changed health",
        "sheet.kept case-meeting",
        "transfer.offered law",
        "transfer.declined",
        "transfer.offered law",
        "transfer.out",
        "transfer.accepted",
        "person.revealed own-case",
        "person.revealed own-case",
        "person.revealed own-case",
        "plan.signed",
        "service.ended met",
        "plan.evaluated all",
        "sheet.kept case-meeting",
        "duty.superseded",
        "risk.assessed low",
        "sheet.kept monitoring",
        "case.closed rights_fulfilled",
    ]


def she_is_asked_in_her_own_language(room: Room, tale: Tale) -> None:
    """H-07: an interpreter, a guardian who is nobody reported, and her own yes."""
    sari = room.sari
    to = f"provider:{provider(room, 'Panti Qwcare', kind='social_office', services=['social_rehabilitation']).number}"
    share = {"purposes": ["share"], "recipient": to, "parts": ["identity", "wishes"], "given": True}
    father = {"speaker": "guardian", "guardian_words": FATHER, "assent": "yes"}
    in_the_way = tale.refused(sari, "/consents", **share, how=HOW, adult=father)
    assert {"no-interpreter", "guardian-reported"} <= set(in_the_way)
    how = {**HOW, "interpreter": True, "language": "sign", "capacity": "supported"}
    worker = {"speaker": "social_worker", "assent": "no"}
    assert tale.refused(sari, "/consents", **share, how=how, adult=worker) == ["child-says-no"]
    kept = tale.at(sari, "/consents", **share, how=how, adult={**worker, "assent": "yes"})["items"][0]
    assert (kept["speaker"], kept["assent"], kept["interpreter"], kept["language"]) == ("social_worker", "yes", True, "sign")
    due_on = (tale.now.date() + timedelta(days=4)).isoformat()
    referral = {"recipient": to, "service": "social_rehabilitation", "parts": ["identity", "wishes"], "basis": "consent"}
    sent = tale.do(sari, "/referrals", **referral, due_on=due_on, request="Pengasuhan alternatif")
    assert "same-need" in tale.refused_bare(sari, "/referrals", **referral, due_on=due_on)  # two for one need
    tale.wait(days=1)
    tale.do(sari, f"/referrals/{sent['number']}/answer", answer="decline", words="Penuh qwwhy")
    assert tale.owed(sari)["referral-again"] == working_day(date(2026, 6, 10))
    other = f"provider:{provider(room, 'Keluarga Qwfoster', kind='social_office', services=['social_rehabilitation']).number}"
    tale.at(sari, "/consents", **{**share, "recipient": other}, how=how, adult={**worker, "assent": "yes"})
    again = tale.do(
        sari, "/referrals", **{**referral, "recipient": other}, due_on=due_on, request="Pengasuhan", instead_of=sent["number"]
    )
    assert again["instead_of"] == sent["number"]
    assert "referral-again" not in tale.owed(sari)
    tale.do(sari, f"/referrals/{again['number']}/answer", answer="finish", words="Tinggal bersama keluarga asuh")


def h23_what_she_needs_is_not_hers_to_pay(room: Room, tale: Tale) -> None:
    """A hearing aid nobody pays for is the unit's to find, in three working days."""
    sari = room.sari
    tale.sheet(sari, "assessment", body={"condition": "help"}, living={"condition": "urgent"}, whole_needed=True)
    assert "assessment-whole" in [one["kind"] for one in tale.read(sari, "/sheets")["needed"]]
    tale.sheet(sari, "assessment-whole", physical={"condition": "help", "aids": "Alat bantu dengar"})
    today = tale.now.date()
    service = {"domain": "physical", "service": "health", "payer": "unpaid", "planned_on": (today + timedelta(days=7)).isoformat()}
    review_on = (today + timedelta(days=30)).isoformat()
    no_goal = tale.refused(sari, "/plan", goals="", drawn_with_her=True, agrees="yes", review_on=review_on)
    assert no_goal == ["no-goal"]
    plan = tale.at(
        sari, "/plan", goals="Sekolah lagi", drawn_with_her=True, agrees="yes", review_on=review_on, services=[service]
    )
    assert tale.owed(sari)["cover-cost"] == working_day(date(2026, 6, 12))
    tale.do(sari, f"/services/{plan['services'][0]['number']}/cost", payer="dak")
    assert "cover-cost" not in tale.owed(sari)
    assert tale.owed(sari)["sign-plan"] == working_day(date(2026, 6, 12))


def they_meet_about_her(room: Room, tale: Tale, head: str) -> None:
    """A case meeting decides who does what by when, and when they meet again."""
    sari = room.sari
    early = (tale.now - timedelta(hours=1)).isoformat()
    assert tale.refused(sari, "/sheets/case-meeting", attended=["head"], next_at=early) == ["next-before-this"]
    later = tale.now + timedelta(days=14)
    decided = [{"decision": "Dinas sosial menilai keluarga asuh", "who": head}]
    tale.sheet(sari, "case-meeting", attended=["companion", "head", "school"], decisions=decided, next_at=later.isoformat())
    assert tale.owed(sari)["next-meeting"] == later


def h05_the_case_moves_only_when_it_is_taken(room: Room, tale: Tale) -> None:
    """She goes to live elsewhere: offered, declined with a reason, offered again, accepted; nothing is owed by nobody."""
    sari, ratna, budi = room.sari, room.ratna, room.budi
    offer = {"to_unit": "62.01", "note": "Ia tinggal bersama bibinya qwnote", "basis": "law"}
    due_on = (tale.now.date() + timedelta(days=2)).isoformat()
    assert "no-note" in tale.refused_bare(ratna, "/transfers", **{**offer, "note": ""}, due_on=due_on)
    first = tale.do(ratna, "/transfers", **offer, due_on=due_on)
    assert "already-offered" in tale.refused_bare(ratna, "/transfers", **offer, due_on=due_on)
    owed_before = tale.owed(sari)
    assert "transfer-answer" in owed_before
    assert tale.sees_nothing(budi)  # until it is taken the case is not his
    incoming = f"/incoming/transfers/{first['number']}"
    assert tale.refused_bare(budi, f"{incoming}/decline", reason=" ") == ["no-words"]
    assert tale.do(budi, f"{incoming}/decline", reason="Pendampingnya cuti")["state"] == "declined"
    assert tale.owed(sari).keys() == owed_before.keys() - {"transfer-answer"}  # every duty is still here
    again = tale.do(ratna, "/transfers", **offer, due_on=due_on)
    tale.do(budi, f"/incoming/transfers/{again['number']}/accept")
    assert tale.owed(budi).keys() >= owed_before.keys() - {"transfer-answer", "refer-elsewhere"}


def it_ends_where_it_went(room: Room, tale: Tale) -> None:
    """The new unit carries it to its end: what is open is said, then done."""
    budi = room.budi
    in_the_way = tale.refused_bare(budi, "/close", reason="rights_fulfilled", plan="met", agrees=True)
    assert {"duty-sign-plan", "duty-evaluate-plan", "duty-give-service", "duty-next-meeting"} <= set(in_the_way)
    plan = tale.read(budi, "/plan")
    tale.do(budi, f"/plan/{plan['number']}/sign")
    tale.wait(days=10)
    tale.at(budi, f"/services/{plan['services'][0]['number']}/outcome", outcome="met")
    tale.at(budi, f"/plan/{plan['number']}/evaluate", reached="all", ends=True)
    tale.sheet(budi, "case-meeting", attended=["companion", "social_worker"])
    tale.do(budi, "/risk", risk_signs=dict.fromkeys(SIGNS, "no"))
    tale.sheet(budi, "monitoring", way="visit", safe_now="safe", change="better")
    closed = tale.do(
        budi, "/close", reason="rights_fulfilled", plan="met", agrees=True, evaluation="Ia bersekolah", no_visits=True, numbers_left=True
    )
    assert closed["state"] == "closed"
