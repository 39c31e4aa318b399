"""What stands in the way, in words an officer can act on."""

from dataclasses import dataclass

from dampingi.kernel.words import Words, say

NOTHING = say("")


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that stands in the way: a code for programs, words for people, and the way out."""

    code: str
    words: Words
    remedy: Words = NOTHING


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for an answer: a code for programs, words for people."""

    code: str
    words: Words


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one value: where (a JSON pointer), which kind of wrong, and words."""

    field: str
    code: str
    words: Words


class Refusal(Exception):
    """A rule refuses a deed, with everything that stands in the way (409)."""

    def __init__(self, *obstacles: Obstacle) -> None:
        """Keep every obstacle, in the order a person should remove them."""
        super().__init__(", ".join(o.code for o in obstacles))
        self.obstacles = obstacles


class Stale(Refusal):
    """Somebody else changed the record after it was read (409, with the current one)."""

    def __init__(self) -> None:
        """Say what happened and what to do next."""
        super().__init__(
            Obstacle(
                "changed",
                say("Catatan ini baru saja diubah orang lain."),
                say("Bandingkan kedua isian di bawah, lalu pilih yang benar."),
            ),
        )


class Unclean(Exception):
    """Values that cannot be taken as they are (422), each with its place and its words."""

    def __init__(self, *problems: Problem) -> None:
        """Keep every problem."""
        super().__init__(", ".join(f"{p.field}: {p.code}" for p in problems))
        self.problems = problems
