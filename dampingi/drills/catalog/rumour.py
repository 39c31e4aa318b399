"""A rumour in class about a teacher's messages: nobody inquires, nobody is named before the class."""

from dampingi.drills.catalog import reasons
from dampingi.drills.rules.scenario import Audience, Beat, Dialogue, How, Line, Never, Option, Person, Scenario
from dampingi.kernel.words import say

RUMOUR = Scenario(
    code="rumour",
    title=say("Kabar di kelas tentang pesan seorang guru"),
    warning=say("Dugaan pelecehan lewat pesan oleh guru."),
    audience=Audience.SCHOOL,
    minutes=20,
    people=(
        Person("pupils", say("Murid-murid kelas delapan")),
        Person("nadia", say("Nadia, 14 tahun")),
        Person("colleague", say("Pak Hendra, teman guru yang dibicarakan")),
    ),
    beats=(
        Beat(
            "rumour",
            0,
            How.SCHOOL,
            say("Murid-murid berbisik: Pak Guru olahraga mengirim pesan malam-malam kepada Nadia dan meminta foto."),
            opens=("with-class",),
        ),
        Beat(
            "nadia",
            5,
            How.SCHOOL,
            say("Nadia datang ke ruang guru saat sepi. “Bu, saya tidak mau ikut olahraga lagi.”"),
            opens=("with-nadia",),
        ),
        Beat(
            "colleague",
            12,
            How.MESSAGE,
            say("Pak Hendra menulis di grup guru: “Katanya ada yang lapor? Siapa anaknya?”"),
            opens=("with-colleague",),
        ),
    ),
    dialogues=(
        Dialogue(
            "with-class",
            "pupils",
            (
                Option(
                    "class-calm",
                    say(
                        "“Terima kasih sudah peduli. Kita tidak membicarakan orang di kelas. Siapa pun boleh menemui saya sendiri.”"
                    ),
                    say("Kelas tenang. Dua anak mengangguk."),
                    reasons.SCHOOL_SECRECY,
                    well=True,
                ),
                Option(
                    "class-ask",
                    say("“Nadia, apa benar? Coba jelaskan kepada kita semua.”"),
                    say("Nadia berlari keluar kelas."),
                    reasons.SCHOOL_SECRECY,
                    hurts=True,
                    never=Never.INQUIRY,
                ),
            ),
        ),
        Dialogue(
            "with-nadia",
            "nadia",
            (
                Option(
                    "nadia-listen",
                    say(
                        "“Kamu tidak harus bercerita. Kalau ada pesan yang membuatmu takut, itu bukan salahmu. Apakah kamu aman pulang hari ini?”"
                    ),
                    say("“Dia menunggu di parkiran. Dia minta foto saya. Saya simpan pesannya.”"),
                    reasons.TELLING,
                    well=True,
                    leads="hand-on",
                ),
                Option(
                    "nadia-phone",
                    say("“Berikan teleponmu, Ibu periksa pesannya.”"),
                    say("Ia menyembunyikan teleponnya dan pergi."),
                    reasons.NO_INQUIRY,
                    hurts=True,
                    never=Never.IMAGES,
                ),
                Option(
                    "nadia-proof",
                    say("“Hati-hati menuduh guru. Kamu punya bukti?”"),
                    say("“Tidak jadi, Bu.”"),
                    reasons.DOUBT,
                    hurts=True,
                ),
            ),
        ),
        Dialogue(
            "hand-on",
            "nadia",
            (
                Option(
                    "hand-call",
                    say(
                        "Anda menemaninya menunggu ibunya, lalu menelepon UPTD PPA dan Pokja; pesannya tidak dibuka siapa pun."
                    ),
                    say("UPTD menjawab dan menjanjikan petugas sore ini; pesan diserahkan lewat mereka."),
                    reasons.HAND_ON,
                    well=True,
                ),
                Option(
                    "hand-meet",
                    say("Anda memanggil guru olahraga dan Nadia untuk saling menjelaskan."),
                    say("Guru itu menangis dan meminta maaf; Nadia tidak masuk sekolah seminggu."),
                    reasons.SETTLED_INSIDE,
                    never=Never.MEDIATION,
                ),
            ),
        ),
        Dialogue(
            "with-colleague",
            "colleague",
            (
                Option(
                    "colleague-nothing",
                    say("Anda tidak menjawab di grup dan mengingatkan langsung: identitas anak tidak dibicarakan."),
                    say("Pak Hendra menghapus pesannya."),
                    reasons.SCHOOL_SECRECY,
                    well=True,
                ),
                Option(
                    "colleague-name",
                    say("Anda menjawab di grup: “Nadia, kelas delapan. Jangan disebarkan, ya.”"),
                    say("Malam itu seluruh kota kecil tahu."),
                    reasons.SCHOOL_SECRECY,
                    never=Never.SHARING,
                ),
            ),
        ),
    ),
    never=(Never.INQUIRY, Never.IMAGES, Never.MEDIATION, Never.SHARING),
    rubric=(
        Line("listened", say("Ia didengar tanpa digali."), reasons.TELLING, ("nadia-listen",), needed=True),
        Line(
            "handed-on", say("Diteruskan hari itu juga, lewat telepon."), reasons.HAND_ON, ("hand-call",), needed=True
        ),
        reasons.unseen("colleague-nothing", "class-calm"),
    ),
    modules=("s04-two-classes", "s06-secrecy", "s02-telling"),
)
