"""Readiness (H-15): a condition only before the law and once the register is complete; else advice."""

from dataclasses import replace
from datetime import date
from itertools import permutations, product
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampingi.kernel.codes import LANGUAGES, CaseKind, Sex
from dampingi.places.rules import Nearness
from dampingi.training.catalog.competences import BY_CODE, COMPETENCES, TPKS
from dampingi.training.rules import BEFORE_THE_LAW, Candidate, Need, needs_outside, rank, readiness

SEXUAL = frozenset({CaseKind.SEXUAL_VIOLENCE, CaseKind.VIOLENCE_AGAINST_WOMEN})
SARI = Candidate(
    staff_id=UUID(int=1), holds={TPKS: None}, on_duty=True, load=3, cap=25, nearness="same_regency",
    languages=frozenset({"indonesian", "ngaju"}), sex="female", conflict=False,
)  # fmt: skip
NEED = Need(kinds=SEXUAL, victim_sex="female", languages=("ngaju",))


def codes(found) -> list[str]:
    return [one.code for one in found]


@pytest.mark.parametrize("activity", ["first_contact", "health", "shelter", "psychosocial", *sorted(BEFORE_THE_LAW)])
@pytest.mark.parametrize("complete", [False, True])
@pytest.mark.parametrize("trained", [False, True])
def test_h15_training_is_a_condition_before_the_law_once_the_register_is_complete(activity, complete, trained) -> None:
    candidate = replace(SARI, holds={TPKS: None} if trained else {})
    found = readiness(candidate, replace(NEED, activity=activity, register_complete=complete))
    refused = activity in BEFORE_THE_LAW and complete and not trained
    assert found.ready is not refused
    assert ("untrained-tpks" in codes(found.obstacles)) is not trained  # a warning at least, with what to do
    assert ("trained-tpks" in codes(found.reasons)) is trained


def test_h15_before_the_law_is_police_prosecutor_and_court() -> None:
    assert {"police", "prosecutor", "court"} == BEFORE_THE_LAW


@pytest.mark.parametrize(
    ("kinds", "asked"),
    [
        (SEXUAL, {"untrained-tpks"}),
        ({CaseKind.VIOLENCE_AGAINST_CHILD}, {"untrained-child"}),
        ({CaseKind.TRAFFICKING_SUSPECTED}, {"untrained-trafficking"}),
        ({CaseKind.SEXUAL_VIOLENCE, CaseKind.VIOLENCE_AGAINST_CHILD}, {"untrained-tpks", "untrained-child"}),
        ({CaseKind.DOMESTIC_VIOLENCE}, set()),
        (set(), set()),
    ],
)
def test_training_is_asked_for_the_kinds_of_the_case(kinds, asked) -> None:
    found = readiness(replace(SARI, holds={}), Need(kinds=frozenset(kinds), register_complete=True, activity="court"))
    assert {c for c in codes(found.obstacles) if c.startswith("untrained")} == asked
    assert found.ready is ("untrained-tpks" not in asked)  # only art. 26 makes it a condition


@pytest.mark.parametrize(
    ("change", "need", "ready", "obstacle"),
    [
        ({}, {}, True, None),
        ({"load": 24}, {}, True, None),
        ({"load": 25}, {}, False, "full"),
        ({"load": 0, "cap": 0}, {}, False, "full"),
        ({"conflict": True}, {}, False, "conflict"),
        ({"on_duty": False}, {}, True, "off-duty"),
        ({"languages": frozenset({"indonesian"})}, {}, True, "language"),
        ({"same_unit": False}, {}, True, "other-unit"),
    ],
)
def test_what_stands_in_the_way_and_what_only_warns(change, need, ready, obstacle) -> None:
    found = readiness(replace(SARI, **change), replace(NEED, **need))
    assert found.ready is ready
    assert codes(found.obstacles) == ([obstacle] if obstacle else [])
    assert all(o.words and o.remedy for o in found.obstacles)


def test_a_conflict_is_said_first_and_never_with_whom() -> None:
    found = readiness(replace(SARI, conflict=True, load=25, holds={}), NEED)
    assert codes(found.obstacles)[0] == "conflict"
    conflict = found.obstacles[0]
    assert conflict.words.blanks == conflict.remedy.blanks == ()  # no room for a name


BETTER = [
    ("training", {"holds": {TPKS: None}}, {"holds": {}}),
    ("core", {"holds": {TPKS: None, "risk": None}}, {"holds": {TPKS: None}}),
    ("duty", {"on_duty": True}, {"on_duty": False}),
    ("language", {"languages": frozenset({"ngaju"})}, {"languages": frozenset({"javanese"})}),
    ("same sex", {"sex": "female"}, {"sex": "male"}),
    ("load", {"load": 1}, {"load": 9}),
    ("same district", {"nearness": "same_district"}, {"nearness": "same_regency"}),
    ("same regency", {"nearness": "same_regency"}, {"nearness": "neighbour"}),
    ("neighbour", {"nearness": "neighbour"}, {"nearness": "same_province"}),
    ("same province", {"nearness": "same_province"}, {"nearness": "elsewhere"}),
    ("own unit", {"same_unit": True}, {"same_unit": False}),
    ("no conflict", {"conflict": False}, {"conflict": True}),
    ("room for one more", {"load": 24}, {"load": 25}),
]


@pytest.mark.parametrize(("better", "worse"), [b[1:] for b in BETTER], ids=[b[0] for b in BETTER])
def test_all_else_equal_who_fits_better_stands_first(better, worse) -> None:
    one, other = replace(SARI, staff_id=UUID(int=9), **better), replace(SARI, staff_id=UUID(int=2), **worse)
    assert [r.candidate.staff_id for r in rank([other, one], NEED)] == [one.staff_id, other.staff_id]


def test_the_same_sex_is_preferred_where_hers_is_known_and_not_where_it_is_not() -> None:
    known = readiness(SARI, NEED)
    unknown = readiness(SARI, replace(NEED, victim_sex="unknown"))
    assert "same-sex" in codes(known.reasons)
    assert "same-sex" not in codes(unknown.reasons)
    assert "same-sex" not in codes(readiness(replace(SARI, sex="unknown"), replace(NEED, victim_sex="unknown")).reasons)


def test_without_a_language_asked_none_is_missing() -> None:
    found = readiness(replace(SARI, languages=frozenset()), replace(NEED, languages=()))
    assert "language" not in codes(found.obstacles)


def test_ties_stand_by_id_in_whatever_order_they_come() -> None:
    three = [replace(SARI, staff_id=UUID(int=i)) for i in (1, 2, 3)]
    orders = {tuple(r.candidate.staff_id.int for r in rank(order, NEED)) for order in permutations(three)}
    assert orders == {(1, 2, 3)}


candidates = st.builds(
    Candidate,
    staff_id=st.uuids(),
    holds=st.dictionaries(st.sampled_from(list(BY_CODE)), st.none() | st.dates()),
    on_duty=st.booleans(),
    load=st.integers(0, 40),
    cap=st.integers(0, 30),
    nearness=st.sampled_from([str(n) for n in Nearness]),
    languages=st.frozensets(st.sampled_from(list(LANGUAGES)), max_size=3),
    sex=st.sampled_from([str(s) for s in Sex]),
    conflict=st.booleans(),
    same_unit=st.booleans(),
)
needs = st.builds(
    Need,
    kinds=st.frozensets(st.sampled_from([str(k) for k in CaseKind])),
    activity=st.sampled_from(["first_contact", "court"]),
    languages=st.lists(st.sampled_from(list(LANGUAGES)), max_size=2).map(tuple),
    victim_sex=st.sampled_from([str(s) for s in Sex]),
    register_complete=st.booleans(),
)


@given(st.lists(candidates, max_size=6, unique_by=lambda c: c.staff_id), needs, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_a_ranking_never_depends_on_the_order_it_was_asked_in(found, need, dice) -> None:
    ranked = rank(found, need)
    dice.shuffle(found)
    assert rank(found, need) == ranked
    ready = [r.readiness.ready for r in ranked]
    assert ready == sorted(ready, reverse=True)
    assert needs_outside(ranked) is not any(ready)
    for one in ranked:
        assert not (one.readiness.ready and one.candidate.conflict)
        assert one.readiness.ready or one.readiness.obstacles


def test_every_competence_names_what_it_rests_on_and_art_26_is_the_only_condition() -> None:
    assert all(c.law and c.article and c.title for c in COMPETENCES)
    assert [c.code for c in COMPETENCES if c.verified] == [TPKS]
    conditions = [
        c.code
        for c, kind in product(COMPETENCES, CaseKind)
        if kind in c.for_kinds
        and not readiness(
            replace(SARI, holds={}), Need(kinds=frozenset({kind}), activity="court", register_complete=True)
        ).ready
    ]
    assert conditions == [TPKS]


def test_an_expiry_date_is_only_a_date_here() -> None:
    """Whether it is valid is asked before, by the day; readiness trusts what it is given."""
    assert readiness(replace(SARI, holds={TPKS: date(2020, 1, 1)}), NEED).ready
