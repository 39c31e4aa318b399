"""Search: by name in memory and by number, over what one may see; elsewhere always the same (H-11)."""

from datetime import timedelta

import pytest

from dampingi.access.actor import act_as, acting_as
from dampingi.audit.models import Line
from dampingi.cases import actions, queries
from dampingi.cases.queries import names
from dampingi.kernel.ids import new_number
from tests.cases.steps import WOMAN, hand, ids, steady, taken
from tests.fixtures import SECRET

PHONE, NIK = "0812 3456 7890", "6271014101900001"
HER = {**WOMAN, "name": SECRET, "phone": PHONE, "nik": NIK}


@pytest.fixture(autouse=True)
def fresh():
    names.forget_names()
    yield
    names.forget_names()


def search(room, staff, text: str) -> set:
    act_as(staff)
    return ids(actions.search(text, by=staff, at=room.now))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("marlina", True),
        ("MARLINA  kenanga", True),
        ("zyzx", True),
        ("marlena", False),
        ("m", False),  # one letter would list everybody
        ("", False),
        ("%", False),
        ("+62 812-3456-7890", True),
        ("081234567890", True),
        ("0812345", False),
        (NIK, True),
        ("6271 0141 0190 0001", True),
        (NIK[:-1], False),
    ],
)
def test_what_finds_her(room, typed, found) -> None:
    case = taken(room, victims=[HER])
    assert search(room, room.sari, typed) == ({case.id} if found else set())


def test_h11_page_and_bytes_are_the_same_for_what_is_elsewhere_and_what_is_nowhere(room) -> None:
    case = taken(room, victims=[HER])
    assert case.number in room.client(room.sari).post("/berkas/cari/", {"nama": "marlina"}).content.decode()
    for staff in (room.budi, room.lina, room.kepala, room.wati, room.peni):
        browser = room.client(staff)
        pages = {}
        for there, nowhere in (("marlina", "xarlina"), (NIK, "6271014101900009"), (case.number, new_number())):
            answers = [browser.post("/berkas/cari/", {"nama": typed}) for typed in (there, nowhere)]
            assert {a.status_code for a in answers} == {200}
            said = [steady(a.content).replace(t.encode(), b"") for a, t in zip(answers, (there, nowhere), strict=True)]
            assert said[0] == said[1], (staff, there)
            assert "Tidak ada yang boleh ditampilkan" in answers[0].content.decode()
            assert [sorted(a.headers) for a in answers[:1]] == [sorted(answers[1].headers)]
            pages[there] = said[0]
        assert len(set(pages.values())) == 1, "by name, by NIK and by number: one answer"


def test_h11_every_keyed_page_answers_the_same_for_elsewhere_and_nowhere(room) -> None:
    case = taken(room)
    browser = room.client(room.budi)
    for part in ("", "waktu/", "orang/", "kontak/", "aman/", "langkah/", "lengkapi/", "provinsi/", "terjadi/"):
        numbers = (case.number, new_number())
        answers = [browser.get(f"/berkas/{number}/{part}") for number in numbers]
        assert [a.status_code for a in answers] == [404, 404]
        said = [steady(a.content).replace(n.encode(), b"") for a, n in zip(answers, numbers, strict=True)]
        assert said[0] == said[1], part


def test_h11_the_search_is_a_line_without_what_was_typed(room) -> None:
    taken(room, victims=[HER])
    for staff, found in ((room.sari, 1), (room.budi, 0)):
        search(room, staff, "marlina kenanga")
        with acting_as("tests"):
            line = Line.objects.filter(act="name.searched", actor_id=staff.id).get()
        assert (line.detail, line.reason, line.outcome, line.subject_id) == ({"found": found}, "", "looked", None)


def test_whoever_asks_first_leaves_the_others_their_own_answer(room) -> None:
    """The index is the unit's: Sari, who sees one case, must not hide the older ones from Ratna."""
    with acting_as("tests"):
        old = room.report(victims=[HER])[0]
    new = taken(room, victims=[{**HER, "name": "Marlina Baru"}])
    long_ago = names._OVERLAP
    names._OVERLAP = 0  # as if hours lay between the two
    try:
        assert search(room, room.sari, "marlina") == {new.id}
        assert search(room, room.ratna, "marlina") == {old.id, new.id}
        assert search(room, room.lina, "marlina") == set()
    finally:
        names._OVERLAP = long_ago


def test_a_name_learned_later_is_found_and_the_old_one_is_not(room) -> None:
    case = taken(room, victims=[{**WOMAN, "name": "Panggilan Lama"}])
    other = taken(room, victims=[{**WOMAN, "name": ""}])
    assert search(room, room.sari, "panggilan") == {case.id}
    for one, name in ((case, "Rosmawati"), (other, "Rosdiana")):
        actions.learn(room.case(one, room.sari), {"victim": {"name": name}}, by=room.sari, at=room.now)
    assert search(room, room.sari, "ros") == {case.id, other.id}
    assert search(room, room.ratna, "rosdiana") == {other.id}
    assert search(room, room.sari, "panggilan") == set()


def test_after_a_hand_over_she_who_walked_before_finds_nothing(room) -> None:
    case = taken(room, victims=[HER])
    assert search(room, room.sari, "marlina") == {case.id}
    hand(room, case, room.lina)
    for typed in ("marlina", NIK, PHONE):
        assert (search(room, room.sari, typed), search(room, room.lina, typed)) == (set(), {case.id})


def test_a_reported_party_is_not_found_by_name(room) -> None:
    taken(room, victims=[{**WOMAN, "name": "Ia Sendiri"}], reported_parties=[{"name": "Terlapor Qqz"}])
    assert search(room, room.ratna, "terlapor") == set()


def test_an_index_nobody_uses_goes_cold(room) -> None:
    taken(room, victims=[HER])
    search(room, room.sari, "marlina")
    queries.forget_names(idle_since=room.now - timedelta(minutes=15))
    assert room.palangka.id in names._INDEXES
    queries.forget_names(idle_since=room.now + timedelta(minutes=1))
    assert room.palangka.id not in names._INDEXES


def test_names_that_hold_a_line_break_find_only_their_own(room) -> None:
    one = taken(room, victims=[{**WOMAN, "name": "Ani\nBudiman"}])
    two = taken(room, victims=[{**WOMAN, "name": "Cici"}])
    assert search(room, room.sari, "ani budi") == {one.id}
    assert search(room, room.sari, "budiman cici") == set()
    assert search(room, room.sari, "cici") == {two.id}
