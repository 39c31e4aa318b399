"""Type, risk and authority: tables of cases, no database."""

import pytest

from dampingi.kernel.codes import HIGH_SIGNS, MEDIUM_SIGNS, Authority, CaseKind, Risk, Sex, Sign
from dampingi.triage.rules import (
    IncidentFacts,
    VictimFacts,
    authority,
    case_type,
    obstacles_to_setting,
    risk,
)

ALL_NO = {str(s): "no" for s in Sign}
WOMAN = VictimFacts(Sex.FEMALE, is_child=False)
MAN = VictimFacts(Sex.MALE, is_child=False)
GIRL = VictimFacts(Sex.FEMALE, is_child=True)
NOBODY = VictimFacts()


@pytest.mark.parametrize("sign", sorted(HIGH_SIGNS))
def test_h01_one_high_sign_alone_is_high_whatever_else_is_unasked(sign: str) -> None:
    assert risk({sign: "yes"}).level is Risk.HIGH


@pytest.mark.parametrize("sign", sorted(MEDIUM_SIGNS))
def test_medium_signs_need_every_other_question_asked(sign: str) -> None:
    assert risk({**ALL_NO, sign: "yes"}).level is Risk.MEDIUM
    assert risk({sign: "yes"}).level is Risk.UNASSESSED


def test_h01_unknown_is_never_low() -> None:
    for left_open in Sign:
        answers = {s: a for s, a in ALL_NO.items() if s != left_open}
        assert risk(answers).level is Risk.UNASSESSED
    assert risk({}).level is Risk.UNASSESSED
    assert risk(ALL_NO).level is Risk.LOW


@pytest.mark.parametrize(
    ("answers", "level", "reason", "codes"),
    [
        (ALL_NO, Risk.HIGH, "", []),
        ({**ALL_NO, "pregnant": "yes"}, Risk.LOW, "", ["no-reason"]),
        ({**ALL_NO, "pregnant": "yes"}, Risk.LOW, "Sudah aman di rumah ibunya", []),
        ({**ALL_NO, "weapon": "yes"}, Risk.LOW, "", ["high-alone", "no-reason"]),
        ({}, Risk.LOW, "Tampak tenang", ["signs-unasked"]),
        (ALL_NO, Risk.UNASSESSED, "", ["already-assessed"]),
    ],
)
def test_h01_raising_takes_a_tap_lowering_a_reason(
    answers: dict[str, str], level: Risk, reason: str, codes: list[str]
) -> None:
    assert [o.code for o in obstacles_to_setting(level, answers=answers, reason=reason)] == codes


@pytest.mark.parametrize(
    ("victim", "incident", "kinds"),
    [
        (WOMAN, IncidentFacts(), ["violence_against_women"]),
        (WOMAN, IncidentFacts(forms=frozenset({"sexual"})), ["violence_against_women", "sexual_violence"]),
        (
            WOMAN,
            IncidentFacts(tpks_kinds=frozenset({"electronic_based"}), domestic=True),
            ["violence_against_women", "sexual_violence", "domestic_violence"],
        ),
        (GIRL, IncidentFacts(), ["violence_against_child", "child_special_protection"]),
        (NOBODY, IncidentFacts(), ["violence_against_child", "child_special_protection"]),
        (MAN, IncidentFacts(), ["pointed_on"]),
        (MAN, IncidentFacts(forms=frozenset({"sexual"})), ["sexual_violence"]),
        (MAN, IncidentFacts(forms=frozenset({"trafficking"})), ["trafficking_suspected"]),
    ],
)
def test_kinds(victim: VictimFacts, incident: IncidentFacts, kinds: list[str]) -> None:
    assert [str(k) for k in case_type(victim, incident).kinds] == kinds


def test_h05_men_with_sexual_violence_or_trafficking_are_inside() -> None:
    for incident in (
        IncidentFacts(forms=frozenset({"sexual"})),
        IncidentFacts(forms=frozenset({"trafficking"})),
    ):
        assert CaseKind.POINTED_ON not in case_type(MAN, incident).kinds


def test_h18_a_child_needs_no_means_and_an_adult_does() -> None:
    lured = IncidentFacts(acts=frozenset({"recruit"}), purposes=frozenset({"prostitution"}))
    assert CaseKind.TRAFFICKING_SUSPECTED in case_type(GIRL, lured).kinds
    assert CaseKind.TRAFFICKING_SUSPECTED not in case_type(WOMAN, lured).kinds
    with_means = IncidentFacts(acts=lured.acts, purposes=lured.purposes, means=frozenset({"deception"}))
    assert CaseKind.TRAFFICKING_SUSPECTED in case_type(WOMAN, with_means).kinds


@pytest.mark.parametrize(
    ("unit", "regions", "level", "elsewhere"),
    [
        ("62.71", [], Authority.DISTRICT, False),
        ("62", [], Authority.PROVINCE, False),
        ("62.71", ["62.71"], Authority.DISTRICT, False),
        ("62.71", ["62.71.01.1001"], Authority.DISTRICT, False),
        ("62.71", ["62.08"], Authority.DISTRICT, True),
        ("62.71", ["62.71", "62.08"], Authority.PROVINCE, True),
        ("62", ["62.71", "62.08"], Authority.PROVINCE, False),
        ("62.71", ["62.71", "63.01"], Authority.CENTRE, True),
    ],
)
def test_authority(unit: str, regions: list[str], level: Authority, elsewhere: bool) -> None:
    answer = authority(unit_region=unit, regions=frozenset(regions))
    assert (answer.level, answer.elsewhere) == (level, elsewhere)
    assert answer.reasons
