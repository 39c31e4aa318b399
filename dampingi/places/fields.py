"""What is known of a shelter: coded whom it takes, sealed where it is."""

from dampingi.kernel.codes import CodeList
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.words import say

SERVED = CodeList(
    "shelter_serves",
    say("Menerima"),
    {
        "women": say("Perempuan dewasa"),
        "men": say("Laki-laki dewasa"),
        "girls": say("Anak perempuan"),
        "boys": say("Anak laki-laki"),
        "disabled": say("Penyandang disabilitas"),
    },
    "Dampingi",
    to_confirm=True,
)
SHELTER = Group(
    "shelter",
    say("Penampungan"),
    (
        Field("serves", say("Menerima"), Kind.CODES, Privacy.CODED, codes=SERVED),
        Field("rooms", say("Jumlah tempat"), Kind.NUMBER, Privacy.CODED, required=True, lowest=1, highest=500),
        Field("is_open", say("Sedang menerima?"), Kind.YES_NO, Privacy.CODED),
        Field("name", say("Nama yang dikenal petugas"), Kind.TEXT, longest=200),
        Field("address", say("Alamat"), Kind.LONG_TEXT),
        Field("contact", say("Siapa yang dihubungi, dan nomornya"), Kind.TEXT, longest=200),
        Field("way", say("Cara datang dengan aman"), Kind.LONG_TEXT),
    ),
)
SECRET = SHELTER.only(Privacy.SENSITIVE)
