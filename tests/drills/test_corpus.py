"""One engine, two inputs: each stream is played as a live case and as a drill, and found the same."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from dampingi.access.actor import act_as, acting_as
from dampingi.cases.models import Case
from dampingi.drills import actions, queries
from dampingi.drills.catalog import BY_CODE
from dampingi.drills.rules import Asked, Finding, Kind, findings, passed
from tests.drills.playing import DRILL, LIVE, REPORTS, WAYS
from tests.fixtures import Room
from tests.stories.telling import Tale, tale

__all__ = ["tale"]
STREAMS = [(scenario, way) for scenario in REPORTS for way in WAYS]
QUICK = {("wife", "well"), ("girl", "late"), ("karaoke", "well"), ("several", "unasked"), ("several", "against_her_no")}
QUICK |= {("wife", "settled"), ("images", "skipped"), ("question", "well")}
Seen = list[tuple[str, str, timedelta, int, str, str, str]]


def seen(found: tuple[Finding, ...], began: datetime) -> Seen:
    return [(str(f.kind), f.code, f.at - began, f.case, f.law, f.article, f.module) for f in found]


def played_live(room: Room, tale: Tale, scenario: str, way: str) -> Seen:
    tale.now = LIVE
    WAYS[way](tale, scenario)
    with acting_as("tests"):
        ids = list(Case.objects.values_list("id", flat=True))
        return seen(findings(queries.record_of_cases(ids, until=tale.now)), LIVE)


def played_as_drill(room: Room, tale: Tale, scenario: str, way: str) -> tuple[Seen, bool]:
    tale.now = DRILL
    act_as(room.kepala)
    script = BY_CODE[scenario]
    run = actions.begin_drill(script, practice=True, by=room.kepala, at=tale.now)
    WAYS[way](tale, scenario)
    act_as(room.kepala)
    record = queries.record_of_drill(run, until=tale.now)
    said = tuple(Asked(code, DRILL) for code, option in script.options.items() if option.well)
    with_talk = findings(replace(record, asked=said), script)
    return seen(findings(record), DRILL), passed(with_talk, script)


@pytest.mark.parametrize(
    ("scenario", "way"),
    [pytest.param(*one, marks=[] if one in QUICK else pytest.mark.long, id="-".join(one)) for one in STREAMS],
)
def test_a_stream_is_found_the_same_as_a_live_case_and_as_a_drill(
    room: Room, tale: Tale, scenario: str, way: str
) -> None:
    live = played_live(room, tale, scenario, way)
    drill, all_well = played_as_drill(room, tale, scenario, way)
    assert live == drill
    kinds = {kind for kind, *_ in live}
    assert EXPECTED[way](kinds, {code for _, code, *_ in live}, scenario), live
    if way == "well" or scenario in ADULTS or way != "against_her_no":  # a child is helped whatever was answered
        assert all_well == (way == "well"), drill


def test_there_are_forty_streams_and_eight_are_quick() -> None:
    assert len(STREAMS) >= 40
    assert len(QUICK & set(STREAMS)) == 8


ADULTS = {"question", "wife", "images", "several", "karaoke"}
EXPECTED = {
    "well": lambda kinds, codes, _: Kind.IN_TIME in kinds and not kinds & {Kind.LATE, Kind.MISSED, Kind.NEVER},
    "late": lambda kinds, codes, _: Kind.LATE in kinds,
    "skipped": lambda kinds, codes, _: {Kind.MISSED, Kind.NEVER} <= kinds and "risk-unasked" in codes,
    "unasked": lambda kinds, codes, scenario: (Kind.WITHOUT_CONSENT in kinds) == (scenario in ADULTS),
    "against_her_no": lambda kinds, codes, scenario: (Kind.REFUSAL_IGNORED in kinds) == (scenario in ADULTS),
    "settled": lambda kinds, codes, _: (
        {Kind.NEVER, Kind.REFUSED, Kind.REFUSAL_IGNORED} <= kinds and "mediation" in codes
    ),
}


def test_a_drill_finds_her_own_cases_alone_and_a_stopped_one_keeps_nothing(room: Room, tale: Tale) -> None:
    tale.now = LIVE
    WAYS["skipped"](tale, "wife")  # a case from before
    act_as(room.kepala)
    run = actions.begin_drill(BY_CODE["wife"], practice=True, by=room.kepala, at=tale.now)
    room.report(room.budi, at=tale.now)  # somebody else's, in another unit, meanwhile
    act_as(room.kepala)
    assert queries.record_of_drill(run, until=tale.now).cases == ()
    actions.say_in_drill(run, "wife-why-stayed", by=room.kepala, at=tale.now)
    stopped = actions.stop_drill(run, by=room.kepala, at=tale.now)
    assert (stopped.passed, stopped.said, stopped.found) == (None, [], [])
