"""The bank that ships: complete, sourced, and not to be guessed from how it is written."""

from collections import Counter

import pytest

from dampingi.kernel.words import Words
from dampingi.training.catalog.modules import MODULES
from dampingi.training.catalog.questions import BY_CODE, QUESTIONS, RETIRED, Question

TESTS = "m16-tests"  # the hours of the tests themselves
ASKED = [m for m in MODULES if m.code != TESTS]


def test_every_module_has_its_questions() -> None:
    found = Counter(q.module for q in QUESTIONS if q.code not in RETIRED)
    core = {m.code for m in MODULES if m.core and not m.code.startswith("s")}
    assert {m.number for m in MODULES if m.code in core} == {2, 5, 6, 7, 12, 13}
    assert {m.code: found[m.code] for m in ASKED if found[m.code] < (3 if m.code in core else 2)} == {}
    assert set(found) == {m.code for m in ASKED}


def test_codes_are_one_and_what_is_retired_was_there() -> None:
    assert len(BY_CODE) == len(QUESTIONS)
    assert set(BY_CODE) >= RETIRED


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.code)
def test_a_question_says_why_for_every_option_and_where_from(question: Question) -> None:
    assert question.rules or question.law
    assert 3 <= len(question.options) <= 4
    texts = [str(option.text) for option in question.options]
    assert len(set(texts)) == len(texts)
    assert all(str(option.why) for option in question.options)


def test_what_is_not_read_in_the_law_itself_is_to_be_confirmed() -> None:
    """From memory alone: article 18 on trafficking, and the 72 hours."""
    doubtful = [q.code for q in QUESTIONS if "72" in _all(q) or "21/2007 Pasal 18" in str(q.law)]
    assert sorted(doubtful) == ["lives-medical", "school-hours", "tppo-forced"]
    assert all(BY_CODE[code].to_confirm for code in doubtful)


def _all(question: Question) -> str:
    said = [question.case, question.law, *(w for o in question.options for w in (o.text, o.why))]
    return " ".join(str(w) for w in said)


def test_the_longest_option_is_not_the_answer() -> None:
    """Whoever always takes the longest, or never, does no better than chance would let her."""
    longest = sum(len(str(q.options[0].text)) == max(len(str(o.text)) for o in q.options) for q in QUESTIONS)
    shortest = sum(len(str(q.options[0].text)) == min(len(str(o.text)) for o in q.options) for q in QUESTIONS)
    assert len(QUESTIONS) / 5 < longest < len(QUESTIONS) / 2
    assert shortest < len(QUESTIONS) / 2


def test_a_question_never_blames_and_never_names_anybody_a_perpetrator_beyond_its_wrong_answers() -> None:
    for question in QUESTIONS:
        asked = f"{question.case} {question.options[0].text}".lower()
        assert not any(word in asked for word in ("pelaku", "mengaku", "menggoda", "penyelia")), question.code
    assert all(isinstance(q.case, Words) for q in QUESTIONS)
