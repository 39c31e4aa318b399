"""Sexual violence: UU 12/2022. The police report is read as H-09 reads it."""

from dataclasses import replace
from datetime import timedelta

from dampingi.kernel.codes import Capacity, CaseKind, Channel, Sign
from dampingi.kernel.days import Counting
from dampingi.kernel.words import say
from dampingi.protocols.catalog import sources
from dampingi.protocols.catalog.examples import CALM, MONDAY, SEXUAL, example, hours, when
from dampingi.protocols.rules import Actor, Clause, Clock, Deed, Facts, Source, Start, Step

# UU 12/2022 art. 41: the clock runs from the report of the victim, or of these professions.
_STARTERS = frozenset({Capacity.SELF, Capacity.HEALTH, Capacity.PSYCHOLOGIST, Capacity.SOCIAL_WORKER})
# Complaint offences: arts. 5, 6(a), 14(1) (H-09).
COMPLAINT_KINDS = frozenset({"non_physical_harassment", "physical_harassment", "electronic_based"})


def sexual(facts: Facts) -> bool:
    """Tell whether the case is one of sexual violence."""
    return CaseKind.SEXUAL_VIOLENCE in facts.kinds


def may_decline(facts: Facts) -> bool:
    """Tell whether "Dijelaskan; tidak mengadu" may end the police report (H-09).

    Only for an adult without disability, where every named kind is a complaint offence (UU 12/2022
    arts. 5, 6(a), 14(1); exceptions arts. 7, 14(3)). A child's case is always reported.
    """
    kinds = facts.tpks_kinds
    return not facts.is_child and not facts.victim_disabled and bool(kinds) and kinds <= COMPLAINT_KINDS


def _not_asked_in_time(facts: Facts) -> bool:
    """Tell whether restitution has still to be asked for: not where it was before the verdict was final."""
    final, asked = (
        [e.at for e in facts.events if e.code == deed] for deed in (Deed.VERDICT_FINAL, Deed.RESTITUTION_ASKED)
    )
    return not final or not asked or min(asked) >= min(final)


def _after(
    code: str,
    title: str,
    actor: Actor,
    clause: Clause,
    clock: Clock,
    met_by: tuple[Deed, ...],
    started_by: Deed,
    due: float,
) -> Step:
    """Return a reminder to chase somebody else's clock, started by an event."""
    return Step(
        code=code,
        title=say(title),
        actor=actor,
        clause=clause,
        clock=clock,
        applies=sexual,
        met_by=met_by,
        reminder=True,
        rank=60,
        why=say("Jam ini milik pihak lain: tanyakan dan catat jawabannya."),
        examples=(
            example(say("Dimulai saat peristiwanya terjadi."), when(SEXUAL, (started_by, 5)), hours(5 + due)),
            example(say("Belum terjadi: belum berjalan."), SEXUAL, None),
            example(say("Bukan kekerasan seksual."), when(CALM, (started_by, 5)), None),
        ),
    )


ADULT_HARASSED = replace(SEXUAL, tpks_kinds=frozenset({"physical_harassment"}))

PROTOCOL = Source(
    "tpks",
    say("Kekerasan seksual (UU 12/2022)"),
    (
        Step(
            code="pregnancy-options",
            title=say("Jelaskan pilihannya tentang kehamilan"),
            actor=Actor.UNIT,
            clause=sources.PREGNANCY,
            clock=Clock(24),
            applies=lambda f: sexual(f) and Sign.PREGNANT in f.yes_signs,
            met_by=(Deed.PREGNANCY_EXPLAINED,),
            rank=4,
            why=say("Ada batas waktunya. Ia yang memilih; petugas menjelaskan, tidak berpendapat."),
            hints=(
                say("Layanan kesehatan yang ditunjuk menjelaskan pilihan dan konselingnya."),
                say("Tanyakan siapa yang ia ingin dampingi saat itu."),
            ),
            examples=(
                example(
                    say("Kekerasan seksual dan ia sedang hamil: dalam sehari."),
                    replace(SEXUAL, yes_signs=frozenset({Sign.PREGNANT})),
                    hours(24),
                ),
                example(
                    say("Hamil, bukan kekerasan seksual."),
                    replace(CALM, yes_signs=frozenset({Sign.PREGNANT})),
                    None,
                ),
            ),
        ),
        Step(
            code="police-prepare",
            title=say("Beri tahu dia, sepakati tempat dan waktu aman bertemu polisi"),
            actor=Actor.UNIT,
            clause=sources.house(
                "H-09",
                "Sebelum laporan polisi: ia diberi tahu, waktu dan tempat aman disepakati, rencana keselamatan diperbarui.",
            ),
            clock=Clock(48),
            applies=lambda f: sexual(f) and f.channel != Channel.POLICE_REQUEST,
            met_by=(Deed.POLICE_PREPARED, Deed.POLICE_REPORT, Deed.EXPLAINED_NO_COMPLAINT),
            rank=34,
            why=say("Keberatannya dicatat dan tidak pernah menunda pertolongan."),
            examples=(
                example(say("Sehari sebelum batas laporan polisi."), SEXUAL, hours(48)),
                example(say("Polisi yang meminta."), replace(SEXUAL, channel=Channel.POLICE_REQUEST), None),
            ),
        ),
        Step(
            code="police-report",
            title=say("Laporkan ke polisi bersama dia"),
            actor=Actor.UNIT,
            clause=sources.POLICE_REPORT,
            clock=Clock(3, Counting.DAYS),
            applies=sexual,
            met_by=(Deed.POLICE_REPORT,),
            also_met_by=lambda f: (Deed.EXPLAINED_NO_COMPLAINT,) if may_decline(f) else (),
            born_met=lambda f: f.channel == Channel.POLICE_REQUEST,
            to_confirm=lambda f: f.informant not in _STARTERS,
            reminder=lambda f: f.informant not in _STARTERS,
            always_for_a_child=True,
            rank=36,
            why=say(
                "3×24 jam sejak ia sendiri, atau tenaga kesehatan, psikolog, atau pekerja sosial melapor; bila orang lain yang melapor: pengingat, perlu dikonfirmasi."
            ),
            examples=(
                example(say("Ia sendiri melapor Senin pukul 9: Kamis pukul 9."), SEXUAL, hours(72)),
                example(
                    say("Keluarga yang melapor: jam yang sama, perlu dikonfirmasi."),
                    replace(SEXUAL, informant=Capacity.FAMILY),
                    hours(72),
                ),
                example(say("Bukan kekerasan seksual."), CALM, None),
            ),
        ),
        _after(
            "tpks-protection",
            "Tanyakan perlindungan sementara kepada polisi",
            Actor.POLICE,
            sources.TPKS_PROTECTION,
            Clock(24, Counting.HOURS, Start.EVENT, Deed.POLICE_REPORT),
            (Deed.PROTECTION_GIVEN,),
            Deed.POLICE_REPORT,
            24,
        ),
        _after(
            "tpks-protection-ends",
            "Tanyakan kelanjutan perlindungan sementara",
            Actor.POLICE,
            sources.TPKS_PROTECTION_ENDS,
            Clock(14, Counting.DAYS, Start.EVENT, Deed.PROTECTION_GIVEN),
            # The judge's restriction is how it goes on; "ended" would end that too.
            (Deed.PROTECTION_ENDED, Deed.RESTRICTION_ORDERED),
            Deed.PROTECTION_GIVEN,
            14 * 24,
        ),
        _after(
            "tpks-lpsk",
            "Tanyakan permohonan ke LPSK",
            Actor.POLICE,
            sources.TPKS_LPSK,
            Clock(24, Counting.HOURS, Start.EVENT, Deed.PROTECTION_GIVEN),
            (Deed.LPSK_REQUESTED,),
            Deed.PROTECTION_GIVEN,
            24,
        ),
        _after(
            "tpks-rights",
            "Pastikan hak restitusi sudah diberitahukan",
            Actor.POLICE,
            sources.TPKS_RIGHTS,
            Clock(7, Counting.DAYS, Start.EVENT, Deed.POLICE_REPORT),
            (Deed.RIGHTS_TOLD,),
            Deed.POLICE_REPORT,
            7 * 24,
        ),
        _after(
            "tpks-verdict",
            "Tanyakan pengiriman salinan putusan kepada jaksa",
            Actor.PROSECUTOR,
            sources.TPKS_VERDICT,
            Clock(7, Counting.DAYS, Start.EVENT, Deed.VERDICT_COPY),
            (Deed.VERDICT_SENT,),
            Deed.VERDICT_COPY,
            7 * 24,
        ),
        _after(
            "tpks-restitution",
            "Tanyakan pembayaran restitusi",
            Actor.CONVICT,
            sources.TPKS_RESTITUTION,
            Clock(30, Counting.DAYS, Start.EVENT, Deed.VERDICT_COPY),
            (Deed.RESTITUTION_PAID,),
            Deed.VERDICT_COPY,
            30 * 24,
        ),
        Step(
            code="tpks-restriction-ends",
            title=say("Siapkan perpanjangan pembatasan gerak"),
            actor=Actor.UNIT,
            clause=sources.TPKS_RESTRICTION,
            # Asked at the latest 7 days before it ends; the shortest half-year has 181 days.
            clock=Clock(181 - 7, Counting.DAYS, Start.EVENT, Deed.RESTRICTION_ORDERED),
            applies=sexual,
            met_by=(Deed.EXTENSION_ASKED, Deed.PROTECTION_ENDED),
            rank=58,
            runs_on=True,
            why=say("Dimohonkan olehnya, keluarganya, atau jaksa, paling lambat 7 hari sebelum berakhir."),
            examples=(
                example(
                    say("Ditetapkan dua jam sesudah laporan, tanpa tanggal akhir."),
                    when(SEXUAL, (Deed.RESTRICTION_ORDERED, 2)),
                    hours(2 + 174 * 24),
                ),
                example(say("Tidak ada pembatasan."), SEXUAL, None),
            ),
        ),
        Step(
            code="rights-tpks",
            title=say("Jelaskan hak-haknya sampai ia paham"),
            actor=Actor.UNIT,
            clause=sources.TPKS_RIGHTS_ALL,
            clock=Clock(3, Counting.WORKING_DAYS),
            applies=sexual,
            met_by=(Deed.RIGHTS_EXPLAINED,),
            to_confirm=lambda _f: True,  # the law says that, not by when
            rank=40,
            why=say("Undang-undang mewajibkannya; batas waktunya kebiasaan kerja, perlu dikonfirmasi. Boleh bertahap."),
            examples=(
                example(say("Tiga hari kerja."), SEXUAL, MONDAY.replace(day=11, hour=17)),
                example(say("Bukan kekerasan seksual."), CALM, None),
            ),
        ),
        Step(
            code="lpsk-decides",
            title=say("Tanyakan keputusan LPSK"),
            actor=Actor.LPSK,
            clause=sources.LPSK_DECIDES,
            clock=Clock(7, Counting.DAYS, Start.EVENT, Deed.LPSK_REQUESTED),
            applies=lambda f: True,
            met_by=(Deed.LPSK_DECIDED,),
            reminder=True,
            rank=62,
            examples=(
                example(
                    say("Dimohonkan dua jam sesudah laporan."),
                    when(SEXUAL, (Deed.LPSK_REQUESTED, 2)),
                    hours(2 + 7 * 24),
                ),
                example(say("Belum dimohonkan."), SEXUAL, None),
            ),
        ),
        Step(
            code="restitution-apply",
            title=say("Ajukan permohonan restitusi sesudah putusan"),
            actor=Actor.UNIT,
            clause=sources.RESTITUTION_APPLY,
            clock=Clock(90, Counting.DAYS, Start.EVENT, Deed.VERDICT_FINAL),
            applies=_not_asked_in_time,
            met_by=(Deed.RESTITUTION_ASKED, Deed.RESTITUTION_PAID),
            rank=64,
            runs_on=True,
            examples=(
                example(
                    say("Putusan tetap diketahui pada saat laporan."),
                    when(SEXUAL, (Deed.VERDICT_FINAL, 0)),
                    MONDAY + timedelta(days=90),
                ),
                example(
                    say("Sudah diminta sebelum putusan tetap: tidak diminta dua kali."),
                    when(SEXUAL, (Deed.RESTITUTION_ASKED, 5), (Deed.VERDICT_FINAL, 50)),
                    None,
                ),
                example(say("Belum ada putusan."), SEXUAL, None),
            ),
        ),
    ),
)
