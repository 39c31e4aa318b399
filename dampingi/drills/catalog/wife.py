"""A wife beaten by her husband: her call, the neighbour, and the husband at the door."""

from dampingi.drills.catalog import reasons
from dampingi.drills.rules.scenario import Audience, Beat, Dialogue, How, Never, Option, Person, Scenario
from dampingi.kernel.words import say

WIFE = Scenario(
    code="wife",
    title=say("Telepon pagi seorang istri"),
    warning=say("Kekerasan suami terhadap istri, senjata, ancaman membunuh."),
    audience=Audience.UNIT,
    minutes=40,
    people=(
        Person("murni", say("Murni, 31 tahun, menelepon dari rumah kakaknya")),
        Person("neighbour", say("Bu Endang, tetangga sebelah rumah")),
        Person("husband", say("Darto, suami Murni")),
    ),
    beats=(
        Beat(
            "call",
            0,
            How.CALL,
            say(
                "“Saya Murni, 31 tahun. Suami saya memukul saya di dapur tadi pagi. "
                "Saya lari ke rumah kakak di Palangka Raya, tetapi ia tahu tempat ini.”"
            ),
            opens=("with-her",),
        ),
        Beat(
            "neighbour",
            12,
            How.NEIGHBOUR,
            say("Bu Endang menelepon: ia mendengar teriakan pagi tadi dan ingin tahu apakah ada yang sudah melapor."),
            opens=("with-neighbour",),
        ),
        Beat(
            "message",
            6,
            How.MESSAGE,
            say("Murni menulis: “Dia kirim pesan: kalau saya lapor, saya dibunuh.”"),
            after="wife-safe-now",
        ),
        Beat(
            "door",
            25,
            How.DOOR,
            say("Darto datang ke kantor. Ia tenang dan sopan, dan menanyakan apakah istrinya ada di sini."),
            opens=("with-husband",),
        ),
    ),
    dialogues=(
        Dialogue(
            "with-her",
            "murni",
            (
                Option(
                    "wife-safe-now",
                    say("“Apakah Ibu aman sekarang? Di mana dia, dan apakah ia punya senjata?”"),
                    say(
                        "“Di sini ada kakak saya. Dia di rumah, dia pegang parang dan mengancam akan membunuh saya. "
                        "Leher saya tidak dicekik, saya tidak luka parah. Ini sudah berulang. Malam ini saya takut. "
                        "Anak tidak ada, saya tidak hamil, uang dari dia. Telepon ini aman, milik saya sendiri.”"
                    ),
                    reasons.SAFETY,
                    well=True,
                ),
                Option(
                    "wife-believe",
                    say("“Terima kasih sudah menelepon. Ini bukan salah Ibu. Saya jelaskan dulu apa yang saya tulis.”"),
                    say("Napasnya lebih tenang. “Ya. Saya mau dibantu. Boleh ditulis, boleh ditelepon ke nomor ini.”"),
                    reasons.BELIEVE,
                    well=True,
                ),
                Option(
                    "wife-why-stayed",
                    say("“Kenapa Ibu bertahan selama ini?”"),
                    say("Ia diam lama. “Mungkin memang salah saya.”"),
                    reasons.WHY_STAYED,
                    hurts=True,
                ),
                Option(
                    "wife-peace",
                    say("“Bagaimana kalau kami panggil suami Ibu dan didamaikan dulu?”"),
                    say("“Kalau dia tahu saya di sini, habis saya.” Ia hampir menutup telepon."),
                    reasons.NO_PEACE,
                    hurts=True,
                    never=Never.MEDIATION,
                ),
            ),
        ),
        Dialogue(
            "with-neighbour",
            "neighbour",
            (
                Option(
                    "neighbour-listen",
                    say("“Terima kasih sudah peduli. Apa yang Ibu dengar, dan apakah sekarang ada yang dalam bahaya?”"),
                    say("“Teriakan perempuan dan suara barang pecah. Sekarang sepi, dia di teras memegang parang.”"),
                    reasons.NO_NAME,
                    well=True,
                ),
                Option(
                    "neighbour-name",
                    say("“Oh, soal Bu Murni? Beliau sudah menelepon kami.”"),
                    say("“Jadi Murni yang lapor! Nanti saya tanyakan ke suaminya.”"),
                    reasons.NAME,
                    never=Never.SHARING,
                ),
            ),
        ),
        Dialogue(
            "with-husband",
            "husband",
            (
                Option(
                    "husband-nothing",
                    say("“Kami tidak memberi tahu siapa pun tentang siapa pun. Silakan duduk; rekan saya menemani.”"),
                    say("Ia menunggu sepuluh menit, lalu pergi. Rekan Anda mencatat jamnya."),
                    reasons.NO_NAME,
                    well=True,
                ),
                Option(
                    "husband-later",
                    say("“Istri Bapak sedang kami dampingi, nanti kami kabari.”"),
                    say("“Jadi dia di sini.” Ia mengeluarkan telepon dan keluar."),
                    reasons.NAME,
                    never=Never.SHARING,
                ),
            ),
        ),
    ),
    must=("first-contact-high", "safety-plan", "psychological-support"),
    never=(Never.MEDIATION, Never.SHARING, Never.RISK_UNASKED, Never.WITHOUT_CONSENT),
    rubric=(
        reasons.safety("wife-safe-now"),
        reasons.believed("wife-believe"),
        reasons.unseen("neighbour-listen", "husband-nothing"),
    ),
    modules=("m05-lives", "m07-risk", "m12-confidentiality"),
    evidence=("risk",),
)
