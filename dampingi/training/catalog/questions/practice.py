"""Situations on the other modules of the course for units."""

from dampingi.kernel.words import say
from dampingi.training.catalog.questions.asked import Option, Question

QUESTIONS: tuple[Question, ...] = (
    Question(
        "view-clothes",
        "m01-perspective",
        say("Rekan Anda menambahkan pertanyaan pada wawancara: “Waktu itu Mbak memakai baju apa?”"),
        (
            Option(
                say("Hentikan dengan sopan; ia tidak perlu menjawabnya."),
                say("Pakaian, keperawanan, dan riwayat seksual tidak pernah ditanyakan."),
            ),
            Option(
                say("Biarkan saja kali ini, karena mungkin berguna bagi penyidik nanti."),
                say("Pertanyaan itu memindahkan kesalahan kepadanya dan tidak mengubah apa yang terjadi."),
            ),
            Option(
                say("Tulis jawabannya, tetapi tandai sebagai rahasia."),
                say("Yang melukai adalah pertanyaannya, bukan hanya tempat menyimpannya."),
            ),
        ),
        rules="H-12",
    ),
    Question(
        "view-stays",
        "m01-perspective",
        say(
            "Sesudah dua kali dibantu, ia memutuskan tetap tinggal bersama suaminya dan minta Anda jangan datang dulu."
        ),
        (
            Option(
                say("Hormati, sepakati cara aman menghubungi, dan katakan bahwa pintu tetap terbuka."),
                say("Pertolongan tidak bersyarat; ia yang paling tahu kapan pergi itu aman."),
            ),
            Option(
                say("Katakan bahwa unit tidak dapat membantu lagi bila ia kembali kepadanya."),
                say("Ancaman menutup pintu membuatnya lebih sendirian."),
            ),
            Option(
                say("Datang juga besok, karena ia belum mengerti bahayanya."),
                say("Kunjungan yang tidak ia minta dapat membahayakannya."),
            ),
        ),
        rules="H-07",
    ),
    Question(
        "trauma-pieces",
        "m03-trauma",
        say("Seorang anak 8 tahun menyebut hari yang berbeda dari kemarin. Ayahnya berkata, “Nah, dia bohong.”"),
        (
            Option(
                say("Catat apa adanya; ingatan anak tentang waktu memang begitu."),
                say("Ingatan sesudah kejadian yang menakutkan sering terpotong; itu bukan tanda berbohong."),
            ),
            Option(
                say("Tanyakan berulang dengan sabar sampai anak itu memastikan hari yang benar."),
                say("Anak belajar menebak jawaban yang diinginkan."),
            ),
            Option(
                say("Tulis bahwa keterangannya tidak dapat dipercaya."),
                say("Menilai kebenaran bukan tugas pendamping."),
            ),
        ),
        rules="H-12",
    ),
    Question(
        "trauma-boy",
        "m03-trauma",
        say("Terlapor ternyata anak laki-laki 15 tahun. Warga meminta namanya diumumkan agar jera."),
        (
            Option(
                say("Rahasiakan identitasnya seperti anak yang melapor."),
                say("Ia anak yang dilaporkan: pekerja sosial dan Bapas ikut, dan namanya dilindungi."),
            ),
            Option(
                say("Sebut inisial dan sekolahnya saja."), say("Inisial dan sekolah sudah cukup untuk mengenalinya.")
            ),
            Option(
                say("Serahkan kepada warga, karena perlindungan identitas hanya untuk anak yang melapor."),
                say("Undang-undang melindungi anak yang mengalami, anak saksi, dan anak yang dilaporkan."),
            ),
        ),
        rules="H-16",
        law=say("UU 11/2012 Pasal 19"),
    ),
    Question(
        "pfa-shakes",
        "m04-pfa",
        say("Ia gemetar, tidak menjawab, dan menatap pintu."),
        (
            Option(
                say("Duduk di dekatnya, bicara pelan, katakan ia aman di sini, tawarkan air; ceritanya nanti."),
                say("Amati, dengarkan, hubungkan: tubuh yang tenang mendahului cerita."),
            ),
            Option(
                say("Minta ia menarik napas lalu langsung menceritakan semuanya agar lega."),
                say("Menggali cerita ketika tubuhnya belum aman dapat memperparah."),
            ),
            Option(say("Tinggalkan sendiri sampai tenang."), say("Ditinggal sendiri pada saat itu menambah takutnya.")),
        ),
        rules="H-12",
    ),
    Question(
        "pfa-die",
        "m04-pfa",
        say("Di tengah cerita ia berkata, “Kadang saya pikir lebih baik saya tidak ada.”"),
        (
            Option(
                say(
                    "Tanyakan dengan tenang apakah ia berpikir mengakhiri hidup, temani, dan mulai langkah keselamatan sekarang."
                ),
                say("Bertanya langsung tidak menanamkan niat; kata-katanya saja sudah memulai tugas itu."),
            ),
            Option(
                say("Alihkan pembicaraan supaya ia tidak makin sedih."),
                say("Ia mendengar bahwa hal itu tidak boleh diucapkan."),
            ),
            Option(
                say("Selesaikan dulu kuesionernya, lalu lihat skornya."),
                say("Tanda ini bekerja sebelum formulir selesai."),
            ),
        ),
        rules="H-14",
    ),
    Question(
        "assess-forms",
        "m08-assessment",
        say("Pada kontak pertama, seorang rekan mengharuskan SRQ-20 diisi sebelum laporan boleh disimpan."),
        (
            Option(
                say("Simpan laporannya; instrumen tidak pernah wajib."),
                say("Unit memilih instrumen dan siapa yang boleh memakainya; pertolongan tidak menunggunya."),
            ),
            Option(
                say("Isi bersama sekarang, lalu lewati pertanyaan yang berat."),
                say("Dua puluh pertanyaan di jam pertama membebani tanpa guna, dan yang dilewati mengubah artinya."),
            ),
            Option(
                say("Isi sendiri dari pengamatan supaya lengkap."),
                say("Jawaban yang bukan miliknya menjadi data palsu tentang dia."),
            ),
        ),
        rules="H-14",
    ),
    Question(
        "assess-first",
        "m08-assessment",
        say("Ia masih berdarah ketika petugas membuka lembar asesmen biopsikososial."),
        (
            Option(
                say("Antar dulu ke layanan kesehatan; asesmen menyusul."),
                say("Risiko tinggi berarti layanan darurat mendahului asesmen."),
            ),
            Option(
                say("Isi bagian fisik secepatnya supaya dokter tahu keadaannya."),
                say("Dokter melihat sendiri; lembar itu menunda perawatan."),
            ),
            Option(
                say("Minta keluarganya menjawab selagi ia menunggu ambulans."),
                say("Keluarga belum tentu aman, dan jawabannya bukan miliknya."),
            ),
        ),
        rules="H-01, H-04",
    ),
    Question(
        "plan-cost",
        "m09-planning",
        say("Rumah sakit meminta ia membayar dulu karena JKN tidak menanggung perawatan akibat kekerasan."),
        (
            Option(
                say("Cari penanggung lain; yang belum tertutup tugas unit."),
                say("Ia tidak pernah diminta membayar dulu; setiap layanan menunjukkan siapa yang dapat membayar."),
            ),
            Option(
                say("Minta keluarganya menalangi dulu dan simpan kuitansinya untuk diganti kelak."),
                say("Uang muka menghentikan perawatan bagi yang tidak punya."),
            ),
            Option(
                say("Tulis kejadian sebagai kecelakaan supaya JKN menanggung."),
                say("Catatan yang tidak benar merusak bukti dan dapat merugikannya."),
            ),
        ),
        rules="H-23",
        law=say("Perpres 82/2018 Pasal 52; Permen PPPA 2/2025"),
    ),
    Question(
        "plan-transfer",
        "m09-planning",
        say(
            "Kasus ini seharusnya ditangani kabupaten tetangga. Anda sudah mengirim pelimpahan kemarin; belum ada jawaban."
        ),
        (
            Option(
                say("Tetap kerjakan semua tugasnya sampai unit itu menerima, dan tanyakan jawabannya."),
                say("Kewenangan menentukan siapa yang melanjutkan, bukan siapa yang menolong sekarang."),
            ),
            Option(
                say(
                    "Hentikan dulu semua kegiatan, karena berkasnya sudah berpindah ke unit yang berwenang dan itu tugas mereka."
                ),
                say("Belum ada yang memegangnya; ia jatuh di antara dua unit."),
            ),
            Option(
                say("Minta ia datang sendiri ke kabupaten itu."),
                say("Ia akan mulai dari awal, dan mungkin tidak sampai."),
            ),
        ),
        rules="H-05",
    ),
    Question(
        "tppo-raid",
        "m10-trafficking",
        say("Dalam razia karaoke ditemukan gadis 16 tahun. Ia berkata bekerja di sana karena mau."),
        (
            Option(
                say(
                    "Saring dulu sebagai orang yang mungkin diperdagangkan; “mau” tidak menghapus eksploitasi, apalagi pada anak."
                ),
                say("Penyaringan mendahului sebutan apa pun."),
            ),
            Option(
                say("Catat sebagai pekerja yang melanggar ketertiban lalu pulangkan."),
                say("Tanpa penyaringan, ia mungkin dikembalikan kepada yang menjualnya."),
            ),
            Option(say("Bantu hanya bila ia bersedia bersaksi."), say("Pertolongan tidak bergantung pada kesaksian.")),
        ),
        rules="H-18",
        law=say("UU 21/2007 Pasal 1 angka 1"),
    ),
    Question(
        "tppo-forced",
        "m10-trafficking",
        say("Seorang perempuan yang diperdagangkan disuruh mengantar paket terlarang, dengan ancaman."),
        (
            Option(
                say("Catat sebagai dipaksakan, beserta ancamannya."),
                say("Yang dipaksakan dicatat sebagai dipaksakan; pasalnya masih perlu dikonfirmasi."),
            ),
            Option(
                say("Jangan dicatat sama sekali supaya ia tidak dituntut."),
                say("Tanpa catatan, paksaannya justru tidak terbukti."),
            ),
            Option(say("Hentikan layanan sampai perkaranya jelas."), say("Pertolongan tidak menunggu perkara.")),
        ),
        rules="H-18",
        law=say("UU 21/2007 Pasal 18"),
        to_confirm=True,
    ),
    Question(
        "court-clothes",
        "m11-accompaniment",
        say("Pemeriksaan dilakukan di ruang terbuka, dan pemeriksa bertanya tentang pacar-pacarnya dulu."),
        (
            Option(
                say("Minta jeda dan ruang khusus, lalu sampaikan keberatan."),
                say("Ia berhak diterima di ruang khusus; riwayat seksual tidak ada hubungannya."),
            ),
            Option(
                say("Diam sampai selesai, karena pendamping tidak boleh menyela pemeriksaan."),
                say("Pendamping ada justru untuk menjaganya dari pertanyaan yang melukai."),
            ),
            Option(say("Jawab mewakilinya supaya cepat selesai."), say("Keterangannya harus miliknya sendiri.")),
        ),
        rules="H-12",
        law=say("UU 12/2022 Pasal 41 (4)"),
    ),
    Question(
        "court-restitution",
        "m11-accompaniment",
        say("Berkas sudah di kejaksaan. Belum ada yang memberi tahu dia tentang restitusi."),
        (
            Option(
                say(
                    "Jelaskan haknya, dan ingatkan jaksa bahwa memberi tahu dia dan LPSK adalah perintah undang-undang."
                ),
                say("Penyidik, penuntut, dan hakim wajib memberitahukannya; unit memantau pemenuhannya."),
            ),
            Option(
                say("Tunggu putusan; restitusi baru dibahas sesudahnya."),
                say("Kerugian dihitung dan dimintakan jauh sebelum putusan."),
            ),
            Option(
                say(
                    "Sarankan agar ia meminta uang pengganti langsung kepada keluarga terlapor, karena itu jalan yang paling cepat."
                ),
                say("Jalan itu membuka tekanan dan damai di luar hukum."),
            ),
        ),
        law=say("UU 12/2022 Pasal 31 (1)"),
    ),
    Question(
        "end-silent",
        "m14-ending",
        say(
            "Rencana masih menyisakan dua layanan, dan asesmen terakhir berisiko tinggi. Ia tiga minggu tidak menjawab. Bolehkah ditutup?"
        ),
        (
            Option(
                say("Belum: cari dia dengan aman dan lakukan asesmen ulang."),
                say("Kasus berisiko tinggi dengan rencana terbuka tidak ditutup diam-diam; diam bisa berarti bahaya."),
            ),
            Option(
                say("Boleh, dengan alasan hilang kontak, supaya daftar rapi."),
                say("Hilang kontak adalah alasan untuk mencari, sebelum menjadi alasan menutup."),
            ),
            Option(
                say("Boleh, bila risikonya diturunkan dulu menjadi sedang oleh supervisor."),
                say("Menurunkan risiko memerlukan alasan yang sungguh ada."),
            ),
        ),
        rules="H-01",
    ),
    Question(
        "end-her-wish",
        "m14-ending",
        say("Ia berkata, “Saya sudah cukup dibantu, saya mau berhenti.” Anda merasa masih banyak yang perlu."),
        (
            Option(
                say("Pastikan itu pilihannya; jelaskan cara kembali."),
                say("Pendampingan selesai menurut dia; keselamatan dan tuntutan hukum ditinjau sebelum itu."),
            ),
            Option(
                say("Minta ia menunggu sampai semua layanan dalam rencana selesai diberikan."),
                say("Layanan bukan kewajibannya."),
            ),
            Option(
                say("Tutup hari itu juga tanpa pertanyaan lagi."),
                say("Bisa jadi ada tekanan di baliknya; satu percakapan aman menjaganya."),
            ),
        ),
        rules="H-07, H-10",
    ),
    Question(
        "care-visit",
        "m15-care",
        say(
            "Anda akan menjangkau rumah di hulu; katanya suaminya punya senjata api rakitan, dan di sana tidak ada sinyal."
        ),
        (
            Option(
                say(
                    "Isi pemeriksaan keselamatan, pergi berdua dengan polisi, dan tetapkan jam kembali serta lapor balik."
                ),
                say("Bila lapor balik tidak datang, rantai jaga mencari Anda."),
            ),
            Option(
                say("Pergi sendiri diam-diam supaya tidak menarik perhatian."),
                say("Tidak ada yang tahu bila Anda tidak kembali."),
            ),
            Option(
                say("Batalkan dan catat bahwa tempatnya tidak terjangkau."),
                say("Ia tetap dalam bahaya; cari cara yang aman, bukan berhenti."),
            ),
        ),
        rules="H-20",
    ),
    Question(
        "care-sleep",
        "m15-care",
        say("Sesudah tiga kasus berat, rekan Anda tidak dapat tidur dan mudah marah. Ia takut atasannya tahu."),
        (
            Option(
                say("Tawarkan pembahasan bersama dan supervisi."),
                say("Ini wajar. Hasil periksa diri hanya miliknya; atasan tidak pernah melihatnya."),
            ),
            Option(
                say("Sarankan istirahat sendiri sampai kuat lagi."),
                say("Lelah yang menular jarang hilang dengan menyendiri."),
            ),
            Option(
                say("Laporkan kepada kepala agar beban kasusnya dicabut."),
                say("Tanpa persetujuannya itu menghukum orang yang meminta tolong."),
            ),
        ),
        rules="H-21",
    ),
)
