"""A neglected deaf child: her own language, her own word, and no father who answers for her."""

from dampingi.drills.catalog import reasons
from dampingi.drills.rules.scenario import Audience, Beat, Dialogue, How, Line, Never, Option, Person, Scenario
from dampingi.kernel.words import say

NEGLECTED = Scenario(
    code="neglected",
    title=say("Anak tuli yang ditinggal sendirian"),
    warning=say("Penelantaran anak penyandang disabilitas."),
    audience=Audience.UNIT,
    minutes=30,
    people=(
        Person("cadre", say("Bu Asih, kader PATBM desa")),
        Person("intan", say("Intan, 9 tahun, tuli, memakai bahasa isyarat")),
        Person("father", say("Pak Jaya, ayah Intan")),
    ),
    beats=(
        Beat(
            "cadre",
            0,
            How.VISIT,
            say(
                "Bu Asih datang: “Intan, 9 tahun, tuli, ditinggal sendirian berhari-hari di Palangka Raya. Ayahnya "
                "pulang sesekali. Sekarang ia di rumah saya. Ini bukan yang pertama.”"
            ),
            opens=("with-cadre", "with-intan"),
        ),
        Beat(
            "interpreter",
            6,
            How.PARTNER,
            say("Juru bahasa isyarat dari sekolah luar biasa siap lewat panggilan video, atau datang satu jam lagi."),
            after="intan-interpreter",
        ),
        Beat("father", 20, How.CALL, say("Pak Jaya menelepon: ia akan menjemput anaknya."), opens=("with-father",)),
    ),
    dialogues=(
        Dialogue(
            "with-cadre",
            "cadre",
            (
                Option(
                    "cadre-safe",
                    say("“Apakah ia aman di rumah Ibu malam ini, sudah makan, dan apakah ada luka?”"),
                    say(
                        "“Aman, baru makan, tidak ada luka. Ayahnya tidak pernah memukul dan tidak tinggal bersamanya.”"
                    ),
                    reasons.SAFETY,
                    well=True,
                ),
                Option(
                    "cadre-home",
                    say("“Antar saja pulang; orang tuanya yang bertanggung jawab.”"),
                    say("“Rumahnya kosong dan tidak ada beras, Bu.”"),
                    reasons.SENT_AWAY,
                ),
            ),
        ),
        Dialogue(
            "with-intan",
            "intan",
            (
                Option(
                    "intan-interpreter",
                    say("Anda menyapa dengan isyarat halo, menulis “sebentar, saya panggil teman yang bisa isyarat”."),
                    say("Ia tersenyum dan menunggu di samping Bu Asih."),
                    reasons.INTERPRETER,
                    well=True,
                ),
                Option(
                    "intan-father",
                    say("Anda meminta ayahnya menerjemahkan lewat telepon."),
                    say("Intan menarik tangannya dan membelakangi Anda."),
                    reasons.THROUGH_FAMILY,
                    hurts=True,
                ),
            ),
        ),
        Dialogue(
            "with-father",
            "father",
            (
                Option(
                    "father-calm",
                    say("“Kami berbicara dengan Bapak di kantor besok. Hari ini ia bersama orang yang aman.”"),
                    say("“Baik, besok saya datang.”"),
                    reasons.SAFETY,
                    well=True,
                ),
                Option(
                    "father-where",
                    say("“Ia di rumah Bu Asih, jemput saja.”"),
                    say("Sejam kemudian Intan sudah dibawa, entah ke mana."),
                    reasons.NAME,
                    never=Never.SHARING,
                ),
            ),
        ),
    ),
    must=("first-contact-medium", "child-prompt", "psychological-support"),
    never=(Never.SHARING, Never.RISK_UNASKED),
    rubric=(
        reasons.safety("cadre-safe"),
        Line(
            "own-language",
            say("Ia didengar dengan bahasanya sendiri."),
            reasons.INTERPRETER,
            ("intan-interpreter",),
            needed=True,
        ),
    ),
    modules=("m06-intake", "m03-trauma"),
    evidence=("disability",),
)
