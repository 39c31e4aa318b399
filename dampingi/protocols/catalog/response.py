"""How soon somebody comes, and the medical first (H-01, H-02, H-04; Permen PPPA 2/2022)."""

from dataclasses import replace
from datetime import timedelta

from dampingi.kernel.codes import CaseKind, Risk, Sign
from dampingi.kernel.days import Counting
from dampingi.kernel.words import Words, say
from dampingi.protocols.catalog import sources
from dampingi.protocols.catalog.examples import ALL_NO, CALM, MONDAY, SEXUAL, TRAFFICKED, example, hours, when
from dampingi.protocols.rules import Actor, Clause, Clock, Deed, Example, Facts, Source, Start, Step, UnitSettings

BODY = frozenset({Sign.STRANGLED, Sign.INJURED_NOW, Sign.PREGNANT})
URGENT = frozenset({Risk.HIGH, Risk.UNASSESSED})


def _urgent(facts: Facts) -> bool:
    return facts.risk in URGENT


# Sexual violence that touches no body: there is nothing medical to hurry for.
_WITHOUT_TOUCH = frozenset({"non_physical_harassment", "electronic_based"})
# Trafficked for these she was used sexually, whatever name the report gave it.
_SEXUAL_USE = frozenset({"prostitution", "sexual_use"})


def _needs_health(facts: Facts) -> bool:
    """Tell whether the acts may include penetration or contact with body fluids, or the body is hurt (H-04).

    Not asked is not no: sexual violence counts until somebody has answered, unless every kind that
    was named touches no body; so does trafficking for sexual use.
    """
    if facts.yes_signs & BODY or facts.may_include_penetration:
        return True
    sexual = CaseKind.SEXUAL_VIOLENCE in facts.kinds
    touched = not facts.tpks_kinds or not facts.tpks_kinds <= _WITHOUT_TOUCH
    used = CaseKind.TRAFFICKING_SUSPECTED in facts.kinds and bool(facts.purposes & _SEXUAL_USE)
    return (used or (sexual and touched)) and facts.may_include_penetration is None


def _health_clock(facts: Facts, settings: UnitSettings) -> Clock:
    """Return 72 hours from the incident; at once where the body itself is in danger (H-04)."""
    if facts.yes_signs & BODY:
        return Clock(0, grace=settings.high_grace)
    return Clock(72, Counting.HOURS, Start.INCIDENT)


def _first_contact_clock(facts: Facts, settings: UnitSettings) -> Clock:
    if facts.risk in URGENT:
        return Clock(0, grace=settings.high_grace)
    if facts.risk is Risk.MEDIUM:
        return Clock(settings.medium_hours)
    return Clock(settings.low_working_days, Counting.WORKING_DAYS)


def _response(
    code: str, variant: Words, clause: Clause, risk: frozenset[Risk], examples: tuple[Example, ...]
) -> Step:
    return Step(
        code=code,
        variant=variant,
        title=say("Hubungi dan temui: kontak pertama"),
        actor=Actor.UNIT,
        clause=clause,
        clock=_first_contact_clock,
        applies=lambda f: f.risk in risk,
        met_by=(Deed.FIRST_CONTACT, Deed.LINKED),
        rank=20,
        why=say("Menurut risikonya. Bila cara menghubungi yang aman belum diketahui, lewat pelapor atau kunjungan."),
        examples=examples,
    )


HIGH = replace(CALM, risk=Risk.HIGH, yes_signs=frozenset({Sign.WEAPON}), no_signs=ALL_NO - {Sign.WEAPON})
UNASKED = replace(CALM, risk=Risk.UNASSESSED, no_signs=frozenset())
MEDIUM = replace(
    CALM, risk=Risk.MEDIUM, yes_signs=frozenset({Sign.PHONE_CONTROLLED}), no_signs=ALL_NO - {Sign.PHONE_CONTROLLED}
)

PROTOCOL = Source(
    "response",
    say("Menjawab laporan tepat waktu"),
    (
        Step(
            code="medical-72h",
            title=say("Antar ke layanan kesehatan"),
            actor=Actor.UNIT,
            clause=sources.MEDICAL,
            clock=_health_clock,
            applies=_needs_health,
            met_by=(Deed.TAKEN_TO_HEALTH, Deed.HEALTH_DECLINED),
            rank=0,
            why=say("Paling menolong dalam 72 jam sejak kejadian. Puskesmas boleh memulai."),
            hints=(
                say("Ia berhak atas kontrasepsi darurat, pencegahan HIV, dan perawatan luka."),
                say("Perawatan tidak menunggu laporan polisi."),
                say("Bila ia ingin bukti disimpan: jangan mandi dulu, simpan pakaiannya dalam kertas."),
                say("Tanyakan dulu apakah ia mau, dan siapa yang ia ingin temani."),
            ),
            examples=(
                example(
                    say("Kejadian 10 jam sebelum laporan: tersisa 62 jam."),
                    replace(CALM, may_include_penetration=True, occurred_at=hours(-10)),
                    hours(62),
                ),
                example(
                    say("Waktu kejadian tidak diketahui: dihitung dari laporan."),
                    replace(CALM, may_include_penetration=True),
                    hours(72),
                ),
                example(
                    say("Sudah lewat 72 jam: tetap menjadi tugas, segera."),
                    replace(CALM, may_include_penetration=True, occurred_at=hours(-100)),
                    MONDAY,
                ),
                example(
                    say("Pernah dicekik: sekarang juga."),
                    replace(CALM, yes_signs=frozenset({Sign.STRANGLED})),
                    MONDAY,
                ),
                example(
                    say("Kekerasan seksual dan belum ditanyakan: tetap didahulukan."),
                    SEXUAL,
                    hours(72),
                ),
                example(
                    say("Hanya lewat pesan: tidak ada yang mendesak secara medis."),
                    replace(SEXUAL, tpks_kinds=frozenset({"electronic_based"})),
                    None,
                ),
                example(
                    say("Diperdagangkan untuk dipakai secara seksual, dan belum ditanyakan: tetap didahulukan."),
                    replace(TRAFFICKED, purposes=frozenset({"prostitution"})),
                    hours(72),
                ),
                example(
                    say("Ditanya dan dijawab tidak."),
                    replace(SEXUAL, may_include_penetration=False),
                    None,
                ),
                example(say("Tidak ada dugaan dan tidak ada luka."), CALM, None),
            ),
        ),
        Step(
            code="ask-safety",
            title=say("Tanyakan keselamatan sekarang"),
            actor=Actor.UNIT,
            clause=sources.house(
                "H-01", "Belum tahu tidak pernah berarti rendah: tanda bahaya ditanyakan dalam 30 menit."
            ),
            clock=lambda _f, s: Clock(0, grace=s.high_grace),
            applies=lambda f: f.signs_unasked or f.has(Deed.SAFETY_ASKED),
            met_by=(Deed.SAFETY_ASKED,),
            rank=10,
            why=say("Sebelum ditanya, kasus berjalan seperti risiko tinggi."),
            examples=(
                example(say("Belum ada yang ditanya."), UNASKED, MONDAY),
                example(say("Semua sudah dijawab."), CALM, None),
            ),
        ),
        Step(
            code="acknowledge",
            title=say("Pastikan ada yang menerima kasus ini"),
            actor=Actor.UNIT,
            clause=sources.house(
                "H-02", "Panggilan risiko tinggi dijawab dalam 15 menit, lalu diteruskan ke orang berikutnya."
            ),
            clock=Clock(0, grace=timedelta(minutes=15)),
            applies=_urgent,
            met_by=(Deed.ACKNOWLEDGED,),
            rank=12,
            why=say("Laporan malam harus sampai kepada seseorang."),
            examples=(
                example(say("Risiko tinggi."), HIGH, MONDAY),
                example(say("Risiko rendah."), CALM, None),
            ),
        ),
        _response(
            "first-contact-high",
            say("risiko tinggi atau belum dinilai"),
            sources.RESPONSE_HIGH,
            URGENT,
            (
                example(say("Risiko tinggi: sekarang, alarm sesudah 30 menit."), HIGH, MONDAY),
                example(say("Belum ditanya: sama seperti tinggi."), UNASKED, MONDAY),
                example(say("Risiko rendah tidak memakai jam ini."), CALM, None),
            ),
        ),
        _response(
            "first-contact-medium",
            say("risiko sedang"),
            sources.RESPONSE_MEDIUM,
            frozenset({Risk.MEDIUM}),
            (
                example(say("Risiko sedang: 6 jam."), MEDIUM, hours(6)),
                example(say("Risiko rendah tidak memakai jam ini."), CALM, None),
            ),
        ),
        _response(
            "first-contact-low",
            say("risiko rendah"),
            sources.RESPONSE_LOW,
            frozenset({Risk.LOW}),
            (
                example(
                    say("Senin pukul 9: tutup kantor Kamis; hari pertama tidak dihitung."),
                    CALM,
                    MONDAY.replace(day=11, hour=17),
                ),
                example(say("Risiko tinggi tidak memakai jam ini."), HIGH, None),
            ),
        ),
        Step(
            code="safety-plan",
            title=say("Atur keselamatannya malam ini"),
            actor=Actor.UNIT,
            clause=sources.RESPONSE_HIGH,
            clock=lambda _f, s: Clock(0, grace=s.high_grace),
            applies=lambda f: f.risk is Risk.HIGH,
            met_by=(Deed.SAFETY_CHECKED,),
            rank=14,
            why=say("Layanan kedaruratan datang sebelum asesmen."),
            examples=(
                example(say("Ada senjata."), HIGH, MONDAY),
                example(say("Risiko rendah."), CALM, None),
            ),
        ),
        Step(
            code="psychological-support",
            title=say("Beri dukungan psikologis awal: amati, dengarkan, hubungkan"),
            actor=Actor.UNIT,
            clause=sources.house(
                "DPA", "Dukungan psikologis awal diberikan pada kontak pertama, paling lambat keesokan harinya."
            ),
            clock=Clock(24),
            applies=lambda f: True,
            met_by=(Deed.PSYCHOLOGICAL_SUPPORT, Deed.LINKED),
            rank=30,
            why=say("Pendampingan awal menentukan pemulihan."),
            examples=(
                example(say("Setiap orang."), CALM, hours(24)),
                example(
                    say("Sudah diberikan dua jam kemudian."), when(CALM, (Deed.PSYCHOLOGICAL_SUPPORT, 2)), hours(24)
                ),
            ),
        ),
    ),
)
