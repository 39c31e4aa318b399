"""A child tells a teacher: the first ten minutes in a school."""

from dampingi.drills.catalog import reasons
from dampingi.drills.rules.scenario import Audience, Beat, Dialogue, How, Line, Never, Option, Person, Scenario
from dampingi.kernel.words import say

TOLD = Scenario(
    code="told",
    title=say("Seorang murid bercerita kepada Anda"),
    warning=say("Kekerasan terhadap anak di rumah."),
    audience=Audience.SCHOOL,
    minutes=20,
    people=(
        Person("dimas", say("Dimas, 11 tahun, murid kelas lima")),
        Person("head", say("Kepala sekolah")),
        Person("team", say("Tim sekolah Anda")),
    ),
    beats=(
        Beat(
            "after-class",
            0,
            How.SCHOOL,
            say("Sesudah pelajaran Dimas tidak pulang. “Bu, kalau saya cerita, Ibu jangan bilang siapa-siapa, ya?”"),
            opens=("with-dimas",),
        ),
        Beat(
            "mark",
            3,
            How.SCHOOL,
            say("Dimas menggulung lengan bajunya: ada bekas sabetan baru. “Bapak, pakai kabel. Kemarin.”"),
            after="dimas-honest",
            opens=("what-now",),
        ),
        Beat(
            "head",
            10,
            How.SCHOOL,
            say("Kepala sekolah: “Orang tuanya donatur. Panggil saja bapaknya, kita selesaikan baik-baik.”"),
            opens=("with-head",),
        ),
    ),
    dialogues=(
        Dialogue(
            "with-dimas",
            "dimas",
            (
                Option(
                    "dimas-honest",
                    say(
                        "“Terima kasih percaya pada saya. Kalau kamu dalam bahaya, saya harus meminta bantuan, dan kamu akan saya beri tahu.”"
                    ),
                    say("Ia berpikir sebentar, lalu mengangguk."),
                    reasons.HONEST,
                    well=True,
                ),
                Option(
                    "dimas-secret",
                    say("“Iya, Ibu janji tidak bilang siapa-siapa.”"),
                    say("Ia lega. Janji itu harus Anda langgar sebelum sore."),
                    reasons.SECRET,
                    never=Never.SECRECY,
                ),
                Option(
                    "dimas-details",
                    say("“Ceritakan semuanya: jam berapa, di ruang mana, pakai apa, berapa kali?”"),
                    say("“Lupa, Bu.” Ia mulai menjawab asal."),
                    reasons.NO_INQUIRY,
                    hurts=True,
                    never=Never.INQUIRY,
                ),
            ),
        ),
        Dialogue(
            "what-now",
            "team",
            (
                Option(
                    "now-safe",
                    say("“Dimas, apakah kamu takut pulang hari ini? Siapa di rumah yang membuatmu aman?”"),
                    say("“Takut. Nenek di dekat sini, saya suka di sana.”"),
                    reasons.SAFETY,
                    well=True,
                ),
                Option(
                    "now-call",
                    say(
                        "Anda menelepon UPTD PPA dan Pokja hari itu juga, dan menulis kata-kata Dimas apa adanya, sekali."
                    ),
                    say("UPTD menjawab: petugas datang dalam satu jam; Dimas menunggu bersama Anda."),
                    reasons.HAND_ON,
                    well=True,
                ),
                Option(
                    "now-photo",
                    say("Anda memotret bekasnya dan mengirimkannya ke grup guru untuk meminta pendapat."),
                    say("Tiga puluh guru melihatnya; satu di antaranya saudara ayahnya."),
                    reasons.SCHOOL_SECRECY,
                    never=Never.SHARING,
                ),
            ),
        ),
        Dialogue(
            "with-head",
            "head",
            (
                Option(
                    "head-law",
                    say(
                        "“Ini pelanggaran hukum, Pak: harus diteruskan. UPTD sudah menjawab, kita menjaga Dimas sampai mereka datang.”"
                    ),
                    say("“Kalau begitu aturannya, teruskan. Saya catat.”"),
                    reasons.SETTLED_INSIDE,
                    well=True,
                ),
                Option(
                    "head-father",
                    say("“Baik, saya panggil bapaknya dan Dimas, kita dudukkan bersama.”"),
                    say("Di depan ayahnya Dimas berkata ia jatuh dari sepeda."),
                    reasons.SETTLED_INSIDE,
                    never=Never.MEDIATION,
                ),
            ),
        ),
    ),
    never=(Never.SECRECY, Never.INQUIRY, Never.SHARING, Never.MEDIATION),
    rubric=(
        reasons.honest("dimas-honest"),
        reasons.safety("now-safe"),
        Line("handed-on", say("Diteruskan hari itu juga, lewat telepon."), reasons.HAND_ON, ("now-call",), needed=True),
    ),
    modules=("s02-telling", "s03-no-inquiry", "s05-referral"),
    evidence=("school",),
)
