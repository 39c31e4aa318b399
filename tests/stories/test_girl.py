"""A girl of 13 abused by a teacher (UU 12/2022, UU 35/2014): from the school's call to restitution."""

from datetime import date, timedelta

from django.test import Client

from dampingi.kernel.fields import Group
from dampingi.services.catalog import BY_CODE
from tests.fixtures import Room
from tests.services.agreeing import provider
from tests.stories.telling import HOW, Tale, opened, shared_with, taken_up, told, working_day

NAME, STORY = "Bunga Qwxyz Lestari", "Sesudah pelajaran tambahan di ruang guru qwstory"
TEACHER, VILLAGE = "Guru Qwparty Santoso", "62.71.01.1001"
NO_SIGNS = {"threat_to_life_now": "no", "weapon": "no", "strangled": "no", "injured_now": "no", "suicidal": "no"}
RISKS = {**NO_SIGNS, "reported_party_in_reach_of_child": "yes"}


def test_a_girl_is_taken_to_a_doctor_first_and_believed_to_the_end(room: Room, tale: Tale) -> None:
    sari = room.sari
    began, happened = tale.now, tale.now - timedelta(hours=20)
    [case] = tale.receive(
        room.peni,
        channel="school",
        reporter={"capacity": "school", "name": "Ibu Guru Qwreporter"},
        victims=[{"name": NAME, "sex": "female", "age_years": 13, "contact_way": "through_reporter"}],
        reported_parties=[{"name": TEACHER, "sex": "male", "relations": [{"victim": 0, "relation": "teacher"}]}],
        incident={
            "occurred_at": happened.isoformat(),
            "region_code": "62.71",
            "place_kind": "school",
            "forms": ["sexual"],
            "tpks_kinds": ["child_intercourse_or_indecent_act"],
            "may_include_penetration": True,
            "narrative": STORY,
        },
        risk_signs=RISKS,
    )
    assert {"violence_against_child", "sexual_violence"} <= set(case["kinds"])
    assert case["risk"]["level"] == "high"

    # H-04: the medical hours run from the incident and stand first.
    owed = tale.owed(room.peni)
    assert tale.first(room.peni) == "medical-72h"
    assert owed["medical-72h"] == happened + timedelta(hours=72)
    assert owed["child-prompt"] == began + timedelta(hours=24)
    assert owed["police-prepare"] == began + timedelta(hours=48)
    assert owed["police-report"] == began + timedelta(days=3)
    assert owed["rights-tpks"] == working_day(date(2026, 6, 11))
    assert tale.sees_nothing(room.budi)

    taken_up(tale, safe_now="safe", needs="Ditemani ibunya")
    tale.wait(hours=2)
    tale.at(sari, "/events", deed="taken_to_health")
    assert tale.state(sari, "medical-72h") == "met"

    h07_her_own_word_counts_and_he_is_no_guardian(room, tale)
    the_hospital_reads_what_it_needs(room, tale)
    h09_her_case_is_always_reported(room, tale)
    h17_no_marriage_and_no_settlement_end_it(room, tale)
    the_trial_and_what_is_owed_to_her(room, tale)
    it_ends_with_the_verdict(room, tale)

    assert tale.sees_nothing(room.budi)
    seen = "".join(told(tale.read(sari, path)) for path in ("", "/sheets", "/plan", "/consents", "/referrals"))
    assert not [word for word in (NAME, STORY, TEACHER, "Qwreporter", "Qwmother") if word in seen]
    assert tale.timeline() == [
        "report.received",
        "case.assigned proposed",
        "case.accepted",
        "contact.first",
        "case.event taken_to_health",
        "consent.recorded agrees",
        "referral.sent consent",
        "link.made",
        "link.opened",
        "person.revealed shared",
        "referral.accepted",
        "referral.done",
        "police.step prepared",
        "police.step reported",
        "sheet.kept law-police",
        "sheet.kept rights-tpks",
        "sheet.kept pressure",
        "sheet.kept safety-again",
        "sheet.kept law-prosecutor",
        "sheet.kept law-hearing",
        "sheet.kept law-heard",
        "sheet.kept law-verdict",
        "sheet.kept law-restitution",
        "sheet.kept law-restitution",
        "sheet.kept law-restitution",
        *["duty.superseded"] * 3,
        "risk.assessed low",
        "sheet.kept rights-tpks",
        "case.closed verdict_done",
        "legal.ended verdict_final",
    ]


def h07_her_own_word_counts_and_he_is_no_guardian(room: Room, tale: Tale) -> None:
    """Whoever is reported is never her guardian, and her own answer is asked too."""
    with_hospital = {"purposes": ["share"], "recipient": f"provider:{hospital(room)}", "parts": ["identity", "health"]}
    asked = {**with_hospital, "given": True, "how": HOW}
    in_the_way = tale.refused(room.sari, "/consents", **asked, adult={"speaker": "guardian", "guardian_words": TEACHER})
    assert {"guardian-reported", "no-assent"} <= set(in_the_way)
    in_the_way = tale.refused(room.sari, "/consents", **asked, adult={"speaker": "self", "assent": "yes"})
    assert "no-guardian" in in_the_way
    mother = {"speaker": "guardian", "guardian_words": "Ibunya Qwmother", "assent": "yes"}
    kept = tale.at(room.sari, "/consents", **asked, adult=mother)["items"]
    assert [(one["standing"], one["parts"]) for one in kept] == [("live", ["identity", "health"])]


def hospital(room: Room) -> str:
    """Return the number of the hospital in the directory."""
    if not hasattr(room, "hospital"):
        room.hospital = provider(room, "RSUD Qwhospital").number  # type: ignore[attr-defined]
    return str(room.hospital)  # type: ignore[attr-defined]


def the_hospital_reads_what_it_needs(room: Room, tale: Tale) -> None:
    """A referral opens what she agreed to; her school and village stay closed (H-03)."""
    sari = room.sari
    due_on = (tale.now.date() + timedelta(days=2)).isoformat()
    to = {"recipient": f"provider:{hospital(room)}", "service": "health", "basis": "consent", "due_on": due_on}
    in_the_way = tale.refused_bare(sari, "/referrals", **to, parts=["identity", "story", "school"], request="Mohon visum")
    assert "not-opened" in in_the_way or "not-agreed" in in_the_way
    sent = tale.do(sari, "/referrals", **to, parts=["identity", "health"], request="Mohon visum qwrequest")
    assert tale.owed(sari)["referral-outcome"] == working_day(date(2026, 6, 10))
    address, code = shared_with(tale, sent["number"])
    browser, page = opened(address, code)
    assert NAME in page
    assert "qwrequest" in page
    assert not [word for word in (STORY, TEACHER, "Qwmother", tale.case) if word in page]
    assert browser.get(f"/berkas/{tale.case}/").status_code == 302  # to the sign-in page
    browser.post(address, {"answer": "accept"})
    tale.wait(hours=3)
    assert tale.refused_bare(sari, f"/referrals/{sent['number']}/answer", answer="finish") == ["no-words"]
    done = tale.do(sari, f"/referrals/{sent['number']}/answer", answer="finish", words="Visum selesai")
    assert done["state"] == "done"
    assert "referral-outcome" not in tale.owed(sari)


def h09_her_case_is_always_reported(room: Room, tale: Tale) -> None:
    """A child's case goes to the police, with her and after she was told."""
    sari = room.sari
    explained = tale.refused(sari, "/police", outcome="explained", told=True, meeting_agreed=True, safety_updated=True)
    assert explained
    tale.at(sari, "/police", outcome="prepared", told=True, meeting_agreed=True, safety_updated=True)
    assert tale.state(sari, "police-prepare") == "met"
    reported_at = tale.wait(hours=18)
    tale.at(sari, "/police", outcome="reported", told=True, meeting_agreed=True, safety_updated=True)
    owed = tale.owed(sari)
    assert tale.state(sari, "police-report") == "met"
    assert owed["tpks-protection"] == reported_at + timedelta(hours=24)
    assert owed["child-social-report"] == reported_at + timedelta(days=3)
    assert owed["tpks-rights"] == reported_at + timedelta(days=7)
    tale.sheet(sari, "law-police", number="LP/14/VI/2026", special_room=True)
    rights = {"information": "yes", "documents": "yes", "legal": "yes", "psychological": "yes", "health": "yes"}
    tale.sheet(sari, "rights-tpks", teller="companion", language="indonesian", handling=rights)


def h17_no_marriage_and_no_settlement_end_it(room: Room, tale: Tale) -> None:
    """A proposal that she marry him is pressure; nothing of it ends the case."""
    sari = room.sari
    proposed = tale.wait(days=3)
    tale.sheet(sari, "pressure", kind="marriage", source="his_side", alone=True, safe_now="safe")
    assert tale.owed(sari)["marriage-safety"] == proposed + timedelta(hours=24)
    tale.sheet(sari, "safety-again", about=tale.about(sari, "marriage-safety"), alone=True, free=True, safe_now="safe")
    in_the_way = tale.refused_bare(sari, "/close", reason="settled", plan="no_plan", agrees=True)
    assert {"settled-sexual", "settled-child", "risk-high"} <= set(in_the_way)
    assert "child-stays" in tale.refused_bare(sari, "/close", reason="she_stops", plan="no_plan", agrees=True)


def the_trial_and_what_is_owed_to_her(room: Room, tale: Tale) -> None:
    """The prosecutor, the hearing, the verdict, and restitution asked in its ninety days."""
    sari = room.sari
    tale.until(date(2026, 8, 3))
    tale.sheet(sari, "law-prosecutor", step="p21")
    hearing_at = tale.now + timedelta(days=14)
    tale.sheet(sari, "law-hearing", hearing_at=hearing_at.isoformat(), prepared=["explained", "closed"])
    assert tale.owed(sari)["hearing"] == hearing_at
    tale.wait(days=14)
    tale.sheet(sari, "law-heard", about=tale.about(sari, "hearing"), outcome="held", accompanied=True)
    copied = tale.until(date(2026, 10, 5))
    final = (copied + timedelta(days=7)).isoformat()
    tale.wait(days=7)
    tale.sheet(
        sari, "law-verdict", outcome="guilty", number="1/Pid.Sus/2026", copy_at=copied.isoformat(), final_at=final, restitution=True
    )
    owed = tale.owed(sari)
    assert owed["tpks-verdict"] == copied + timedelta(days=7)
    assert owed["tpks-restitution"] == copied + timedelta(days=30)
    assert owed["restitution-apply"] == tale.now + timedelta(days=90)
    tale.sheet(sari, "law-restitution", step="asked")
    assert "restitution-apply" not in tale.owed(sari)
    granted = tale.wait(days=20)
    tale.sheet(sari, "law-restitution", step="granted", amount=50_000_000)
    assert tale.owed(sari)["restitution-copy"] == granted + timedelta(days=7)
    tale.wait(days=20)
    tale.sheet(sari, "law-restitution", step="paid", amount=50_000_000)
    assert "tpks-restitution" not in tale.owed(sari)


def it_ends_with_the_verdict(room: Room, tale: Tale) -> None:
    """Her risk is asked again, what is left is said, and the end is hers too."""
    sari = room.sari
    all_no = {sign["code"]: "no" for sign in tale_signs(room)}
    tale.do(sari, "/risk", risk_signs=all_no)
    in_the_way = tale.refused_bare(sari, "/close", reason="verdict_done", plan="no_plan", agrees=True)
    assert in_the_way == ["duty-rights-tpks", "no-monitoring"]  # the rest of her rights was never told
    tale.sheet(sari, "rights-tpks", teller="legal", language="indonesian", **every_right("rights-tpks"))
    tale.do(sari, "/close", reason="verdict_done", plan="no_plan", agrees=True, no_visits=True, numbers_left=True)
    ended = tale.do(sari, "/legal/end", outcome="verdict_final")
    assert ended["legal_ended_at"] is not None


def every_right(kind: str) -> dict[str, dict[str, str]]:
    """Return every right of a sheet as told and understood."""
    groups = [item for item in BY_CODE[kind].sheet.items if isinstance(item, Group)]
    return {group.code: {right.code: "yes" for right in group.items} for group in groups}


def tale_signs(room: Room) -> list[dict[str, str]]:
    """Return the signs as anybody reads them from the code lists."""
    return Client().get("/api/v1/code-lists").json()["risk_sign"]["values"]  # type: ignore[no-any-return]
