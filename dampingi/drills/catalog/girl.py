"""A girl of 13 and a teacher: the school calls, the doctor finds, and a marriage is proposed."""

from dampingi.drills.catalog import reasons
from dampingi.drills.rules.scenario import Audience, Beat, Dialogue, How, Line, Never, Option, Person, Scenario
from dampingi.kernel.words import say
from dampingi.protocols.rules import Deed

GIRL = Scenario(
    code="girl",
    title=say("Siswi 13 tahun dan gurunya"),
    warning=say("Kekerasan seksual terhadap anak oleh guru."),
    audience=Audience.UNIT,
    minutes=45,
    people=(
        Person("teacher", say("Bu Lilis, guru bimbingan yang menelepon")),
        Person("girl", say("Sekar, 13 tahun")),
        Person("uncle", say("Pak Wiryo, paman Sekar")),
    ),
    beats=(
        Beat(
            "school",
            0,
            How.CALL,
            say(
                "Bu Lilis: “Siswi kami, Sekar, 13 tahun, bercerita bahwa guru les menyetubuhinya kemarin siang di "
                "ruang guru di Palangka Raya. Ia ada di ruang saya. Orang tuanya belum tahu.”"
            ),
            opens=("with-teacher", "with-girl"),
        ),
        Beat("at-school", 10, How.SCHOOL, say("Bu Lilis: guru itu masih mengajar hari ini; Sekar melihatnya lewat.")),
        Beat(
            "doctor",
            15,
            How.DOCTOR,
            say("Dokter: ada luka; obat pencegahan dapat diberikan sekarang. Baju kemarin belum dicuci."),
            after="girl-health",
        ),
        Beat(
            "uncle",
            30,
            How.VISIT,
            say("Pak Wiryo datang: keluarga guru mau menikahi Sekar kalau laporan tidak diteruskan."),
            opens=("with-uncle",),
        ),
    ),
    dialogues=(
        Dialogue(
            "with-teacher",
            "teacher",
            (
                Option(
                    "teacher-safe",
                    say("“Apakah ia aman di ruang Ibu? Apakah guru itu dapat mendekatinya, di sini atau di rumah?”"),
                    say(
                        "“Aman di sini. Guru itu tetangga dekat rumahnya dan masih bisa mendekatinya. "
                        "Tidak ada senjata, tidak ada ancaman lain yang ia ceritakan.”"
                    ),
                    reasons.SAFETY,
                    well=True,
                ),
                Option(
                    "teacher-confront",
                    say("“Coba panggil gurunya, pertemukan dengan Sekar supaya jelas.”"),
                    say("Bu Lilis ragu. “Sekar gemetar begitu mendengar namanya.”"),
                    reasons.DOUBT,
                    hurts=True,
                    never=Never.INQUIRY,
                ),
            ),
        ),
        Dialogue(
            "with-girl",
            "girl",
            (
                Option(
                    "girl-believe",
                    say(
                        "“Terima kasih sudah berani bercerita. Kamu tidak salah. Kamu tidak perlu mengulang ceritanya.”"
                    ),
                    say("Ia mengangguk. “Saya mau ditemani Ibu.”"),
                    reasons.BELIEVE,
                    well=True,
                ),
                Option(
                    "girl-health",
                    say(
                        "“Ada dokter yang bisa membantu tubuhmu hari ini. Boleh saya antar? Bajumu kita bawa apa adanya.”"
                    ),
                    say("“Boleh. Yang perempuan, ya.”"),
                    reasons.HEALTH,
                    well=True,
                ),
                Option(
                    "girl-scream",
                    say("“Kenapa kamu tidak berteriak?”"),
                    say("Ia menunduk dan tidak menjawab lagi."),
                    reasons.SCREAM,
                    hurts=True,
                ),
                Option(
                    "girl-repeat",
                    say("“Coba ceritakan lagi dari awal, pelan-pelan.”"),
                    say("Ia mulai menangis. “Sudah saya ceritakan ke Bu Lilis.”"),
                    reasons.REPEAT,
                    hurts=True,
                    never=Never.INQUIRY,
                ),
                Option(
                    "girl-secret",
                    say("“Saya janji ini rahasia kita berdua, tidak ada yang akan tahu.”"),
                    say("“Janji, ya?” Ia berharap, dan janji itu tidak dapat Anda tepati."),
                    reasons.SECRET,
                    never=Never.SECRECY,
                ),
            ),
        ),
        Dialogue(
            "with-uncle",
            "uncle",
            (
                Option(
                    "uncle-no",
                    say(
                        "“Pernikahan bukan penyelesaian dan dapat menjadi tindak pidana baru. Kami mencatat tawaran ini.”"
                    ),
                    say("“Jadi harus ke polisi?” Ia pergi dengan marah, tetapi mengerti."),
                    reasons.NO_PEACE,
                    well=True,
                ),
                Option(
                    "uncle-talk",
                    say("“Kalau kedua keluarga sepakat, kami bisa membantu mempertemukan.”"),
                    say("“Baik, besok kami bawa gurunya ke sini.”"),
                    reasons.NO_PEACE,
                    never=Never.MEDIATION,
                ),
            ),
        ),
    ),
    must=("medical-72h", "first-contact-high", "child-prompt"),
    never=(Never.MEDIATION, Never.SECRECY, Never.INQUIRY, Never.RISK_UNASKED),
    rubric=(
        reasons.safety("teacher-safe"),
        reasons.believed("girl-believe"),
        Line(
            "health-first",
            say("Layanan kesehatan didahulukan."),
            reasons.HEALTH,
            ("girl-health",),
            (Deed.TAKEN_TO_HEALTH,),
            needed=True,
        ),
    ),
    modules=("m03-trauma", "m05-lives", "m11-accompaniment"),
    evidence=("child",),
)
