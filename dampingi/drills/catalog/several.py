"""Three reports within the hour: whose danger is high or unasked comes first."""

from dampingi.drills.catalog import reasons
from dampingi.drills.rules.scenario import Audience, Beat, Dialogue, How, Line, Never, Option, Person, Scenario
from dampingi.kernel.words import say

SEVERAL = Scenario(
    code="several",
    title=say("Tiga laporan dalam satu jam"),
    warning=say("Kekerasan dalam rumah tangga yang dilaporkan tetangga, pencekikan, anak di rumah."),
    audience=Audience.UNIT,
    minutes=60,
    people=(
        Person("neighbour", say("Pak Amat, tetangga yang menelepon")),
        Person("wulan", say("Wulan, sekitar 28 tahun, tetangga Pak Amat")),
        Person("sister", say("Ningsih, kakak Wulan")),
        Person("student", say("Rara, 20 tahun, mengirim pesan")),
    ),
    beats=(
        Beat(
            "neighbour",
            0,
            How.NEIGHBOUR,
            say(
                "Pak Amat menelepon: “Tetangga saya, Wulan, sekitar 28 tahun, dicekik suaminya tadi malam. Saya "
                "dengar dari dinding. Teleponnya dipegang suaminya.”"
            ),
            opens=("with-amat",),
        ),
        Beat(
            "student",
            5,
            How.MESSAGE,
            say(
                "Rara, 20 tahun, menulis: “Pacar saya sering marah dan membentak. Saya hanya mau cerita. Nomor ini aman.”"
            ),
            opens=("order",),
        ),
        Beat(
            "question",
            9,
            How.CALL,
            say("Seorang bapak bertanya jam buka layanan konseling keluarga; ia tidak mau menyebut nama."),
        ),
        Beat(
            "sister",
            15,
            How.VISIT,
            say("Ningsih datang: Wulan tiap sore ke warungnya pukul empat, sendirian. Di sana aman untuk bertemu."),
            after="amat-way",
            opens=("with-wulan",),
        ),
    ),
    dialogues=(
        Dialogue(
            "with-amat",
            "neighbour",
            (
                Option(
                    "amat-way",
                    say("“Siapa yang dapat menemui Wulan tanpa diketahui suaminya?”"),
                    say("“Kakaknya, Ningsih, punya warung dekat sini. Saya minta ia ke kantor Ibu.”"),
                    reasons.SAFE_WAY,
                    well=True,
                ),
                Option(
                    "amat-number",
                    say("“Minta nomor Wulan; saya telepon dia sekarang.”"),
                    say("Yang mengangkat telepon adalah suaminya."),
                    reasons.UNSAFE_WAY,
                    never=Never.CONTACT,
                ),
            ),
        ),
        Dialogue(
            "order",
            "student",
            (
                Option(
                    "order-danger",
                    say(
                        "Anda menangani laporan tentang Wulan dulu, dan membalas Rara: “Saya hubungi sebelum pukul dua.”"
                    ),
                    say("“Baik, saya tunggu. Terima kasih sudah dibalas.”"),
                    reasons.FIRST_IS_WORST,
                    well=True,
                ),
                Option(
                    "order-queue",
                    say("Anda melayani menurut urutan pesan yang paling mudah dijawab."),
                    say("Sejam berlalu tanpa ada yang mencari Wulan."),
                    reasons.FIRST_IS_WORST,
                ),
            ),
        ),
        Dialogue(
            "with-wulan",
            "wulan",
            (
                Option(
                    "wulan-asked",
                    say(
                        "“Saya dari UPTD. Boleh kami membantu? Ibu boleh menolak. Apakah leher Ibu sakit, dan aman nanti malam?”"
                    ),
                    say(
                        "“Sakit menelan. Boleh dibantu. Malam ini saya tidur di rumah kakak. Tidak ada senjata; ia sudah "
                        "berulang kali, dan anak saya tinggal dengan dia.”"
                    ),
                    reasons.ASKS,
                    well=True,
                ),
                Option(
                    "wulan-taken",
                    say("“Ibu harus ikut kami ke polisi sekarang.”"),
                    say("“Saya tidak mau. Kenapa orang-orang tahu?”"),
                    reasons.OVER_HER,
                    hurts=True,
                    never=Never.WITHOUT_CONSENT,
                ),
            ),
        ),
    ),
    must=("first-contact-high", "ask-agreement", "medical-72h"),
    never=(Never.CONTACT, Never.WITHOUT_CONSENT, Never.RISK_UNASKED),
    rubric=(
        Line(
            "worst-first",
            say("Yang paling berbahaya ditangani dulu, yang lain diberi tahu kapan."),
            reasons.FIRST_IS_WORST,
            ("order-danger",),
            needed=True,
        ),
        Line("asked-her", say("Ia sendiri ditanya sebelum ditolong."), reasons.ASKS, ("wulan-asked",), needed=True),
        Line("safe-way", say("Ia ditemui lewat cara yang aman."), reasons.SAFE_WAY, ("amat-way",), needed=True),
    ),
    modules=("m07-risk", "m06-intake"),
    evidence=("intake",),
)
