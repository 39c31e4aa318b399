"""Situations for school teams, under the rules of 2026."""

from dampingi.kernel.words import say
from dampingi.training.catalog.questions.asked import Option, Question

QUESTIONS: tuple[Question, ...] = (
    Question(
        "school-regime",
        "s01-rules",
        say("SK tim sekolah Anda masih menyebut Permendikbudristek 46/2023. Seorang murid melapor hari ini."),
        (
            Option(
                say("Tolong dan teruskan hari ini menurut aturan 2026; SK diperbarui sesudahnya."),
                say(
                    "Aturan lama sudah dicabut; penanganan di sekolah berjalan, dan pelanggaran hukum diteruskan ke Pokja daerah."
                ),
            ),
            Option(
                say("Tunggu SK baru, karena tim belum berwenang."),
                say("Anak tidak menunggu surat; siapa pun dapat menolong dan meneruskan."),
            ),
            Option(
                say("Tangani seluruhnya menurut tata cara lama di sekolah dalam waktu tiga puluh hari."),
                say("Tata cara itu sudah dicabut, dan keselamatan tidak menunggu hari."),
            ),
        ),
        law=say("Permendikdasmen 6/2026"),
    ),
    Question(
        "school-madrasah",
        "s01-rules",
        say(
            "Guru madrasah bertanya apakah muridnya dapat ditolong, karena aturan sekolah 2026 tidak berlaku di madrasah."
        ),
        (
            Option(
                say("Dapat: hubungi UPTD PPA sekarang."),
                say(
                    "Di dalam madrasah berlaku aturan Kementerian Agama; siapa yang boleh ditolong tidak bergantung padanya."
                ),
            ),
            Option(
                say("Tidak dapat, sampai madrasah membentuk tim yang sama."),
                say("UPTD menerima setiap anak, dari sekolah mana pun."),
            ),
            Option(
                say("Daftarkan dulu muridnya pada sekolah negeri terdekat."),
                say("Pertolongan tidak bergantung pada tempat belajar."),
            ),
        ),
        rules="H-05",
        law=say("Permendikdasmen 6/2026 Pasal 1 angka 2"),
    ),
    Question(
        "school-promise",
        "s02-telling",
        say("“Saya mau cerita, tapi Ibu janji jangan bilang siapa-siapa, ya?”"),
        (
            Option(
                say(
                    "“Aku tidak akan menyebarkannya. Supaya kamu aman, aku mungkin perlu bicara dengan orang yang menolong; kamu akan tahu siapa.”"
                ),
                say("Jujur sejak awal menjaga kepercayaan; rahasia penuh tidak dapat dijanjikan."),
            ),
            Option(
                say("“Janji. Ini hanya antara kita berdua.”"), say("Janji yang terpaksa diingkari melukai lebih dalam.")
            ),
            Option(say("“Kalau begitu jangan cerita kepada Ibu.”"), say("Pintu yang baru terbuka itu tertutup lagi.")),
        ),
        rules="H-07",
    ),
    Question(
        "school-home",
        "s02-telling",
        say("Seorang murid berkata dipukul ayahnya dan takut pulang. Bel pulang berbunyi satu jam lagi."),
        (
            Option(
                say("Tanyakan apakah ia aman malam ini, dan telepon UPTD PPA sekarang, sebelum jam pulang."),
                say("Keselamatan malam ini satu-satunya yang perlu ditanyakan."),
            ),
            Option(
                say("Telepon ayahnya agar menjelaskan."),
                say("Terlapor jadi tahu bahwa anak bercerita, sebelum anak terlindung."),
            ),
            Option(
                say("Minta ia menulis kejadiannya lengkap untuk besok."),
                say("Malam ini ia tetap pulang ke tempat yang ia takuti."),
            ),
        ),
        rules="H-01, H-12",
    ),
    Question(
        "school-confront",
        "s03-no-inquiry",
        say("Kepala sekolah ingin mempertemukan murid dengan guru yang ia laporkan “supaya jelas”."),
        (
            Option(
                say("Tolak, tulis kata-kata anak, lalu teruskan."),
                say("Sekolah tidak menyelidiki; mempertemukan membuat anak bungkam."),
            ),
            Option(
                say("Setuju bila orang tua murid hadir."),
                say("Kehadiran orang tua tidak menghapus tekanan dari guru itu."),
            ),
            Option(
                say("Setuju, tetapi guru itu hanya boleh mendengarkan."),
                say("Diamnya pun menekan; anak akan menarik ceritanya."),
            ),
        ),
        rules="H-12",
    ),
    Question(
        "school-phone",
        "s03-no-inquiry",
        say("Seorang murid berkata ada foto intimnya di ponsel temannya. Rekan guru hendak memeriksa ponsel itu."),
        (
            Option(
                say("Cegah; jangan dilihat, dan hubungi UPTD PPA."),
                say("Gambar itu tidak dikumpulkan; buktinya urusan polisi."),
            ),
            Option(
                say("Periksa dan kirim fotonya ke tim sebagai bukti."), say("Sekolah ikut menyebarkan gambar anak.")
            ),
            Option(
                say("Hapus fotonya di depan kelas agar jera."),
                say("Bukti hilang, dan semua tahu siapa yang ada di foto."),
            ),
        ),
        rules="H-13",
    ),
    Question(
        "school-touch",
        "s04-two-classes",
        say(
            "Seorang pembina olahraga menyentuh tubuh murid. Kepala sekolah ingin menanganinya secara kolaboratif di sekolah."
        ),
        (
            Option(
                say("Teruskan ke Pokja daerah dan UPTD PPA hari ini."),
                say("Penanganan kolaboratif hanya untuk pelanggaran tata tertib; kekerasan seksual tidak didamaikan."),
            ),
            Option(
                say("Setuju, asal pembina itu meminta maaf secara tertulis."),
                say("Maaf tertulis bukan perlindungan, dan menutup jalan hukum anak."),
            ),
            Option(
                say("Setuju sambil memindahkan murid ke tim lain."),
                say("Yang dipindahkan justru anak, dan pembina itu tetap bersama anak lain."),
            ),
        ),
        rules="H-17",
        law=say("Permendikdasmen 6/2026 Pasal 22, 23"),
    ),
    Question(
        "school-teasing",
        "s04-two-classes",
        say(
            "Dua murid saling mengejek julukan dan melanggar tata tertib kelas. Tidak ada luka, ancaman, atau pemaksaan."
        ),
        (
            Option(
                say("Tangani di sekolah dalam tiga tahap: kenali, tangani, lalu simpulkan; amati bila berulang."),
                say("Pelanggaran tata tertib ditangani sekolah secara kolaboratif."),
            ),
            Option(
                say("Teruskan ke polisi dan Pokja daerah supaya ada efek jera bagi kedua murid dan teman sekelasnya."),
                say("Tidak setiap pertengkaran anak adalah perkara hukum."),
            ),
            Option(say("Biarkan; anak-anak akan berbaikan sendiri."), say("Yang dibiarkan dapat menjadi perundungan.")),
        ),
        law=say("Permendikdasmen 6/2026 Pasal 22, 23"),
    ),
    Question(
        "school-hours",
        "s05-referral",
        say("Pagi ini seorang siswi bercerita diperkosa tadi malam. Ia di UKS, ditemani Anda."),
        (
            Option(
                say("Telepon UPTD PPA sambil menyiapkan antar ke layanan kesehatan sekarang juga."),
                say("Jam menentukan, kira-kira 72 jam sejak kejadian (perlu dikonfirmasi); puskesmas boleh memulai."),
            ),
            Option(
                say("Kumpulkan tim sekolah sore nanti untuk memutuskan."), say("Sore sudah banyak jam yang hilang.")
            ),
            Option(
                say("Minta orang tuanya menjemput, lalu biarkan mereka memutuskan sendiri langkahnya."),
                say("Orang tua dilibatkan bila aman, tetapi perawatan tidak menunggu."),
            ),
        ),
        rules="H-04",
        to_confirm=True,
    ),
    Question(
        "school-file",
        "s05-referral",
        say("Sesudah meneruskan laporan, wali kelas meminta UPTD mengirim salinan berkas kasus muridnya."),
        (
            Option(
                say("Terima kabar keadaannya saja, bukan isinya."),
                say("Sekolah perlu tahu bahwa anak ditolong, bukan isi berkasnya."),
            ),
            Option(
                say("Minta melalui kepala sekolah supaya resmi."),
                say("Surat resmi tidak membuat isi berkas menjadi milik sekolah."),
            ),
            Option(say("Tanyakan langsung kepada anak apa yang ia katakan di sana."), say("Itu memintanya mengulang.")),
        ),
        law=say("Permendikdasmen 6/2026 Pasal 31"),
    ),
    Question(
        "school-chat",
        "s06-secrecy",
        say("Di grup percakapan guru seseorang menulis nama murid yang melapor dan bertanya kabarnya."),
        (
            Option(
                say("Minta dihapus, dan jangan menjawab isinya."),
                say("Identitas anak tidak dibahas di grup, sesingkat apa pun."),
            ),
            Option(say("Jawab singkat bahwa anak itu baik-baik saja."), say("Jawaban itu membenarkan siapa anaknya.")),
            Option(
                say("Pindahkan percakapan ke grup yang lebih kecil."),
                say("Grup kecil juga dapat diteruskan; yang tidak perlu tahu tetap tahu."),
            ),
        ),
        law=say("Permendikdasmen 6/2026 Pasal 31; UU 11/2012 Pasal 19"),
    ),
    Question(
        "school-who",
        "s06-secrecy",
        say("Orang tua terlapor menuntut tahu siapa teman sekelas yang melaporkan anaknya."),
        (
            Option(
                say("Katakan bahwa sekolah tidak menyebut pelapor."),
                say("Identitas pelapor dijamin kerahasiaannya; orang tua tetap berhak tahu langkahnya."),
            ),
            Option(say("Sebutkan kelasnya saja, tanpa nama."), say("Dari kelas, orangnya mudah ditebak.")),
            Option(
                say("Pertemukan kedua keluarga agar saling terbuka."),
                say("Pertemuan itu membuka pelapor kepada tekanan."),
            ),
        ),
        law=say("Permendikdasmen 6/2026 Pasal 31"),
    ),
    Question(
        "school-expel",
        "s07-reported-child",
        say(
            "Seorang murid dilaporkan melakukan kekerasan. Rapat guru ingin mengeluarkannya hari itu juga dan menempel pengumuman."
        ),
        (
            Option(
                say("Jaga identitas keduanya, pisahkan dengan aman, dan atur supaya keduanya tetap belajar."),
                say("Anak yang dilaporkan tetap anak; ia didampingi dan namanya dilindungi."),
            ),
            Option(
                say("Keluarkan, tetapi tanpa pengumuman."),
                say("Mengeluarkan sebelum ada kesimpulan memutus sekolah dan pengawasannya."),
            ),
            Option(say("Biarkan keduanya sekelas sampai ada putusan."), say("Anak yang melapor perlu aman sekarang.")),
        ),
        rules="H-16",
        law=say("UU 11/2012 Pasal 19"),
    ),
    Question(
        "school-move",
        "s07-reported-child",
        say("Demi ketenangan, sekolah menyarankan anak yang melapor pindah kelas."),
        (
            Option(
                say("Tanyakan keinginannya; bebannya jangan pada dia."),
                say("Melapor tidak boleh membuatnya kehilangan teman dan tempat belajar."),
            ),
            Option(
                say("Pindahkan; itu cara tercepat memisahkan mereka."),
                say("Anak lain belajar bahwa yang melapor dihukum."),
            ),
            Option(
                say("Sarankan belajar di rumah sampai reda."), say("Rumah belum tentu aman, dan ia makin sendirian.")
            ),
        ),
        rules="H-07, H-16",
    ),
    Question(
        "school-numbers",
        "s08-plan",
        say("Poster jalur lapor memuat satu nomor: ponsel seorang guru yang sedang cuti melahirkan."),
        (
            Option(
                say("Ganti dengan daftar yang sudah dicoba."),
                say("Yang tertulis harus dapat menjawab: ada penggantinya, ada nomor UPTD PPA dan SAPA 129."),
            ),
            Option(say("Biarkan; pesannya tetap terbaca nanti."), say("Anak yang tidak dijawab jarang mencoba lagi.")),
            Option(
                say("Tulis “kami menjawab 24 jam” supaya anak berani."),
                say("Jangan menjanjikan jawaban lebih cepat daripada yang dapat diberikan."),
            ),
        ),
        rules="H-02",
    ),
    Question(
        "school-drill",
        "s08-plan",
        say("Tim sekolah berlatih menerima cerita anak. Seorang guru menjadi pucat di tengah latihan."),
        (
            Option(
                say("Hentikan untuknya, temani, lalu bahas bersama."),
                say("Latihan dapat menyentuh luka sendiri; ia boleh berhenti kapan saja."),
            ),
            Option(say("Lanjutkan; ia perlu terbiasa."), say("Memaksa membuat latihan menjadi luka baru.")),
            Option(
                say("Gantikan dengan rekan lain dan catat bahwa ia belum mampu bertugas."),
                say("Yang terjadi dalam latihan milik peserta, bukan bahan penilaian."),
            ),
        ),
        rules="H-21",
    ),
)
