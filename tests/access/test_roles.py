"""Who does what in a unit: roles given, accounts closed, and what is refused, said before the button."""

import re

import pytest

from dampingi.access import actions
from dampingi.access.actor import act_as, acting_as
from dampingi.access.models import Staff
from dampingi.access.rules import (
    Role,
    StaffFacts,
    doubts_about_roles,
    obstacles_to_closing_account,
    obstacles_to_roles,
)
from dampingi.audit.models import Line
from dampingi.cases.models import Case
from dampingi.kernel.refusals import Refusal, Stale
from tests.access.people import still
from tests.cases.steps import owed, taken
from tests.fixtures import Room

ADMIN, HEAD, SUPERVISOR, COMPANION = (frozenset({str(r)}) for r in (Role.ADMIN, Role.HEAD, Role.SUPERVISOR, Role.COMPANION))
PLAIN = {"own": False, "closed": False, "roles": COMPANION, "others": (ADMIN, SUPERVISOR)}


@pytest.mark.parametrize(
    ("said", "to", "codes"),
    [
        ({}, COMPANION, []),
        ({}, ADMIN, []),
        ({}, (), ["no-role"]),
        ({"own": True}, ADMIN, ["own-roles"]),
        ({"closed": True}, ADMIN, ["closed"]),
        ({"roles": ADMIN, "others": (COMPANION,)}, COMPANION, ["last-admin"]),
        ({"roles": ADMIN, "others": (COMPANION,)}, ADMIN | HEAD, []),
        ({"roles": ADMIN, "others": (ADMIN,)}, COMPANION, []),
        ({"own": True, "roles": ADMIN, "others": ()}, (), ["own-roles", "no-role", "last-admin"]),
    ],
)
def test_roles_every_obstacle(said, to, codes) -> None:
    assert [o.code for o in obstacles_to_roles(StaffFacts(**{**PLAIN, **said}), to)] == codes


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({}, []),
        ({"own": True}, ["own-roles"]),
        ({"closed": True}, ["closed"]),
        ({"roles": ADMIN, "others": (COMPANION,)}, ["last-admin"]),
        ({"roles": ADMIN}, []),
        ({"roles": ADMIN, "closed": True, "others": ()}, ["closed"]),
    ],
)
def test_closing_every_obstacle(said, codes) -> None:
    assert [o.code for o in obstacles_to_closing_account(StaffFacts(**{**PLAIN, **said}))] == codes


@pytest.mark.parametrize(
    ("roles", "others", "to", "doubt"),
    [
        (HEAD, (COMPANION,), COMPANION, True),
        (HEAD, (COMPANION,), SUPERVISOR, False),
        (HEAD, (SUPERVISOR,), COMPANION, False),
        (COMPANION, (COMPANION,), ADMIN, False),
    ],
)
def test_a_unit_left_without_anybody_above_is_doubted_and_never_refused(roles, others, to, doubt) -> None:
    facts = StaffFacts(own=False, closed=False, roles=roles, others=others)
    assert [one.code for one in doubts_about_roles(facts, to)] == (["alone-above"] if doubt else [])
    assert Role.ADMIN in roles or obstacles_to_roles(facts, to) == ()


def fresh(staff: Staff) -> Staff:
    with acting_as("tests"):
        return Staff.objects.select_related("unit").get(id=staff.id)


def change(room: Room, browser, staff: Staff, *roles: Role, was: str | None = None):
    said = {"petugas": staff.email, "peran": [str(r) for r in roles], "dulu": " ".join(staff.roles) if was is None else was}
    return browser.post("/petugas/peran/", said)


def test_a_change_holds_at_once_for_sight_and_sessions_and_stands_in_the_ledger(room: Room) -> None:
    room.report()
    hers, adi = room.client(room.lina), room.client(room.adi)
    act_as(room.lina)
    assert Case.objects.visible_to(room.lina).count() == 0
    assert change(room, adi, room.lina, Role.SUPERVISOR, Role.COMPANION).status_code == 302
    assert not still(hers)
    lina = fresh(room.lina)
    assert set(lina.roles) == {Role.SUPERVISOR, Role.COMPANION}
    act_as(lina)
    assert Case.objects.visible_to(lina).count() == 1
    with acting_as("tests"):
        line = Line.objects.filter(act="staff.roles", subject_id=lina.id).latest("at")
    assert (line.actor_id, set(line.detail["roles"])) == (room.adi.id, set(lina.roles))
    act_as(room.budi)
    assert Case.objects.visible_to(room.budi).count() == 0


def test_nobody_changes_her_own_roles_or_closes_her_own_account(room: Room) -> None:
    adi = room.client(room.adi)
    page = adi.get("/petugas/").content.decode()
    own = page.split(f"<strong>{room.adi.name}</strong>")[1].split("</details>")[0]
    assert "Ini akun Anda sendiri" in own
    assert "Simpan peran" not in own
    assert "Tutup akun<" not in own
    for answer in (change(room, adi, room.adi, Role.ADMIN, Role.HEAD), adi.post("/petugas/tutup/", {"petugas": room.adi.email})):
        assert answer.status_code == 409
        assert "Ini akun Anda sendiri" in answer.content.decode()
    assert (fresh(room.adi).roles, fresh(room.adi).is_active) == ([Role.ADMIN], True)


def test_two_administrators_who_take_the_role_from_each_other_leave_one(room: Room) -> None:
    with acting_as("tests"):
        other = actions.change_roles(fresh(room.dian), [Role.ADMIN], by=room.adi, at=room.now)
        actions.change_roles(fresh(room.adi), [Role.DATA], by=other, at=room.now)
        with pytest.raises(Refusal) as no:
            actions.change_roles(fresh(other), [Role.DATA], by=room.adi, at=room.now)
        assert [o.code for o in no.value.obstacles] == ["last-admin"]
        with pytest.raises(Refusal) as no:
            actions.disable(fresh(other), by=room.adi, at=room.now)
        assert [o.code for o in no.value.obstacles] == ["last-admin"]


def test_what_two_change_at_once_the_second_sees_and_keeps_what_she_chose(room: Room) -> None:
    adi, was = room.client(room.adi), " ".join(room.lina.roles)
    assert change(room, adi, room.lina, Role.INTAKE, was=was).status_code == 302
    answer = change(room, adi, room.lina, Role.TRAINER, was=was)
    assert answer.status_code == 409
    html = answer.content.decode()
    assert "baru saja diubah orang lain" in html
    assert len(re.findall(r'value="trainer" checked', html)) == 2  # hers as chosen, and Tuti's own
    assert fresh(room.lina).roles == [Role.INTAKE]
    with pytest.raises(Stale), acting_as("tests"):
        actions.change_roles(fresh(room.lina), [Role.DATA], was=[Role.COMPANION], by=room.adi, at=room.now)


def test_a_role_that_is_none_and_no_role_at_all_change_nothing(room: Room) -> None:
    adi = room.client(room.adi)
    said = {"petugas": room.lina.email, "peran": ["penguasa"], "dulu": "companion"}
    assert adi.post("/petugas/peran/", said).status_code == 409
    assert fresh(room.lina).roles == [Role.COMPANION]
    assert "Tidak ada yang berubah." in adi.post("/petugas/peran/", {**said, "peran": ["companion"]}, follow=True).content.decode()


def test_taking_the_last_supervisor_away_is_said_before_and_after(room: Room) -> None:
    adi = room.client(room.adi)
    page = adi.get("/petugas/").content.decode()
    assert page.count("Bila ia tidak lagi memegang peran ini:") == 1
    answer = adi.post("/petugas/peran/", {"petugas": room.ratna.email, "peran": ["companion"], "dulu": "supervisor"}, follow=True)
    assert "Tidak ada lagi supervisor kasus atau Kepala UPTD" in answer.content.decode()


@pytest.mark.parametrize("door", ["/petugas/peran/", "/petugas/tutup/"])
def test_only_an_administrator_and_only_of_her_own_unit(room: Room, door: str) -> None:
    said = {"petugas": room.budi.email, "peran": ["head"]}
    assert room.client(room.adi).post(door, said).status_code == 404
    for who in (room.sari, room.ratna, room.budi, room.dian):
        assert room.client(who).post(door, {**said, "petugas": room.lina.email}).status_code == 403
    assert (fresh(room.budi).is_active, fresh(room.lina).roles) == (True, [Role.COMPANION])


def held_on(page: str, name: str) -> str:
    return page.split(f"<strong>{name}</strong>")[1].split("</li>", maxsplit=1)[0]


def test_the_page_of_accounts_says_what_somebody_holds_and_who_hands_it_over(room: Room) -> None:
    cases = [taken(room) for _ in range(2)]
    duties = len([one for case in cases for one in owed(case).values() if one.owner_id == room.sari.id])
    adi = room.client(room.adi)
    page = adi.get("/petugas/").content.decode()
    assert f"Kasus terbuka yang dipegang: 2. Tugas terbuka: {duties}." in held_on(page, room.sari.name)
    assert "Supervisor kasus menyerahkannya" in held_on(page, room.sari.name)
    assert "dipegang" not in held_on(page, room.lina.name)
    for case in cases:
        assert case.number not in page, "how many, never which"
    act_as(room.adi)
    assert Case.objects.count() == 0, "counting lets nobody see"
    done = adi.post("/petugas/tutup/", {"petugas": room.sari.email}, follow=True).content.decode()
    assert "masih atas namanya" in done
    assert "Kasus terbuka yang dipegang: 2." in held_on(done, room.sari.name)
    assert "masih atas namanya" not in adi.post("/petugas/tutup/", {"petugas": room.lina.email}, follow=True).content.decode()


def test_whoever_may_hand_over_is_led_to_the_list_of_what_somebody_holds(room: Room) -> None:
    case = taken(room)
    with acting_as("tests"):
        ratna = actions.change_roles(fresh(room.ratna), [Role.SUPERVISOR, Role.ADMIN], by=room.adi, at=room.now)
    browser = room.client(ratna)
    row = held_on(browser.get("/petugas/").content.decode(), room.sari.name)
    (link,) = re.findall(r'href="(/berkas/[^"]+)"', row)
    assert f"/berkas/{case.number}/" in browser.get(link.replace("&amp;", "&")).content.decode()
    assert f"/berkas/{case.number}/pendamping/" in browser.get(f"/berkas/{case.number}/").content.decode()


def test_a_closed_account_is_closed_once_and_shown_so(room: Room) -> None:
    adi = room.client(room.adi)
    assert adi.post("/petugas/tutup/", {"petugas": room.lina.email}).status_code == 302
    again = adi.post("/petugas/tutup/", {"petugas": room.lina.email})
    assert (again.status_code, "Akun ini sudah ditutup." in again.content.decode()) == (409, True)
    row = adi.get("/petugas/").content.decode().split(f"<strong>{room.lina.name}</strong>")[1].split("</li>")[0]
    assert "ditutup" in row
    assert "Simpan peran" not in row


def test_a_participant_of_training_holds_no_other_role_and_does_not_make_a_unit_larger(room: Room) -> None:
    assert [o.code for o in obstacles_to_roles(StaffFacts(**PLAIN), {"participant", "companion"})] == [
        "only-participant"
    ]
    assert obstacles_to_roles(StaffFacts(**PLAIN), {"participant"}) == ()
    said = {"email": "tamu@contoh.test", "name": "Tamu", "roles": ["participant", "companion"], "sex": "female"}
    answer = room.client(room.adi).post("/petugas/", said)
    assert answer.status_code == 422
    assert "Peserta pelatihan tidak memegang peran lain." in answer.content.decode()
    said |= {"roles": ["participant"], "institution": "SMP Rekaan 1"}
    assert room.client(room.adi).post("/petugas/", said).status_code == 200
    assert "SMP Rekaan 1" in room.client(room.adi).get("/petugas/").content.decode()
    assert fresh(room.kepala).unit.is_small
    with acting_as("tests"):
        for number in range(5):
            room._staff(f"tamu{number}", room.small, Role.PARTICIPANT)
    assert fresh(room.kepala).unit.is_small
    page = room.client(room.kepala).get("/hari-ini/")
    assert b"Papan unit" not in page.content.split(b"</nav>")[0]  # the menu of a unit kecil
    guest = Staff.objects.get(email="tamu1@contoh.test")
    assert room.client(guest).get("/", follow=True).request["PATH_INFO"] == "/pelatihan/"
