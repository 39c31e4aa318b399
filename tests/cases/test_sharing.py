"""What is referred up is seen by the province's supervisors and by nobody else new (H-03, H-05)."""

import pytest

from dampingi.access.actor import act_as, acting_as
from dampingi.access.rules import Role
from dampingi.cases import actions
from dampingi.cases.fields import REFER_UP
from dampingi.cases.models import Case
from dampingi.cases.rules import Basis
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.notices.models import Notice
from tests.cases.asking import Api
from tests.cases.steps import contact, lines, owed, report_rows, rows_of, taken
from tests.fixtures import SECRET


def refer(room, case, by=None, basis: Basis | None = Basis.DANGER) -> Case:
    by = by or room.sari
    return actions.refer_up(room.case(case, by), basis=basis, by=by, at=room.now)


def sees(room, case, staff) -> list[bool]:
    pages, api = room.client(staff), Api(room, staff)
    found = [
        f"/berkas/{case.number}/" in pages.get("/berkas/").content.decode(),
        pages.get(f"/berkas/{case.number}/").status_code == 200,
        api.get(f"/cases/{case.number}").status_code == 200,
        case.number in {row["number"] for row in api.get("/cases").json()["items"]},
        case.number in {row["case"] for row in api.get("/duties").json()["items"]},
    ]
    return [*found, *(n > 0 for n in rows_of(case, staff).values()), report_rows(case, staff)[0] > 0]


def test_only_the_provinces_supervisors_see_it_and_only_what_was_referred(room) -> None:
    with acting_as("tests"):
        others = [room._staff(name, room.province, role) for name, role in (("yuni", Role.COMPANION), ("ida", Role.INTAKE))]
    case, kept = taken(room), taken(room)
    assert not any(sees(room, case, room.wati))
    refer(room, case)
    assert all(sees(room, case, room.wati))
    assert not any(sees(room, kept, room.wati))
    for staff in (*others, room.budi, room.kepala, room.lina):
        assert not any(value for value in sees(room, case, staff)), staff
    for staff in (room.sari, room.ratna):
        assert all(sees(room, case, staff)), staff


def test_h05_the_unit_keeps_every_duty(room) -> None:
    case = taken(room)
    before = {code: d.owner_id for code, d in owed(case).items()}
    refer(room, case)
    assert {code: d.owner_id for code, d in owed(case).items()} == before
    assert room.case(case, room.sari).unit == room.palangka


@pytest.mark.parametrize("basis", list(Basis))
def test_h03_the_basis_stands_in_the_ledger(room, basis) -> None:
    case = taken(room)
    contact(room, case, room.sari, help=True, record=True)
    refer(room, case, basis=basis)
    (line,) = lines(case, "case.referred-up")
    assert (line.reason, line.actor_id, line.detail) == (basis, room.sari.id, {})
    page = room.client(room.ratna).get(f"/berkas/{case.number}/waktu/").content.decode()
    assert "Diteruskan ke unit provinsi" in page


@pytest.mark.parametrize(
    ("answers", "refused"),
    [
        (None, ["no-consent"]),
        ({"help": True}, ["no-consent"]),
        ({"help": True, "record": False}, ["no-consent"]),
        ({"help": True, "record": True}, []),
    ],
)
def test_h03_consent_as_a_basis_needs_consent_that_is_recorded(room, answers, refused) -> None:
    case = taken(room)
    if answers:
        contact(room, case, room.sari, **answers)
    if refused:
        with pytest.raises(Refusal) as no:
            refer(room, case, basis=Basis.CONSENT)
        assert [o.code for o in no.value.obstacles] == refused
        assert not any(sees(room, case, room.wati))
    else:
        assert refer(room, case, basis=Basis.CONSENT).referred_up_at == room.now


def test_without_a_basis_from_the_province_or_twice_everything_is_said(room) -> None:
    case = taken(room)
    with pytest.raises(Refusal) as no:
        refer(room, case, basis=None)
    assert [o.code for o in no.value.obstacles] == ["no-basis"]
    refer(room, case)
    with pytest.raises(Refusal) as no:
        refer(room, case, basis=None)
    assert [o.code for o in no.value.obstacles] == ["already", "no-basis"]
    with acting_as("tests"):
        ida = room._staff("ida", room.province, Role.INTAKE)
    (own,) = room.report(ida)
    with pytest.raises(Refusal) as no:
        refer(room, own, by=ida)
    assert [o.code for o in no.value.obstacles] == ["no-parent"]


def test_the_province_is_told_without_a_word_of_it(room) -> None:
    case = taken(room)
    with acting_as("tests"):
        Notice.objects.all().delete()
    refer(room, case)
    with acting_as("tests"):
        assert list(Notice.objects.values_list("staff_id", "urgent")) == [(room.wati.id, True)]


def test_the_sheet_asks_for_a_basis_and_the_page_says_what_stands_in_the_way(room) -> None:
    case = taken(room)
    browser = room.client(room.sari)
    address = f"/berkas/{case.number}/provinsi/"
    (asked,) = REFER_UP.items
    assert f'name="{asked.code}"' in browser.get(address).content.decode()
    empty = browser.post(address, {})
    assert empty.status_code == 409
    assert "Berbagi perlu dasar" in empty.content.decode()
    assert browser.post(address, {"basis": "danger"}).status_code == 302
    assert "sudah melihat kasus ini" in browser.get(address).content.decode()


def test_a_name_is_opened_in_the_province_as_supervision_and_that_is_written_down(room) -> None:
    case = taken(room, victims=[{"name": SECRET, "sex": "female", "age_years": 30}])
    refer(room, case)
    page = room.client(room.wati).post(f"/berkas/{case.number}/nama/").content.decode()
    assert SECRET in page
    last = lines(case, "person.revealed")[-1]
    assert (last.reason, last.actor_id) == ("supervision", room.wati.id)
    act_as(room.wati)
    assert "Sari" not in room.client(room.wati).get(f"/berkas/{case.number}/waktu/").content.decode()  # a role, elsewhere


def test_two_at_once_the_second_is_told(room) -> None:
    case = taken(room)
    stale = room.case(case, room.ratna)
    actions.happened(room.case(case, room.sari), "values_checked", when=room.now, by=room.sari, at=room.now)
    with pytest.raises(Stale):
        actions.refer_up(stale, basis=Basis.LAW, by=room.ratna, at=room.now)
