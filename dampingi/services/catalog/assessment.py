"""The biopsychosocial assessment: short first, whole when needed (domain §1.4; Permen PPPA 2/2022)."""

from collections.abc import Mapping
from typing import Any

from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.words import Words, say
from dampingi.protocols.catalog.examples import CALM, MONDAY
from dampingi.protocols.rules import Deed
from dampingi.services.catalog.lists import CONDITIONS
from dampingi.services.rules.sheets import WHEN, Recorded, SheetExample, SheetFacts, SheetKind, Tab

SELF_HARM = Field(
    "self_harm",
    say("Ia mengungkapkan pikiran mengakhiri hidup?"),
    Kind.YES_NO,
    Privacy.CODED,
    hint=say("Bila ya, jangan tinggalkan ia sendiri. Tugasnya mulai saat itu juga."),
)


def _condition() -> Field:
    return Field("condition", say("Keadaan"), Kind.CODE, Privacy.CODED, codes=CONDITIONS)


def _side(code: str, label: Words, asks: Words) -> Group:
    return Group(code, label, (_condition(), Field("notes", asks, Kind.LONG_TEXT)))


def self_harm_told(payload: Mapping[str, Any]) -> tuple[Deed, ...]:
    """Return what must be answered at once when she speaks of ending her life (H-14)."""
    return (Deed.SELF_HARM_TOLD,) if payload.get("self_harm") is True else ()


def _deeds(values: Mapping[str, Any]) -> tuple[Recorded, ...]:
    return (Recorded(Deed.ASSESSED), *(Recorded(deed) for deed in self_harm_told(values)))


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
            _side("body", say("Tubuh dan kesehatan"), say("Yang ia rasakan, dengan kata-katanya")),
            _side("mind", say("Pikiran dan perasaan"), say("Yang ia rasakan, dengan kata-katanya")),
            _side("social", say("Keluarga dan sekitarnya"), say("Siapa yang menolong, siapa yang menyulitkan")),
            _side("spiritual", say("Batin dan keyakinan"), say("Yang menguatkannya, bila ia ingin menceritakan")),
            _side("living", say("Nafkah, sekolah, pekerjaan"), say("Yang terganggu dan yang dibutuhkan")),
            SELF_HARM,
            Field("strengths", say("Kekuatannya"), Kind.LONG_TEXT),
            Field("whole_needed", say("Perlu asesmen lengkap?"), Kind.YES_NO, Privacy.CODED),
        ),
    ),
    deeds=_deeds,
    at_once=self_harm_told,
    examples=(
        SheetExample(
            say("Ditulis sesudah kontak pertama."),
            SheetFacts(CALM),
            {"when": MONDAY},
            deeds=(Deed.ASSESSED,),
        ),
        SheetExample(
            say("Ia berkata tidak ingin hidup lagi."),
            SheetFacts(CALM),
            {"when": MONDAY, "self_harm": True},
            deeds=(Deed.ASSESSED, Deed.SELF_HARM_TOLD),
        ),
    ),
)

_ASKED = {"assessment": {"whole_needed": True}}
WHOLE = SheetKind(
    code="assessment-whole",
    title=say("Asesmen biopsikososial lengkap"),
    tab=Tab.PLAN,
    form="2026-11",
    source="Permen PPPA 2/2022, lampiran 3.4.2",
    purpose=say("Hanya yang perlu untuk rencananya. Yang sudah diceritakan dibaca dulu; ia boleh melewati apa pun."),
    sheet=Group(
        "assessment_whole",
        say("Asesmen biopsikososial lengkap"),
        (
            WHEN,
            Field("seen_with", say("Siapa yang menemaninya"), Kind.TEXT, longest=200, hint=say("Peran saja; tidak pernah terlapor.")),
            Group(
                "physical",
                say("Tubuh dan kesehatan"),
                (
                    _condition(),
                    Field("complaints", say("Yang ia rasakan, dengan kata-katanya"), Kind.LONG_TEXT),
                    Field("care", say("Perawatan yang berjalan atau terputus"), Kind.LONG_TEXT),
                    Field("aids", say("Alat bantu atau cara berkomunikasi yang ia perlukan"), Kind.TEXT),
                ),
            ),
            Group(
                "psychological",
                say("Pikiran dan perasaan"),
                (
                    _condition(),
                    Field("feelings", say("Yang ia rasakan, dengan kata-katanya"), Kind.LONG_TEXT),
                    Field("daily", say("Tidur, makan, kegiatan sehari-hari"), Kind.LONG_TEXT),
                    Field("calms", say("Yang menenangkannya"), Kind.LONG_TEXT),
                ),
            ),
            SELF_HARM,
            Group(
                "social",
                say("Keluarga dan sekitarnya"),
                (
                    _condition(),
                    Field("helps", say("Siapa yang menolong"), Kind.LONG_TEXT),
                    Field("hinders", say("Siapa yang menyulitkan"), Kind.LONG_TEXT),
                    Field("dependents", say("Siapa yang bergantung padanya"), Kind.LONG_TEXT),
                ),
            ),
            Group(
                "economic",
                say("Nafkah dan pekerjaan"),
                (
                    _condition(),
                    Field("own_income", say("Ia punya penghasilan yang dikuasainya sendiri?"), Kind.YES_NO, Privacy.CODED),
                    Field("needs", say("Yang dibutuhkan untuk hidup sehari-hari"), Kind.LONG_TEXT),
                ),
            ),
            Group(
                "education",
                say("Sekolah"),
                (
                    _condition(),
                    Field("interrupted", say("Sekolah ia atau anaknya terganggu?"), Kind.YES_NO, Privacy.CODED),
                    Field("wishes", say("Yang ia inginkan untuk sekolahnya"), Kind.LONG_TEXT),
                ),
            ),
            Group(
                "spiritual",
                say("Batin dan keyakinan"),
                (_condition(), Field("strength", say("Yang menguatkannya, bila ia ingin menceritakan"), Kind.LONG_TEXT)),
            ),
            Field("strengths", say("Kekuatannya"), Kind.LONG_TEXT),
            Field("hopes", say("Yang ia harapkan, dengan kata-katanya"), Kind.LONG_TEXT),
            Field("recommended", say("Saran pendamping untuk rencananya"), Kind.LONG_TEXT),
        ),
    ),
    appears=lambda f: f.said.get("assessment", {}).get("whole_needed") is True or "assessment-whole" in f.kept,
    deeds=_deeds,
    at_once=self_harm_told,
    examples=(
        SheetExample(
            say("Asesmen singkat mengatakan perlu."),
            SheetFacts(CALM, said=_ASKED),
            {"when": MONDAY},
            deeds=(Deed.ASSESSED,),
        ),
        SheetExample(say("Asesmen singkat cukup."), SheetFacts(CALM), {"when": MONDAY}, deeds=(Deed.ASSESSED,), appears=False),
        SheetExample(
            say("Ia berkata tidak ingin hidup lagi."),
            SheetFacts(CALM, said=_ASKED),
            {"when": MONDAY, "self_harm": True},
            deeds=(Deed.ASSESSED, Deed.SELF_HARM_TOLD),
        ),
    ),
)
