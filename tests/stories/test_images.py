"""Online extortion with images (KSBE): links instead of images, removal, evidence, and a way in that goes dark."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from dampingi.access.actor import acting_as
from dampingi.access.rules import Role
from tests.files.steps import photo
from tests.fixtures import Room
from tests.services.agreeing import provider
from tests.stories.telling import HOW, Tale, opened, shared_with, taken_up, told, working_day

NAME, STORY, LINK = "Melati Qwxyz Rahayu", "Ia meminta uang atau videonya disebar qwstory", "https://contoh.test/qwlink"
ASKED = ("threat_to_life_now", "weapon", "strangled", "injured_now", "threat_to_kill", "suicidal", "unsafe_tonight")
MORE = ("held_or_missing", "reported_party_in_reach_of_child", "repeated_or_worse", "pregnant", "economically_dependent")
SIGNS = {**dict.fromkeys((*ASKED, *MORE, "phone_controlled"), "no"), "threats_by_message": "yes"}


def test_she_is_extorted_with_images_and_nobody_looks_at_them(room: Room, tale: Tale) -> None:
    sari, began = room.sari, tale.now
    [case] = tale.receive(
        room.peni,
        channel="whatsapp",
        reporter={"capacity": "self"},
        victims=[{"name": NAME, "sex": "female", "age_years": 22, "contact_way": "own_phone", "contact_number": "081122"}],
        reported_parties=[{"relations": [{"victim": 0, "relation": "partner_or_friend"}]}],
        incident={"forms": ["sexual"], "tpks_kinds": ["electronic_based"], "region_code": "62.71", "narrative": STORY},
        risk_signs=SIGNS,
    )
    assert {"violence_against_women", "sexual_violence"} <= set(case["kinds"])
    assert case["risk"]["level"] == "medium"
    owed = tale.owed(room.peni)
    assert owed["first-contact-medium"] == began + timedelta(hours=6)
    assert owed["image-links"] == working_day(date(2026, 6, 9))  # one working day
    assert owed["police-report"] == began + timedelta(days=3)
    assert "medical-72h" not in owed  # only by message
    taken_up(tale, safe_now="safe", needs="Videonya dihapus")

    h13_links_not_images(room, tale)
    a_threat_is_an_event(room, tale)
    h10_her_way_back(room, tale)
    h09_she_may_choose_not_to_complain(room, tale)

    for who in (room.budi, room.lina):
        assert tale.sees_nothing(who)
    seen = "".join(told(tale.read(sari, path)) for path in ("", "/sheets", "/consents", "/referrals"))
    assert not [word for word in (NAME, STORY, LINK, "Qwofficer") if word in seen]
    assert tale.timeline() == [
        "report.received",
        "case.assigned proposed",
        "case.accepted",
        "contact.first",
        "sheet.kept image-link",
        "file.kept",
        "sheet.kept image-removal",
        "duty.superseded",
        "sheet.kept image-removal",
        "sheet.kept image-handover",
        "sheet.kept image-handover",
        "sheet.kept pressure",
        "sheet.kept safety-again",
        "consent.recorded agrees",
        "referral.sent consent",
        "link.made",
        "link.opened",
        "person.revealed shared",
        "link.second",
        "consent.paused all",
        "consent.resumed share",
        "person.revealed shared",
        "consent.withdrawn share",
        "referral.revoked",
        "police.step explained",
    ]


def h13_links_not_images(room: Room, tale: Tale) -> None:
    """Where it circulates is asked; an image is kept only as evidence, is never shown and goes to the police."""
    sari = room.sari
    asked = tale.wait(hours=1)
    link = {"platform": "telegram", "link": LINK, "seen_at": (asked - timedelta(hours=2)).isoformat()}
    sheet = tale.sheet(sari, "image-link", circulates="yes", links=[link], holder="Ia sendiri")
    owed = tale.owed(sari)
    assert "image-links" not in owed
    assert owed["image-removal"] == asked + timedelta(hours=24)
    assert LINK not in told(sheet)

    browser = room.client(sari)
    attach = f"/berkas/{tale.case}/lampiran/tambah/"
    kept = browser.post(attach, {"berkas": SimpleUploadedFile("qwname.jpg", photo()), "intimate": "yes", "note": "Bukti"})
    assert kept.status_code == 409  # warned first: nobody keeps such an image by the way
    sent = {"berkas": SimpleUploadedFile("qwname.jpg", photo()), "intimate": "yes", "note": "Bukti", "tetap": "ya"}
    kept = browser.post(attach, sent)
    assert kept.status_code == 302, kept.context["refusal"]
    page = kept["Location"]
    assert tale.owed(sari)["image-handover"] == tale.now + timedelta(hours=72)
    assert browser.get(f"{page}gambar/1/").status_code == 404  # no picture of it, for anybody
    assert browser.post(f"{page}asli/").status_code == 409  # and it leaves for the police alone

    removal = tale.about(sari, "image-removal")
    tale.wait(hours=20)
    tale.sheet(sari, "image-removal", about=removal, asked_of="platform", outcome="waiting")
    assert tale.state(sari, "image-removal") == "met"
    assert tale.owed(sari)["image-removal-answer"] == working_day(date(2026, 6, 12))
    tale.wait(days=2)
    tale.sheet(sari, "image-removal", about=tale.about(sari, "image-removal-answer"), asked_of="platform", outcome="removed")
    assert "image-removal-answer" not in tale.owed(sari)
    evidence = tale.abouts(sari, "image-handover")
    assert len(evidence) == 2  # the links, and the file
    for thing in evidence:
        tale.sheet(sari, "image-handover", about=thing, police_unit="Unit siber", officer="Qwofficer")
    assert "image-handover" not in tale.owed(sari)
    assert room.client(sari).post(f"{page}asli/").status_code == 200


def a_threat_is_an_event(room: Room, tale: Tale) -> None:
    """A new message that threatens her owes her safety at once."""
    sari = room.sari
    threatened = tale.wait(hours=5)
    tale.sheet(sari, "pressure", kind="threat", source="party", safe_now="unsafe")
    assert tale.owed(sari)["threat-safety"] == threatened
    tale.sheet(sari, "safety-again", about=tale.about(sari, "threat-safety"), alone=True, free=True, safe_now="safe")


def h10_her_way_back(room: Room, tale: Tale) -> None:
    """The moment she pauses or takes back her word, whoever is reading reads nothing more."""
    sari = room.sari
    to = f"provider:{provider(room, 'LBH Qwlegal', kind='legal_aid', services=['legal']).number}"
    due_on = (tale.now.date() + timedelta(days=3)).isoformat()
    referral = {"recipient": to, "service": "legal", "parts": ["identity", "story"], "basis": "consent", "due_on": due_on}
    assert "not-agreed" in tale.refused_bare(sari, "/referrals", **referral, request="Mohon didampingi")
    share = {"purposes": ["share"], "recipient": to, "parts": ["identity", "story"], "given": True, "how": HOW}
    assert "not-explained" in tale.refused(sari, "/consents", **{**share, "how": {**HOW, "explained": False}})
    [consent] = tale.at(sari, "/consents", **share)["items"]
    sent = tale.do(sari, "/referrals", **referral, request="Mohon didampingi")
    address, code = shared_with(tale, sent["number"])
    browser, page = opened(address, code)
    assert NAME in page
    assert STORY in page
    _second, nothing = opened(address, code)  # forwarded: the code opened one browser
    assert NAME not in nothing
    tale.do(sari, "/pause-sharing")
    assert not [word for word in (NAME, STORY) if word in browser.get(address).content.decode()]
    tale.do(sari, f"/consents/{consent['number']}/resume")
    assert NAME in browser.get(address).content.decode()
    [ended] = tale.do(sari, f"/consents/{consent['number']}/withdraw")["items"]
    assert (ended["standing"], ended["withdrawn"]) == ("withdrawn", True)
    assert not [word for word in (NAME, STORY) if word in browser.get(address).content.decode()]
    assert tale.do(sari, f"/referrals/{sent['number']}/revoke")["state"] == "revoked"


def h09_she_may_choose_not_to_complain(room: Room, tale: Tale) -> None:
    """An adult, and a complaint offence only: explained is enough, and help goes on."""
    sari = room.sari
    explained = {"outcome": "explained", "told": True, "meeting_agreed": True, "safety_updated": True}
    assert tale.refused(sari, "/police", **explained) == ["not-head"]
    with acting_as("tests"):
        head = room._staff("hana", room.palangka, Role.HEAD, Role.SUPERVISOR)
    tale.at(head, "/police", **explained)
    assert {tale.state(sari, code) for code in ("police-report", "police-prepare")} == {"met_late"}
    in_the_way = tale.refused_bare(sari, "/close", reason="goals_reached", plan="no_plan", agrees=True)
    assert "duty-rights-tpks" in in_the_way
