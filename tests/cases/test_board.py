"""Hari ini and the board: soonest first, late marked, the right columns; nobody else's work."""

import re
from datetime import timedelta

import pytest

from dampingi.access.actor import act_as, acting_as
from dampingi.cases import actions, queries
from dampingi.protocols.models import Duty
from dampingi.protocols.rules import Deed
from tests.cases.steps import ALL_NO, contact, hand, ids, owed, taken
from tests.fixtures import SECRET


def today(room, staff, at=None):
    act_as(staff)
    return queries.today(staff, at=at or room.now)


def test_today_is_soonest_first_in_three_bands(room) -> None:
    late = taken(room, at=room.now - timedelta(hours=2))
    calm = taken(room, risk_signs=ALL_NO)
    found = today(room, room.sari)
    for band in (found.late, found.today, found.following):
        moments = [duty.late_at for duty, _case in band]
        assert moments == sorted(moments)
    assert {case.id for _duty, case in found.late} == {late.id}
    assert all(duty.late_at < room.now for duty, _case in found.late)
    assert calm.id in {case.id for _duty, case in found.following}
    whole = {duty.id for band in (found.late, found.today, found.following) for duty, _case in band}
    assert whole == {d.id for case in (late, calm) for d in owed(case).values()}


def test_today_marks_late_without_a_name_and_leads_to_the_deed(room) -> None:
    case = taken(room, at=room.now - timedelta(hours=2))
    page = room.client(room.sari).get("/hari-ini/").content.decode()
    assert "terlambat 2 jam" in page
    assert f"/berkas/{case.number}/kontak/" in page
    assert SECRET not in page
    for staff in (room.lina, room.budi, room.peni):
        assert case.number not in room.client(staff).get("/hari-ini/").content.decode(), staff


def loaded(room, many):
    """A case of Sari's that owes ``many`` tasks more, a quarter of them late, several at the same moment."""
    case = taken(room, risk_signs=ALL_NO)
    one = next(iter(owed(case).values()))
    late_at = [room.now + timedelta(hours=(n // 3) - many // 12) for n in range(many)]
    rows = [
        Duty(
            **{f.attname: getattr(one, f.attname) for f in Duty._meta.fields if f.name != "id"}
            | {"code": "threat-safety", "about": f"2-{n}", "began_at": at - timedelta(days=2), "due_at": at, "late_at": at, "rank": 50 - n % 2}
        )
        for n, at in enumerate(late_at)
    ]
    with acting_as("tests"):
        Duty.objects.bulk_create(rows)
    return case


def owed_all(case):
    with acting_as("tests"):
        return list(Duty.objects.open().filter(run_id=case.id))


def test_what_does_not_fit_one_page_is_counted_and_follows_behind_a_link(room) -> None:
    case = loaded(room, 90)
    other = taken(room, room.lina)
    whole = [d.id for d in sorted(owed_all(case), key=lambda d: (d.late_at, d.rank, d.id))]
    browser, at, shown, pages = room.client(room.sari), "/hari-ini/", [], 0
    while at:
        page = browser.get(at)
        bands = page.context["bands"]
        counts = {band["code"]: band["count"] for band in bands}
        assert sum(counts.values()) == len(whole)
        assert f"{counts['late']} terlambat" in page.content.decode()
        assert len(page.content) < 85 * 1024, "With its styles and fonts the first load stays under 150 KiB."
        assert other.number not in page.content.decode()
        shown += [row["duty"].id for band in bands for row in band["rows"]]
        link = re.search(r'href="(\?sesudah=[^"]+)"', page.content.decode())
        at, pages = f"/hari-ini/{link[1]}" if link else "", pages + 1
    assert (shown, pages) == (whole, 3)


def test_a_page_begins_where_the_last_ended_also_when_its_tasks_were_done_meanwhile(room) -> None:
    case = loaded(room, 60)
    whole = [d.id for d in sorted(owed_all(case), key=lambda d: (d.late_at, d.rank, d.id))]
    act_as(room.sari)
    last = queries.today(room.sari, at=room.now).last
    with acting_as("tests"):
        Duty.objects.filter(id__in=whole[10:40]).update(met_at=room.now)
    act_as(room.sari)
    again = queries.today(room.sari, at=room.now, ended=(last.late_at, last.id))
    assert [d.id for band in (again.late, again.today, again.following) for d, _case in band] == whole[40:]
    assert again.last is None


def test_an_address_of_a_page_that_is_not_ours_or_has_nothing_more_leads_to_the_first(room) -> None:
    case = loaded(room, 45)
    browser = room.client(room.sari)
    first = browser.get("/hari-ini/")
    assert browser.get("/hari-ini/?sesudah=nganu").context["bands"][0]["rows"] == first.context["bands"][0]["rows"]
    beyond = re.search(r'href="(\?sesudah=[^"]+)"', first.content.decode())[1]
    with acting_as("tests"):
        Duty.objects.open().filter(run_id=case.id).update(met_at=room.now)
    answer = browser.get(f"/hari-ini/{beyond}")
    assert (answer.status_code, answer["Location"]) == (302, "/hari-ini/")


def test_a_case_that_owes_nothing_is_said_to_have_no_next_step(room) -> None:
    case = taken(room, risk_signs=ALL_NO)
    assert today(room, room.sari).without_next == 0
    contact(room, case, room.sari, help=True, support=["look"])
    assert owed(case) == {}
    found = today(room, room.sari)
    assert (found.without_next, [*found.late, *found.today, *found.following]) == (1, [])
    assert "Kasus tanpa jadwal berikutnya: 1." in room.client(room.sari).get("/hari-ini/").content.decode()


@pytest.mark.parametrize("hours", [0, 3, 30])
def test_the_board_sorts_by_what_is_late_and_what_soon_will_be(room, hours) -> None:
    case = taken(room, risk_signs={**ALL_NO, "pregnant": "yes"}, incident={"forms": ["psychological"]})
    actions.happened(room.case(case, room.sari), Deed.HEALTH_DECLINED, when=room.now, by=room.sari, at=room.now)
    act_as(room.ratna)
    shown = queries.board(room.palangka.id, at=room.now + timedelta(hours=hours))
    columns = [case.id in ids(column.cases) for column in (shown.unassigned, shown.at_risk, shown.overdue)]
    assert columns == {0: [False, False, False], 3: [False, True, False], 30: [False, False, True]}[hours]


def test_unassigned_is_on_the_board_until_somebody_is_asked(room) -> None:
    (case,) = room.report()
    act_as(room.ratna)
    assert ids(queries.board(room.palangka.id, at=room.now).unassigned.cases) == {case.id}
    hand(room, case, room.sari, accept=False)
    act_as(room.ratna)
    shown = queries.board(room.palangka.id, at=room.now)
    assert (shown.unassigned.count, {load.staff.name: load.cases for load in shown.loads}) == (
        0,
        {"Lina Petugas": 0, "Sari Petugas": 1},
    )


def test_what_has_ended_is_no_load_and_on_no_column(room) -> None:
    case = taken(room)
    contact(room, case, room.sari, help=False)
    act_as(room.ratna)
    shown = queries.board(room.palangka.id, at=room.now + timedelta(days=9))
    assert (shown.unassigned.count, shown.overdue.count, shown.in_hand) == (0, 0, 0)


def test_the_board_is_for_supervisors_and_shows_no_name_of_a_victim(room) -> None:
    case = taken(room, at=room.now - timedelta(hours=2))
    page = room.client(room.ratna).get("/papan/").content.decode()
    assert f"/berkas/{case.number}/" in page
    assert "Sari Petugas" in page
    assert SECRET not in page
    assert room.client(room.sari).get("/papan/").status_code == 403
    assert case.number not in room.client(room.budi).get("/papan/").content.decode()
    assert case.number not in room.client(room.wati).get("/papan/").content.decode()


def test_the_list_pages_newest_first_and_filters_by_risk(room) -> None:
    made = [room.report(at=room.now - timedelta(hours=n))[0] for n in range(4)]
    calm = room.report(at=room.now - timedelta(hours=9), risk_signs=ALL_NO)[0]
    act_as(room.ratna)
    rows, more = queries.case_list(seen_by=room.ratna, most=3)
    assert ([r.id for r in rows], more) == ([c.id for c in made[:3]], True)
    rest, more = queries.case_list(seen_by=room.ratna, most=3, before=(rows[-1].received_at, rows[-1].id))
    assert ([r.id for r in rest], more) == ([made[3].id, calm.id], False)
    page = room.client(room.ratna).get("/berkas/?risiko=low").content.decode()
    assert calm.number in page
    assert made[0].number not in page
