"""The biopsychosocial assessment: short first, whole when needed (domain §1.4; Permen PPPA 2/2022)."""

from dampingi.kernel.codes import CodeList
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.words import say
from dampingi.protocols.catalog.examples import CALM, MONDAY
from dampingi.protocols.rules import Deed
from dampingi.services.rules.sheets import WHEN, Recorded, SheetExample, SheetFacts, SheetKind, Tab

CONDITIONS = CodeList(
    "condition",
    say("Keadaan"),
    {"well": say("Baik"), "watch": say("Perlu diperhatikan"), "help": say("Perlu bantuan"), "urgent": say("Mendesak")},
    "Dampingi",
    to_confirm=True,
)


def _side(code: str, label: str, asks: str) -> Group:
    return Group(
        code,
        say(label),
        (
            Field("condition", say("Keadaan"), Kind.CODE, Privacy.CODED, codes=CONDITIONS),
            Field("notes", say(asks), Kind.LONG_TEXT),
        ),
    )


SHORT = SheetKind(
    code="assessment",
    title=say("Asesmen biopsikososial singkat"),
    tab=Tab.PLAN,
    form="2026-11",
    source="Permen PPPA 2/2022, lampiran 3.4.2",
    purpose=say("Cukup untuk menyusun rencana bersama dia; yang sudah diceritakan tidak ditanyakan lagi."),
    sheet=Group(
        "assessment",
        say("Asesmen biopsikososial"),
        (
            WHEN,
            _side("body", "Tubuh dan kesehatan", "Yang ia rasakan, dengan kata-katanya"),
            _side("mind", "Pikiran dan perasaan", "Yang ia rasakan, dengan kata-katanya"),
            _side("social", "Keluarga dan sekitarnya", "Siapa yang menolong, siapa yang menyulitkan"),
            _side("spiritual", "Batin dan keyakinan", "Yang menguatkannya, bila ia ingin menceritakan"),
            _side("living", "Nafkah, sekolah, pekerjaan", "Yang terganggu dan yang dibutuhkan"),
            Field("strengths", say("Kekuatannya"), Kind.LONG_TEXT),
            Field("whole_needed", say("Perlu asesmen lengkap?"), Kind.YES_NO, Privacy.CODED),
        ),
    ),
    deeds=lambda values: (Recorded(Deed.ASSESSED, values.get("when")),),
    examples=(
        SheetExample(
            say("Ditulis sesudah kontak pertama."),
            SheetFacts(CALM),
            {"when": MONDAY},
            deeds=(Deed.ASSESSED,),
        ),
    ),
)
