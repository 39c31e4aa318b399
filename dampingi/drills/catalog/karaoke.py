"""Three women found in a raid on a karaoke bar: screened before anybody calls them anything."""

from dampingi.drills.catalog import reasons
from dampingi.drills.rules.scenario import Audience, Beat, Dialogue, How, Line, Never, Option, Person, Scenario
from dampingi.kernel.words import say
from dampingi.protocols.rules import Deed

KARAOKE = Scenario(
    code="karaoke",
    title=say("Tiga perempuan dari tempat karaoke"),
    warning=say("Dugaan perdagangan orang, eksploitasi seksual, penyekapan."),
    audience=Audience.UNIT,
    minutes=45,
    people=(
        Person("officer", say("Aiptu Rahmat, polisi yang menelepon")),
        Person("ayu", say("Ayu, 22 tahun, datang bersama Dewi (24) dan Rini (16)")),
        Person("manager", say("Mami Sari, pengelola tempat karaoke")),
    ),
    beats=(
        Beat(
            "raid",
            0,
            How.POLICE,
            say(
                "Aiptu Rahmat: “Kami menemukan tiga perempuan saat razia tempat karaoke di Palangka Raya: Ayu 22, "
                "Dewi 24, Rini 16 tahun. Mereka dikunci di kamar. Kami antar ke kantor Anda.”"
            ),
            opens=("with-officer",),
        ),
        Beat("arrive", 8, How.VISIT, say("Ketiganya tiba. Mereka lapar dan takut."), opens=("with-ayu",)),
        Beat(
            "debt",
            5,
            How.VISIT,
            say("Dewi berbisik: tanda pengenal mereka dipegang Mami Sari, dan katanya mereka berutang dua belas juta."),
            after="ayu-promised",
        ),
        Beat(
            "manager",
            30,
            How.CALL,
            say("Mami Sari menelepon kantor dan meminta “anak-anaknya” dikembalikan."),
            opens=("with-manager",),
        ),
    ),
    dialogues=(
        Dialogue(
            "with-officer",
            "officer",
            (
                Option(
                    "officer-screen",
                    say("“Terima kasih. Kami saring dulu sebelum mereka disebut apa pun; mohon mereka tidak difoto.”"),
                    say("“Siap. Berita acara kami tunda sampai Ibu selesai.”"),
                    reasons.FORCED,
                    well=True,
                ),
                Option(
                    "officer-label",
                    say("“Mereka pekerja di sana, kan? Dibina saja lalu dipulangkan.”"),
                    say("“Berarti kami catat begitu.”"),
                    reasons.LABEL,
                    hurts=True,
                ),
            ),
        ),
        Dialogue(
            "with-ayu",
            "ayu",
            (
                Option(
                    "ayu-safe",
                    say("“Kalian aman di sini. Ada yang sakit, lapar, atau takut ada yang datang mencari?”"),
                    say(
                        "“Lapar. Takut Mami tahu kami di sini. Kami dikunci dua minggu; tidak ada senjata, tidak ada luka.”"
                    ),
                    reasons.SAFETY,
                    well=True,
                ),
                Option(
                    "ayu-promised",
                    say("“Pekerjaan apa yang dulu dijanjikan, dan apa yang kemudian terjadi?”"),
                    say("“Katanya di restoran. Sampai di sini kami disuruh melayani tamu dan tidak boleh keluar.”"),
                    reasons.FORCED,
                    well=True,
                ),
                Option(
                    "ayu-knew",
                    say("“Masa tidak tahu itu tempat apa? Kenapa tidak kabur?”"),
                    say("Ayu berhenti bicara. Rini menangis."),
                    reasons.LABEL,
                    hurts=True,
                ),
                Option(
                    "ayu-testify",
                    say("“Kalau mau dibantu, kalian harus jadi saksi dulu.”"),
                    say("“Kalau begitu kami pulang saja, Bu.”"),
                    reasons.NO_TERMS,
                    hurts=True,
                    never=Never.WITHOUT_CONSENT,
                ),
            ),
        ),
        Dialogue(
            "with-manager",
            "manager",
            (
                Option(
                    "manager-nothing",
                    say("“Kami tidak memberi keterangan tentang siapa pun lewat telepon.”"),
                    say("Ia mengumpat dan menutup telepon. Nomornya Anda catat untuk polisi."),
                    reasons.NO_NAME,
                    well=True,
                ),
                Option(
                    "manager-here",
                    say("“Mereka di sini dan baik-baik saja.”"),
                    say("“Saya ke sana sekarang dengan orang saya.”"),
                    reasons.NAME,
                    never=Never.SHARING,
                ),
            ),
        ),
    ),
    must=("first-contact-high", "tppo-screen"),
    never=(Never.SHARING, Never.WITHOUT_CONSENT, Never.RISK_UNASKED),
    rubric=(
        reasons.safety("ayu-safe"),
        reasons.unseen("manager-nothing"),
        Line(
            "screened",
            say("Disaring dengan tiga unsur sebelum disebut apa pun."),
            reasons.FORCED,
            ("ayu-promised",),
            (Deed.TRAFFICKING_SCREENED,),
            needed=True,
        ),
    ),
    modules=("m10-trafficking", "m07-risk"),
    evidence=("trafficking",),
)
