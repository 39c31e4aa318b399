"""What voids a row, what meets a target, and that both applications are told the same stories."""

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

import pytest

from bench.client import Answer
from bench.ground import OURS, PLAIN
from bench.measure import measure, summary
from bench.rows import Ask, Ground, Row, columns_in, numbers_in
from bench.story import Teller

GROUND = Ground([], [], Random(1), 10_000, [])
NOW = datetime(2026, 11, 24, 3, tzinfo=UTC)


def row(*, ours: Answer, plain: Answer, at_most: float = 2.0) -> dict[str, object]:
    """Measure one row whose answers are given."""

    def asks(_: Ground) -> Iterator[Ask]:
        while True:
            yield lambda whose, _browser: ours if whose == OURS else plain

    one = Row("a row", "row", asks, numbers_in, 200, 0.05, 10, {10_000: at_most})
    return summary(measure(one, {OURS: None, PLAIN: None}, GROUND, count=10), size=10_000)  # type: ignore[dict-item]


def page(*numbers: str, seconds: float = 0.01, status: int = 200, more: str = "") -> Answer:
    """A list of cases."""
    return Answer(status, ("".join(f'<a href="/berkas/{n}/">' for n in numbers) + more).encode(), seconds)


ONE, OTHER = "4K72QH9TXAM", "5K72QH9TXAN"


def test_equal_answers_in_time_meet_the_target() -> None:
    said = row(ours=page(ONE, OTHER, seconds=0.019), plain=page(ONE, OTHER))
    assert (said["verdict"], said["p50_ratio"], said["requests"]) == ("met", 1.9, 10)


def test_too_slow_is_missed() -> None:
    assert row(ours=page(ONE, seconds=0.021), plain=page(ONE))["verdict"] == "missed"


@pytest.mark.parametrize(("seconds", "verdict"), [(0.0099, "met"), (0.01, "missed")])
def test_faster_means_faster(seconds: float, verdict: str) -> None:
    assert row(ours=page(ONE, seconds=seconds), plain=page(ONE, seconds=0.01), at_most=1.0)["verdict"] == verdict


@pytest.mark.parametrize(
    "ours",
    [
        page(ONE, OTHER, status=500),
        page(OTHER, ONE),
        page(ONE),
        page(ONE, OTHER, more="x" * 20),
    ],
    ids=["an error", "another order", "one less", "a heavier page"],
)
def test_anything_unequal_voids_the_row(ours: Answer) -> None:
    said = row(ours=ours, plain=page(ONE, OTHER))
    assert said["verdict"] == "void"
    assert said["void"]


def test_a_board_is_compared_by_columns_counts_and_loads() -> None:
    board = "<section><h2>Terlambat (2)</h2>{}</section><table><tr><td>Sari</td><td>{}</td></tr></table>"
    one = Answer(200, board.format(f'<a href="/berkas/{ONE}/">', 3).encode(), 0.01)
    assert columns_in(one) == ([(["Terlambat (2)"], [ONE])], ["Sari 3"])
    assert columns_in(one) != columns_in(Answer(200, board.format(f'<a href="/berkas/{ONE}/">', 4).encode(), 0.01))


def test_both_are_told_the_same_stories() -> None:
    one, other = list(Teller(60, NOW)), list(Teller(60, NOW))
    assert one == other
    assert len({s.number for s in one}) == 60
    assert [s.received_at for s in one] == sorted(s.received_at for s in one)


def test_the_stories_are_the_mix_that_is_declared() -> None:
    told = list(Teller(600, NOW))
    still = [d for s in told for d in s.duties if d.met_at is None]
    assert sum(s.open for s in told) == 60
    assert not [d for s in told if not s.open for d in s.duties if d.met_at is None]
    assert any(d.late_at < NOW for d in still)
    assert any(d.late_at > NOW for d in still)
    assert any(s.companion is None for s in told)
