"""The key sheet: what is written by hand is read back, and whatever is misread is named (H-24)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dampingi.kernel.ids import CROCKFORD
from dampingi.keys import paper

SECRETS = st.binary(min_size=32, max_size=32)
SHEETS = st.sampled_from(["root", "ledger"])


@given(SHEETS, SECRETS)
def test_a_sheet_reads_back_as_the_key(sheet: str, secret: bytes) -> None:
    groups = paper.groups(sheet, secret)
    assert len(groups) == paper.GROUPS
    assert paper.read(sheet, groups) == secret
    typed = [one.lower().replace("0", "o").replace("1", "l") for one in groups]
    assert paper.read(sheet, typed) == secret


@given(SHEETS, SECRETS, st.integers(0, paper.GROUPS - 1), st.integers(0, 3), st.sampled_from(CROCKFORD))
def test_one_wrong_character_names_its_group(sheet: str, secret: bytes, group: int, at: int, letter: str) -> None:
    groups = paper.groups(sheet, secret)
    if groups[group][at] == letter:
        return
    groups[group] = groups[group][:at] + letter + groups[group][at + 1 :]
    with pytest.raises(paper.Misread) as no:
        paper.read(sheet, groups)
    assert no.value.groups == (group + 1,)


@given(SHEETS, SECRETS, st.integers(0, paper.GROUPS - 1), st.integers(0, 2))
def test_two_characters_the_wrong_way_round_name_their_group(sheet: str, secret: bytes, group: int, at: int) -> None:
    groups = paper.groups(sheet, secret)
    one = groups[group]
    turned = one[:at] + one[at + 1] + one[at] + one[at + 2 :]
    if turned == one:
        return
    groups[group] = turned
    with pytest.raises(paper.Misread) as no:
        paper.read(sheet, groups)
    assert no.value.groups == (group + 1,)


@given(SECRETS, st.integers(0, paper.GROUPS - 1), st.integers(0, paper.GROUPS - 1))
def test_two_groups_the_wrong_way_round_are_both_named(secret: bytes, one: int, other: int) -> None:
    groups = paper.groups("root", secret)
    if one == other or groups[one][:4] == groups[other][:4]:
        return
    groups[one], groups[other] = groups[other], groups[one]
    with pytest.raises(paper.Misread) as no:
        paper.read("root", groups)
    assert set(no.value.groups) == {one + 1, other + 1}


@given(SECRETS)
def test_the_sheet_of_the_other_key_is_not_taken(secret: bytes) -> None:
    with pytest.raises(paper.Misread) as no:
        paper.read("ledger", paper.groups("root", secret))
    assert len(no.value.groups) == paper.GROUPS


@given(SECRETS, SECRETS, st.integers(1, paper.GROUPS - 1))
def test_groups_of_two_sheets_do_not_make_a_key(secret: bytes, other: bytes, cut: int) -> None:
    mixed = paper.groups("root", secret)[:cut] + paper.groups("root", other)[cut:]
    if mixed in (paper.groups("root", secret), paper.groups("root", other)):
        return
    with pytest.raises(paper.Misread) as no:
        paper.read("root", mixed)
    assert no.value.groups == ()


@pytest.mark.parametrize("typed", [[], ["", "x"], ["····5"] * 14, ["00000"] * 13])
def test_what_is_no_sheet_is_refused(typed: list[str]) -> None:
    with pytest.raises(paper.Misread) as no:
        paper.read("root", typed)
    assert len(no.value.groups) >= paper.GROUPS - len(typed)


def test_a_group_that_is_missing_is_named() -> None:
    groups = paper.groups("root", bytes(range(32)))
    with pytest.raises(paper.Misread) as no:
        paper.read("root", groups[:-1])
    assert no.value.groups == (paper.GROUPS,)
