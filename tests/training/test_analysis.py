"""Statistics of tests, against numbers worked by hand, and what must hold whatever the numbers."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dampingi.training.rules import analysis

# Five people, four questions. Totals 4 3 2 1 0.
STAIRS = [(1, 1, 1, 1), (1, 1, 1, 0), (1, 1, 0, 0), (1, 0, 0, 0), (0, 0, 0, 0)]


def column(rows, place):
    return [row[place] for row in rows]


@pytest.mark.parametrize(("place", "p"), [(0, 0.8), (1, 0.6), (2, 0.4), (3, 0.2)])
def test_difficulty_is_the_share_who_chose_the_best(place, p) -> None:
    assert analysis.difficulty(column(STAIRS, place)) == pytest.approx(p)


def test_the_corrected_point_biserial_by_hand() -> None:
    """Question 2: x = 1 1 1 0 0, rest = 3 2 1 1 0.

    Means 0.6 and 1.4; sum of products 0.4*1.6 + 0.4*0.6 + 0.4*-0.4 + -0.6*-0.4 + -0.6*-1.4 = 1.8;
    squares 1.2 and 5.2; r = 1.8 / sqrt(6.24) = 0.72058.
    """
    totals = [sum(row) for row in STAIRS]
    assert analysis.corrected_point_biserial(column(STAIRS, 1), totals) == pytest.approx(0.720577, abs=1e-6)


def test_a_question_that_everybody_answers_alike_tells_nobody_apart() -> None:
    assert analysis.corrected_point_biserial([1, 1, 1], [3, 2, 1]) is None
    assert analysis.corrected_point_biserial([1, 0, 1], [1, 0, 1]) is None  # the rest does not vary


def test_upper_and_lower_by_hand() -> None:
    """Eleven people: 27 % are three. Above: 1 1 1; below: 0 1 0; D = 1 - 1/3."""
    totals = [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
    scores = [1, 1, 1, 1, 0, 1, 0, 0, 0, 1, 0]
    assert analysis.upper_lower(scores, totals) == pytest.approx(2 / 3)


def test_people_at_the_border_share_its_places() -> None:
    """Four of seven people have two places in the upper group: 3, then one seat for three with 2 (1 1 0)."""
    totals = [3, 2, 2, 2, 1, 0, 0]
    scores = [1, 1, 1, 0, 0, 0, 0]
    assert analysis.upper_lower(scores, totals) == pytest.approx((1 + 2 / 3) / 2)
    assert analysis.upper_lower([1], [1]) is None


def test_options_that_distract_nobody() -> None:
    assert analysis.unchosen([0, 0, 2], options=4, best=0) == (1, 3)
    assert analysis.unchosen([1, 2], options=3, best=0) == ()


def test_kr20_by_hand() -> None:
    """Sum of p q = 0.16 + 0.24 + 0.24 + 0.16 = 0.8; variance of 4 3 2 1 0 is 2; 4/3 (1 - 0.4) = 0.8."""
    assert analysis.kr20(STAIRS) == pytest.approx(0.8)
    assert analysis.kr20([(1,), (0,)]) is None
    assert analysis.kr20([(1, 0), (0, 1)]) is None
    assert analysis.kr20([]) is None


def test_alpha_by_hand() -> None:
    """Answers 1 2 / 3 3 / 5 4: variances 4 and 1, of the totals 3 6 9: 9; 2 (1 - 5/9) = 8/9."""
    assert analysis.alpha([(1, 2), (3, 3), (5, 4)]) == pytest.approx(8 / 9)
    assert analysis.alpha([(1, 2)]) is None


@pytest.mark.parametrize(
    ("before", "after", "gain"), [(0.4, 0.7, 0.5), (0.0, 0.3, 0.3), (0.5, 0.5, 0.0), (0.6, 0.4, -0.5), (1.0, 1.0, None)]
)
def test_the_normalised_gain_is_what_was_won_of_what_could_be_won(before, after, gain) -> None:
    assert analysis.normalised_gain(before, after) == (None if gain is None else pytest.approx(gain))


@pytest.mark.parametrize(
    ("probability", "freedom", "t"),
    [  # the table in every book
        (0.975, 1, 12.706), (0.975, 2, 4.303), (0.975, 3, 3.182), (0.975, 4, 2.776), (0.975, 9, 2.262),
        (0.975, 30, 2.042), (0.975, 100, 1.984), (0.95, 10, 1.812), (0.995, 5, 4.032), (0.5, 7, 0.0),
    ],
)  # fmt: skip
def test_students_t_is_that_of_the_tables(probability, freedom, t) -> None:
    assert analysis.t_quantile(probability, freedom) == pytest.approx(t, abs=5e-4)


def test_the_paired_difference_by_hand() -> None:
    """Differences 0.2 0.4 0.0 0.2: mean 0.2, s = sqrt(0.08/3) = 0.163299; 3.182 * s / 2 = 0.259846."""
    found = analysis.paired([0.4, 0.2, 0.6, 0.4], [0.6, 0.6, 0.6, 0.6])
    assert (found.people, found.before, found.after) == (4, pytest.approx(0.4), pytest.approx(0.6))
    assert found.difference == pytest.approx(0.2)
    assert found.low == pytest.approx(0.2 - 0.259846, abs=1e-5)
    assert found.high == pytest.approx(0.2 + 0.259846, abs=1e-5)
    assert analysis.paired([0.5], [0.75]).low is None


# --- whatever the numbers -------------------------------------------------------------------------


@st.composite
def answers(draw):
    k = draw(st.integers(2, 8))
    return draw(st.lists(st.tuples(*[st.integers(0, 1)] * k), min_size=2, max_size=40))


@given(answers(), st.randoms(use_true_random=False))
def test_every_figure_keeps_its_bounds_and_does_not_see_the_order_of_people(rows, random) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    for place in range(len(rows[0])):
        figures = []
        for some in (rows, mixed):
            x, totals = column(some, place), [sum(row) for row in some]
            figures.append(
                (analysis.difficulty(x), analysis.corrected_point_biserial(x, totals), analysis.upper_lower(x, totals))
            )
        (p, r, d), again = figures
        assert 0 <= p <= 1
        for figure in (r, d):
            assert figure is None or -1 <= figure <= 1
        for one, other in zip((p, r, d), again, strict=True):
            assert one == other if one is None else one == pytest.approx(other, abs=1e-9)


@given(answers())
def test_kr20_is_alpha_of_right_and_wrong_and_never_above_one(rows) -> None:
    one, other = analysis.kr20(rows), analysis.alpha(rows)
    assert (one is None) == (other is None)
    if one is not None:
        assert one == pytest.approx(other, abs=1e-9)
        assert one <= 1 + 1e-9


@given(answers())
def test_a_question_turned_round_turns_its_correlation_round(rows) -> None:
    x, totals = column(rows, 0), [sum(row) for row in rows]
    rest = [t - s for s, t in zip(x, totals, strict=True)]
    straight = analysis.correlation(x, rest)
    assume(straight is not None)
    assert analysis.correlation([1 - s for s in x], rest) == pytest.approx(-straight, abs=1e-9)


shares = st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=30)


@given(shares)
def test_the_difference_lies_in_its_interval_and_turns_with_its_sign(pairs) -> None:
    before, after = zip(*pairs, strict=True)
    found, turned = analysis.paired(before, after), analysis.paired(after, before)
    assert found.low <= found.difference <= found.high
    assert turned.difference == pytest.approx(-found.difference, abs=1e-12)
    assert turned.low == pytest.approx(-found.high, abs=1e-9)


@given(st.floats(0, 0.99), st.floats(0, 1))
def test_a_gain_is_never_above_one(before, after) -> None:
    gain = analysis.normalised_gain(before, after)
    assert gain <= 1 + 1e-9
    assert (gain > 0) == (after > before) or math.isclose(before, after)


@given(st.integers(1, 200), st.floats(0.5, 0.9999))
def test_t_quantile_is_the_inverse(freedom, probability) -> None:
    t = analysis.t_quantile(probability, freedom)
    assert analysis.t_inside(t, freedom) == pytest.approx(2 * probability - 1, abs=1e-9)
