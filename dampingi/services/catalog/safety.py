"""The safety plan (*rencana keselamatan*): short, hers, renewed whenever something changed."""

from collections.abc import Mapping
from typing import Any

from dampingi.kernel.codes import SAFETIES
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.words import say
from dampingi.protocols.catalog.examples import CALM, MONDAY
from dampingi.protocols.rules import Deed
from dampingi.services.rules.sheets import WHEN, Recorded, SheetExample, SheetFacts, SheetKind, Tab


def _deeds(values: Mapping[str, Any]) -> tuple[Recorded, ...]:
    found = [Recorded(Deed.SAFETY_CHECKED)]
    if values.get("never_alone"):
        found.append(Recorded(Deed.SELF_HARM_SAFETY))
    return tuple(found)


PLAN = SheetKind(
    code="safety-plan",
    title=say("Rencana keselamatan"),
    tab=Tab.PLAN,
    form="2026-11",
    source="WHO RHR/14.26; Dampingi",
    purpose=say("Disusun dengan dia, dengan kata-katanya. Jangan titipkan kertasnya bila orang lain dapat menemukannya."),
    explains=(
        say("Anda yang paling tahu apa yang aman. Kita tulis hanya yang Anda mau."),
        say("Rencana ini dapat diganti kapan saja. Bila berubah, beri tahu saya dengan cara yang aman."),
    ),
    sheet=Group(
        "safety_plan",
        say("Rencana keselamatan"),
        (
            WHEN,
            Field("safe_now", say("Aman sekarang?"), Kind.CODE, Privacy.CODED, codes=SAFETIES),
            Field("signs", say("Tanda bahwa keadaan mulai berbahaya"), Kind.LONG_TEXT),
            Field("go_to", say("Ke mana ia pergi, lewat mana, malam dan siang"), Kind.LONG_TEXT),
            Field("calls", say("Siapa yang dihubungi, dengan kata sandi apa"), Kind.LONG_TEXT),
            Field("takes", say("Yang disiapkan: surat, uang, obat, kunci, pakaian"), Kind.LONG_TEXT),
            Field("children", say("Anak-anak: siapa menjaga, apa yang mereka tahu"), Kind.LONG_TEXT),
            Field("phone", say("Ponsel, lokasi, dan akun: siapa yang dapat melihatnya"), Kind.LONG_TEXT),
            Field(
                "never_alone",
                say("Keselamatan dari bunuh diri diatur: ada yang menemani, alat dijauhkan, layanan jiwa dihubungi?"),
                Kind.YES_NO,
                Privacy.CODED,
                hint=say("Hanya bila ia mengungkapkannya."),
            ),
        ),
    ),
    deeds=_deeds,
    examples=(
        SheetExample(
            say("Disusun malam itu."), SheetFacts(CALM), {"when": MONDAY}, deeds=(Deed.SAFETY_CHECKED,)
        ),
        SheetExample(
            say("Ia ditemani dan layanan jiwa sudah dihubungi."),
            SheetFacts(CALM),
            {"when": MONDAY, "never_alone": True},
            deeds=(Deed.SAFETY_CHECKED, Deed.SELF_HARM_SAFETY),
        ),
    ),
)
