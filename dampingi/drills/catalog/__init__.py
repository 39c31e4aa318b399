"""Every scenario, in the order a page offers them. A new one is its file and its line here."""

from collections.abc import Mapping

from dampingi.drills.catalog.girl import GIRL
from dampingi.drills.catalog.images import IMAGES
from dampingi.drills.catalog.karaoke import KARAOKE
from dampingi.drills.catalog.neglected import NEGLECTED
from dampingi.drills.catalog.question import QUESTION
from dampingi.drills.catalog.rumour import RUMOUR
from dampingi.drills.catalog.several import SEVERAL
from dampingi.drills.catalog.told import TOLD
from dampingi.drills.catalog.wife import WIFE
from dampingi.drills.rules.scenario import Scenario

SCENARIOS: tuple[Scenario, ...] = (
    QUESTION,
    WIFE,
    GIRL,
    IMAGES,
    KARAOKE,
    NEGLECTED,
    SEVERAL,
    TOLD,
    RUMOUR,
)
BY_CODE: Mapping[str, Scenario] = {one.code: one for one in SCENARIOS}
