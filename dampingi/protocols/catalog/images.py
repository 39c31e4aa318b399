"""Sexual images (H-13): links are asked instead of images, removal is asked for, evidence goes to the police."""

from dataclasses import replace

from dampingi.kernel.days import Counting
from dampingi.kernel.words import say
from dampingi.protocols.catalog import sources
from dampingi.protocols.catalog.examples import CALM, MONDAY, SEXUAL, example, hours, when
from dampingi.protocols.rules import Actor, Clock, Deed, Facts, Source, Start, Step

ELECTRONIC = "electronic_based"
_KSBE = replace(SEXUAL, tpks_kinds=frozenset({ELECTRONIC}))


def electronic(facts: Facts) -> bool:
    """Tell whether the case is one of electronic sexual violence (KSBE)."""
    return ELECTRONIC in facts.tpks_kinds


PROTOCOL = Source(
    "images",
    say("Gambar dan video seksual"),
    (
        Step(
            code="image-links",
            title=say("Tanyakan di mana gambarnya beredar; catat tautan, bukan gambarnya"),
            actor=Actor.UNIT,
            clause=sources.house(
                "H-13", "Gambar seksual tidak dikumpulkan: cukup tautan, akun, waktu, dan siapa yang memegang buktinya."
            ),
            clock=Clock(1, Counting.WORKING_DAYS),
            applies=electronic,
            met_by=(Deed.IMAGE_LINKS_ASKED,),
            rank=36,
            examples=(
                example(say("Pemerasan dengan foto di Instagram."), _KSBE, MONDAY.replace(day=9, hour=17)),
                example(say("Kekerasan seksual tanpa gambar."), SEXUAL, None),
            ),
        ),
        Step(
            code="image-removal",
            title=say("Mohonkan penghapusan gambar yang beredar"),
            actor=Actor.UNIT,
            clause=sources.house(
                "H-13",
                "Penghapusan konten seksual di internet adalah haknya (UU 12/2022 pasal 68); tenggatnya standar kami.",
            ),
            clock=Clock(24, Counting.HOURS, Start.EVENT, Deed.IMAGE_ONLINE),
            applies=lambda f: True,
            met_by=(Deed.REMOVAL_ASKED,),
            rank=34,
            examples=(
                example(say("Tautan dicatat dua jam sesudah laporan."), when(_KSBE, (Deed.IMAGE_ONLINE, 2)), hours(26)),
                example(say("Tidak ada yang beredar."), _KSBE, None),
            ),
        ),
        Step(
            code="image-removal-answer",
            title=say("Periksa apakah gambarnya sudah dihapus"),
            actor=Actor.UNIT,
            clause=sources.house("H-13", "Permohonan penghapusan diikuti sampai dijawab."),
            clock=Clock(3, Counting.WORKING_DAYS, Start.EVENT, Deed.REMOVAL_ASKED),
            applies=lambda f: True,
            met_by=(Deed.REMOVAL_ANSWERED,),
            rank=58,
            examples=(
                example(
                    say("Dimohonkan Senin pukul 10."),
                    when(_KSBE, (Deed.REMOVAL_ASKED, 1)),
                    MONDAY.replace(day=11, hour=17),
                ),
                example(say("Belum dimohonkan."), _KSBE, None),
            ),
        ),
        Step(
            code="image-handover",
            title=say("Serahkan bukti gambar ke unit siber polisi"),
            actor=Actor.UNIT,
            clause=sources.house(
                "H-13", "Bukti berada pada polisi, bukan pada kita; menyerahkannya tidak menunda pertolongan lain."
            ),
            clock=Clock(72, Counting.HOURS, Start.EVENT, Deed.IMAGE_EVIDENCE),
            applies=lambda f: True,
            met_by=(Deed.IMAGE_HANDED_OVER,),
            rank=46,
            examples=(
                example(
                    say("Tautan dicatat dua jam sesudah laporan."), when(_KSBE, (Deed.IMAGE_EVIDENCE, 2)), hours(74)
                ),
                example(say("Tidak ada bukti gambar."), CALM, None),
            ),
        ),
    ),
)
