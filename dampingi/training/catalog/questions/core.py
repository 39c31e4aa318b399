"""Situations on the core that everybody who touches a case learns (modules 2, 5, 6, 7, 12, 13)."""

from dampingi.kernel.words import say
from dampingi.training.catalog.questions.asked import Option, Question

QUESTIONS: tuple[Question, ...] = (
    Question(
        "law-clock",
        "m02-law",
        say(
            "Senin pukul 10.00 seorang perempuan dewasa datang sendiri dan melaporkan kekerasan seksual kepada Anda. Ia takut pada polisi. Apa yang Anda kerjakan?"
        ),
        (
            Option(
                say(
                    "Jelaskan bahwa laporan ke polisi punya batas 3×24 jam sejak ia melapor; sepakati waktu dan tempat yang aman."
                ),
                say(
                    "Jangka waktunya mengikat unit, dan ia disiapkan lebih dulu. Keberatannya dicatat dan tidak menunda layanan lain."
                ),
            ),
            Option(
                say("Tunggu sampai ia siap, berapa lama pun, karena ini pilihannya."),
                say(
                    "Pilihannya didengar, tetapi jangka waktu unit berjalan sejak ia melapor. Untuk delik aduan orang dewasa ada jalan lain yang ditandatangani kepala."
                ),
            ),
            Option(
                say("Kirim laporan ke polisi siang itu juga dan kabari dia sesudahnya."),
                say("Ia harus tahu lebih dulu, dan rencana keselamatannya diperbarui sebelum polisi menghubunginya."),
            ),
        ),
        rules="H-09",
        law=say("UU 12/2022 Pasal 41 (2)–(3)"),
    ),
    Question(
        "law-marriage",
        "m02-law",
        say(
            "Keluarga terlapor menawarkan menikahi penerima manfaat agar “masalahnya selesai”. Orang tuanya setuju dan meminta Anda menjadi saksi."
        ),
        (
            Option(
                say("Tolak, catat sebagai tekanan, lalu periksa keselamatannya."),
                say(
                    "Pernikahan seperti ini tidak pernah menjadi penyelesaian dan mungkin tindak pidana baru; semua tugas tetap berjalan."
                ),
            ),
            Option(
                say("Hadir sebagai saksi supaya dapat memantau pernikahannya."),
                say("Kehadiran unit memberi kesan bahwa tekanan itu dibenarkan."),
            ),
            Option(
                say("Serahkan keputusan itu kepada kedua keluarga; unit hanya menangani kekerasannya."),
                say("Tekanan untuk menikah adalah bagian dari bahaya yang ia hadapi."),
            ),
        ),
        rules="H-17",
        law=say("UU 12/2022 Pasal 10 (2)"),
    ),
    Question(
        "law-training",
        "m02-law",
        say(
            "Sabtu malam seorang perempuan yang mengalami kekerasan seksual perlu diantar ke puskesmas. Pendamping yang jaga belum mengikuti pelatihan TPKS."
        ),
        (
            Option(
                say("Ia berangkat; yang sudah dilatih dicarikan untuk polisi."),
                say(
                    "Pelatihan menjadi syarat di depan polisi, jaksa, dan pengadilan. Untuk kesehatan, rumah aman, dan dukungan, ia hanya anjuran."
                ),
            ),
            Option(
                say("Ia menunggu sampai rekan yang sudah dilatih masuk Senin pagi."),
                say("Layanan kesehatan tidak boleh menunggu sertifikat petugas."),
            ),
            Option(
                say("Ia mendampingi semuanya, juga di kepolisian, karena keadaan mendesak."),
                say("Yang mendesak adalah kesehatannya; pendampingan di kepolisian mensyaratkan pelatihan."),
            ),
        ),
        rules="H-15",
        law=say("UU 12/2022 Pasal 26 (1), (3)"),
    ),
    Question(
        "lives-listen",
        "m05-lives",
        say("Ia bercerita terputus-putus dan sering diam. Anda merasa waktunya tidak cukup."),
        (
            Option(
                say("Diam bersamanya, lalu tanyakan apa yang ia perlukan sekarang."),
                say("Layar pertama hanya meminta beberapa hal; yang lain dapat menyusul."),
            ),
            Option(
                say("Tanyakan mengapa ia tidak pergi lebih cepat, supaya ceritanya runtut."),
                say("Pertanyaan “mengapa” terdengar menyalahkan, dan tidak ada lembar yang memerlukannya."),
            ),
            Option(
                say("Isi sendiri bagian yang kosong dari dugaan Anda dan minta ia mengiyakan."),
                say("Kata-kata yang bukan miliknya merusak ceritanya dan kepercayaannya."),
            ),
        ),
        rules="H-12",
    ),
    Question(
        "lives-fault",
        "m05-lives",
        say("“Saya yang salah, saya yang membukakan pintu,” katanya."),
        (
            Option(
                say("“Ini bukan salah Anda. Yang bertanggung jawab adalah yang melakukannya.”"),
                say("Membenarkan perasaannya tanpa menilai adalah dukungan pertama."),
            ),
            Option(
                say("“Lain kali, kalau ada yang mengetuk malam-malam, jangan dibukakan dulu, ya.”"),
                say("Nasihat itu membenarkan bahwa ia bersalah."),
            ),
            Option(
                say("“Kita lihat nanti siapa yang salah menurut pemeriksaan.”"),
                say("Anda bukan pemeriksa, dan ia mendengar bahwa Anda ragu."),
            ),
        ),
        rules="H-12",
    ),
    Question(
        "lives-medical",
        "m05-lives",
        say("Pemerkosaan terjadi kira-kira 20 jam lalu. Ia sudah mandi dan belum mau ke polisi."),
        (
            Option(
                say("Tawarkan mengantarnya ke layanan kesehatan sekarang."),
                say(
                    "Pencegahan kehamilan dan HIV bergantung pada jam, dan laporan polisi bukan syaratnya. Sesudah mandi pun pemeriksaan berguna."
                ),
            ),
            Option(
                say("Antar ke polisi dulu, karena visum memerlukan surat permintaan."),
                say("Pengobatan tidak menunggu surat; bukti dapat diamankan lebih dulu."),
            ),
            Option(
                say("Karena sudah mandi, jadwalkan pemeriksaan minggu depan."),
                say("Jamnya akan habis; yang hilang bukan hanya bukti tetapi juga perlindungan kesehatannya."),
            ),
        ),
        rules="H-04",
        law=say("Algoritma Kementerian Kesehatan 2022 (72 jam)"),
        to_confirm=True,
    ),
    Question(
        "intake-explain",
        "m06-intake",
        say("Seorang ibu duduk di depan meja Anda dan langsung menangis. Formulir masih kosong."),
        (
            Option(
                say("Tenangkan, lalu jelaskan apa yang ditulis dan siapa membacanya."),
                say(
                    "Penjelasan itu mendahului apa pun yang disimpan, juga bahwa ia boleh menolak. Persetujuan lisan cukup."
                ),
            ),
            Option(
                say("Minta semua surat keluarga dan alamat lengkap lebih dulu supaya berkasnya sah."),
                say("Dokumen menyusul bila suatu surat memerlukannya; bukan syarat untuk ditolong."),
            ),
            Option(
                say("Tulis semua yang ia ucapkan, lalu minta tanda tangan di akhir."),
                say("Ia perlu tahu sebelum bercerita, bukan sesudah semuanya tercatat."),
            ),
        ),
        rules="H-07",
    ),
    Question(
        "intake-again",
        "m06-intake",
        say(
            "Rumah sakit merujuk seorang perempuan beserta kronologi dua halaman. Lembar pengaduan Anda juga memuat kolom kronologi."
        ),
        (
            Option(
                say("Baca bersama dia, lalu tanyakan hanya yang belum ada."),
                say("Cerita yang sudah ada ditampilkan lebih dulu; ia tidak diminta mengulang."),
            ),
            Option(
                say("Minta ia menceritakan lagi dari awal supaya dapat dibandingkan."),
                say("Mengulang melukai lagi, dan perbedaan kecil itu wajar."),
            ),
            Option(
                say("Kosongkan kolomnya dan minta rumah sakit mengisi lembar unit."),
                say("Pertolongannya akan menunggu kertas, padahal isinya sudah Anda pegang."),
            ),
        ),
        rules="H-12",
    ),
    Question(
        "intake-deaf",
        "m06-intake",
        say(
            "Seorang perempuan tuli datang dengan kakaknya yang menerjemahkan. Isyaratnya menunjuk kakaknya dengan takut."
        ),
        (
            Option(
                say(
                    "Bicara terpisah, pastikan ia aman dengan cara sederhana, dan cari juru bahasa isyarat yang netral."
                ),
                say("Penerjemah tidak boleh orang yang mungkin terlapor; akses adalah haknya."),
            ),
            Option(
                say("Lanjutkan dengan kakaknya karena tidak ada penerjemah lain hari ini."),
                say("Yang keluar bisa jadi kata-kata kakaknya, dan ia makin terancam."),
            ),
            Option(
                say("Tunda laporannya sampai juru bahasa dari provinsi dapat datang."),
                say("Keselamatannya malam ini tidak menunggu; laporan dapat dimulai dengan sedikit isian."),
            ),
        ),
        law=say("UU 12/2022 Pasal 27"),
    ),
    Question(
        "risk-unasked",
        "m07-risk",
        say(
            "Sambungan telepon terputus sebelum Anda sempat menanyakan tanda bahaya. Nomornya tercatat sebagai kontak aman."
        ),
        (
            Option(
                say("Simpan sebagai belum dinilai dan hubungi lagi dalam 30 menit untuk menanyakan keselamatan."),
                say("Yang belum ditanya tidak pernah berarti rendah; jamnya berjalan seperti risiko tinggi."),
            ),
            Option(
                say("Simpan sebagai risiko rendah karena tidak ada tanda bahaya yang disebut."),
                say("Tidak disebut tidak sama dengan tidak ada."),
            ),
            Option(
                say("Jangan disimpan dulu; tunggu ia menelepon lagi."),
                say("Laporan yang tidak disimpan tidak dimiliki siapa pun."),
            ),
        ),
        rules="H-01",
    ),
    Question(
        "risk-strangled",
        "m07-risk",
        say(
            "Ia tenang, tidak ada luka terlihat. Sambil lalu ia berkata suaminya mencekiknya kemarin. Tanda bahaya lain dijawab tidak."
        ),
        (
            Option(
                say("Risiko tinggi: periksa kesehatan dan rencana aman malam ini."),
                say("Cekikan saja sudah cukup, dan akibatnya dapat muncul terlambat tanpa luka luar."),
            ),
            Option(
                say("Risiko sedang, karena hanya satu dari banyak tanda yang dijawab ya."),
                say("Jumlah tanda tidak pernah menurunkan tingkatnya."),
            ),
            Option(
                say("Risiko rendah sampai dokter menemukan bekasnya."),
                say("Keterangannya cukup untuk bertindak; sering kali tidak ada bekas."),
            ),
        ),
        rules="H-01, H-04",
    ),
    Question(
        "risk-danger",
        "m07-risk",
        say(
            "Ia berbisik di telepon bahwa suaminya memegang parang dan mencarinya di rumah. Ia belum memberi persetujuan berbagi data."
        ),
        (
            Option(
                say("Sampaikan alamat dan bahayanya kepada polisi sekarang, seperlunya; beri tahu dia begitu aman."),
                say("Bahaya langsung bagi nyawa menjadi dasar berbagi yang paling sedikit diperlukan."),
            ),
            Option(
                say("Minta persetujuannya lebih dulu, lalu hubungi polisi."),
                say("Ia sedang bersembunyi; menunggu jawaban dapat merenggut nyawanya."),
            ),
            Option(
                say("Kirim seluruh berkas kasus ke grup koordinasi agar cepat ditangani."),
                say("Yang diperlukan adalah alamat dan bahaya, bukan seluruh berkas."),
            ),
        ),
        rules="H-03",
        law=say("UU 27/2022 Pasal 20 (2) huruf d"),
    ),
    Question(
        "secret-husband",
        "m12-confidentiality",
        say(
            "Seorang laki-laki menelepon: “Saya suaminya. Istri saya ada di tempat Ibu, kan?” Anda tidak menemukan namanya."
        ),
        (
            Option(
                say("Jawab bahwa unit tidak memberi keterangan tentang siapa pun."),
                say("Jawabannya sama, ada atau tidak ada: jawaban yang berbeda sudah membocorkannya."),
            ),
            Option(
                say("Jawab jujur bahwa nama itu tidak ada di catatan unit."),
                say("Besok, ketika ia datang, jawaban yang lain akan membocorkannya."),
            ),
            Option(
                say("Tanyakan dulu apa yang terjadi di rumah mereka, lalu putuskan apa yang dijawab."),
                say("Percakapan itu memberi tahu bahwa unit mungkin mengenalnya."),
            ),
        ),
        rules="H-11",
    ),
    Question(
        "secret-image",
        "m12-confidentiality",
        say("Seorang ibu ingin mengirim kepada Anda video intim anaknya yang disebarkan, sebagai bukti."),
        (
            Option(
                say("Minta jangan dikirim; catat tautan, akun, platform, waktu, dan siapa yang menyimpan buktinya."),
                say(
                    "Gambar seksual tidak dikumpulkan. Buktinya diserahkan kepada unit siber kepolisian, dan penghapusan dimintakan."
                ),
            ),
            Option(
                say("Terima melalui WhatsApp lalu hapus sesudah disalin ke komputer unit."),
                say("Setiap salinan menambah tempat bocor, dan melukai anaknya sekali lagi."),
            ),
            Option(
                say("Suruh ia menghapusnya sekarang juga dari semua perangkat."),
                say("Bukti yang mungkin satu-satunya akan hilang; simpan pada pemegangnya sampai diserahkan."),
            ),
        ),
        rules="H-13",
    ),
    Question(
        "secret-group",
        "m12-confidentiality",
        say(
            "Di grup koordinasi lintas dinas, seorang pejabat meminta foto lembar pengaduan seorang anak “agar semua bergerak”."
        ),
        (
            Option(
                say("Jangan kirim; hubungi langsung petugas yang harus bertindak."),
                say(
                    "Identitas anak, orang tua, alamat, dan sekolah dirahasiakan; berbagi memerlukan dasar dan alamat yang jelas."
                ),
            ),
            Option(
                say("Kirim foto dengan nama anak ditutup; yang lain boleh terlihat oleh anggota grup."),
                say("Alamat, sekolah, dan nama orang tua juga menunjukkan siapa anak itu."),
            ),
            Option(
                say("Kirim karena anggotanya pejabat pemerintah yang disumpah."),
                say("Foto di grup diteruskan berkali-kali; jabatan bukan dasar berbagi."),
            ),
        ),
        rules="H-03",
        law=say("UU 11/2012 Pasal 19"),
    ),
    Question(
        "record-paper",
        "m13-recording",
        say(
            "Anda menerima laporan di desa tanpa sinyal pukul 08.00 dan menulisnya di kertas. Pukul 17.00 Anda sampai di kantor."
        ),
        (
            Option(
                say("Masukkan dengan waktu diterima pukul 08.00; jam tugas dihitung dari sana."),
                say("Kertas setara dengan layar, dan waktunya adalah waktu sebenarnya."),
            ),
            Option(
                say("Masukkan dengan waktu pukul 17.00 supaya tidak tampak terlambat."),
                say("Bahayanya berjalan sejak pagi; jam yang digeser menyembunyikan tugas yang mendesak."),
            ),
            Option(
                say("Simpan kertasnya di map dan masukkan pada rekap akhir bulan."),
                say("Selama belum dimasukkan, tidak ada tugas dan tidak ada alarm untuknya."),
            ),
        ),
        rules="H-22",
    ),
    Question(
        "record-phone",
        "m13-recording",
        say("Malam ini rumah aman harus segera tahu bahwa ia dan dua anaknya datang. Surat rujukan belum dibuat."),
        (
            Option(
                say(
                    "Telepon rumah aman sekarang dan catat sesudahnya sebagai dirujuk melalui telepon; surat menyusul."
                ),
                say("Dalam bahaya, kertas mengikuti pertolongan, bukan sebaliknya."),
            ),
            Option(
                say("Buat surat rujukan lengkap dulu, baru menghubungi rumah aman."),
                say("Ia dan anak-anaknya menunggu di tempat yang tidak aman demi selembar kertas."),
            ),
            Option(
                say("Telepon saja dan tidak perlu dicatat, karena sudah diterima."),
                say("Tanpa catatan tidak ada yang menindaklanjuti, dan jawabannya tidak terbukti."),
            ),
        ),
        rules="H-03",
    ),
    Question(
        "record-words",
        "m13-recording",
        say("Anda menulis laporan kasus yang belum diputus pengadilan. Bagaimana Anda menulis kalimatnya?"),
        (
            Option(
                say("“Ia mengatakan bahwa terlapor memukulnya dua kali.”"),
                say("Kata-katanya apa adanya, tanpa ragu dan tanpa vonis."),
            ),
            Option(
                say("“Menurut ceritanya, yang masih diragukan, ia dipukul dua kali.”"),
                say("Kata “diragukan” menghakimi; menilai kebenaran bukan tugas pendamping."),
            ),
            Option(
                say("“Terjadi pertengkaran rumah tangga antara kedua pihak.”"),
                say("Kalimat itu menghapus siapa yang melakukan kekerasan."),
            ),
        ),
        rules="H-12",
    ),
)
