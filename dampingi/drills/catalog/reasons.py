"""Why something is well or badly said, once for all scenarios: words, source, the module that teaches it."""

from dampingi.drills.rules.scenario import Line, Why
from dampingi.kernel.words import say

BSAN = say("Permendikdasmen 6/2026")

WHY_STAYED = Why(
    say("“Mengapa bertahan” membebankan kekerasan padanya; bertahan sering cara paling aman yang ia punya."),
    "H-12",
    "m05-lives",
)
SCREAM = Why(
    say("Tubuh yang takut sering membeku dan tidak berteriak; pertanyaan ini menyalahkannya."), "H-12", "m03-trauma"
)
REPEAT = Why(
    say("Meminta mengulang melukai dan dapat mengubah ingatan; bacalah yang sudah ditulis."), "H-12", "m06-intake"
)
DOUBT = Why(say("Meragukannya menutup mulutnya; membuktikan adalah tugas penyidik."), "H-12", "m05-lives")
SECRET = Why(
    say("Rahasia penuh tidak boleh dijanjikan: kekerasan pada anak selalu dilaporkan, dan bahaya selalu ditangani."),
    "H-07, H-09",
    "m12-confidentiality",
)
HONEST = Why(
    say("Jujur sejak awal tentang apa yang ditulis, siapa yang melihat, dan apa yang wajib dilaporkan."),
    "H-07",
    "m12-confidentiality",
)
NAME = Why(say("Menyebut namanya kepada orang lain membuka bahwa ia dikenal di sini."), "H-11", "m12-confidentiality")
NO_NAME = Why(
    say("Tidak membenarkan dan tidak menyangkal: orang lain tidak tahu bahwa ia dikenal di sini."),
    "H-11",
    "m12-confidentiality",
)
SAFETY = Why(say("Keselamatan ditanyakan lebih dulu; belum tahu tidak pernah berarti rendah."), "H-01", "m07-risk")
BELIEVE = Why(say("Dipercaya dan tidak disalahkan adalah pertolongan pertama."), "H-12", "m05-lives")
SAFE_WAY = Why(say("Cara menghubungi yang aman ditanyakan sebelum menghubungi."), "H-08", "m12-confidentiality")
UNSAFE_WAY = Why(
    say("Telepon yang dipegang terlapor memberi tahu dia bahwa ia melapor."), "H-08", "m12-confidentiality"
)
HEALTH = Why(
    say("Layanan kesehatan lebih dulu daripada polisi; pertolongannya tidak menunggu laporan."), "H-04", "m05-lives"
)
ASKS = Why(say("Ia yang memutuskan: ditanya dulu, lalu ditolong."), "H-07", "m12-confidentiality")
OVER_HER = Why(say("Memutuskan untuknya mengambil lagi kuasa yang sudah dirampas darinya."), "H-07", "m01-perspective")
NO_PEACE = Why(
    say("Perdamaian tidak ditawarkan selama bahayanya tinggi atau belum ditanyakan; tekanan dicatat."),
    "H-17",
    "m07-risk",
)
LINKS = Why(say("Cukup tautan, akun, waktu, dan siapa yang memegang buktinya."), "H-13", "m12-confidentiality")
IMAGES = Why(say("Gambar seksual tidak dikumpulkan: setiap salinan melukai lagi."), "H-13", "m12-confidentiality")
FORCED = Why(
    say("Disaring sebelum disebut apa pun; yang dipaksakan dicatat sebagai dipaksakan."), "H-18", "m10-trafficking"
)
LABEL = Why(say("Sebutan itu menghakimi sebelum ada yang bertanya."), "H-18", "m10-trafficking")
NO_TERMS = Why(say("Pertolongan tidak bergantung pada kesaksian atau laporan polisi."), "H-18", "m10-trafficking")
INTERPRETER = Why(
    say("Ia didengar dengan bahasanya sendiri, lewat juru bahasa yang bukan keluarganya."), "H-07", "m06-intake"
)
THROUGH_FAMILY = Why(
    say("Keluarga yang dilaporkan tidak menerjemahkan dan tidak menjawab untuknya."), "H-07", "m06-intake"
)
POINTED = Why(
    say("Dihubungkan berarti layanannya disebut dan dipastikan menjawab, sesudah keselamatannya ditanyakan."),
    "H-05",
    "m06-intake",
)
SENT_AWAY = Why(say("“Bukan urusan kami” membuat orang berhenti mencari pertolongan."), "H-05", "m06-intake")
FIRST_IS_WORST = Why(
    say("Dari beberapa laporan, yang bahayanya tinggi atau belum ditanyakan ditangani dulu."), "H-01", "m07-risk"
)
NO_INQUIRY = Why(
    say("Sekolah tidak menyelidiki: kata-kata anak ditulis sekali apa adanya, lalu diteruskan."),
    "Pasal 23, 31",
    "s03-no-inquiry",
    BSAN,
)
TELLING = Why(say("Anak yang bercerita didengar tenang, dipercaya, dan tidak digali."), "H-12", "s02-telling")
HAND_ON = Why(
    say("Pelanggaran hukum diteruskan hari itu juga: telepon dulu, surat menyusul."), "Pasal 31", "s05-referral", BSAN
)
SETTLED_INSIDE = Why(
    say("Pelanggaran hukum bukan urusan tata tertib dan tidak diselesaikan di dalam sekolah."),
    "Pasal 22, 23",
    "s04-two-classes",
    BSAN,
)
SCHOOL_SECRECY = Why(
    say("Identitas pelapor dan anak dijaga: tidak di grup, tidak di rapat guru, tidak di depan kelas."),
    "Pasal 31",
    "s06-secrecy",
    BSAN,
)


def safety(*options: str) -> Line:
    """Return the line that safety was asked before the story."""
    return Line("asked-safety", say("Keselamatan ditanyakan sebelum cerita."), SAFETY, options, needed=True)


def believed(*options: str) -> Line:
    """Return the line that she was believed and not blamed."""
    return Line("believed", say("Ia dipercaya dan tidak disalahkan."), BELIEVE, options)


def honest(*options: str) -> Line:
    """Return the line that nothing was promised that cannot be kept."""
    return Line("honest", say("Yang ditulis dan yang wajib dilaporkan dijelaskan jujur."), HONEST, options)


def unseen(*options: str) -> Line:
    """Return the line that nobody learned from us that she is known here."""
    return Line("unseen", say("Keberadaannya tidak dibenarkan dan tidak disangkal."), NO_NAME, options, needed=True)
