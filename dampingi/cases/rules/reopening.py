"""Taking an ended case up again: nothing of it was lost. Pure."""

from dampingi.cases.rules.life import State
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say

# What is taken up again before anything more is written to it.
SHUT = frozenset({State.CONSULTED, State.CLOSED})
ENDED = Obstacle(
    "not-open",
    say("Kasus ini sudah selesai."),
    say("Buka kembali kasusnya dulu; semua isinya masih ada."),
)


def obstacles_to_reopening(state: State, *, erased: bool) -> tuple[Obstacle, ...]:
    """Return what stands in the way of taking an ended case up again."""
    found = []
    if state is State.OPEN:
        found.append(Obstacle("already-open", say("Kasus ini sedang berjalan."), say("Tidak perlu apa-apa.")))
    if state is State.DECLINED:
        found.append(
            Obstacle(
                "declined",
                say("Ia memilih tidak didampingi."),
                say("Bila ia kini mau, catat jawabannya pada lembar kontak pertama: kasusnya terbuka lagi."),
            ),
        )
    if erased:
        found.append(
            Obstacle(
                "erased",
                say("Identitas dan kata-katanya sudah dihapus atas pilihannya."),
                say("Bila ia datang lagi, terima sebagai laporan baru."),
            ),
        )
    return tuple(found)
