"""A *unit kecil*: one account takes a question and points it on, then carries a case alone from call to end."""

from datetime import timedelta

from dampingi.access.actor import acting_as
from dampingi.cases.models import DoneAlone
from tests.cases.steps import ALL_NO
from tests.fixtures import Room
from tests.stories.telling import Tale, met_first, told

NAME, STORY = "Lestari Qwxyz", "Ia bertanya tentang akta anaknya qwstory"


def test_a_question_is_pointed_on_by_one_who_does_everything(room: Room, tale: Tale) -> None:
    kepala = room.kepala
    [case] = tale.receive(
        kepala,
        channel="visit",
        reporter={"capacity": "self"},
        victims=[{"name": NAME, "sex": "female", "age_years": 35, "contact_way": "own_phone", "contact_number": "0811"}],
        incident={"forms": ["other"], "region_code": "62.08", "narrative": STORY},
        risk_signs={},
    )
    assert case["risk"]["level"] == "unassessed"
    # H-01, H-05: nobody is pointed on before her safety was asked, nor to a service that did not answer.
    service = {"service": "Dinas Dukcapil", "answered": True}
    assert tale.refused_bare(kepala, "/point-on", **service) == ["risk-unasked"]
    tale.do(kepala, "/risk", risk_signs=ALL_NO)
    assert tale.refused_bare(kepala, "/point-on", service="", answered=True) == ["no-service"]
    done = tale.do(kepala, "/point-on", **service)
    assert done["state"] == "pointed_on"
    assert tale.owed(kepala) == {}
    assert tale.sees_nothing(room.budi)
    assert tale.sees_nothing(room.sari)
    assert NAME not in told(done)
    assert tale.timeline() == [
        "report.received",
        "duty.superseded",
        "duty.superseded",
        "risk.assessed low",
        "case.pointed-on answered",
    ]


def test_one_account_carries_a_case_to_its_end_and_takes_it_up_again(room: Room, tale: Tale) -> None:
    kepala, began = room.kepala, tale.now
    [case] = tale.receive(
        kepala,
        channel="phone",
        reporter={"capacity": "self"},
        victims=[{"name": NAME, "sex": "female", "age_years": 35, "contact_way": "own_phone", "contact_number": "0811"}],
        incident={"forms": ["psychological"], "region_code": "62.08", "domestic": True, "narrative": STORY},
        risk_signs={**ALL_NO, "phone_controlled": "yes"},
    )
    assert case["risk"]["level"] == "medium"
    owed = tale.owed(kepala)
    assert owed["first-contact-medium"] == began + timedelta(hours=6)
    assert owed["pkdrt-help-apply"] == began + timedelta(days=3)
    tale.do(kepala, "/take-over", reason="Tidak ada petugas lain")
    met_first(tale, kepala, safe_now="safe", needs="Didengarkan")
    tale.sheet(kepala, "law-protection", step="explained")
    in_the_way = tale.refused_bare(kepala, "/close", reason="goals_reached", plan="no_plan")
    assert {"no-agreement"} <= set(in_the_way)
    tale.do(kepala, "/risk", risk_signs=ALL_NO)
    tale.sheet(kepala, "monitoring", way="phone", safe_now="safe")
    today = tale.now.date()
    days = {f"visit_{n}_on": (today + timedelta(days=30 * n)).isoformat() for n in (1, 2, 3)}
    end = {"reason": "goals_reached", "plan": "no_plan", "evaluation": "Ia sudah tenang", "agrees": True, "numbers_left": True}
    assert tale.do(kepala, "/close", **end, **days)["state"] == "closed"
    assert len(tale.abouts(kepala, "aftercare-visit")) == 3
    assert tale.refused_bare(kepala, "/close", **end, **days) == ["not-open"]  # from another window
    # What one person did alone is read again by the province, and by nobody else.
    alone = {who.name: room.client(who).get("/tinjauan/").content.decode() for who in (kepala, room.wati, room.ratna)}
    assert {name: "Menutup kasus yang didampinginya sendiri" in page for name, page in alone.items()} == {
        kepala.name: True,
        room.wati.name: True,
        room.ratna.name: False,
    }
    for who, left in ((kepala, 1), (room.wati, 0)):  # nobody ticks off her own
        room.client(who).post("/tinjauan/")
        with acting_as("tests"):
            assert DoneAlone.objects.filter(reviewed_at=None).count() == left
    tale.wait(days=10)
    again = tale.do(kepala, "/reopen", reason="asks_again")
    assert again["state"] == "open"
    assert tale.owed(kepala) == {"ask-again-safety": tale.now + timedelta(hours=24)}
    assert tale.state(kepala, "aftercare-visit") == "waived"
    tale.wait(minutes=20)
    tale.do(kepala, "/risk", risk_signs=ALL_NO)
    assert tale.owed(kepala) == {}
    assert tale.timeline() == [
        "report.received",
        "case.assigned self",
        "case.accepted",
        "contact.first",
        "sheet.kept law-protection",
        "duty.superseded",
        "risk.assessed low",
        "sheet.kept monitoring",
        "case.closed goals_reached",
        "case.reopened asks_again",
        "risk.assessed low",
    ]
