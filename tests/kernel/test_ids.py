"""Ids: in the order of time inside; outside, numbers that tell nothing and survive being read aloud."""

import itertools
import statistics
import time
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampingi.kernel.ids import CROCKFORD, check_of, new_id, new_number, read_number, spoken

bodies = st.text(CROCKFORD, min_size=10, max_size=10)


def test_ids_are_uuids_of_version_7_in_the_order_of_time(monkeypatch) -> None:
    made = []
    for moment in (1_700_000_000_000, 1_700_000_000_001, 1_800_000_000_000, 2**47):
        monkeypatch.setattr(time, "time_ns", lambda moment=moment: moment * 1_000_000)
        made.append(new_id())
    assert made == sorted(made)
    assert {(one.version, one.variant) for one in made} == {(7, uuid.RFC_4122)}
    assert [one.int >> 80 for one in made] == [1_700_000_000_000, 1_700_000_000_001, 1_800_000_000_000, 2**47]


def test_ids_of_one_millisecond_differ(monkeypatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1_700_000_000_000_000_000)
    assert len({new_id() for _ in range(10_000)}) == 10_000


@given(bodies, st.integers(0, 10), st.sampled_from(CROCKFORD))
@settings(max_examples=500, deadline=None)
def test_one_wrong_character_is_never_another_number(body: str, place: int, wrong: str) -> None:
    number = body + check_of(body)
    other = number[:place] + wrong + number[place + 1 :]
    if other != number:
        assert read_number(other) is None


@given(bodies, st.integers(0, 9))
@settings(max_examples=500, deadline=None)
def test_two_neighbours_swapped_are_never_another_number(body: str, place: int) -> None:
    number = body + check_of(body)
    other = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if other != number:
        assert read_number(other) is None


def test_every_single_error_and_swap_of_one_number_is_caught() -> None:
    number = new_number()
    wrong = {number[:i] + c + number[i + 1 :] for i in range(11) for c in CROCKFORD} - {number}
    swapped = {number[:i] + number[i + 1] + number[i] + number[i + 2 :] for i in range(10)} - {number}
    assert [one for one in wrong | swapped if read_number(one)] == []


NUMBER = "010QH9TXAM"
NUMBER += check_of(NUMBER)


@pytest.mark.parametrize(
    "typed",
    [
        NUMBER,
        NUMBER.lower(),
        spoken(NUMBER),
        f"  {spoken(NUMBER).lower()} ",
        NUMBER.replace("0", "O").replace("1", "I"),
        NUMBER.replace("0", "o").replace("1", "l"),
        NUMBER.replace("1", "L"),
        " ".join(NUMBER),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str) -> None:
    assert read_number(typed) == NUMBER


@pytest.mark.parametrize(
    "typed",
    ["", " ", NUMBER[:-1], NUMBER + "0", NUMBER[:-1] + "U", "../../etc/p", "Kasus 1", "\x00" * 11, "１" * 11, "*" * 11],
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert read_number(typed) is None


@given(st.text(max_size=20))
def test_any_text_is_read_without_surprise(typed: str) -> None:
    assert read_number(typed) is None or len(read_number(typed)) == 11


def test_a_number_can_be_typed_on_any_phone_and_read_again() -> None:
    for _ in range(500):
        number = new_number()
        assert len(number) == 11
        assert set(number) <= set(CROCKFORD)
        assert read_number(spoken(number)) == number


def test_numbers_tell_neither_how_many_nor_when(monkeypatch) -> None:
    """Made one after the other at a known moment: no order, no common beginning, every place even."""
    monkeypatch.setattr(time, "time_ns", lambda: 1_700_000_000_000_000_000)
    monkeypatch.setattr(time, "time", lambda: 1_700_000_000.0)
    made = [new_number() for _ in range(4_000)]
    assert len(set(made)) == len(made)
    rising = sum(a < b for a, b in itertools.pairwise(made))
    assert abs(rising - 2_000) < 200  # a counter or a clock would make all of them rise
    for place in range(10):
        counts = [sum(n[place] == letter for n in made) for letter in CROCKFORD]
        assert max(counts) < 2 * statistics.mean(counts)
