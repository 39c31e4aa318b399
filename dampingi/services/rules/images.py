"""Sexual images are not collected (H-13): when an upload warns first, and by which door such a file leaves. Pure."""

from dataclasses import dataclass

from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say

_ELECTRONIC, _CHILD_IN_IMAGES = "electronic_based", "ampk_06"

WARN_FIRST = Obstacle(
    "images-not-collected",
    say("Gambar seksual tidak dikumpulkan di sini."),
    say("Simpan tautannya saja. Bila berkas ini memang harus disimpan, nyatakan bahwa Anda sudah membaca peringatan."),
)
SAY_WHETHER = Obstacle(
    "say-whether-intimate",
    say("Belum dijawab: apakah berkas ini memperlihatkan tubuh atau tindakan seksual?"),
    say("Pilih ya atau tidak; bila ya, ia tersegel tanpa pratinjau."),
)
ONLY_TO_POLICE = Obstacle(
    "leaves-only-to-police",
    say("Berkas ini tidak dibuka, tidak dibagikan, dan tidak diekspor."),
    say("Ia hanya keluar untuk diserahkan: tulis lembar penyerahan ke unit siber polisi lebih dulu."),
)


@dataclass(frozen=True, slots=True)
class ImageFacts:
    """What tells whether sexual images may be about in a case: codes only."""

    tpks_kinds: frozenset[str] = frozenset()
    ampk: frozenset[str] = frozenset()
    linked: bool = False  # a sheet of links was kept
    held: bool = False  # a marked file is kept


def images_about(facts: ImageFacts) -> bool:
    """Tell whether every upload to this case warns first."""
    return _ELECTRONIC in facts.tpks_kinds or _CHILD_IN_IMAGES in facts.ampk or facts.linked or facts.held


def obstacles_to_attaching(facts: ImageFacts, *, warned: bool, intimate: bool | None) -> tuple[Obstacle, ...]:
    """Return what stands in the way of keeping a file with a case."""
    about = images_about(facts)
    found = []
    if (about or intimate) and not warned:
        found.append(WARN_FIRST)
    if about and intimate is None:
        found.append(SAY_WHETHER)
    return tuple(found)


def obstacles_to_leaving(*, intimate: bool, handed_over: bool) -> tuple[Obstacle, ...]:
    """Return what stands in the way of opening the original of a file."""
    return (ONLY_TO_POLICE,) if intimate and not handed_over else ()
