"""Whether a shelter can take her, how long she stays, and what leaving needs (domain §1.4). Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from dampingi.kernel.codes import CodeList, Sex
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say

REASONS = CodeList(
    "stay_reason",
    say("Mengapa perlu"),
    {
        "life": say("Nyawanya terancam terlapor"),
        "temper": say("Terlapor mudah mengamuk"),
        "syndicate": say("Terlapor bagian dari sindikat"),
        "trafficked": say("Mengalami perdagangan orang"),
        "husband": say("Kekerasan dalam rumah tangga; terlapornya suami"),
        "neglected": say("Anak telantar atau dieksploitasi, orang tuanya tidak diketahui"),
        "disabled": say("Perempuan atau anak penyandang disabilitas dalam kesulitan"),
        "conflict": say("Terancam konflik"),
        "witness": say("Akan menjadi saksi"),
    },
    "sippn 8093298",
)
EXTENSIONS = CodeList(
    "stay_extension",
    say("Alasan diperpanjang"),
    {
        "not_safe": say("Di luar belum aman"),
        "recovering": say("Pemulihan belum selesai"),
        "testifying": say("Proses hukum atau kesaksian"),
        "no_place": say("Belum ada tempat lain"),
        "her_wish": say("Ia memintanya"),
    },
    "Dampingi",
    to_confirm=True,
)
DESTINATIONS = CodeList(
    "stay_destination",
    say("Ke mana"),
    {
        "home": say("Rumahnya; terlapor tidak di sana"),
        "family": say("Keluarga atau kerabat"),
        "own": say("Tempat tinggal baru"),
        "other_shelter": say("Penampungan lain"),
        "origin": say("Dipulangkan ke daerah asal"),
        "care": say("Pengasuhan alternatif"),
        "with_party": say("Kembali tinggal bersama terlapor"),
        "not_said": say("Tidak ingin menyebutkan"),
    },
    "Dampingi",
    to_confirm=True,
)


@dataclass(frozen=True, slots=True)
class PlaceFacts:
    """What decides whether one shelter can take one person now."""

    rooms: int
    taken: int
    serves: frozenset[str]
    is_open: bool
    sex: Sex
    is_child: bool
    disabled: bool
    already_stays: bool = False


def group_of(sex: Sex, *, is_child: bool) -> str:
    """Return as whom a shelter takes her; an unknown sex is served as a woman's for safety (contract)."""
    if is_child:
        return "boys" if sex is Sex.MALE else "girls"
    return "men" if sex is Sex.MALE else "women"


_TABLE: tuple[tuple[Callable[[PlaceFacts], bool], Obstacle], ...] = (
    (
        lambda f: f.already_stays,
        Obstacle("stays-already", say("Ia sudah tinggal di penampungan."), say("Catat kepindahannya dulu.")),
    ),
    (
        lambda f: not f.is_open,
        Obstacle("closed", say("Penampungan ini sedang tidak menerima."), say("Pilih yang lain, atau catat kebutuhannya.")),
    ),
    (
        lambda f: f.taken >= f.rooms,
        Obstacle("full", say("Tidak ada tempat kosong."), say("Pilih yang lain, atau catat kebutuhannya lalu rujuk.")),
    ),
    (
        lambda f: group_of(f.sex, is_child=f.is_child) not in f.serves,
        Obstacle("not-served", say("Penampungan ini tidak menerima orang seusia atau sejenis kelaminnya."), say("Pilih yang lain.")),
    ),
    (
        lambda f: f.disabled and "disabled" not in f.serves,
        Obstacle(
            "not-accessible",
            say("Penampungan ini belum siap untuk penyandang disabilitas."),
            say("Pilih yang lain, atau siapkan pendamping dan akses lebih dulu."),
        ),
    ),
)


def obstacles_to_placing(facts: PlaceFacts) -> tuple[Obstacle, ...]:
    """Return everything that keeps this shelter from taking her; another is then looked for."""
    return tuple(obstacle for stands, obstacle in _TABLE if stands(facts))


def obstacles_to_extending(*, until: datetime, stood: datetime, left: bool) -> tuple[Obstacle, ...]:
    """Return what stands in the way of a longer stay."""
    found = []
    if left:
        found.append(Obstacle("left", say("Ia sudah meninggalkan penampungan."), say("Mulai tinggal yang baru bila perlu.")))
    if until <= stood:
        found.append(
            Obstacle("not-later", say("Tanggal ini tidak lebih lama dari yang sekarang."), say("Pilih hari sesudahnya.")),
        )
    return tuple(found)
