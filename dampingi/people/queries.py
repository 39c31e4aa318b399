"""Finding mentions by what identifies them exactly; nothing is opened."""

from uuid import UUID

from dampingi.keys.tokens import Purpose, token
from dampingi.people import rules
from dampingi.people.models import Token

MOST = 200


def files_with(identifier: str) -> list[UUID]:
    """Return the files in which exactly this NIK or telephone number stands, as the actor may see them.

    Found by keyed token; nothing of what was typed is kept.
    """
    digits = "".join(letter for letter in identifier if letter.isdecimal() and letter.isascii())
    if len(digits) < rules.SHORTEST_IDENTIFIER:
        return []
    values = [token(Purpose.NIK, digits), token(Purpose.PHONE, rules.normal_phone(digits))]
    return list(Token.objects.filter(value__in=values).values_list("file_id", flat=True).distinct()[:MOST])
