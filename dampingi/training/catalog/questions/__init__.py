"""The bank that ships: one file a group of modules; a unit adds its own (``models.OwnQuestion``)."""

from dampingi.training.catalog.questions import core, practice, school
from dampingi.training.catalog.questions.asked import Option, Question

__all__ = ["BY_CODE", "QUESTIONS", "RETIRED", "Option", "Question"]

QUESTIONS: tuple[Question, ...] = core.QUESTIONS + practice.QUESTIONS + school.QUESTIONS
RETIRED: frozenset[str] = frozenset()  # asked no more, kept for the tests that asked them
BY_CODE = {q.code: q for q in QUESTIONS}
