"""Who stands beside her: until another accepts nothing changes, after that only they see (H-02, H-15)."""

from datetime import timedelta

import pytest

from dampingi.access import actions as access
from dampingi.access.actor import act_as, acting_as
from dampingi.access.rules import Role
from dampingi.audit.models import Line
from dampingi.cases import actions, queries
from dampingi.cases.models import Assignment, Conflict
from dampingi.kernel.actors import System
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.notices.models import Notice
from tests.cases.asking import Api
from tests.cases.steps import WOMAN, acts, duty, hand, ids, lines, owed, report_rows, rows_of, taken
from tests.fixtures import BY

TWO = [WOMAN, WOMAN]
NONE_OF_IT = (0, 0)


def mine(room, staff) -> set:
    """Return the cases that somebody's Today names."""
    act_as(staff)
    today = queries.today(staff, at=room.now)
    return {case.id for band in (today.late, today.today, today.following) for _duty, case in band}


def sees(room, case, staff) -> list[bool]:
    """Tell by page, API, list and raw SQL whether somebody sees a case."""
    pages = room.client(staff)
    listed = f"/berkas/{case.number}/" in pages.get("/berkas/").content.decode()
    page = pages.get(f"/berkas/{case.number}/").status_code == 200
    api = Api(room, staff)
    shown = api.get(f"/cases/{case.number}").status_code == 200
    in_list = case.number in {row["number"] for row in api.get("/cases").json()["items"]}
    sql = rows_of(case, staff)
    act_as(staff)
    return [listed, page, shown, in_list, bool(sql["cases_case"]), bool(sql["protocols_duty"]), bool(sql["people_person"])]


def test_h02_until_she_accepts_the_taker_keeps_duties_today_and_sight(room) -> None:
    (case,) = room.report()
    hand(room, case, room.sari, accept=False)
    assert {d.owner_id for d in owed(case).values()} == {room.peni.id}
    assert (mine(room, room.peni), mine(room, room.sari)) == ({case.id}, set())
    for staff in (room.peni, room.sari, room.ratna):
        assert all(sees(room, case, staff)), staff
    for staff in (room.budi, room.lina, room.wati):
        assert not any(sees(room, case, staff)), staff
    act_as(room.sari)
    assert ids(queries.waiting_for(room.sari)) == {case.id}


def test_h02_at_hand_over_too_the_one_before_keeps_it_until_the_next_accepts(room) -> None:
    case = taken(room)
    hand(room, case, room.lina, accept=False)
    assert {d.owner_id for d in owed(case).values()} == {room.sari.id}
    assert (mine(room, room.sari), mine(room, room.lina)) == ({case.id}, set())
    assert all(sees(room, case, room.sari))
    assert all(sees(room, case, room.lina))
    assert [act for act in acts(case) if act != "case.looked"][-1] == "case.handed-on"


def test_h02_after_acceptance_none_of_those_before_sees_anything(room) -> None:
    case = taken(room, reported_parties=[{"name": "Si Anu"}])
    hand(room, case, room.lina)
    assert {d.owner_id for d in owed(case).values()} == {room.lina.id}
    assert (mine(room, room.lina), mine(room, room.sari), mine(room, room.peni)) == ({case.id}, set(), set())
    for staff in (room.lina, room.ratna):
        assert all(sees(room, case, staff)), staff
        assert report_rows(case, staff) == (1, 2), staff  # the reporter and the reported party
    for staff in (room.peni, room.sari, room.budi):
        assert not any(sees(room, case, staff)), staff
        assert report_rows(case, staff) == NONE_OF_IT, staff


def test_h02_whoever_was_asked_and_passed_over_sees_nothing_either(room) -> None:
    (case,) = room.report()
    hand(room, case, room.sari, accept=False)
    hand(room, case, room.lina)
    assert not any(sees(room, case, room.sari))


def test_h02_the_taker_of_two_keeps_the_report_and_the_second_case(room) -> None:
    first, second = room.report(victims=TWO)
    hand(room, first, room.sari)
    assert not any(sees(room, first, room.peni))
    assert all(sees(room, second, room.peni))
    assert report_rows(first, room.peni) == (1, 1)
    assert all(sees(room, first, room.sari))
    assert not any(sees(room, second, room.sari))
    hand(room, second, room.lina)
    assert report_rows(first, room.peni) == NONE_OF_IT
    assert report_rows(first, room.sari) == report_rows(second, room.lina) == (1, 1)


def test_h02_one_who_walks_beside_the_sister_keeps_the_report(room) -> None:
    first, second = room.report(victims=TWO)
    hand(room, first, room.sari)
    hand(room, second, room.sari)
    hand(room, second, room.lina)
    assert all(sees(room, first, room.sari))
    assert not any(sees(room, second, room.sari))
    assert report_rows(first, room.sari) == (1, 1)


def test_accepting_leaves_one_line_and_tells_whoever_held_it(room) -> None:
    case = taken(room)
    with acting_as("tests"):
        Notice.objects.all().delete()
    hand(room, case, room.lina)
    with acting_as("tests"):
        told = set(Notice.objects.values_list("staff_id", flat=True))
    assert {room.lina.id, room.sari.id} <= told <= {room.lina.id, room.sari.id, room.ratna.id}  # she was rung
    (first, last) = lines(case, "case.accepted")
    assert (first.actor_id, last.actor_id, last.detail) == (room.sari.id, room.lina.id, {})


def test_accepting_twice_changes_nothing_and_accepting_for_another_is_refused(room) -> None:
    case = taken(room)
    before = acts(case)
    actions.acknowledge(room.case(case, room.sari), by=room.sari, at=room.now)
    assert acts(case) == before
    hand(room, case, room.lina, accept=False)
    with pytest.raises(Refusal) as no:
        actions.acknowledge(room.case(case, room.sari), by=room.sari, at=room.now)
    assert [o.code for o in no.value.obstacles] == ["not-hers"]


def test_two_supervisors_at_once_the_second_is_told(room) -> None:
    (case,) = room.report()
    one, other = room.case(case, room.ratna), room.case(case, room.ratna)
    actions.assign(one, to=room.sari, by=room.ratna, at=room.now)
    with pytest.raises(Stale):
        actions.assign(other, to=room.lina, by=room.ratna, at=room.now)


@pytest.mark.parametrize(("name", "code"), [("dian", "not-companion"), ("gone", "inactive"), ("sari", "already")])
def test_who_cannot_be_assigned_and_no_reason_lifts_it(room, name, code) -> None:
    (case,) = room.report()
    if name == "gone":
        access.disable(room.lina, by=BY, at=room.now)
    if name == "sari":
        hand(room, case, room.sari)
    to = room.lina if name == "gone" else getattr(room, name)
    with pytest.raises(Refusal) as no:
        actions.assign(room.case(case, room.ratna), to=to, override_reason="Ya", by=room.ratna, at=room.now)
    assert code in [o.code for o in no.value.obstacles]


def full(room, *staff) -> None:
    with acting_as("tests"):
        for one in staff:
            one.case_cap = 0
            one.save()


def test_h15_the_duty_to_review_is_the_heads_or_the_supervisors_where_there_is_none(room) -> None:
    full(room, room.sari)
    (case,) = room.report()
    hand(room, case, room.sari)
    review = duty(case, "review-override")
    assert (review.owner_id, review.actor, review.due_at) == (room.ratna.id, "head", room.now + timedelta(hours=72))
    with acting_as("tests"):
        head = room._staff("ibu", room.palangka, Role.HEAD)
    (other,) = room.report()
    hand(room, other, room.sari)
    assert duty(other, "review-override").owner_id == head.id
    assert {d.owner_id for d in owed(other).values() if d.actor != "head"} == {room.sari.id}


def test_h15_an_override_says_what_was_overridden_and_its_reason_is_in_no_line(room) -> None:
    full(room, room.sari)
    (case,) = room.report()
    hand(room, case, room.sari)
    with acting_as("tests"):
        made = Assignment.objects.get(case=case)
        assert (made.how, made.overridden[0], made.by_id) == ("override", "full", room.ratna.id)
        said = str(list(Line.objects.values_list("detail", "reason")))
    assert "full" in said
    assert "dikenal" not in said


def test_h15_when_the_time_is_over_only_the_review_is_late(room) -> None:
    full(room, room.sari)
    (case,) = room.report()
    hand(room, case, room.sari)
    later = room.now + timedelta(hours=72, minutes=1)
    with acting_as("alarms"):
        assert actions.end_overrides(by=System("alarms"), at=later - timedelta(minutes=2)) == 0
        assert actions.end_overrides(by=System("alarms"), at=later) == 1
        assert actions.end_overrides(by=System("alarms"), at=later) == 0
    case = room.case(case, room.sari)
    assert (case.companion, case.owner, case.override_until) == (room.sari, room.sari, None)
    assert all(sees(room, case, room.sari))
    assert duty(case, "review-override").late_at < later
    assert acts(case).count("override.ended") == 1


def test_h15_someone_ready_is_no_override(room) -> None:
    (case,) = room.report()
    hand(room, case, room.sari)
    assert room.case(case, room.sari).override_until is None
    assert "review-override" not in owed(case)


def test_h15_a_conflict_of_interest_is_never_lifted_nor_explained(room) -> None:
    (case,) = room.report(reported_parties=[{"name": "Sari Petugas"}])
    with acting_as("tests"):
        assert list(Conflict.objects.filter(case=case).values_list("staff_id", "how")) == [(room.sari.id, "named")]
    page = room.client(room.ratna).post(
        f"/berkas/{case.number}/pendamping/", {"petugas": room.sari.email, "alasan": "Tidak ada yang lain"}
    )
    assert page.status_code == 409
    assert "benturan kepentingan" in page.content.decode()
    assert room.case(case, room.ratna).companion is None


def test_a_declared_conflict_is_kept_once_and_keeps_her_away(room) -> None:
    case = taken(room)
    for _ in range(2):
        actions.declare_conflict(room.case(case, room.sari), staff=room.sari, by=room.sari, at=room.now)
    (line,) = lines(case, "case.conflict-declared")
    assert line.detail == {"staff": str(room.sari.id)}
    hand(room, case, room.lina)
    with pytest.raises(Refusal) as no:
        hand(room, case, room.sari)
    assert no.value.obstacles[0].code == "conflict"


def test_h15_when_nobody_is_ready_neighbours_and_the_province_are_proposed(room) -> None:
    with acting_as("tests"):
        near = room._unit("62.10", "Pulang Pisau", room.province)  # borders 62.71; 62.01 does not
        rina = room._staff("rina", near, Role.COMPANION)
        yuni = room._staff("yuni", room.province, Role.COMPANION)
    (case,) = room.report()
    assert {p.staff for p in queries.proposals(room.case(case, room.ratna), at=room.now)} == {room.sari, room.lina}
    full(room, room.sari, room.lina)
    proposed = queries.proposals(room.case(case, room.ratna), at=room.now)
    assert {p.staff for p in proposed if p.ready} == {rina, yuni}
    assert {p.staff for p in proposed if not p.ready} == {room.sari, room.lina}
    assert room.budi not in {p.staff for p in proposed}
    said = {p.staff: [o.code for o in p.obstacles] for p in proposed}
    assert "other-unit" in said[rina]
    assert "full" in said[room.sari]


def test_h15_one_of_another_unit_accepts_and_her_supervisor_there_sees_nothing(room) -> None:
    with acting_as("tests"):
        yuni = room._staff("yuni", room.province, Role.COMPANION)
    (case,) = room.report()
    hand(room, case, yuni)
    assert all(sees(room, case, yuni))
    assert not any(sees(room, case, room.wati))
    assert all(sees(room, case, room.ratna))


def test_h06_taking_it_oneself_is_accepting_it_in_one_tap(room) -> None:
    (case,) = room.report(room.kepala)
    page = room.client(room.kepala).post(f"/berkas/{case.number}/saya/")
    assert (page.status_code, page.url) == (302, f"/berkas/{case.number}/")
    case = room.case(case, room.kepala)
    assert (case.companion, case.owner) == (room.kepala, room.kepala)
    assert case.accepted_at is not None
    assert acts(case)[-2:] == ["case.assigned", "case.accepted"]
    again = room.client(room.kepala).post(f"/berkas/{case.number}/saya/")
    assert again.status_code == 409
    assert "sudah menjadi pendampingnya" in again.content.decode()


def test_h06_with_an_obstacle_the_page_asks_for_a_reason_and_keeps_it(room) -> None:
    full(room, room.kepala)
    (case,) = room.report(room.kepala)
    browser = room.client(room.kepala)
    asked = browser.post(f"/berkas/{case.number}/saya/")
    assert asked.status_code == 409
    assert 'name="alasan"' in asked.content.decode()
    browser.post(f"/berkas/{case.number}/saya/", {"alasan": "Hanya saya di sini"})
    assert room.case(case, room.kepala).override_until is not None
