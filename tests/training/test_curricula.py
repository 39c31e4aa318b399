"""What ships to be taught: sixteen modules, four courses, and every code they name stands somewhere."""

import pytest

from dampingi.protocols.catalog import STEPS
from dampingi.training.catalog import competences
from dampingi.training.catalog.courses import BY_CODE, COURSES
from dampingi.training.catalog.modules import BY_CODE as MODULE
from dampingi.training.catalog.modules import CONDITION, MODULES, SCHOOL_MODULES, UNIT_MODULES, called
from dampingi.training.models import Audience, Core


def test_the_sixteen_modules_with_their_hours() -> None:
    hours = [3, 6, 3, 4, 4, 6, 4, 4, 4, 3, 4, 3, 4, 2, 3, 3]
    assert [(m.number, m.jp) for m in UNIT_MODULES] == list(enumerate(hours, 1))
    assert {m.number for m in UNIT_MODULES if m.core} == {2, 5, 6, 7, 12, 13}


def test_h15_only_the_training_on_sexual_violence_is_a_condition() -> None:
    """UU 12/2022 art. 26(1), (3)."""
    condition = [m for m in MODULES if m.core == CONDITION]
    assert condition == [m for m in MODULES if competences.TPKS in m.competences]
    assert [(m.number, m.law, m.article) for m in condition] == [(2, "UU 12/2022", "Pasal 26 (1), (3)")]


@pytest.mark.parametrize("module", MODULES, ids=lambda m: m.code)
def test_what_a_module_names_stands_in_the_other_catalogs(module) -> None:
    assert set(module.teaches) <= set(STEPS)
    assert set(module.competences) <= set(competences.BY_CODE)
    assert module.core in set(Core)
    assert module.law
    assert len(MODULE) == len(MODULES)


def test_every_duty_of_a_case_is_helped_by_some_module_and_every_competence_is_given_by_one() -> None:
    taught = {code for m in MODULES for code in m.teaches}
    assert set(STEPS) - taught == set()
    assert set(competences.BY_CODE) - {c for m in MODULES for c in m.competences} == set()


@pytest.mark.parametrize(("code", "jp"), [("full", 60), ("short", 24), ("refresher", 8), ("school", 16)])
def test_a_course_has_its_hours_and_says_what_is_not_confirmed(code: str, jp: int) -> None:
    course = BY_CODE[code]
    assert course.total == jp
    assert course.validity_months is None
    assert course.to_confirm
    assert course.audience in set(Audience)
    assert set(course.modules) <= set(MODULE)
    assert set(course.hours) <= set(course.modules)
    assert course.refreshed_by in {"", *BY_CODE}
    assert len(COURSES) == len(BY_CODE)


def test_the_school_team_has_the_name_its_course_gives_it() -> None:
    rules = SCHOOL_MODULES[0].aims
    assert "Tim sekolah" in str(rules)
    assert "peran TPPK," in str(called(rules, "TPPK"))
    assert called(rules, "") == rules
    assert called(SCHOOL_MODULES[1].aims, "TPPK") == SCHOOL_MODULES[1].aims
