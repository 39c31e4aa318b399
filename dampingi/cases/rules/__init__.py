"""What may be done with a case, and what stands in the way: one file for each topic. Pure."""

from dampingi.cases.rules.alarms import (
    ACKNOWLEDGE_WITHIN,
    LOOK_WITHIN,
    alarm_next,
    next_asked,
    on_duty,
    still_rings,
)
from dampingi.cases.rules.assigning import (
    NO_REASON_LIFTS,
    NOT_HERS,
    OVERRIDE_LASTS,
    AssignFacts,
    likely_same_name,
    obstacles_to_assigning,
)
from dampingi.cases.rules.closing import (
    LEGAL_BEGINS,
    UNFINISHED,
    WITHOUT_HER,
    ClosingFacts,
    ClosingSaid,
    Ending,
    OpenDuty,
    obstacles_in_case,
    obstacles_to_closing,
    obstacles_to_ending_aftercare,
    obstacles_to_ending_legal,
)
from dampingi.cases.rules.consulting import (
    ConsultFacts,
    obstacles_to_consulting,
)
from dampingi.cases.rules.ending import (
    ERASED,
    NEVER_WAIVED,
    ContactFacts,
    PointingFacts,
    declines,
    keepable,
    keeps_words,
    obstacles_to_pointing_on,
    obstacles_to_waiving,
)
from dampingi.cases.rules.handing import obstacles_to_noting
from dampingi.cases.rules.life import (
    URGENT,
    State,
    is_urgent,
)
from dampingi.cases.rules.listing import (
    MOST_VIEWS,
    NOT_HER_VIEW,
    ViewFacts,
    may_remove,
    obstacles_to_keeping,
    pairs,
    problems_between,
)
from dampingi.cases.rules.police import (
    PoliceFacts,
    PoliceOutcome,
    obstacles_to_police_step,
)
from dampingi.cases.rules.reopening import (
    ENDED,
    SHUT,
    obstacles_to_reopening,
)
from dampingi.cases.rules.sharing import (
    Basis,
    ReferUpFacts,
    obstacles_to_referring_up,
)

__all__ = [
    "ACKNOWLEDGE_WITHIN",
    "ENDED",
    "ERASED",
    "LEGAL_BEGINS",
    "LOOK_WITHIN",
    "MOST_VIEWS",
    "NEVER_WAIVED",
    "NOT_HERS",
    "NOT_HER_VIEW",
    "NO_REASON_LIFTS",
    "OVERRIDE_LASTS",
    "SHUT",
    "UNFINISHED",
    "URGENT",
    "WITHOUT_HER",
    "AssignFacts",
    "Basis",
    "ClosingFacts",
    "ClosingSaid",
    "ConsultFacts",
    "ContactFacts",
    "Ending",
    "OpenDuty",
    "PointingFacts",
    "PoliceFacts",
    "PoliceOutcome",
    "ReferUpFacts",
    "State",
    "ViewFacts",
    "alarm_next",
    "declines",
    "is_urgent",
    "keepable",
    "keeps_words",
    "likely_same_name",
    "may_remove",
    "next_asked",
    "obstacles_in_case",
    "obstacles_to_assigning",
    "obstacles_to_closing",
    "obstacles_to_consulting",
    "obstacles_to_ending_aftercare",
    "obstacles_to_ending_legal",
    "obstacles_to_keeping",
    "obstacles_to_noting",
    "obstacles_to_pointing_on",
    "obstacles_to_police_step",
    "obstacles_to_referring_up",
    "obstacles_to_reopening",
    "obstacles_to_waiving",
    "on_duty",
    "pairs",
    "problems_between",
    "still_rings",
]
