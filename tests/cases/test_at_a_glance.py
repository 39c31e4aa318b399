"""The board, lists and loads: the right numbers, seen by whoever may, in few statements."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dampingi.access.actor import act_as
from dampingi.cases import actions, queries
from dampingi.cases.models import Case
from dampingi.cases.queries import names
from dampingi.cases.queries.companions import loads_of
from dampingi.kernel.codes import Sign
from dampingi.kernel.ids import read_number
from tests.fixtures import Room

CALM = {str(sign): "no" for sign in Sign}


def taken(room: Room, *, at=None, **changes) -> Case:
    """A case of Palangka Raya that Sari has taken."""
    [case] = room.report(at=at, **changes)
    case = room.case(case, room.ratna)
    actions.assign(case, to=room.sari, by=room.ratna, at=room.now)
    case = room.case(case, room.sari)
    return actions.acknowledge(case, by=room.sari, at=room.now)


def test_who_proposes_a_companion_knows_her_load_without_seeing_her_cases(room: Room) -> None:
    for _ in range(3):
        taken(room)
    [new] = room.report(by=room.budi)
    act_as(room.peni)
    [own] = room.report(by=room.peni)
    assert Case.objects.filter(companion=room.sari).count() == 0, "Peni sees none of Sari's cases"
    loads = {p.staff.id: p.reasons for p in queries.proposals(room.case(own, room.peni), at=room.now)}
    assert "3" in " ".join(str(r.words) for r in loads[room.sari.id])
    assert loads_of([room.sari.id, room.lina.id]) == {room.sari.id: 3}
    assert new.unit_id == room.kobar.id


def test_the_board_counts_each_case_once_and_names_the_longest_waiting_first(room: Room) -> None:
    earlier = room.now - timedelta(hours=5)
    waiting = room.report(at=earlier)[0]
    late = taken(room, at=earlier - timedelta(hours=1))
    calm = taken(room, risk_signs=CALM)
    elsewhere = room.report(by=room.budi, at=earlier)[0]
    act_as(room.ratna)
    shown = queries.board(room.palangka.id, at=timezone.now())
    assert [c.id for c in shown.unassigned.cases] == [waiting.id]
    assert shown.unassigned.count == 1
    assert [c.id for c in shown.overdue.cases] == [late.id, waiting.id]
    assert shown.overdue.count == 2
    assert calm.id not in {c.id for c in shown.overdue.cases}
    assert elsewhere.id not in {c.id for c in (*shown.overdue.cases, *shown.unassigned.cases)}
    by_name = {load.staff.id: load for load in shown.loads}
    assert (by_name[room.sari.id].cases, by_name[room.sari.id].late) == (2, 1)
    assert by_name[room.lina.id].cases == 0
    assert shown.in_hand == 2


def test_a_board_of_another_unit_is_empty_for_whoever_does_not_supervise_it(room: Room) -> None:
    taken(room, at=room.now - timedelta(hours=6))
    act_as(room.budi)
    shown = queries.board(room.palangka.id, at=timezone.now())
    assert (shown.unassigned.count, shown.overdue.count, shown.at_risk.count) == (0, 0, 0)
    act_as(room.ratna)
    assert queries.board(room.palangka.id, at=timezone.now()).overdue.count == 1


@pytest.mark.parametrize("page", ["/berkas/", "/papan/"])
def test_more_cases_cost_no_more_statements(room: Room, page: str) -> None:
    browser = room.client(room.ratna)
    counts = []
    for _ in range(2):
        taken(room)
        browser.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(page).status_code == 200
        counts.append(len(asked))
        taken(room)
    assert counts[0] == counts[1]


def test_a_companion_finds_her_own_old_case_among_many_of_one_name(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "MOST", 2)
    hers = taken(room)
    others = {case.id for _ in range(3) for case in room.report()}
    act_as(room.sari)
    assert [c.id for c in queries.search_names("Marlina", seen_by=room.sari, at=room.now)] == [hers.id]
    act_as(room.ratna)
    seen = [c.id for c in queries.search_names("Marlina", seen_by=room.ratna, at=room.now)]
    assert len(seen) == 2
    assert set(seen) < others


@pytest.mark.parametrize("name", ["Ahmad Aminah", "Dwi Setiawan", "Debora Mahar"])
def test_a_name_that_reads_as_a_number_is_found_as_a_name(room: Room, name: str) -> None:
    assert read_number(name)
    case = taken(room, victims=[{"name": name, "sex": "female"}])
    page = room.client(room.sari).post("/berkas/cari/", {"nama": name}).content.decode()
    assert case.number in page


def test_names_nobody_searched_for_a_while_are_dropped_by_whatever_is_asked_next(room: Room, client: Client) -> None:
    names.forget_names()
    taken(room)
    act_as(room.ratna)
    queries.search_names("marlina", seen_by=room.ratna, at=timezone.now())
    client.get("/masuk/")
    assert names._INDEXES, "a moment later they are still at hand"
    queries.search_names("marlina", seen_by=room.ratna, at=timezone.now() - names.IDLE)
    client.get("/masuk/")
    assert not names._INDEXES
