"""After the shelter: asked how she is, by the safe way, on the day agreed. The stay itself is a thing of its own."""

from dampingi.kernel import codes
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.words import say
from dampingi.protocols.catalog.examples import CALM, MONDAY
from dampingi.protocols.rules import Deed
from dampingi.services.catalog.monitoring import told_unsafe
from dampingi.services.rules.sheets import WHEN, About, Recorded, SheetExample, SheetFacts, SheetKind, Tab

AFTER_STAY = SheetKind(
    code="after-stay",
    title=say("Sesudah dari penampungan"),
    tab=Tab.GIVEN,
    form="2026-11",
    source="Permen PPPA 2/2022",
    purpose=say("Tanpa alamat: tempatnya sekarang hanya ditulis bila ia mau dan perlu."),
    for_thing=True,
    sheet=Group(
        "after_stay",
        say("Sesudah dari penampungan"),
        (
            WHEN,
            Field("safe_now", say("Aman sekarang?"), Kind.CODE, Privacy.CODED, codes=codes.SAFETIES, required=True),
            Field("words", say("Keadaannya, dan yang ia butuhkan"), Kind.LONG_TEXT),
        ),
    ),
    deeds=lambda values: (
        Recorded(Deed.STAY_FOLLOWED, values.get("when"), about=About.THING),
        *(Recorded(deed) for deed in told_unsafe(values)),
    ),
    at_once=told_unsafe,
    examples=(
        SheetExample(
            say("Sepekan sesudahnya."), SheetFacts(CALM), {"when": MONDAY, "safe_now": "safe"}, deeds=(Deed.STAY_FOLLOWED,)
        ),
        SheetExample(
            say("Ia berkata tidak aman."),
            SheetFacts(CALM),
            {"when": MONDAY, "safe_now": "unsafe"},
            deeds=(Deed.STAY_FOLLOWED, Deed.UNSAFE_TOLD),
        ),
    ),
)

SHEETS = (AFTER_STAY,)
