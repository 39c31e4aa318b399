"""What a line may hold, and what an altered chain tells. No database."""

import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import StrEnum
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampingi.audit import rules
from dampingi.audit.rules import NotACode, Tip, What, Written

KEY = bytes(range(32))
OTHER_KEY = bytes(32)
UNIT = UUID(int=1)
NOW = datetime(2026, 11, 23, 8, 0, 0, 123456, tzinfo=UTC)


def blank(number: int) -> Written:
    return Written(
        id=UUID(int=1000 + number),
        unit_id=UNIT,
        seq=0,
        at=NOW + timedelta(seconds=number),
        actor_id=UUID(int=2),
        actor_role="companion",
        act="case.looked",
        subject_kind="case",
        subject_id=UUID(int=3),
        reason="own-case",
        detail={"n": number},
        outcome="done",
        prev=b"",
    )


def chain_of(count: int) -> list[Written]:
    return rules.chained(map(blank, range(1, count + 1)), after=Tip(0, b""), key=KEY)


def told(
    lines: Sequence[Written],
    *,
    tip: Tip | None,
    marks: dict[int, bytes] | None = None,
) -> list[tuple[str, int, int]]:
    found = rules.check_chain(UNIT, lines, tip=tip, key=KEY, marks=marks)
    return [(one.what.value, one.seq, one.last) for one in found]


def tip_of(lines: Sequence[Written]) -> Tip:
    return Tip(lines[-1].seq, lines[-1].mac)


def test_a_whole_chain_is_whole():
    """Nothing is found where nothing was done; nor in a unit without lines."""
    lines = chain_of(5)
    assert told(lines, tip=tip_of(lines), marks={3: lines[2].mac, 5: lines[4].mac}) == []
    assert told([], tip=Tip(0, b"")) == []
    assert told([], tip=None) == []


def test_the_mac_is_what_an_independent_reader_computes():
    """The canonical form, written out once by hand."""
    [line] = chain_of(1)
    said = (
        '["line 1","000000000000000000000000000003e9","00000000000000000000000000000001",1,'
        '"2026-11-23T08:00:01.123456+00:00","00000000000000000000000000000002","companion",'
        '"case.looked","case","00000000000000000000000000000003","own-case",{"n":1},"done",""]'
    )
    assert line.mac == hmac.new(KEY, said.encode(), "sha256").digest()


def test_the_offset_of_a_clock_does_not_matter():
    """The same moment, told in WIB, is the same line."""
    line = blank(1)
    there = replace(line, at=line.at.astimezone(timezone(timedelta(hours=7))))
    assert rules.mac(line, KEY) == rules.mac(there, KEY)


CHANGES: dict[str, object] = {
    "id": UUID(int=9),
    "unit_id": UUID(int=9),
    "seq": 9,
    "at": NOW + timedelta(microseconds=1, seconds=3),
    "actor_id": UUID(int=9),
    "actor_role": "supervisor",
    "act": "case.closed",
    "subject_kind": "person",
    "subject_id": None,
    "reason": "",
    "detail": {"n": 4},
    "outcome": "refused",
    "prev": bytes(32),
    "mac": bytes(32),
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_change_in_any_column_is_found_at_its_line(column):
    """An edit of the third of seven lines, whichever column."""
    lines = chain_of(7)
    lines[2] = replace(lines[2], **{column: CHANGES[column]})
    lines.sort(key=lambda line: line.seq)
    found = told(lines, tip=tip_of(chain_of(7)))
    assert found
    assert 3 in {seq for _, seq, _ in found}


def test_every_column_is_under_the_mac():
    """A column added later must be authenticated too."""
    assert CHANGES.keys() == {*Written.__dataclass_fields__}


def edit(lines: list[Written]) -> list[Written]:
    lines[2] = replace(lines[2], act="case.closed")
    return lines


def edit_two(lines: list[Written]) -> list[Written]:
    lines[2] = replace(lines[2], act="case.closed")
    lines[3] = replace(lines[3], act="case.closed")
    return lines


def edit_newest(lines: list[Written]) -> list[Written]:
    lines[-1] = replace(lines[-1], act="case.closed")
    return lines


def delete(lines: list[Written]) -> list[Written]:
    del lines[2:4]
    return lines


def delete_first(lines: list[Written]) -> list[Written]:
    return lines[1:]


def delete_and_renumber(lines: list[Written]) -> list[Written]:
    return lines[:2] + [replace(line, seq=line.seq - 2) for line in lines[4:]]


def insert_and_renumber(lines: list[Written]) -> list[Written]:
    forged = replace(blank(90), seq=3, prev=lines[1].mac, mac=bytes(32))
    return [*lines[:2], forged, *(replace(line, seq=line.seq + 1) for line in lines[2:])]


def insert_at_end(lines: list[Written]) -> list[Written]:
    return [*lines, replace(blank(90), seq=11, prev=lines[-1].mac, mac=bytes(32))]


def swap_numbers(lines: list[Written]) -> list[Written]:
    lines[2], lines[6] = replace(lines[6], seq=3), replace(lines[2], seq=7)
    return lines


def swap_neighbours(lines: list[Written]) -> list[Written]:
    lines[2], lines[3] = replace(lines[3], seq=3), replace(lines[2], seq=4)
    return lines


def swap_contents(lines: list[Written]) -> list[Written]:
    one, other = lines[2], lines[6]
    for here, there in ((2, other), (6, one)):
        line = lines[here]
        lines[here] = replace(there, id=line.id, seq=line.seq, prev=line.prev, mac=line.mac)
    return lines


def recompute_without_key(lines: list[Written]) -> list[Written]:
    lines[2] = replace(lines[2], act="case.closed")
    return lines[:2] + rules.chained(lines[2:], after=tip_of(lines[:2]), key=OTHER_KEY)


def copy_mac(lines: list[Written]) -> list[Written]:
    lines[2] = replace(lines[2], act="case.closed", mac=lines[5].mac)
    lines[3] = replace(lines[3], prev=lines[5].mac)
    return lines


def replay(lines: list[Written]) -> list[Written]:
    lines[6] = replace(lines[2], id=lines[6].id, seq=7)
    return lines


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        (edit, [("edited", 3, 3)]),
        (edit_two, [("edited", 3, 4)]),
        (edit_newest, [("edited", 10, 10)]),
        (delete, [("missing", 3, 4)]),
        (delete_first, [("missing", 1, 1)]),
        (delete_and_renumber, [("missing", 3, 4)]),
        (insert_and_renumber, [("inserted", 3, 3)]),
        (insert_at_end, [("inserted", 11, 11)]),
        (swap_numbers, [("swapped", 3, 7)]),
        (swap_neighbours, [("swapped", 3, 4)]),
        (swap_contents, [("swapped", 3, 7)]),
        (copy_mac, [("edited", 3, 4)]),
        (replay, [("recomputed", 7, 7)]),
    ],
)
def test_what_was_done_is_named_where_it_was_done(
    deed: Callable[[list[Written]], list[Written]],
    expected: list[tuple[str, int, int]],
):
    """Ten lines, one deed, the head left as it was (T-09)."""
    before = chain_of(10)
    tip = tip_of(before)
    assert told(deed(list(before)), tip=tip) == expected


def test_a_chain_recomputed_without_the_key_is_found():
    """T-25: everything bound together again, head included, but under a made-up key."""
    lines = recompute_without_key(chain_of(10))
    assert told(lines, tip=tip_of(lines)) == [("recomputed", 3, 10)]


def test_a_chain_recomputed_with_the_key_is_found_by_a_checkpoint():
    """T-25: even whoever holds the ledger key cannot change what a checkpoint remembers."""
    lines = chain_of(10)
    marks = {2: lines[1].mac, 6: lines[5].mac, 9: lines[8].mac}
    lines[3] = replace(lines[3], act="case.closed")
    forged = lines[:3] + rules.chained(lines[3:], after=tip_of(lines[:3]), key=KEY)
    assert told(forged, tip=tip_of(forged)) == []
    assert told(forged, tip=tip_of(forged), marks=marks) == [("recomputed", 3, 9)]


def test_loss_of_the_newest_lines():
    """Found by the head; by a checkpoint when the head was set back as well, up to that checkpoint."""
    lines = chain_of(10)
    short = lines[:6]
    assert told(short, tip=tip_of(lines)) == [("truncated", 7, 10)]
    assert told(short, tip=tip_of(short)) == []
    assert told(short, tip=tip_of(short), marks={8: lines[7].mac}) == [("truncated", 7, 8)]
    assert told([], tip=None, marks={8: lines[7].mac}) == [("truncated", 1, 8)]


def test_lines_grown_again_after_a_loss():
    """Loss of the newest lines, then honest new ones in their place: the checkpoint disagrees."""
    lines = chain_of(10)
    again = rules.chained(map(blank, range(50, 58)), after=tip_of(lines[:6]), key=KEY)
    grown = lines[:6] + again
    marks = {5: lines[4].mac, 9: lines[8].mac}
    assert told(grown, tip=tip_of(grown), marks=marks) == [("recomputed", 6, 9)]


@pytest.mark.parametrize(
    "tip",
    [None, Tip(10, bytes(32)), Tip(9, chain_of(10)[8].mac)],
    ids=["none", "hash", "behind"],
)
def test_a_wrong_head_is_found(tip):
    """A head that is gone, altered or behind its lines."""
    assert [what for what, _, _ in told(chain_of(10), tip=tip)] == ["head_wrong"]


def test_two_lines_of_one_number():
    """Somebody dropped the constraint to get a second line in."""
    lines = chain_of(4)
    lines.insert(3, replace(blank(9), seq=3))
    assert told(lines, tip=tip_of(lines)) == [("inserted", 3, 3)]


def test_swaps_far_apart_and_many():
    """More than the numbers that are tried nearby, and three at once."""
    lines = chain_of(400)
    for here, there in ((10, 390), (50, 200), (51, 52)):
        one, other = lines[here - 1], lines[there - 1]
        lines[here - 1], lines[there - 1] = replace(other, seq=here), replace(one, seq=there)
    assert told(lines, tip=tip_of(lines)) == [
        ("swapped", 10, 390),
        ("swapped", 50, 200),
        ("swapped", 51, 52),
    ]


def test_an_edit_beside_swaps_is_still_told():
    """Four swapped lines hide neither the edit after them nor the one before."""
    lines = chain_of(10)
    for here, there in ((3, 4), (5, 6)):
        one, other = lines[here - 1], lines[there - 1]
        for line, content in ((one, other), (other, one)):
            kept = {"id": line.id, "seq": line.seq, "prev": line.prev, "mac": line.mac}
            lines[line.seq - 1] = replace(content, **kept)
    for seq in (2, 7):
        lines[seq - 1] = replace(lines[seq - 1], act="case.closed")
    assert told(lines, tip=tip_of(lines)) == [
        ("edited", 2, 2),
        ("swapped", 3, 4),
        ("swapped", 5, 6),
        ("edited", 7, 7),
    ]


def test_a_chain_renumbered_after_a_loss_at_its_start_is_one_finding():
    """Three thousand lines that all moved up are not three thousand findings."""
    lines = chain_of(3_000)
    moved = [replace(line, seq=line.seq - 1) for line in lines[1:]]
    assert told(moved, tip=tip_of(lines)) == [("missing", 1, 1)]


@given(st.data())
@settings(max_examples=120, deadline=None)
def test_whatever_is_done_to_the_lines_is_found(data):
    """Any subset, in any order, renumbered or not, other than the chain itself is found."""
    lines = chain_of(8)
    kept = data.draw(st.lists(st.sampled_from(lines), unique_by=lambda line: line.seq))
    if data.draw(st.booleans()):
        kept = [replace(line, seq=number) for number, line in enumerate(kept, start=1)]
    else:
        kept.sort(key=lambda line: line.seq)
    assert (told(kept, tip=tip_of(lines)) == []) == (kept == lines)


# ---- what may be written -----------------------------------------------------------------------


class Kind(StrEnum):
    """A code of some room."""

    SEXUAL = "sexual_violence"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("own-case", "own-case"),
        ("", ""),
        (None, None),
        (True, True),
        (72, 72),
        (1.5, 1.5),
        (-0.0, 0.0),
        ("62.71", "62.71"),
        ("4K72QH9TXAM", "4K72QH9TXAM"),
        ("2026-06-08T22:30:00+07:00", "2026-06-08T22:30:00+07:00"),
        (NOW, "2026-11-23T08:00:00.123456+00:00"),
        (date(2026, 6, 8), "2026-06-08"),
        (UUID(int=7), "00000000-0000-0000-0000-000000000007"),
        (Kind.SEXUAL, "sexual_violence"),
        ([Kind.SEXUAL, "neglect"], ["sexual_violence", "neglect"]),
        ({"b", "a"}, ["a", "b"]),
        ({"old": "low", "new": "high"}, {"old": "low", "new": "high"}),
    ],
)
def test_codes_ids_numbers_and_times_are_written(value, written):
    """What comes out is what JSON in the database gives back."""
    cleaned = rules.clean({"x": value})
    assert cleaned == {"x": written}
    assert json.loads(json.dumps(cleaned)) == cleaned


@pytest.mark.parametrize(
    "value",
    [
        "Siti Aminah",
        "siti aminah",
        "Siti",
        "SITI",
        "6271014107900001",
        6271014107900001,
        "081234567890",
        "+6281234567890",
        81234567890,
        "a" * 65,
        "tak ada\nruang",
        "ya\x00",
        "é",
        float("nan"),
        float("inf"),
        b"bytes",
        object(),
        ["own-case", "Siti Aminah"],
        {"who": "Siti Aminah"},
        {"Siti Aminah": 1},
    ],
)
def test_a_name_cannot_slip_in(value):
    """Names, telephones, NIK and free text are refused loudly, and not repeated in the error."""
    with pytest.raises(NotACode) as no:
        rules.clean({"x": value})
    assert "iti" not in str(no.value)
    assert "6271" not in str(no.value)


def test_every_finding_has_words():
    """Each kind of finding, for one line and for several, says which."""
    for what in What:
        for last in (3, 8):
            if (what, last) in {
                (What.SWAPPED, 3),
                (What.HEAD_WRONG, 8),
                (What.CHECKPOINT_BROKEN, 8),
            }:
                continue
            words = str(rules.finding(UNIT, what, 3, last).words)
            assert "3" in words
            assert "{" not in words
