"""Sheets half filled: sealed, the author's alone, never lost to a second browser, gone when thrown away."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from dampingi.access.actor import act_as, act_as_nobody, acting_as
from dampingi.audit.models import Line
from dampingi.intake import actions
from dampingi.intake.forms import clean_complaint
from dampingi.intake.models import Draft, Relation, Report, Rescue, Submission
from dampingi.kernel.refusals import Stale
from dampingi.keys import case as keys
from dampingi.keys.vault import Unreadable
from tests.fixtures import SECRET, STORY, complaint

TYPED = {"victims": [{"name": SECRET}], "incident": {"narrative": STORY}}


@pytest.fixture
def draft(room) -> Draft:
    act_as(room.peni)
    return actions.open_draft(TYPED, by=room.peni, at=room.now)


def test_what_is_typed_lies_sealed_and_comes_back(draft) -> None:
    found = Draft.objects.get(id=draft.id)
    assert actions.read_draft(found) == TYPED
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(d)::text FROM intake_draft d WHERE id = %s", [draft.id])
        lies = cursor.fetchone()[0]
    assert draft.number in lies  # the control
    assert "Marlina" not in lies
    assert STORY.encode() not in bytes(found.sheet)


def test_only_the_author_sees_a_draft(room, draft) -> None:
    assert Draft.objects.count() == 1
    for other in (room.ratna, room.sari, room.budi, room.kepala, room.wati, room.adi, room.dian, room.tuti):
        act_as(other)
        assert not Draft.objects.exists(), other
    act_as_nobody()
    assert not Draft.objects.exists()


def test_only_the_author_saves_a_draft(room, draft) -> None:
    with acting_as("tests"), pytest.raises(Stale):
        actions.save_draft(draft, {"x": 1}, version=1, by=room.ratna, at=room.now)
    act_as(room.peni)
    assert actions.read_draft(Draft.objects.get(id=draft.id)) == TYPED


def test_saving_moves_the_version_and_a_second_browser_is_told(room, draft) -> None:
    one, other = Draft.objects.get(id=draft.id), Draft.objects.get(id=draft.id)
    later = room.now + timedelta(minutes=3)
    saved = actions.save_draft(one, {"channel": "phone"}, version=1, by=room.peni, at=later)
    assert (saved.version, saved.saved_at) == (2, later)
    with pytest.raises(Stale):
        actions.save_draft(other, {"channel": "letter"}, version=1, by=room.peni, at=later)
    assert actions.read_draft(Draft.objects.get(id=draft.id)) == {"channel": "phone"}


@pytest.mark.parametrize("version", [0, 2, -1, 999])
def test_a_version_that_never_was_saves_nothing(room, draft, version: int) -> None:
    with pytest.raises(Stale):
        actions.save_draft(draft, {}, version=version, by=room.peni, at=room.now)
    assert actions.read_draft(Draft.objects.get(id=draft.id)) == TYPED


def test_one_draft_does_not_open_in_the_place_of_another(room, draft) -> None:
    other = actions.open_draft({"channel": "phone"}, by=room.peni, at=room.now)
    Draft.objects.filter(id=other.id).update(sheet=draft.sheet)
    with pytest.raises(Unreadable):
        actions.read_draft(Draft.objects.get(id=other.id))


def report_of(room) -> Report:
    (case,) = room.report()
    return Report.objects.get(id=case.report_id)


def test_finishing_joins_the_report_and_destroys_the_key(room, draft) -> None:
    before = bytes(Draft.objects.get(id=draft.id).sheet)
    actions.rescue_typing(draft.number, TYPED, draft=draft, at=room.now)
    report = report_of(room)
    actions.finish_draft(draft, report)
    found = Draft.objects.get(id=draft.id)
    assert (found.report_id, bytes(found.sheet)) == (report.id, b"")
    assert keys.load([draft.id]) == {}
    assert STORY.encode() not in before
    assert not Rescue.objects.exists()
    with pytest.raises(Stale):  # the other browser, still typing
        actions.save_draft(draft, TYPED, version=1, by=room.peni, at=room.now)


def test_throwing_away_destroys_the_key_and_is_written_down(room, draft) -> None:
    actions.rescue_typing(draft.number, TYPED, draft=draft, at=room.now)
    actions.throw_draft_away(draft, by=room.peni, at=room.now)
    with acting_as("tests"):
        assert not Draft.objects.filter(id=draft.id).exists()
        assert list(Line.objects.filter(subject_id=draft.id).order_by("seq").values_list("act", flat=True)) == [
            "draft.opened",
            "draft.thrown-away",
        ]
    assert keys.load([draft.id]) == {}
    assert not Rescue.objects.exists()


def test_typing_after_the_session_ended_is_sealed_for_the_author(room, draft) -> None:
    late = {"channel": "phone", "incident": {"narrative": STORY + " sesudah sesi"}}
    with acting_as("rescue"):
        rescue = actions.rescue_typing(draft.number, late, draft=draft, at=room.now)
    assert STORY.encode() not in bytes(rescue.sheet)
    act_as(room.peni)
    assert actions.read_rescue(Rescue.objects.get(id=rescue.id), draft=draft) == late
    other = actions.open_draft({}, by=room.peni, at=room.now)
    with pytest.raises(Unreadable):
        actions.read_rescue(rescue, draft=other)


def test_of_rescued_typing_the_newest_is_kept_and_not_more_than_a_few(room, draft) -> None:
    """A page left open saves itself for hours: what was typed last is what she wants back."""
    other = actions.open_draft({}, by=room.peni, at=room.now)
    actions.rescue_typing(other.number, {"n": "other"}, draft=other, at=room.now)
    for n in range(actions.MOST_RESCUES + 4):
        actions.rescue_typing(draft.number, {"n": n}, draft=draft, at=room.now + timedelta(seconds=n))
    kept = Rescue.objects.filter(draft_number=draft.number).order_by("-at")
    assert [actions.read_rescue(r, draft=draft)["n"] for r in kept] == [8, 7, 6, 5, 4]
    assert Rescue.objects.filter(draft_number=other.number).count() == 1


def remember(room, key: str = "k-1", by=None, data: object = None) -> None:
    actions.remember(
        key=key, door="reports", data=data or {"a": 1}, subject_id=room.palangka.id, by=by or room.peni, at=room.now
    )


def test_the_same_key_of_the_same_person_is_remembered_once(room) -> None:
    act_as(room.peni)
    remember(room)
    with pytest.raises(IntegrityError), transaction.atomic():
        remember(room)
    remember(room, key="k-2")
    assert Submission.objects.count() == 2
    act_as(room.ratna)
    assert not Submission.objects.exists()
    remember(room, by=room.ratna)  # another person's same key is another key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"a": 1, "b": [1, 2]}, {"b": [1, 2], "a": 1}, True),
        ({"a": {"x": 1, "y": 2}}, {"a": {"y": 2, "x": 1}}, True),
        ({"a": [1, 2]}, {"a": [2, 1]}, False),
        ({"a": 1}, {"a": "1"}, False),
        ({"a": None}, {}, False),
        ({"a": "é"}, {"a": "e\u0301"}, False),
    ],
)
def test_the_same_content_has_the_same_digest_in_any_order_of_names(one, other, same) -> None:
    assert (actions.digest_of(one) == actions.digest_of(other)) is same


def test_what_was_sent_is_not_kept_only_its_digest(room) -> None:
    act_as(room.peni)
    remember(room, data=TYPED)
    kept = Submission.objects.values().get()
    assert bytes(kept["digest"]) == actions.digest_of(TYPED)
    assert SECRET not in str(kept)


def test_a_report_keeps_who_is_what_to_whom_once_a_pair(room) -> None:
    parties = [
        {"name": "Anu", "relations": [{"victim": 0, "relation": "parent"}, {"victim": 1, "relation": "neighbour"}]},
        {"relations": [{"victim": 1, "relation": "spouse"}, {"victim": 1, "relation": "employer"}]},
    ]
    room.report(victims=[{}, {}], reported_parties=parties)
    with acting_as("tests"):
        rows = Relation.objects.values_list("relation", flat=True)
        assert sorted(rows) == ["employer", "neighbour", "parent"]


def test_h22_a_paper_report_keeps_when_it_came_and_when_it_was_written(room) -> None:
    came = room.now - timedelta(days=3)
    (case,) = room.report(received_at=came.isoformat())
    report = Report.objects.get(id=case.report_id)
    assert (report.received_at, report.recorded_at, report.said_received_at) == (came, room.now, None)


def test_a_wrong_clock_is_kept_beside_the_right_one(room) -> None:
    from dampingi.cases import actions as cases

    claim = room.now + timedelta(hours=3)
    payload = {**complaint(room.now), "received_at": claim.isoformat()}
    clean = clean_complaint(payload, now=room.now, zone=room.palangka.timezone, known_late=True)
    act_as(room.peni)
    report = cases.receive_report(clean, by=room.peni, at=room.now).report
    report.refresh_from_db()
    assert (report.received_at, report.said_received_at, report.checks) == (room.now, claim, ["clock"])
