"""The shortest path to readiness (H-15): exact, with reasons, and it really leads there."""

from datetime import date, timedelta
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampingi.kernel.codes import CaseKind
from dampingi.training.catalog.competences import BY_CODE, TPKS
from dampingi.training.rules.path import (
    Learner,
    Offer,
    Way,
    asked_for,
    missing_for,
    shortest,
    shortest_for_unit,
)
from dampingi.training.rules.readiness import Candidate, Need, readiness

TODAY = date(2026, 6, 8)
YEAR = TODAY + timedelta(days=365)
CORE = {c.code: None for c in BY_CODE.values() if c.core}
SEXUAL, CHILD = CaseKind.SEXUAL_VIOLENCE, CaseKind.VIOLENCE_AGAINST_CHILD


def offer(code: str, jp: int, *gives: str, way: Way = Way.MODULE) -> Offer:
    return Offer(code, code, jp, frozenset(gives), way)


def who(number: int = 1, **holds: date | None) -> Learner:
    return Learner(UUID(int=number), holds)


@pytest.mark.parametrize(
    ("holds", "kinds", "offers", "jp", "codes"),
    [
        ({**CORE, TPKS: None}, [SEXUAL], [offer("m", 4, TPKS)], 0, []),
        (CORE, [SEXUAL], [offer("m", 4, TPKS)], 4, ["m"]),
        # One long module beats two short ones only where it is shorter.
        (CORE, [SEXUAL, CHILD], [offer("a", 3, TPKS), offer("b", 4, "child"), offer("ab", 6, TPKS, "child")], 6, ["ab"]),
        (CORE, [SEXUAL, CHILD], [offer("a", 3, TPKS), offer("b", 2, "child"), offer("ab", 6, TPKS, "child")], 5, ["a", "b"]),
        # Of two ways equally long, the one with fewer modules.
        (CORE, [SEXUAL, CHILD], [offer("a", 3, TPKS), offer("b", 3, "child"), offer("ab", 6, TPKS, "child")], 6, ["ab"]),
        # "One 4-JP module and one drill."
        (CORE, [SEXUAL, CHILD], [offer("m", 4, TPKS), offer("d", 2, "child", way=Way.DRILL), offer("c", 4, "child")], 6, ["m", "d"]),
        # What ends within the year is renewed, by the refresher where there is one.
        ({**CORE, TPKS: TODAY}, [SEXUAL], [offer("m", 4, TPKS), offer("r", 2, TPKS, way=Way.REFRESHER)], 2, ["r"]),
        (CORE, [SEXUAL], [offer("m", 4, TPKS), offer("r", 2, TPKS, way=Way.REFRESHER)], 4, ["m"]),
        ({**CORE, TPKS: YEAR}, [SEXUAL], [offer("m", 4, TPKS)], 0, []),
    ],
)
def test_the_shortest_path(holds, kinds, offers, jp, codes) -> None:
    path = shortest(who(**holds), kinds, offers, until=YEAR)
    assert (path.jp, [step.offer.code for step in path.steps], path.out_of_reach) == (jp, codes, ())
    assert path.ready is (not codes)


def test_each_step_says_why_with_its_clause() -> None:
    holds = {code: None for code in CORE if code != "risk"} | {"child": TODAY}
    offers = [offer("m", 4, TPKS), offer("k", 4, "risk"), offer("c", 4, "child")]
    path = shortest(who(**holds), [SEXUAL, CHILD], offers, until=YEAR)
    assert [r.code for step in path.steps for r in step.reasons] == ["condition-tpks", "renew-child", "core-risk"]
    assert "Pasal 26 (1), (3)" in str(path.steps[0].reasons[0].words)


def test_what_nothing_teaches_is_said_and_the_rest_still_shown() -> None:
    path = shortest(who(**CORE), [SEXUAL, CHILD], [offer("m", 4, TPKS)], until=YEAR)
    assert (path.out_of_reach, [s.offer.code for s in path.steps]) == (("child",), ["m"])


codes = st.sampled_from(sorted(BY_CODE))
ends = st.none() | st.sampled_from([TODAY, YEAR - timedelta(days=1), YEAR])
offers_made = st.lists(
    st.tuples(st.integers(1, 8), st.frozensets(codes, min_size=1, max_size=4), st.sampled_from(Way)), max_size=8
).map(lambda rows: [Offer(f"o{i}", "", jp, gives, way) for i, (jp, gives, way) in enumerate(rows)])
kinds_of = st.lists(st.sampled_from(CaseKind), max_size=3, unique=True)


def _gives(learner: Learner, chosen) -> set[str]:
    return {c for o in chosen for c in o.gives if o.way != Way.REFRESHER or c in learner.holds}


@settings(max_examples=60)
@given(st.dictionaries(codes, ends), kinds_of, offers_made)
def test_following_it_she_is_ready_and_no_choice_is_shorter(holds, kinds, offers) -> None:
    learner = who(**holds)
    path = shortest(learner, kinds, offers, until=YEAR)
    taken = [step.offer for step in path.steps]
    after = {**holds, **dict.fromkeys(_gives(learner, taken))}
    assert set(missing_for(after, kinds, until=YEAR)) == set(path.out_of_reach)
    if not path.out_of_reach:
        candidate = Candidate(learner.staff_id, after, True, 0, 5, "same_regency", frozenset(), "female", False)
        found = readiness(candidate, Need(frozenset(kinds), activity="court", register_complete=True))
        assert found.ready
        assert not [o for o in found.obstacles if o.code.startswith("untrained")]
    # By trying every choice there is: none reaches as much with less, and taking everything is never shorter.
    lacking = set(path.missing) - set(path.out_of_reach)
    every = [c for size in range(len(offers) + 1) for c in combinations(offers, size) if lacking <= _gives(learner, c)]
    assert (path.jp, len(taken)) == min((sum(o.jp for o in c), len(c)) for c in every)
    assert sorted(c for step in path.steps for c in step.gives) == sorted(lacking)


def test_a_unit_reaches_two_for_each_kind_with_whoever_has_least_to_learn() -> None:
    offers = [offer("m", 4, TPKS), offer("c", 3, "child"), offer("core", 20, *CORE)]
    people = [who(1, **CORE, tpks=None), who(2, **CORE), who(3, **CORE, child=None), who(4)]
    found = shortest_for_unit(people, [SEXUAL, CHILD], offers, ready=2, until=YEAR)
    assert found.ready_before == {SEXUAL: 1, CHILD: 1}
    assert (found.jp, found.short) == (7, {})
    assert sum(len(path.steps) for _, _, path in found.paths) == 2
    assert UUID(int=4) not in {person for person, _, _ in found.paths}


def test_a_unit_with_too_few_people_says_how_many_are_wanting() -> None:
    found = shortest_for_unit([who(1, **CORE)], [SEXUAL, CHILD], [offer("m", 4, TPKS)], ready=2, until=YEAR)
    assert (found.short, found.jp) == ({SEXUAL: 1, CHILD: 2}, 4)
    assert shortest_for_unit([], [SEXUAL], [], ready=2, until=YEAR).short == {SEXUAL: 2}


@settings(max_examples=25)
@given(st.lists(st.dictionaries(codes, ends), min_size=1, max_size=3), kinds_of, offers_made)
def test_a_unit_is_never_sent_to_more_than_each_alone_would_need(people, kinds, offers) -> None:
    learners = [Learner(UUID(int=i), holds) for i, holds in enumerate(people)]
    found = shortest_for_unit(learners, kinds, offers, ready=1, until=YEAR)
    for person, _, path in found.paths:
        assert path.jp <= shortest(learners[person.int], kinds, offers, until=YEAR).jp or path.out_of_reach == ()
    one_for_all = [p.jp for one in learners if not (p := shortest(one, kinds, offers, until=YEAR)).out_of_reach]
    if one_for_all and kinds:
        assert not found.short
        assert found.jp <= min(one_for_all)


def test_the_condition_is_asked_first_and_the_core_last() -> None:
    asked = asked_for([SEXUAL, CHILD])
    assert [c.code for c in asked[:2]] == [TPKS, "child"]
    assert all(c.core for c in asked[2:])
