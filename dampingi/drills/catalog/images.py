"""A student extorted with intimate pictures: links instead of images, and her own phone stays hers."""

from dampingi.drills.catalog import reasons
from dampingi.drills.rules.scenario import Audience, Beat, Dialogue, How, Line, Never, Option, Person, Scenario
from dampingi.kernel.words import say
from dampingi.protocols.rules import Deed

IMAGES = Scenario(
    code="images",
    title=say("Diperas dengan foto"),
    warning=say("Pemerasan dengan gambar intim, ancaman menyebarkan."),
    audience=Audience.UNIT,
    minutes=30,
    people=(
        Person("melati", say("Melati, 22 tahun, mahasiswi")),
        Person("friend", say("Tia, teman satu kos")),
    ),
    beats=(
        Beat(
            "message",
            0,
            How.MESSAGE,
            say(
                "Melati menulis: “Mantan pacar saya minta uang, kalau tidak foto saya disebar. Saya 22 tahun, di "
                "Palangka Raya. Nomor ini aman. Tolong.”"
            ),
            opens=("with-melati",),
        ),
        Beat(
            "link",
            8,
            How.MESSAGE,
            say("Melati: “Dia baru mengirim tautan akun baru. Satu foto sudah terpasang di sana.”"),
            after="melati-links",
        ),
        Beat(
            "friend",
            18,
            How.CALL,
            say("Tia menelepon: ia menyimpan semua fotonya sebagai bukti dan mau mengirimkannya ke kantor."),
            opens=("with-friend",),
        ),
    ),
    dialogues=(
        Dialogue(
            "with-melati",
            "melati",
            (
                Option(
                    "melati-safe",
                    say("“Apakah kamu aman sekarang, dan apakah terlintas untuk mengakhiri hidup?”"),
                    say(
                        "“Aman, saya di kos. Tidak, tapi saya malu sekali. Dia hanya mengancam lewat pesan, tidak pernah memukul.”"
                    ),
                    reasons.SAFETY,
                    well=True,
                ),
                Option(
                    "melati-links",
                    say("“Tidak perlu mengirim fotonya. Cukup tautan, nama akun, dan jamnya.”"),
                    say("“Syukurlah. Saya kirim tautannya.”"),
                    reasons.LINKS,
                    well=True,
                ),
                Option(
                    "melati-send",
                    say("“Kirim dulu fotonya supaya kami bisa menilai.”"),
                    say("“Saya tidak mau ada orang lagi yang melihat.”"),
                    reasons.IMAGES,
                    hurts=True,
                    never=Never.IMAGES,
                ),
                Option(
                    "melati-why",
                    say("“Kenapa dulu mau difoto?”"),
                    say("Ia tidak membalas selama sepuluh menit."),
                    reasons.DOUBT,
                    hurts=True,
                ),
            ),
        ),
        Dialogue(
            "with-friend",
            "friend",
            (
                Option(
                    "friend-keep",
                    say("“Jangan dikirim ke mana pun. Polisi siber yang akan menerimanya, bila ia setuju.”"),
                    say("“Baik, saya simpan dan tidak saya buka.”"),
                    reasons.IMAGES,
                    well=True,
                ),
                Option(
                    "friend-send",
                    say("“Kirim saja semuanya ke WhatsApp kantor.”"),
                    say("Dua puluh gambar masuk ke telepon kantor."),
                    reasons.IMAGES,
                    never=Never.IMAGES,
                ),
            ),
        ),
    ),
    must=("first-contact-medium", "image-links", "psychological-support"),
    never=(Never.IMAGES, Never.RISK_UNASKED, Never.WITHOUT_CONSENT),
    rubric=(
        reasons.safety("melati-safe"),
        Line(
            "links-not-images",
            say("Tautan dicatat, bukan gambarnya."),
            reasons.LINKS,
            ("melati-links",),
            (Deed.IMAGE_LINKS_ASKED,),
            needed=True,
        ),
    ),
    modules=("m12-confidentiality", "m04-pfa"),
    evidence=("confidentiality",),
)
