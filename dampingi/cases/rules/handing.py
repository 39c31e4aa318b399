"""Handing a case over: who may write the note for whoever comes next. Pure."""

from dampingi.cases.rules.life import State
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say


def obstacles_to_noting(state: State, *, holds: bool) -> tuple[Obstacle, ...]:
    """Return what stands in the way of a note for whoever comes next."""
    found = []
    if state is not State.OPEN:
        found.append(Obstacle("not-open", say("Kasus ini sudah selesai."), say("Buka kembali kasusnya dulu.")))
    if not holds:
        found.append(
            Obstacle(
                "not-holder",
                say("Catatan serah terima ditulis oleh yang memegang kasus ini."),
                say("Minta pendampingnya menulisnya, atau supervisor kasus bila ia tidak ada."),
            ),
        )
    return tuple(found)
