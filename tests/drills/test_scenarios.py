"""Scenarios: every one that ships can be played, and one that cannot is refused in words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dampingi.drills.catalog import BY_CODE, SCENARIOS
from dampingi.drills.catalog.wife import WIFE
from dampingi.drills.rules import Asked, Audience, Dialogue, Scenario, arrived, check, open_dialogues
from tests.stories.telling import BEGINS


def test_nine_scenarios_ship_and_each_can_be_played() -> None:
    assert {one.code: [str(no) for no in check(one)] for one in SCENARIOS} == {code: [] for code in BY_CODE}
    assert len(BY_CODE) == len(SCENARIOS) >= 9
    assert sum(one.audience is Audience.SCHOOL for one in SCENARIOS) == 2


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.code)
def test_each_can_be_done_well_and_badly_and_says_why(scenario: Scenario) -> None:
    for dialogue in scenario.dialogues:
        assert {True, False} <= {option.well for option in dialogue.options} or len(dialogue.options) == 1, (
            dialogue.code
        )
    assert all(option.why.words and option.why.article for option in scenario.options.values())
    assert any(option.hurts for option in scenario.options.values())
    # A never-event that an option brings about is one that the scenario names.
    assert {option.never for option in scenario.options.values()} - {None} <= set(scenario.never)
    assert any(line.needed for line in scenario.rubric)


def _minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def _beat(code: str, **changes: object) -> Scenario:
    return replace(WIFE, beats=tuple(replace(b, **changes) if b.code == code else b for b in WIFE.beats))  # type: ignore[arg-type]


SPOILT: tuple[tuple[str, Scenario, str], ...] = (
    ("a beat that waits for itself", _beat("door", after="door"), "Naskahnya berputar: door → door."),
    (
        "an answer that leads back",
        replace(
            WIFE,
            dialogues=tuple(
                Dialogue(d.code, d.who, tuple(replace(o, leads=d.code) for o in d.options)) for d in WIFE.dialogues
            ),
        ),
        "Naskahnya berputar: with-her → wife-safe-now → with-her.",
    ),
    ("an unknown duty", replace(WIFE, must=("first-contact-soon",)), "Tidak ada tugas dengan kode first-contact-soon."),
    ("an unknown dialogue", _beat("door", opens=("with-nobody",)), "Tidak ada percakapan dengan kode with-nobody."),
    ("an unknown module", replace(WIFE, modules=("m99",)), "Tidak ada modul dengan kode m99."),
    ("an unknown competence", replace(WIFE, evidence=("flying",)), "Tidak ada kompetensi dengan kode flying."),
    ("a beat that nothing brings", _beat("message", after="wife-silent"), "Tidak pernah tercapai: message."),
    ("a dialogue nobody opens", _beat("door", opens=()), "Tidak pernah tercapai: with-husband."),
    ("a code used twice", replace(WIFE, beats=(*WIFE.beats, WIFE.beats[0])), "Kode call dipakai dua kali."),
)


@pytest.mark.parametrize(("scenario", "words"), [one[1:] for one in SPOILT], ids=[one[0] for one in SPOILT])
def test_a_scenario_that_cannot_be_played_is_refused_in_words(scenario: Scenario, words: str) -> None:
    assert words in [str(no) for no in check(scenario)]


def test_beats_arrive_in_their_minute_and_after_what_was_said() -> None:
    def came(minute: float, *asked: Asked) -> list[str]:
        now = BEGINS + _minutes(minute)
        return [one.beat.code for one in arrived(WIFE, began=BEGINS, asked=asked, now=now)]

    safe = Asked("wife-safe-now", BEGINS + _minutes(2))
    assert came(0) == ["call"]
    assert came(11.9) == ["call"]
    assert came(12) == ["call", "neighbour"]
    assert came(7.9, safe) == ["call"]
    assert came(8, safe) == ["call", "message"]
    assert came(60) == ["call", "neighbour", "door"]


def test_a_dialogue_opens_with_its_beat_or_by_an_answer_and_each_thing_is_said_once() -> None:
    rumour = BY_CODE["rumour"]
    now = BEGINS + _minutes(6)
    asked = [Asked("nadia-listen", now)]
    before = open_dialogues(rumour, came=arrived(rumour, began=BEGINS, asked=(), now=now), asked=())
    after = open_dialogues(rumour, came=arrived(rumour, began=BEGINS, asked=asked, now=now), asked=asked)
    assert [one.dialogue.code for one in before] == ["with-class", "with-nadia"]
    assert [one.dialogue.code for one in after] == ["with-class", "with-nadia", "hand-on"]
    assert "nadia-listen" not in [option.code for option in after[1].left]
    assert [option.code for option, _ in after[1].said] == ["nadia-listen"]
