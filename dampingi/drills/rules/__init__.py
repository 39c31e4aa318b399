"""What a scenario is, what has arrived of it, and what is found in what somebody did. Pure."""

from dampingi.drills.rules.findings import Finding, Kind, findings, minute_of, passed
from dampingi.drills.rules.record import Act, Asked, CaseRecord, Done, DutyRecord, Record
from dampingi.drills.rules.scenario import (
    AUDIENCES,
    HOWS,
    NEVERS,
    Audience,
    Beat,
    Dialogue,
    How,
    Line,
    Never,
    Option,
    Person,
    Scenario,
    Why,
    check,
)
from dampingi.drills.rules.script import Arrived, Open, arrived, open_dialogues

__all__ = [
    "AUDIENCES",
    "HOWS",
    "NEVERS",
    "Act",
    "Arrived",
    "Asked",
    "Audience",
    "Beat",
    "CaseRecord",
    "Dialogue",
    "Done",
    "DutyRecord",
    "Finding",
    "How",
    "Kind",
    "Line",
    "Never",
    "Open",
    "Option",
    "Person",
    "Record",
    "Scenario",
    "Why",
    "arrived",
    "check",
    "findings",
    "minute_of",
    "open_dialogues",
    "passed",
]
