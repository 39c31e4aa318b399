"""What a question of the bank is: a situation from an officer's day and the things one could do."""

from dataclasses import dataclass

from dampingi.kernel.refusals import NOTHING
from dampingi.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Option:
    """Something one could do, and why it is best or not."""

    text: Words
    why: Words


@dataclass(frozen=True, slots=True)
class Question:
    """A short case; the best option stands first here and anywhere on the page.

    ``rules`` names the rules of practice, ``law`` the clause. A question that was ever answered is
    never changed: give the better one a new code, and name the old one in ``RETIRED``.
    """

    code: str
    module: str
    case: Words
    options: tuple[Option, ...]
    rules: str = ""
    law: Words = NOTHING
    to_confirm: bool = False
