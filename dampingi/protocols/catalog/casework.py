"""What the work after the first contact owes: the plan, its services, meetings, visits, her safety again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from dampingi.kernel.days import Counting
from dampingi.kernel.words import say
from dampingi.protocols.catalog import sources
from dampingi.protocols.catalog.examples import CALM, MONDAY, example, hours, when
from dampingi.protocols.rules import Actor, Clause, Clock, Deed, Event, Facts, Source, Start, Status, Step, UnitSettings

PLAN = Clause(
    "Permen PPPA 2/2022",
    "standar pengaduan dan pengelolaan kasus",
    say("Rencana intervensi disusun bersama penerima manfaat; Kepala UPTD sebagai manajer kasus ikut menyusunnya."),
    Status.VERIFIED,
    sources.PERMEN_SINCE,
    source="sippn.menpan.go.id 8202366; dinsospppa.probolinggokota.go.id",
)
MONITORING = Clause(
    "Permen PPPA 2/2022",
    "lampiran 3.4.2",
    say("Perkembangan setiap kasus dipantau dan dievaluasi."),
    Status.VERIFIED,
    sources.PERMEN_SINCE,
    source="123dok.com zpnr1697; standarpelayanan.bandung.go.id/pelayanan/109",
)
COST = sources.house("H-23", "Ia tidak pernah diminta membayar lebih dulu; biaya yang belum tertanggung urusan unit.")
GOING_OUT = sources.house("H-20", "Yang berkunjung melapor kembali; bila tidak, yang jaga dipanggil.")
SELF_HARM = sources.house("H-14", "Pikiran mengakhiri hidup ditanggapi saat itu juga, walaupun lembar belum selesai.")
LATE_BACK = timedelta(minutes=15)


def _about(deed: Deed, *, after: float, due: float | None = None, about: str = "7Z2K0000000") -> Facts:
    due_at = None if due is None else hours(due)
    return replace(CALM, events=(Event(deed, hours(after), about, due_at),))


def _then(facts: Facts, deed: Deed, after: float) -> Facts:
    about = facts.events[0].about
    return replace(facts, events=(*facts.events, Event(deed, hours(after), about)))


def _at_once_after(deed: Deed) -> Callable[[Facts, UnitSettings], Clock]:
    """Return a clock that runs out at once, with the grace a unit gives high risk."""
    return lambda _facts, settings: Clock(0, Counting.HOURS, Start.EVENT, deed, grace=settings.high_grace)


PROTOCOL = Source(
    "casework",
    say("Pendampingan sesudah kontak pertama"),
    (
        Step(
            code="suicide-safety",
            title=say("Jaga keselamatannya: jangan tinggalkan ia sendiri"),
            actor=Actor.UNIT,
            clause=SELF_HARM,
            clock=_at_once_after(Deed.SELF_HARM_TOLD),
            applies=lambda f: True,
            met_by=(Deed.SELF_HARM_SAFETY,),
            rank=1,
            why=say("Yang diceritakannya sendiri cukup; tidak perlu skor dan tidak menunggu lembar selesai."),
            hints=(
                say("Temani. Tanyakan langsung dan tenang; bertanya tidak menanamkan pikiran itu."),
                say("Jauhkan alat yang dapat dipakai. Hubungkan ke layanan kesehatan jiwa (119 pesawat 8, perlu dikonfirmasi)."),
            ),
            examples=(
                example(say("Diungkapkan dua jam kemudian: saat itu juga."), when(CALM, (Deed.SELF_HARM_TOLD, 2)), hours(2)),
                example(say("Tidak pernah diungkapkan."), CALM, None),
            ),
        ),
        Step(
            code="check-in",
            title=say("Lapor kembali dari kunjungan"),
            actor=Actor.UNIT,
            clause=GOING_OUT,
            clock=Clock(4, Counting.HOURS, Start.EVENT, Deed.VISIT_STARTED, grace=LATE_BACK),
            applies=lambda f: True,
            met_by=(Deed.VISIT_BACK,),
            rings=True,
            rank=2,
            why=say("Lima belas menit sesudah waktu kembali, petugas jaga dipanggil."),
            examples=(
                example(say("Perkiraan kembali tiga jam lagi."), _about(Deed.VISIT_STARTED, after=1, due=4), hours(4)),
                example(say("Tidak ada kunjungan."), CALM, None),
            ),
        ),
        Step(
            code="protect-officer",
            title=say("Lindungi petugas yang diancam"),
            actor=Actor.HEAD,
            clause=sources.house("H-20", "Ancaman kepada petugas ditanggapi unitnya hari itu juga."),
            clock=_at_once_after(Deed.OFFICER_THREATENED),
            applies=lambda f: True,
            met_by=(Deed.OFFICER_PROTECTED,),
            rank=11,
            why=say("Tanyakan keadaannya, tawarkan ganti petugas, laporkan bila ia mau, ubah cara berkunjung."),
            examples=(
                example(say("Diancam saat berkunjung."), when(CALM, (Deed.OFFICER_THREATENED, 5)), hours(5)),
                example(say("Tidak ada ancaman."), CALM, None),
            ),
        ),
        Step(
            code="safety-again",
            title=say("Perbarui rencana keselamatannya sekarang"),
            actor=Actor.UNIT,
            clause=sources.RESPONSE_HIGH,
            clock=_at_once_after(Deed.UNSAFE_TOLD),
            applies=lambda f: True,
            met_by=(Deed.SAFETY_CHECKED,),
            rank=13,
            why=say("Ia sendiri mengatakan tidak aman."),
            examples=(
                example(say("Dikatakan saat pemantauan."), when(CALM, (Deed.UNSAFE_TOLD, 30)), hours(30)),
                example(say("Tidak pernah dikatakan."), CALM, None),
            ),
        ),
        Step(
            code="cover-cost",
            title=say("Cari yang menanggung biaya layanan"),
            actor=Actor.UNIT,
            clause=COST,
            clock=Clock(3, Counting.WORKING_DAYS, Start.EVENT, Deed.COST_OPEN),
            applies=lambda f: True,
            met_by=(Deed.COST_SETTLED,),
            rank=36,
            why=say("JKN tidak menanggung perawatan akibat penganiayaan, kekerasan seksual, dan perdagangan orang."),
            examples=(
                example(
                    say("Visum Senin pukul 9 belum ada yang menanggung."),
                    _about(Deed.COST_OPEN, after=0),
                    MONDAY.replace(day=11, hour=17),
                ),
                example(say("Semua tertanggung."), CALM, None),
            ),
        ),
        Step(
            code="record-visit",
            title=say("Catat hasil kunjungan"),
            actor=Actor.UNIT,
            clause=GOING_OUT,
            clock=Clock(24, Counting.HOURS, Start.EVENT, Deed.VISIT_BACK),
            applies=lambda f: True,
            met_by=(Deed.VISIT_RECORDED,),
            rank=44,
            examples=(
                example(say("Kembali pukul 13."), _about(Deed.VISIT_BACK, after=4), hours(28)),
                example(say("Tidak ada kunjungan."), CALM, None),
            ),
        ),
        Step(
            code="sign-plan",
            title=say("Baca dan tanda tangani rencana"),
            actor=Actor.HEAD,
            clause=PLAN,
            clock=Clock(3, Counting.WORKING_DAYS, Start.EVENT, Deed.PLAN_MADE),
            applies=lambda f: True,
            met_by=(Deed.PLAN_SIGNED,),
            rank=56,
            why=say("Kepala UPTD adalah manajer kasus. Layanan tidak menunggu tanda tangannya."),
            examples=(
                example(
                    say("Disusun Senin pukul 9."), _about(Deed.PLAN_MADE, after=0), MONDAY.replace(day=11, hour=17)
                ),
                example(say("Belum ada rencana."), CALM, None),
            ),
        ),
        Step(
            code="evaluate-plan",
            title=say("Lihat lagi rencananya bersama dia"),
            actor=Actor.UNIT,
            clause=PLAN,
            clock=Clock(30, Counting.DAYS, Start.EVENT, Deed.PLAN_REVIEW_SET),
            applies=lambda f: True,
            met_by=(Deed.PLAN_EVALUATED,),
            rank=58,
            why=say("Waktunya ia setujui sendiri. Kasus tidak selesai sebelum rencananya dievaluasi."),
            examples=(
                example(
                    say("Ia setuju dua minggu lagi."), _about(Deed.PLAN_REVIEW_SET, after=0, due=24 * 14), hours(24 * 14)
                ),
                example(say("Tanpa tanggal: 30 hari."), _about(Deed.PLAN_REVIEW_SET, after=0), hours(24 * 30)),
                example(say("Belum ada rencana."), CALM, None),
            ),
        ),
        Step(
            code="give-service",
            title=say("Pastikan layanan berjalan, lalu catat hasilnya"),
            actor=Actor.UNIT,
            clause=PLAN,
            clock=Clock(14, Counting.DAYS, Start.EVENT, Deed.SERVICE_PLANNED),
            applies=lambda f: True,
            met_by=(Deed.SERVICE_ENDED,),
            rank=60,
            why=say("Setiap layanan dalam rencana berakhir dengan hasil, bukan dilupakan."),
            examples=(
                example(
                    say("Direncanakan lusa."), _about(Deed.SERVICE_PLANNED, after=0, due=48), hours(48)
                ),
                example(
                    say("Hasilnya sudah dicatat."),
                    _then(_about(Deed.SERVICE_PLANNED, after=0, due=48), Deed.SERVICE_ENDED, 50),
                    hours(48),
                ),
                example(say("Belum ada layanan."), CALM, None),
            ),
        ),
        Step(
            code="next-meeting",
            title=say("Adakan pembahasan kasus (gelar kasus)"),
            actor=Actor.UNIT,
            clause=MONITORING,
            clock=Clock(14, Counting.DAYS, Start.EVENT, Deed.MEETING_SET),
            applies=lambda f: True,
            met_by=(Deed.MEETING_HELD,),
            rank=62,
            examples=(
                example(
                    say("Disepakati seminggu lagi."),
                    replace(CALM, events=(Event(Deed.MEETING_SET, hours(1), "", hours(24 * 7)),)),
                    hours(24 * 7),
                ),
                example(say("Tidak dijadwalkan."), CALM, None),
            ),
        ),
        Step(
            code="next-monitoring",
            title=say("Pantau keadaannya"),
            actor=Actor.UNIT,
            clause=MONITORING,
            clock=Clock(30, Counting.DAYS, Start.EVENT, Deed.MONITORING_SET),
            applies=lambda f: True,
            met_by=(Deed.MONITORED,),
            rank=64,
            examples=(
                example(
                    say("Disepakati sebulan lagi."),
                    replace(CALM, events=(Event(Deed.MONITORING_SET, hours(1), "", hours(24 * 30)),)),
                    hours(24 * 30),
                ),
                example(say("Tidak dijadwalkan."), CALM, None),
            ),
        ),
    ),
)
