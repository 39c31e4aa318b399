"""What must hold for any answers, any victim, any place: risk never sinks unseen, help is never narrowed."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dampingi.access.actor import acting_as
from dampingi.kernel.codes import (
    AMPK,
    CASE_KINDS,
    DISABILITIES,
    HIGH_SIGNS,
    MEDIUM_SIGNS,
    SIGNS,
    TPKS_KINDS,
    TRAFFICKING_ACTS,
    TRAFFICKING_MEANS,
    TRAFFICKING_PURPOSES,
    Authority,
    CaseKind,
    Form,
    Risk,
    Sex,
    Sign,
)
from dampingi.kernel.refusals import Refusal
from dampingi.keys import case as keys
from dampingi.triage import actions
from dampingi.triage.models import Assessment
from dampingi.triage.rules import (
    IncidentFacts,
    VictimFacts,
    authority,
    case_type,
    obstacles_to_setting,
    risk,
    trafficking_suspected,
)
from tests.fixtures import BY

ALL_NO = {str(s): "no" for s in Sign}
# How fast somebody comes; what is not assessed runs on the clock of high (H-01).
HASTE = {Risk.LOW: 0, Risk.MEDIUM: 1, Risk.UNASSESSED: 2, Risk.HIGH: 2}
signs = st.sampled_from([str(s) for s in Sign])
answers = st.dictionaries(signs, st.sampled_from(["yes", "no"]))


def haste(given_answers) -> int:
    return HASTE[risk(given_answers).level]


def test_the_signs_are_nine_that_are_high_alone_and_five_that_are_medium() -> None:
    assert len(HIGH_SIGNS) == 9
    assert len(MEDIUM_SIGNS) == 5
    assert HIGH_SIGNS | MEDIUM_SIGNS == set(Sign) == set(SIGNS)
    # Practice H-01 names these; none of them may ever be moved down.
    assert {"strangled", "weapon", "threat_to_kill", "suicidal", "reported_party_in_reach_of_child"} <= HIGH_SIGNS


@given(answers, signs)
def test_h01_another_yes_never_lowers(known, sign) -> None:
    assert haste({**known, sign: "yes"}) >= haste({**known, sign: "no"})
    if known.get(sign) == "no":
        assert haste({**known, sign: "yes"}) >= haste(known)


@given(answers, signs)
def test_h01_asking_and_hearing_no_never_raises(known, sign) -> None:
    if sign not in known:
        assert haste({**known, sign: "no"}) <= haste(known)


@given(answers)
def test_h01_while_anything_is_unasked_she_is_never_medium_or_low(known) -> None:
    level = risk(known).level
    if len(known) < len(Sign):
        assert level in (Risk.HIGH, Risk.UNASSESSED)
    assert (level is Risk.HIGH) is any(known.get(s) == "yes" for s in HIGH_SIGNS)


@pytest.mark.parametrize("many", [1, 2, 5])
def test_h01_no_count_of_noes_lowers_one_high_yes(many: int) -> None:
    for chosen in combinations(sorted(HIGH_SIGNS), many):
        found = risk({**ALL_NO, **dict.fromkeys(chosen, "yes")})
        assert found.level is Risk.HIGH
        assert {r.code for r in found.reasons} == set(chosen)


@given(answers)
def test_every_level_says_why(known) -> None:
    found = risk(known)
    assert found.reasons
    assert all(str(reason.words) for reason in found.reasons)


@given(answers, st.sampled_from(list(Risk)), st.sampled_from(["", "  ", "Sudah aman"]))
def test_h01_raising_is_free_and_lowering_never_is(known, level, reason) -> None:
    obstacles = [o.code for o in obstacles_to_setting(level, answers=known, reason=reason)]
    derived = risk(known).level
    if level is not Risk.UNASSESSED and HASTE[level] >= HASTE[derived]:
        assert obstacles == []
    if HASTE[level] < HASTE[derived]:
        assert ("no-reason" in obstacles) is (not reason.strip())
        assert ("high-alone" in obstacles) is (derived is Risk.HIGH)
        assert ("signs-unasked" in obstacles) is (derived is Risk.UNASSESSED)


def some(values) -> st.SearchStrategy:
    return st.frozensets(st.sampled_from([str(v) for v in values]), max_size=4)


victims = st.builds(
    VictimFacts,
    sex=st.sampled_from(list(Sex)),
    is_child=st.none() | st.booleans(),
    disability=st.none() | st.sampled_from(["", *DISABILITIES]),
)
incidents = st.builds(
    IncidentFacts,
    forms=some(Form),
    tpks_kinds=some(TPKS_KINDS),
    ampk=some(AMPK),
    domestic=st.none() | st.booleans(),
    acts=some(TRAFFICKING_ACTS),
    means=some(TRAFFICKING_MEANS),
    purposes=some(TRAFFICKING_PURPOSES),
)


@given(victims, incidents)
def test_every_case_has_a_kind_and_a_reason_for_it(victim, incident) -> None:
    found = case_type(victim, incident)
    assert found.kinds
    assert found.reasons
    assert list(found.kinds) == [k for k in CASE_KINDS if k in found.kinds]
    child = {CaseKind.VIOLENCE_AGAINST_CHILD, CaseKind.CHILD_SPECIAL_PROTECTION}
    assert (child <= set(found.kinds)) is (victim.is_child is not False)
    assert (CaseKind.SEXUAL_VIOLENCE in found.kinds) is bool(incident.tpks_kinds or "sexual" in incident.forms)
    assert (CaseKind.DOMESTIC_VIOLENCE in found.kinds) is bool(incident.domestic)
    assert (CaseKind.TRAFFICKING_SUSPECTED in found.kinds) is bool(trafficking_suspected(victim, incident))


@given(victims, incidents)
def test_h05_nobody_with_sexual_violence_or_trafficking_and_no_child_or_woman_is_only_pointed_on(victim, incident):
    kinds = case_type(victim, incident).kinds
    if CaseKind.POINTED_ON in kinds:
        assert victim.sex is Sex.MALE
        assert victim.is_child is False
        assert not {CaseKind.SEXUAL_VIOLENCE, CaseKind.TRAFFICKING_SUSPECTED} & set(kinds)


@given(victims, incidents, incidents)
def test_knowing_more_of_what_happened_takes_no_kind_away(victim, one, other) -> None:
    both = IncidentFacts(
        forms=one.forms | other.forms,
        tpks_kinds=one.tpks_kinds | other.tpks_kinds,
        ampk=one.ampk | other.ampk,
        domestic=one.domestic or other.domestic,
        acts=one.acts | other.acts,
        means=one.means | other.means,
        purposes=one.purposes | other.purposes,
    )
    stopgap = {CaseKind.POINTED_ON} | ({CaseKind.VIOLENCE_AGAINST_WOMEN} if victim.sex is Sex.UNKNOWN else set())
    assert set(case_type(victim, one).kinds) - stopgap <= set(case_type(victim, both).kinds)
    assert set(case_type(victim, one).ampk) <= set(case_type(victim, both).ampk)


@pytest.mark.parametrize(
    ("form", "category"),
    [
        ("physical", "ampk_09"),
        ("psychological", "ampk_09"),
        ("sexual", "ampk_10"),
        ("exploitation", "ampk_04"),
        ("trafficking", "ampk_08"),
        ("neglect", "ampk_13"),
        ("other", None),
    ],
)
def test_each_form_suggests_its_category_for_a_child_and_none_for_an_adult(form, category) -> None:
    incident = IncidentFacts(forms=frozenset({form}))
    for is_child in (True, None):
        assert case_type(VictimFacts(is_child=is_child), incident).ampk == ((category,) if category else ())
    assert case_type(VictimFacts(Sex.FEMALE, is_child=False), incident).ampk == ()


def test_several_categories_at_once_and_what_the_officer_chose_stays() -> None:
    incident = IncidentFacts(forms=frozenset({"physical", "sexual"}), ampk=frozenset({"ampk_02"}))
    found = case_type(VictimFacts(is_child=True, disability="sight"), incident)
    assert found.ampk == ("ampk_02", "ampk_09", "ampk_10", "ampk_12")


def test_an_adult_whose_sex_is_not_known_is_helped_as_a_woman_would_be() -> None:
    found = case_type(VictimFacts(Sex.UNKNOWN, is_child=False), IncidentFacts())
    assert found.kinds == (CaseKind.VIOLENCE_AGAINST_WOMEN,)
    assert [r.code for r in found.reasons] == ["sex-unknown"]


@pytest.mark.parametrize(
    ("is_child", "acts", "means", "purposes", "suspected"),
    [
        (False, 1, 1, 1, True),
        (False, 1, 0, 1, False),
        (False, 0, 1, 1, False),
        (False, 1, 1, 0, False),
        (True, 1, 0, 1, True),  # a child needs no means
        (None, 1, 0, 1, True),  # nor whoever may be one
        (True, 0, 1, 1, False),
        (True, 1, 1, 0, False),
    ],
)
def test_h18_an_act_a_means_and_a_purpose(is_child, acts, means, purposes, suspected) -> None:
    incident = IncidentFacts(
        acts=frozenset(["recruit"][:acts]),
        means=frozenset(["debt_bondage"][:means]),
        purposes=frozenset(["forced_labour"][:purposes]),
    )
    for sex in Sex:
        found = trafficking_suspected(VictimFacts(sex, is_child), incident)
        assert bool(found) is suspected
        assert not found or "dugaan" in found.words.text.lower() or "perlu dikonfirmasi" in found.words.text


def test_h18_what_the_reporter_calls_trafficking_is_taken_at_her_word() -> None:
    for sex, is_child in product(Sex, (True, False, None)):
        assert trafficking_suspected(VictimFacts(sex, is_child), IncidentFacts(forms=frozenset({"trafficking"})))


@pytest.mark.parametrize(
    ("unit", "regions", "level", "elsewhere"),
    [
        ("62.71", ["62"], Authority.DISTRICT, False),  # somewhere in our province
        ("62", ["62"], Authority.PROVINCE, False),
        ("62.71", ["62", "62.71.01"], Authority.DISTRICT, False),
        ("62.71", ["62.71.01.1001", "62.71.02"], Authority.DISTRICT, False),
        ("62.71", ["63"], Authority.PROVINCE, True),
        ("62", ["63"], Authority.PROVINCE, True),
        ("62.71", ["63.01"], Authority.DISTRICT, True),
        ("62.71", ["63.01", "63.02"], Authority.PROVINCE, True),
        ("62.71", ["62", "63"], Authority.CENTRE, True),
        ("62", ["62.71"], Authority.DISTRICT, True),
    ],
)
def test_authority_of_more_places(unit, regions, level, elsewhere) -> None:
    answer = authority(unit_region=unit, regions=frozenset(regions))
    assert (answer.level, answer.elsewhere) == (level, elsewhere)
    assert answer.reasons


codes = st.sampled_from(["62", "62.71", "62.71.01", "62.71.01.1001", "62.08", "63.01", "63"])


@given(st.sampled_from(["62", "62.71", "62.08"]), st.frozensets(codes, max_size=3), codes)
def test_one_more_place_never_brings_it_down(unit, regions, more) -> None:
    height = [Authority.DISTRICT, Authority.PROVINCE, Authority.CENTRE].index
    if regions and all("." in code for code in regions):
        before, after = (authority(unit_region=unit, regions=r) for r in (regions, regions | {more}))
        assert height(after.level) >= height(before.level)


# The history of assessments.


def test_each_assessment_is_kept_and_its_reason_lies_sealed(room) -> None:
    (case,) = room.report()
    with acting_as("tests"):
        said = "Sudah pindah ke rumah kakak qwxyz"
        medium = {**ALL_NO, "pregnant": "yes"}
        made = actions.assess(case.id, medium, level=Risk.LOW, reason=said, by=BY, at=room.now)
        assert (made.derived, made.level) == (Risk.MEDIUM, Risk.LOW)
        assert b"qwxyz" not in bytes(made.reason)
        key = keys.load([case.id])[case.id]
        sealed = keys.unseal(key, bytes(made.reason), table=actions.TABLE, pk=made.id, column=actions.COLUMN)
        assert sealed == {"reason": said}
        assert [a.level for a in Assessment.objects.filter(case_id=case.id)] == [Risk.LOW, Risk.UNASSESSED]


@pytest.mark.parametrize(
    ("known", "level", "codes_"),
    [
        ({}, Risk.LOW, ["signs-unasked"]),
        ({**ALL_NO, "weapon": "yes"}, Risk.MEDIUM, ["high-alone"]),
        (ALL_NO, Risk.UNASSESSED, ["already-assessed"]),
    ],
)
def test_h01_what_has_no_ground_is_refused_and_leaves_no_line(room, known, level, codes_) -> None:
    (case,) = room.report()
    with acting_as("tests"):
        before = Assessment.objects.count()
        with pytest.raises(Refusal) as no:
            actions.assess(case.id, known, level=level, reason="Tampak tenang", by=BY, at=room.now)
        assert [o.code for o in no.value.obstacles] == codes_
        assert Assessment.objects.count() == before
