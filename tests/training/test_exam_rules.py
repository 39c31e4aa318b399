"""What is drawn, in which order it is shown, what stands in the way. Tables and properties."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dampingi.training.rules import exam
from dampingi.training.rules.exam import Form, Item, SittingFacts, Stage


def bank(**sizes: int) -> list[Item]:
    return [Item(f"{module}-{i}", module, 3, 0) for module, size in sizes.items() for i in range(size)]


@pytest.mark.parametrize(
    ("sizes", "each", "count", "shared"),
    [
        ({"a": 2}, 1, 1, 0),
        ({"a": 1}, 1, 1, 1),  # one question: asked before and after
        ({"a": 3}, 2, 2, 1),  # three for four places: one of them twice
        ({"a": 4}, 2, 2, 0),
        ({"a": 2}, 3, 2, 2),  # fewer than wished: all of them, both times
        ({"a": 3, "b": 2}, 1, 2, 0),
        ({"a": 6, "b": 6, "c": 6}, 3, 9, 0),
    ],
)
def test_both_tests_come_from_one_blueprint(sizes, each, count, shared) -> None:
    drawn = exam.draw(bank(**sizes), modules=list(sizes), each=each, seed="4K72QH9TXA0")
    assert (len(drawn.pre), len(drawn.post), len(drawn.shared)) == (count, count, shared)
    assert [key[0] for key in drawn.pre] == [key[0] for key in drawn.post]  # module by module


modules = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 8), min_size=1)


@given(modules, st.integers(1, 3), st.text(max_size=8), st.randoms(use_true_random=False))
def test_a_draw_is_parallel_repeats_itself_and_does_not_see_the_order_of_the_bank(sizes, each, seed, random) -> None:
    items = bank(**sizes)
    drawn = exam.draw(items, modules=list(sizes), each=each, seed=seed)
    random.shuffle(items)
    assert exam.draw(items, modules=list(sizes), each=each, seed=seed) == drawn
    for module, size in sizes.items():
        pre, post = ({k for k in keys if k[0] == module} for keys in (drawn.pre, drawn.post))
        assert len(pre) == len(post) == min(each, size)
        assert len(pre & post) == max(0, 2 * min(each, size) - size)  # no more in both than must be
    assert len(set(drawn.pre)) == len(drawn.pre)


def test_another_event_draws_otherwise() -> None:
    draws = {exam.draw(bank(a=8), modules=["a"], each=3, seed=str(i)).pre for i in range(30)}
    assert len(draws) > 20


@given(st.integers(3, 6), st.text(max_size=12))
def test_the_order_of_options_is_hers_and_stays(options, seed) -> None:
    item = Item("a-1", "a", options, 0)
    assert sorted(exam.order(item, seed=seed)) == list(range(options))
    assert exam.order(item, seed=seed) == exam.order(item, seed=seed)


def test_the_best_option_stands_in_every_place_about_as_often() -> None:
    places = [exam.order(Item("a-1", "a", 3, 0), seed=str(i)).index(0) for i in range(600)]
    assert all(150 < places.count(place) < 250 for place in range(3))


def test_a_score_counts_the_best_and_what_is_left_open_is_not_right() -> None:
    items = [Item("a", "m", 3, 0), Item("b", "m", 3, 1), Item("c", "m", 3, 2), Item("d", "m", 4, 3)]
    given_ = {"a": 0, "b": 0, "c": 2, "z": 0}
    assert exam.right(items, given_) == 2
    assert exam.share(items, given_) == 0.5
    assert exam.share([], {}) == 0


@pytest.mark.parametrize(
    ("form", "stage", "codes"),
    [
        (Form.PRE, None, ["not-open"]),
        (Form.PRE, Stage.PRE, []),
        (Form.PRE, Stage.POST, ["closed"]),  # closes when the other opens
        (Form.PRE, Stage.CLOSED, ["closed"]),
        (Form.POST, None, ["not-open"]),
        (Form.POST, Stage.PRE, ["not-open"]),
        (Form.POST, Stage.POST, []),
        (Form.POST, Stage.CLOSED, ["closed"]),
    ],
)
def test_when_a_test_may_be_answered(form, stage, codes) -> None:
    facts = SittingFacts(form, stage, takes_part=True)
    assert [o.code for o in exam.obstacles_to_sitting(facts)] == codes
    assert [o.code for o in exam.obstacles_to_sitting(SittingFacts(form, stage, takes_part=False))] == [
        "not-registered"
    ]
    assert [o.code for o in exam.obstacles_to_sitting(SittingFacts(form, stage, takes_part=True, sent=True))] == [
        "sent"
    ]


@pytest.mark.parametrize(
    ("chosen", "codes"), [([], ["no-modules"]), (["a"], []), (["a", "z"], ["no-questions"]), (["z"], ["no-questions"])]
)
def test_what_stands_in_the_way_of_drawing(chosen, codes) -> None:
    assert [o.code for o in exam.obstacles_to_drawing(bank(a=2), chosen)] == codes


@pytest.mark.parametrize(
    ("stage", "sent", "sees"),
    [(Stage.PRE, False, False), (Stage.POST, False, False), (Stage.POST, True, True), (Stage.CLOSED, False, True)],
)
def test_the_result_is_shown_after_the_second_test(stage, sent, sees) -> None:
    assert exam.may_see_result(stage, sent_post=sent) is sees


@pytest.mark.parametrize(("people", "shown"), [(0, False), (4, False), (5, True), (40, True)])
def test_h21_sums_over_fewer_than_five_are_not_shown(people, shown) -> None:
    assert exam.shows_sums(people) is shown


@pytest.mark.parametrize(
    ("begun", "due"),
    [
        (date(2026, 1, 15), date(2026, 4, 15)),
        (date(2026, 11, 24), date(2027, 2, 24)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 8, 31), date(2026, 11, 30)),
        (date(2026, 12, 31), date(2027, 3, 31)),
        (date(2026, 10, 1), date(2027, 1, 1)),
        (date(2026, 9, 30), date(2026, 12, 30)),
    ],
)
def test_a_plan_is_looked_at_three_months_on(begun, due) -> None:
    assert exam.due_on(begun) == due
