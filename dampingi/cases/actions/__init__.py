"""The deeds of a case, one file for each topic."""

from dampingi.cases.actions.assigning import (
    acknowledge,
    assign,
    declare_conflict,
    end_overrides,
    hand_over,
    raise_alarms,
)
from dampingi.cases.actions.contact import first_contact, read_words
from dampingi.cases.actions.entrance import Received, receive_report
from dampingi.cases.actions.following import happened, look, point_on, reassess, reveal_people, search

__all__ = [
    "Received",
    "acknowledge",
    "assign",
    "declare_conflict",
    "end_overrides",
    "first_contact",
    "hand_over",
    "happened",
    "look",
    "point_on",
    "raise_alarms",
    "read_words",
    "reassess",
    "receive_report",
    "reveal_people",
    "search",
]
