"""What is asked about a file that is kept."""

from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.words import say

ATTACH = Group(
    "attach",
    say("Berkas"),
    (
        Field("name", say("Nama berkas"), Kind.TEXT, purpose=say("Agar dikenali kembali; tersegel."), longest=255),
        Field("note", say("Tentang apa"), Kind.TEXT, hint=say("Misalnya: hasil visum, surat rujukan.")),
        Field(
            "intimate",
            say("Memperlihatkan tubuh atau tindakan seksual?"),
            Kind.YES_NO,
            Privacy.CODED,
            hint=say("Bila ya: tersegel tanpa pratinjau, tidak ikut dibagikan atau diekspor."),
        ),
    ),
)
