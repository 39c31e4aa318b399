"""The legal track: what is followed until it is done, and the clocks of others that are chased."""

from dampingi.kernel.codes import CaseKind
from dampingi.kernel.days import Counting
from dampingi.kernel.words import say
from dampingi.protocols.catalog import sources
from dampingi.protocols.catalog.examples import CALM, MONDAY, SEXUAL, example, hours, when
from dampingi.protocols.rules import Actor, Clause, Clock, Deed, Facts, Source, Start, Step


def _neither_tpks_nor_tppo(facts: Facts) -> bool:
    """Tell whether restitution follows the general rule: the special laws have clocks of their own."""
    return not facts.kinds & {CaseKind.SEXUAL_VIOLENCE, CaseKind.TRAFFICKING_SUSPECTED}


def _chased(code: str, title: str, actor: Actor, clause: Clause, days: int, event: Deed, met_by: Deed) -> Step:
    """Return a reminder to chase somebody else's clock, in any kind of case."""
    return Step(
        code=code,
        title=say(title),
        actor=actor,
        clause=clause,
        clock=Clock(days, Counting.DAYS, Start.EVENT, event),
        applies=lambda _f: True,
        met_by=(met_by,),
        reminder=True,
        rank=62,
        why=say("Jam ini milik pihak lain: tanyakan dan catat jawabannya."),
        examples=(
            example(say("Dimulai saat peristiwanya terjadi."), when(CALM, (event, 5)), hours(5 + 24 * days)),
            example(say("Belum terjadi: belum berjalan."), CALM, None),
        ),
    )


PROTOCOL = Source(
    "legal",
    say("Jalur hukum, di samping layanan"),
    (
        Step(
            code="police-number",
            title=say("Catat nomor laporan polisi dan kesatuannya"),
            actor=Actor.UNIT,
            clause=sources.MONITOR,
            clock=Clock(3, Counting.WORKING_DAYS, Start.EVENT, Deed.POLICE_REPORT),
            applies=lambda _f: True,
            met_by=(Deed.POLICE_NUMBER,),
            to_confirm=lambda _f: True,  # by when is practice
            reminder=True,  # the legal track runs on when the accompaniment ends
            rank=56,
            why=say("Tanpa nomor tidak ada yang dapat ditanyakan, dan ia berhak memegang salinannya."),
            examples=(
                example(
                    say("Dilaporkan Senin pukul 9: Kamis tutup kantor."),
                    when(CALM, (Deed.POLICE_REPORT, 0)),
                    MONDAY.replace(day=11, hour=17),
                ),
                example(say("Belum dilaporkan."), CALM, None),
            ),
        ),
        Step(
            code="ask-again",
            title=say("Tanyakan lagi kepada pihak yang belum menjawab"),
            actor=Actor.UNIT,
            clause=sources.MONITOR,
            clock=Clock(7, Counting.DAYS, Start.EVENT, Deed.ASK_AGAIN),
            applies=lambda _f: True,
            met_by=(Deed.AUTHORITY_ASKED,),
            to_confirm=lambda _f: True,  # by when the officer says herself
            rank=57,
            why=say("Tanggalnya ditentukan petugas saat mencatat kontak terakhir."),
            examples=(
                example(say("Tanpa tanggal: sepekan."), when(CALM, (Deed.ASK_AGAIN, 0)), hours(7 * 24)),
                example(say("Tidak ada yang ditunggu."), CALM, None),
            ),
        ),
        Step(
            code="hearing",
            title=say("Dampingi sidang"),
            actor=Actor.UNIT,
            clause=sources.MONITOR,
            clock=Clock(7, Counting.DAYS, Start.EVENT, Deed.HEARING_SET),
            applies=lambda _f: True,
            met_by=(Deed.HEARING_HELD,),
            rank=35,
            why=say("Siapkan dia, ruang tunggu terpisah, dan jalan pulang yang aman."),
            examples=(
                example(say("Tanpa jam sidang: sepekan."), when(CALM, (Deed.HEARING_SET, 0)), hours(7 * 24)),
                example(say("Tidak ada sidang."), CALM, None),
            ),
        ),
        Step(
            code="custody-ends",
            title=say("Beri tahu dia dan atur keselamatannya sebelum terlapor atau terpidana keluar"),
            actor=Actor.UNIT,
            clause=sources.TPKS_RELEASE,
            clock=Clock(7, Counting.DAYS, Start.EVENT, Deed.CUSTODY_ENDS),
            applies=lambda _f: True,
            met_by=(Deed.RELEASE_TOLD,),
            to_confirm=lambda f: CaseKind.SEXUAL_VIOLENCE not in f.kinds,  # elsewhere it is good practice
            rank=36,
            runs_on=True,
            why=say("Sebelum hari itu tiba ia tahu, dan tahu ke mana menghubungi."),
            examples=(
                example(say("Tanpa tanggal: sepekan."), when(SEXUAL, (Deed.CUSTODY_ENDS, 0)), hours(7 * 24)),
                example(say("Tidak diketahui."), CALM, None),
            ),
        ),
        Step(
            code="release-told",
            title=say("Beri tahu dia sekarang: terlapor atau terpidana sudah keluar"),
            actor=Actor.UNIT,
            clause=sources.TPKS_RELEASE,
            clock=lambda _f, s: Clock(0, Counting.HOURS, Start.EVENT, Deed.CONVICT_RELEASED, grace=s.high_grace),
            applies=lambda _f: True,
            met_by=(Deed.RELEASE_TOLD,),
            to_confirm=lambda _f: True,  # that she is told is law, how soon is practice
            rank=13,
            why=say("Hubungi dengan cara yang aman. Perbarui rencana keselamatannya."),
            examples=(
                example(say("Keluar dua jam sesudah laporan."), when(SEXUAL, (Deed.CONVICT_RELEASED, 2)), hours(2)),
                example(say("Belum keluar."), CALM, None),
            ),
        ),
        Step(
            code="restitution-paid",
            title=say("Tanyakan pembayaran restitusi"),
            actor=Actor.CONVICT,
            clause=sources.RESTITUTION_OTHER,
            clock=Clock(30, Counting.DAYS, Start.EVENT, Deed.VERDICT_COPY),
            applies=_neither_tpks_nor_tppo,
            met_by=(Deed.RESTITUTION_PAID,),
            reminder=True,
            rank=62,
            why=say("Jam ini milik pihak lain: tanyakan dan catat jawabannya."),
            examples=(
                example(say("Salinan diterima pada saat laporan."), when(CALM, (Deed.VERDICT_COPY, 0)), hours(30 * 24)),
                example(say("Kekerasan seksual punya jamnya sendiri."), when(SEXUAL, (Deed.VERDICT_COPY, 0)), None),
            ),
        ),
        Step(
            code="restitution-unpaid",
            title=say("Beri tahu pengadilan bahwa restitusi belum dibayar"),
            actor=Actor.UNIT,
            clause=sources.TPKS_UNPAID,
            clock=Clock(3, Counting.WORKING_DAYS, Start.EVENT, Deed.RESTITUTION_UNPAID),
            applies=lambda _f: True,
            met_by=(Deed.COURT_TOLD_UNPAID, Deed.RESTITUTION_PAID),
            to_confirm=lambda _f: True,  # the law says that, not by when
            rank=59,
            why=say("Bersama dia: pengadilan memperingatkan terpidana, lalu melelang. Tanyakan juga Dana Bantuan Korban."),
            examples=(
                example(
                    say("Diketahui Senin pukul 9: Kamis tutup kantor."),
                    when(CALM, (Deed.RESTITUTION_UNPAID, 0)),
                    MONDAY.replace(day=11, hour=17),
                ),
                example(say("Tidak ada yang tertunggak."), CALM, None),
            ),
        ),
        _chased(
            "restitution-copy",
            "Tanyakan salinan penetapan restitusi kepada pengadilan",
            Actor.COURT,
            sources.RESTITUTION_COPY,
            7,
            Deed.RESTITUTION_GRANTED,
            Deed.VERDICT_SENT,
        ),
        _chased(
            "dbk-paid",
            "Tanyakan Dana Bantuan Korban kepada LPSK",
            Actor.LPSK,
            sources.DBK,
            30,
            Deed.DBK_APPROVED,
            Deed.DBK_PAID,
        ),
        Step(
            code="mediation-supervise",
            title=say("Awasi kesepakatan mediasi"),
            actor=Actor.UNIT,
            clause=sources.MEDIATION,
            clock=Clock(30, Counting.DAYS, Start.EVENT, Deed.MEDIATION_AGREED),
            applies=lambda _f: True,
            met_by=(Deed.MEDIATION_SUPERVISED,),
            to_confirm=lambda _f: True,  # by when the parties agree themselves
            rank=55,
            why=say("Tanyakan kepadanya sendirian apakah kesepakatan dijalankan dan apakah ia aman."),
            examples=(
                example(say("Tanpa tanggal: tiga puluh hari."), when(CALM, (Deed.MEDIATION_AGREED, 0)), hours(30 * 24)),
                example(say("Tidak ada kesepakatan."), CALM, None),
            ),
        ),
    ),
)
