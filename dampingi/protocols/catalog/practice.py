"""What good practice owes where no statute speaks: her agreement, safe contact, what must be checked."""

from dataclasses import replace

from dampingi.kernel.codes import CaseKind
from dampingi.kernel.days import Counting
from dampingi.kernel.words import say
from dampingi.protocols.catalog import sources
from dampingi.protocols.catalog.examples import CALM, MONDAY, example, hours, when
from dampingi.protocols.rules import Actor, Clock, Deed, Source, Start, Step

POINTED = replace(CALM, kinds=frozenset({CaseKind.POINTED_ON}))

PROTOCOL = Source(
    "practice",
    say("Pilihannya, dan yang harus diperiksa"),
    (
        Step(
            code="ask-agreement",
            title=say("Tanyakan apakah ia mau didampingi"),
            actor=Actor.UNIT,
            clause=sources.house(
                "H-07",
                "Orang dewasa yang dilaporkan orang lain menunggu persetujuannya; hanya yang perlu untuk menjangkaunya disimpan.",
            ),
            clock=Clock(3, Counting.WORKING_DAYS),
            applies=lambda f: f.reported_by_other,
            met_by=(Deed.AGREEMENT_ASKED,),
            rank=22,
            examples=(
                example(
                    say("Tetangga melapor Senin pukul 9."),
                    replace(CALM, reported_by_other=True),
                    MONDAY.replace(day=11, hour=17),
                ),
                example(say("Ia sendiri yang melapor."), CALM, None),
            ),
        ),
        Step(
            code="safe-contact",
            title=say("Cari tahu cara menghubungi yang aman"),
            actor=Actor.UNIT,
            clause=sources.house(
                "H-08",
                "Kosong berarti jangan hubungi lebih dulu, kecuali lewat pelapor atau kunjungan yang dinilai aman.",
            ),
            clock=Clock(1, Counting.WORKING_DAYS),
            applies=lambda f: f.safe_contact_open or f.has(Deed.SAFE_CONTACT_KNOWN),
            met_by=(Deed.SAFE_CONTACT_KNOWN, Deed.FIRST_CONTACT),
            rank=26,
            examples=(
                example(
                    say("Belum ada cara yang aman."),
                    replace(CALM, safe_contact_open=True),
                    MONDAY.replace(day=9, hour=17),
                ),
                example(say("Sudah diketahui."), CALM, None),
            ),
        ),
        Step(
            code="find-age",
            title=say("Cari tahu usianya"),
            actor=Actor.UNIT,
            clause=sources.house("Kontrak", "Usia yang belum diketahui diperlakukan sebagai anak, dan dicari tahu."),
            clock=Clock(2, Counting.WORKING_DAYS),
            applies=lambda f: not f.age_known or f.has(Deed.AGE_KNOWN),
            met_by=(Deed.AGE_KNOWN,),
            rank=48,
            examples=(
                example(say("Usia belum diketahui."), replace(CALM, age_known=False), MONDAY.replace(day=10, hour=17)),
                example(say("Usia diketahui."), CALM, None),
            ),
        ),
        Step(
            code="check-values",
            title=say("Periksa isian yang meragukan"),
            actor=Actor.UNIT,
            clause=sources.house("Kontrak", "Isian yang tampak salah diterima dengan peringatan, lalu diperiksa."),
            clock=Clock(5, Counting.WORKING_DAYS),
            applies=lambda f: bool(f.checks) or f.has(Deed.VALUES_CHECKED),
            met_by=(Deed.VALUES_CHECKED,),
            rank=70,
            examples=(
                example(
                    say("Panjang NIK tidak biasa."),
                    replace(CALM, checks=frozenset({"nik_length"})),
                    MONDAY.replace(day=15, hour=17),
                ),
                example(say("Tidak ada yang meragukan."), CALM, None),
            ),
        ),
        Step(
            code="refer-elsewhere",
            title=say("Rujuk atau limpahkan ke unit yang melanjutkan"),
            actor=Actor.UNIT,
            clause=sources.house("H-05", "Unit penerima memegang setiap tugas sampai unit lain menerima."),
            clock=Clock(3, Counting.WORKING_DAYS),
            applies=lambda f: f.elsewhere,
            met_by=(Deed.REFERRED_ELSEWHERE,),
            rank=52,
            examples=(
                example(
                    say("Kejadian di kabupaten lain."), replace(CALM, elsewhere=True), MONDAY.replace(day=11, hour=17)
                ),
                example(say("Kejadian di wilayah sendiri."), CALM, None),
            ),
        ),
        Step(
            code="link-service",
            title=say("Hubungkan ke layanan lain dan catat apakah dijawab"),
            actor=Actor.UNIT,
            clause=sources.house("H-05", "Memberi informasi saja tidak cukup: sebut layanannya dan apakah menjawab."),
            clock=Clock(1, Counting.WORKING_DAYS),
            applies=lambda f: CaseKind.POINTED_ON in f.kinds,
            met_by=(Deed.LINKED,),
            rank=28,
            examples=(
                example(say("Laki-laki dewasa tanpa kekerasan seksual."), POINTED, MONDAY.replace(day=9, hour=17)),
                example(say("Perempuan dewasa."), CALM, None),
            ),
        ),
        Step(
            code="review-override",
            title=say("Tinjau penugasan dengan alasan"),
            actor=Actor.HEAD,
            clause=sources.TPKS_OVERRIDE,
            clock=Clock(72, Counting.HOURS, Start.EVENT, Deed.OVERRIDE_MADE),
            applies=lambda f: True,
            met_by=(Deed.OVERRIDE_REVIEWED,),
            rank=54,
            why=say("Bila waktunya habis, pendamping dan aksesnya tetap; hanya peninjauannya yang terlambat."),
            examples=(
                example(
                    say("Ditugaskan dengan alasan dua jam kemudian."), when(CALM, (Deed.OVERRIDE_MADE, 2)), hours(74)
                ),
                example(say("Tanpa alasan khusus."), CALM, None),
            ),
        ),
    ),
)
