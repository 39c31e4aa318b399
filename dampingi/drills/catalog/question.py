"""A question that is pointed on: asked about her safety first, and joined to a service that answers."""

from dampingi.drills.catalog import reasons
from dampingi.drills.rules.scenario import Audience, Beat, Dialogue, How, Line, Never, Option, Person, Scenario
from dampingi.kernel.words import say
from dampingi.protocols.rules import Deed

QUESTION = Scenario(
    code="question",
    title=say("Hanya mau bertanya"),
    warning=say("Pertanyaan tentang akta anak; kemungkinan kekerasan yang belum diceritakan."),
    audience=Audience.UNIT,
    minutes=15,
    people=(Person("lestari", say("Lestari, 35 tahun, datang dengan bayi")),),
    beats=(
        Beat(
            "visit",
            0,
            How.VISIT,
            say("Lestari, 35 tahun, datang: “Saya hanya mau bertanya bagaimana mengurus akta anak tanpa suami.”"),
            opens=("with-lestari",),
        ),
        Beat(
            "answer",
            4,
            How.PARTNER,
            say("Dinas Dukcapil menjawab telepon: ia boleh datang hari ini, loket tiga, tanpa biaya."),
            after="lestari-call",
        ),
    ),
    dialogues=(
        Dialogue(
            "with-lestari",
            "lestari",
            (
                Option(
                    "lestari-safe",
                    say("“Sebelum itu: apakah Ibu dan bayi aman di rumah? Kami bertanya ini kepada semua orang.”"),
                    say("“Aman, Bu. Suami saya meninggal tahun lalu. Tidak ada yang mengganggu, semuanya tidak.”"),
                    reasons.SAFETY,
                    well=True,
                ),
                Option(
                    "lestari-call",
                    say("“Saya telepon Dinas Dukcapil sekarang, supaya Ibu tahu ke loket mana.”"),
                    say("“Terima kasih, saya tunggu.”"),
                    reasons.POINTED,
                    well=True,
                ),
                Option(
                    "lestari-away",
                    say("“Itu bukan urusan kami, Bu. Coba tanya kelurahan.”"),
                    say("Ia mengangguk dan pergi. Bayinya menangis."),
                    reasons.SENT_AWAY,
                    hurts=True,
                ),
            ),
        ),
    ),
    never=(Never.RISK_UNASKED,),
    rubric=(
        reasons.safety("lestari-safe"),
        Line(
            "pointed-on",
            say("Layanan yang menjawab disebut dan dicatat."),
            reasons.POINTED,
            (),
            (Deed.LINKED,),
            needed=True,
        ),
    ),
    modules=("m06-intake",),
)
