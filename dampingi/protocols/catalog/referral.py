"""What is owed about a referral and a transfer: the answer, another way, telling her (H-03, H-05)."""

from dataclasses import replace
from datetime import timedelta

from dampingi.kernel.days import Counting
from dampingi.kernel.words import say
from dampingi.protocols.catalog import sources
from dampingi.protocols.catalog.examples import CALM, MONDAY, example, hours
from dampingi.protocols.rules import Actor, Clock, Deed, Event, Facts, Source, Start, Step

_ONE, _OTHER = "4K72QH9TXAM", "7D31MK2PW0Z"


def _with(*events: Event) -> Facts:
    return replace(CALM, events=events)


_SENT = Event(Deed.REFERRED, MONDAY, _ONE, hours(72))

PROTOCOL = Source(
    "referral",
    say("Rujukan dan pelimpahan"),
    (
        Step(
            code="referral-outcome",
            title=say("Pastikan rujukan dijawab dan hasilnya diketahui"),
            actor=Actor.UNIT,
            clause=sources.house("H-05", "Merujuk tidak melepaskan kasus: hasilnya dikejar sampai diketahui."),
            clock=Clock(3, Counting.WORKING_DAYS, Start.EVENT, Deed.REFERRED),
            applies=lambda f: True,
            met_by=(Deed.REFERRAL_ENDED, Deed.REFERRAL_DECLINED),
            rank=40,
            why=say("Rujukan yang tidak dijawab membuatnya menunggu tanpa ada yang tahu."),
            examples=(
                example(say("Jawaban diminta dalam tiga hari."), _with(_SENT), hours(72)),
                example(
                    say("Rujukan lain selesai; yang ini tetap ditunggu."),
                    _with(_SENT, Event(Deed.REFERRAL_ENDED, hours(5), _OTHER)),
                    hours(72),
                ),
                example(say("Tidak ada rujukan."), CALM, None),
            ),
        ),
        Step(
            code="referral-again",
            title=say("Cari tempat lain: rujukan ditolak"),
            actor=Actor.UNIT,
            clause=sources.house("H-05", "Penolakan tidak mengakhiri kebutuhannya."),
            clock=Clock(1, Counting.WORKING_DAYS, Start.EVENT, Deed.REFERRAL_DECLINED),
            applies=lambda f: True,
            met_by=(Deed.REFERRAL_ENDED,),
            rank=38,
            examples=(
                example(
                    say("Ditolak Senin pukul 11: Selasa tutup kantor."),
                    _with(_SENT, Event(Deed.REFERRAL_DECLINED, hours(2), _ONE)),
                    MONDAY.replace(day=9, hour=17),
                ),
                example(say("Belum dijawab."), _with(_SENT), None),
            ),
        ),
        Step(
            code="tell-shared",
            title=say("Beri tahu dia apa yang dibagikan, begitu aman"),
            actor=Actor.UNIT,
            clause=sources.house("H-03", "Dalam bahaya langsung yang perlu dibagikan dulu; ia diberi tahu begitu aman."),
            clock=Clock(24, Counting.HOURS, Start.EVENT, Deed.SHARED_IN_DANGER, grace=timedelta(hours=24)),
            applies=lambda f: True,
            met_by=(Deed.TOLD_OF_SHARING,),
            rank=26,
            why=say("Ia berhak tahu siapa yang membaca tentang dirinya."),
            examples=(
                example(
                    say("Dibagikan satu jam kemudian."),
                    _with(Event(Deed.SHARED_IN_DANGER, hours(1), _ONE)),
                    hours(25),
                ),
                example(say("Dibagikan atas persetujuannya."), _with(_SENT), None),
            ),
        ),
        Step(
            code="transfer-answer",
            title=say("Pastikan pelimpahan dijawab; sampai itu tugasnya tetap di sini"),
            actor=Actor.UNIT,
            clause=sources.house("H-05", "Unit pengirim memegang setiap tugas sampai unit lain menerima."),
            clock=Clock(3, Counting.WORKING_DAYS, Start.EVENT, Deed.TRANSFER_OFFERED),
            applies=lambda f: True,
            met_by=(Deed.TRANSFER_ANSWERED,),
            rank=42,
            examples=(
                example(
                    say("Jawaban diminta dalam dua hari."),
                    _with(Event(Deed.TRANSFER_OFFERED, MONDAY, _ONE, hours(48))),
                    hours(48),
                ),
                example(say("Tidak dilimpahkan."), CALM, None),
            ),
        ),
    ),
)
