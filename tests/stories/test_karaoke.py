"""Three women lured to a karaoke bar (UU 21/2007): screened, sheltered, referred home, and never a verdict."""

from datetime import date, timedelta
from typing import Any

from dampingi.access.actor import acting_as
from dampingi.access.models import Staff
from dampingi.access.rules import Role
from tests.fixtures import Room
from tests.services.walk import PLACE, shelter
from tests.stories.telling import HOW, Tale, met_first, named, told, working_day

NAMES, STORY = ("Ayu Qwxyz", "Dewi Qwxyz", "Rini Qwxyz"), "Dijanjikan kerja di restoran qwstory"
SIGNS = {"threat_to_life_now": "no", "weapon": "no", "injured_now": "no", "held_or_missing": "yes", "unsafe_tonight": "yes"}


def another_province(room: Room) -> Staff:
    """Return the supervisor of a unit in another province."""
    with acting_as("tests"):
        unit = room._unit("32", "Jawa Barat", None)
        return room._staff("yati", unit, Role.SUPERVISOR)


def test_three_women_are_helped_and_none_is_judged(room: Room, tale: Tale) -> None:
    sari, began = room.sari, tale.now
    yati = another_province(room)
    cases = tale.receive(
        room.peni,
        channel="community",
        reporter=None,
        victims=[
            {"name": NAMES[0], "sex": "female", "age_years": 22, "contact_way": "visit"},
            {"name": NAMES[1], "sex": "female", "age_years": 24, "contact_way": "visit"},
            {"name": NAMES[2], "sex": "female", "age_years": 16, "contact_way": "visit"},
        ],
        reported_parties=[{"name": "Mami Qwparty", "relations": [{"victim": n, "relation": "employer"} for n in range(3)]}],
        incident={"forms": ["exploitation"], "region_code": "62.71", "place_kind": "workplace", "narrative": STORY},
        risk_signs=SIGNS,
    )
    # One report, a case for each of them, each with its own clocks.
    assert len({case["number"] for case in cases}) == 3
    assert ["violence_against_child" in case["kinds"] for case in cases] == [False, False, True]
    assert all("trafficking_suspected" not in case["kinds"] for case in cases)  # nobody is called anything yet
    for case in cases:
        tale.case = case["number"]
        owed = tale.owed(room.peni)
        assert owed["first-contact-high"] == began
        assert owed["tppo-screen"] == began + timedelta(hours=24)
        assert tale.sees_nothing(room.budi)

    for case in cases:
        tale.case = case["number"]
        tale.do(room.ratna, "/assign", staff=sari.email, override_reason="Satu pendamping untuk ketiganya")
        tale.do(sari, "/accept")
    tale.wait(minutes=25)
    for case in cases:
        tale.case = case["number"]
        met_first(tale, sari, safe_now="unsafe", needs="Pulang")

    h18_a_suggestion_with_its_reasons(room, tale, [case["number"] for case in cases])
    tale.case = cases[0]["number"]
    she_sleeps_in_a_place_nobody_knows(room, tale)
    the_law_and_what_is_owed_to_her(room, tale)
    home_across_the_provinces(room, tale, yati)

    assert tale.sees_nothing(room.budi)
    seen = "".join(told(tale.read(sari, path)) for path in ("", "/sheets", "/consents", "/referrals", "/stays"))
    hidden = (*NAMES, STORY, PLACE, "Mami", "Rumah Qwxyz")
    assert not [word for word in hidden if word in seen]
    # What is known of one of them says nothing of the others.
    assert not [case["number"] for case in cases[1:] if case["number"] in seen]
    assert tale.timeline() == [
        "report.received",
        "case.assigned proposed",
        "case.accepted",
        "contact.first",
        "sheet.kept tppo-identify",
        "sheet.kept tppo-identify",
        "case.learned",
        "shelter.needed trafficked",
        "stay.began trafficked",
        "sheet.kept safety-plan",
        "duty.superseded",
        "stay.extended recovering",
        "police.step reported",
        "sheet.kept tppo-apply",
        "sheet.kept rights-tppo",
        "sheet.kept tppo-given",
        "consent.recorded agrees",
        "referral.sent consent",
        "person.revealed shared",
        "referral.accepted",
        "stay.left origin",
        "sheet.kept tppo-given",
        "referral.done",
        "sheet.kept law-protection",
    ]


def h18_a_suggestion_with_its_reasons(room: Room, tale: Tale, cases: list[str]) -> None:
    """Act, means, purpose; a child needs no means; the sheet suggests, a person decides."""
    sari = room.sari
    tale.wait(hours=2)
    found = {"found": "raid", "acts": ["recruit", "harbour"], "purposes": ["prostitution"], "forced": ["sexual_services"]}
    for number in cases[:2]:
        tale.case = number
        tale.sheet(sari, "tppo-identify", **found)
        assert "tppo-screen" in tale.owed(sari), "not everything was asked yet"
        assert tale.refused_bare(sari, "/suspect-trafficking") == ["nothing-suggested"]  # no means, and a grown woman
        assert "trafficking_suspected" not in tale.read(sari)["kinds"]
    tale.case = cases[2]
    tale.sheet(sari, "tppo-identify", **found, all_asked=True)
    assert "tppo-screen" not in tale.owed(sari)
    answer = tale.do(sari, "/suspect-trafficking")
    assert "trafficking_suspected" in answer["kinds"]
    for number in cases[:2]:
        tale.case = number
        tale.sheet(sari, "tppo-identify", **found, means=["deception", "debt_bondage"], indicators=["papers_held", "debt"])
        assert "tppo-screen" not in tale.owed(sari)
        answer = tale.do(sari, "/suspect-trafficking")
        assert "trafficking_suspected" in answer["kinds"]
        assert tale.owed(sari)["rights-tppo"] == working_day(date(2026, 6, 11))


def she_sleeps_in_a_place_nobody_knows(room: Room, tale: Tale) -> None:
    """A place of safety, its fourteen days, one extension, and where it lies for who must know."""
    sari = room.sari
    tale.at(sari, "/stay-needed", reasons=["trafficked"])
    assert tale.owed(sari)["shelter-find"] == tale.now
    assert tale.refused(sari, "/stays", reasons=[], place="") == ["no-reason"]
    assert tale.refused(sari, "/stays", reasons=["trafficked"], place="0000000000A") == ["no-such-place"]
    place = shelter(room)
    began = tale.wait(minutes=40)
    stay = tale.at(sari, "/stays", reasons=["trafficked"], place=place)
    owed = tale.owed(sari)
    assert "shelter-find" not in owed
    assert owed["stay-ends"] == began + timedelta(days=14)
    assert PLACE not in told(stay)
    opens = {who: room.client(who).post(f"/berkas/{tale.case}/tinggal/{stay['number']}/tempat/") for who in (sari, room.ratna)}
    assert PLACE in opens[sari].content.decode()
    assert opens[room.ratna].status_code == 404  # her supervisor sees the case, not the place
    tale.sheet(sari, "safety-plan", safe_now="safe", never_alone=True)
    until = (tale.wait(days=13) + timedelta(days=20)).isoformat()
    tale.do(sari, f"/stays/{stay['number']}/extend", until=until, reason="recovering")
    assert tale.owed(sari)["stay-ends"].isoformat() == until


def the_law_and_what_is_owed_to_her(room: Room, tale: Tale) -> None:
    """Help never waits for a report; the application of art. 51 begins with one."""
    sari = room.sari
    assert "tppo-apply" not in tale.owed(sari)
    assert tale.refused(sari, "/sheets/tppo-apply", helps=["repatriation"]) == ["no-police-report"]
    reported = tale.wait(hours=4)
    in_the_way = tale.refused(sari, "/police", outcome="reported", told=False, meeting_agreed=True, safety_updated=True)
    assert "not-told" in in_the_way
    tale.at(sari, "/police", outcome="reported", told=True, meeting_agreed=True, safety_updated=True)
    assert tale.owed(sari)["tppo-apply"] == reported + timedelta(days=7)
    applied = tale.wait(days=2)
    tale.sheet(sari, "tppo-apply", helps=["rehabilitation", "repatriation", "reintegration"])
    owed = tale.owed(sari)
    assert "tppo-apply" not in owed
    assert {owed[f"tppo-{help_}"] for help_ in ("rehabilitation", "repatriation", "reintegration")} == {applied + timedelta(days=7)}
    tale.sheet(sari, "rights-tppo", teller="companion", language="indonesian", trafficking=_all_rights())
    assert "rights-tppo" not in tale.owed(sari)
    tale.sheet(sari, "tppo-given", help="rehabilitation", payer="own_unit")
    assert "tppo-rehabilitation" not in tale.owed(sari)


def _all_rights() -> dict[str, str]:
    rights = ("secrecy", "special_room", "protection", "restitution", "rehabilitation", "repatriation", "reintegration")
    return dict.fromkeys((*rights, "no_condition", "forced_acts"), "yes")


def home_across_the_provinces(room: Room, tale: Tale, yati: Staff) -> None:
    """The unit of her own province is asked, with her consent; home only when home is safe."""
    sari = room.sari
    due_on = (tale.now.date() + timedelta(days=5)).isoformat()
    referral: dict[str, Any] = {"recipient": "unit:32", "service": "repatriation", "parts": ["identity", "wishes"]}
    referral |= {"basis": "consent", "due_on": due_on, "request": "Mohon dijemput di bandara"}
    assert "not-agreed" in tale.refused_bare(sari, "/referrals", **referral)
    share = {"purposes": ["share"], "recipient": "unit:32", "parts": ["identity", "wishes"], "given": True, "how": HOW}
    tale.at(sari, "/consents", **share)
    sent = tale.do(sari, "/referrals", **referral)
    assert tale.owed(sari)["referral-outcome"] == working_day(date.fromisoformat(due_on))
    assert tale.sees_nothing(yati)  # the packet is read on its page; the case stays here
    page = room.client(yati).get(f"/rujukan/{sent['number']}/").content.decode()
    assert NAMES[0] in page
    assert not [word for word in (STORY, PLACE, tale.case, NAMES[1]) if word in page]
    address = f"/incoming/referrals/{sent['number']}/answer"
    assert tale.refused_bare(yati, address, answer="decline") == ["no-words"]
    assert tale.do(yati, address, answer="accept")["state"] == "accepted"
    tale.wait(days=3)
    stay = tale.read(sari, "/stays")["items"][0]["number"]
    tale.at(sari, f"/stays/{stay}/leave", left_to="origin", safe_now="safe", plan="Dijemput ibunya")
    tale.sheet(sari, "tppo-given", help="repatriation", payer="shared", home_safe=True, received_by="Unit Jawa Barat")
    tale.do(yati, address, answer="finish", words="Sudah sampai di rumah")
    owed = tale.owed(sari)
    assert not {"referral-outcome", "tppo-repatriation"} & owed.keys()
    assert owed["stay-follow-up"] == tale.now + timedelta(days=7)
    tale.sheet(sari, "law-protection", step="lpsk_requested")
    assert tale.owed(sari)["lpsk-decides"] == tale.now + timedelta(days=7)
    assert named(tale.read(sari)["risk"])
