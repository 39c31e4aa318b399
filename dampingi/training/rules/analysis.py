"""What tests tell about their questions and about what was learned. Pure; each formula with its source.

A person's row is one number for each question: 1 for the best option, 0 for any other and for none.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FEW = 20  # people: below it every figure here swings with one more person
TAIL = 0.27  # of the people, at either end
_CONFIDENCE = 0.95


def mean(values: Sequence[float]) -> float:
    """Return the mean."""
    return math.fsum(values) / len(values)


def variance(values: Sequence[float], *, sample: bool = True) -> float:
    """Return the variance: of a sample (n - 1), or of these people alone (n)."""
    middle = mean(values)
    return math.fsum((v - middle) ** 2 for v in values) / (len(values) - sample)


def difficulty(scores: Sequence[int]) -> float:
    """Return p, the share who chose the best option; a high p is an easy question.

    Crocker and Algina, Introduction to Classical and Modern Test Theory (1986), ch. 14.
    """
    return mean(scores)


def corrected_point_biserial(scores: Sequence[int], totals: Sequence[int]) -> float | None:
    """Return the correlation of a question with the rest of the test, itself left out.

    r = cov(x, T - x) / (s_x s_(T - x)). Crocker and Algina (1986), ch. 14; Henrysson, Correction of
    item-total correlations in item analysis, Psychometrika 28 (1963) 211-218. None where everybody answered alike.
    """
    rest = [total - score for score, total in zip(scores, totals, strict=True)]
    return correlation(scores, rest)


def correlation(xs: Sequence[float], ys: Sequence[float]) -> float | None:
    """Return Pearson's r; None where one of the two does not vary."""
    middle_x, middle_y = mean(xs), mean(ys)
    both = math.fsum((x - middle_x) * (y - middle_y) for x, y in zip(xs, ys, strict=True))
    apart = math.fsum((x - middle_x) ** 2 for x in xs) * math.fsum((y - middle_y) ** 2 for y in ys)
    return max(-1.0, min(1.0, both / math.sqrt(apart))) if apart > 0 else None


def upper_lower(scores: Sequence[int], totals: Sequence[int]) -> float | None:
    """Return D: p among the best 27 % of the people less p among the weakest 27 %.

    Kelley, The selection of upper and lower groups for the validation of test items, Journal of
    Educational Psychology 30 (1939) 17-24. People with the total at the border share its places, so that
    their order does not matter. None for one person alone.
    """
    seats = max(1, round(TAIL * len(totals)))
    if len(totals) < 2 * seats:
        return None
    lower = _tail(scores, totals, seats)
    upper = _tail(scores, [-total for total in totals], seats)
    return upper - lower


def _tail(scores: Sequence[int], totals: Sequence[int], seats: int) -> float:
    border = sorted(totals)[seats - 1]
    inside = [score for score, total in zip(scores, totals, strict=True) if total < border]
    at_border = [score for score, total in zip(scores, totals, strict=True) if total == border]
    return (sum(inside) + mean(at_border) * (seats - len(inside))) / seats


def unchosen(chosen: Iterable[int], *, options: int, best: int) -> tuple[int, ...]:
    """Return the options beside the best that nobody chose: they distract nobody."""
    taken = set(chosen)
    return tuple(option for option in range(options) if option != best and option not in taken)


def kr20(rows: Sequence[Sequence[int]]) -> float | None:
    """Return the consistency of a test of right and wrong, k / (k - 1) (1 - sum p q / var(T)).

    Kuder and Richardson, The theory of the estimation of test reliability, Psychometrika 2 (1937)
    151-160, formula 20; variance of these people (n). None for one question, or where all totals are alike.
    """
    k = len(rows[0]) if rows else 0
    if k <= 1:
        return None
    spread = variance([sum(row) for row in rows], sample=False)
    if spread == 0:
        return None
    shares = [mean([row[place] for row in rows]) for place in range(k)]
    return k / (k - 1) * (1 - math.fsum(p * (1 - p) for p in shares) / spread)


def alpha(rows: Sequence[Sequence[float]]) -> float | None:
    """Return Cronbach's alpha, k / (k - 1) (1 - sum var(x) / var(T)).

    Cronbach, Coefficient alpha and the internal structure of tests, Psychometrika 16 (1951) 297-334.
    None for one question, one person, or where all totals are alike.
    """
    k = len(rows[0]) if rows else 0
    if k <= 1 or len(rows) <= 1:
        return None
    spread = variance([math.fsum(row) for row in rows])
    if spread == 0:
        return None
    return k / (k - 1) * (1 - math.fsum(variance([row[place] for row in rows]) for place in range(k)) / spread)


def normalised_gain(before: float, after: float) -> float | None:
    """Return g = (after - before) / (1 - before) of two means between 0 and 1: what was won of what could be won.

    Hake, Interactive-engagement versus traditional methods, American Journal of Physics 66 (1998) 64-74.
    None where nothing was left to win.
    """
    return (after - before) / (1 - before) if before < 1 else None


@dataclass(frozen=True, slots=True)
class Paired:
    """The mean difference of the same people, with its interval where there are two of them or more."""

    people: int
    before: float
    after: float
    difference: float
    low: float | None
    high: float | None


def paired(before: Sequence[float], after: Sequence[float]) -> Paired:
    """Return the mean difference and its 95 % interval, d plus or minus t s_d / sqrt(n).

    Student, The probable error of a mean, Biometrika 6 (1908) 1-25; NIST/SEMATECH e-Handbook, 7.3.1.
    """
    differences = [b - a for a, b in zip(before, after, strict=True)]
    n = len(differences)
    middle = mean(differences)
    low = high = None
    if n > 1:
        reach = t_quantile((1 + _CONFIDENCE) / 2, n - 1) * math.sqrt(variance(differences) / n)
        low, high = middle - reach, middle + reach
    return Paired(n, mean(before), mean(after), middle, low, high)


def t_inside(t: float, freedom: int) -> float:
    """Return the share of Student's t between -t and t: the exact sums for whole degrees of freedom.

    Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.3 and 26.7.4.
    """
    angle = math.atan2(t, math.sqrt(freedom))
    cosine = math.cos(angle)
    odd = freedom % 2 == 1
    term = cosine if odd else 1.0
    total = term if freedom > 1 else 0.0
    for step in range(3 if odd else 2, freedom - 1, 2):
        term *= cosine**2 * (step - 1) / step
        total += term
    if odd:
        return 2 / math.pi * (angle + math.sin(angle) * total)
    return math.sin(angle) * total


def t_quantile(probability: float, freedom: int) -> float:
    """Return the t below which ``probability`` (a half or more) lies, by halving."""
    wanted = 2 * probability - 1
    low, high = 0.0, 2.0
    while t_inside(high, freedom) < wanted:
        high *= 2
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if t_inside(middle, freedom) < wanted else (low, middle)
    return (low + high) / 2
