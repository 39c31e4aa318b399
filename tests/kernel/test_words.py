"""Sentences wait for their reader; refusals carry every reason."""

from django.utils import translation
from django.utils.html import conditional_escape

from dampingi.kernel.refusals import NOTHING, Obstacle, Problem, Refusal, Stale, Unclean
from dampingi.kernel.words import say


def test_a_sentence_is_read_in_the_language_of_whoever_reads_it() -> None:
    words = say("Kasus ini tidak dikenal di sini: {what}", what=say("Senin"))
    with translation.override("id"):
        assert str(words) == "Kasus ini tidak dikenal di sini: Senin"
    with translation.override("en"):
        assert str(words).endswith("Monday")


def test_what_fills_a_blank_is_text_and_never_a_pattern() -> None:
    assert str(say("Nama: {name}", name="{0.__class__} {x}")) == "Nama: {0.__class__} {x}"
    assert str(say("100% {tetap}")) == "100% {tetap}"


def test_a_page_shows_a_sentence_escaped_once() -> None:
    words = say("Nama: {name}", name="<b>&")
    assert conditional_escape(words) == "Nama: &lt;b&gt;&amp;"


def test_equal_sentences_are_one_and_nothing_is_nothing() -> None:
    assert say("{a} {b}", a=1, b=2) == say("{a} {b}", b=2, a=1)
    assert len({say("x", n=1), say("x", n=1), say("x", n=2)}) == 2
    assert not NOTHING
    assert str(NOTHING) == ""


def test_a_refusal_says_everything_that_stands_in_the_way() -> None:
    no = Refusal(Obstacle("one", say("Satu")), Obstacle("two", say("Dua")))
    assert ([o.code for o in no.obstacles], str(no)) == (["one", "two"], "one, two")
    assert [o.code for o in Stale().obstacles] == ["changed"]
    wrong = Unclean(Problem("/a", "type", say("Siti Rahasia")))
    assert "Siti" not in str(wrong)  # what a log may print has places and codes only
