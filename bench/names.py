"""Invented names: common parts of the province's people, put together by chance."""

from random import Random

# After shared notes on Indonesian names: Banjar and Malay, Javanese, Dayak with a family name, Batak.
_GROUPS = (
    (
        45,
        ("Siti", "Nur", "Norhayati", "Rahmah", "Fatimah", "Aisyah", "Halimah", "Mariyah", "Jainab", "Hamidah", "Salasiah"),
        ("Muhammad", "Ahmad", "Rahmatullah", "Syamsuddin", "Zainal", "Fauzi", "Husni", "Arifin", "Mahyudin", "Saidi"),
        ("Aminah", "Hayati", "Jannah", "Latifah", "Rahman", "Hasanah", "Fitriani", "Ramadhani", "Noor", "Khadijah"),
    ),
    (
        28,
        ("Sri", "Dewi", "Lestari", "Wahyuni", "Suharti", "Ratna", "Endang", "Tri", "Puji", "Yuliana", "Kartini"),
        ("Budi", "Slamet", "Joko", "Agus", "Hendra", "Suparman", "Widodo", "Eko", "Dwi", "Sugeng"),
        ("Susanto", "Wulandari", "Handayani", "Rahayu", "Utami", "Prasetyo", "Wijaya", "Setiawan", "Purnomo", "Astuti"),
    ),
    (
        24,
        ("Mega", "Rina", "Lusia", "Yanti", "Natalia", "Debora", "Helena", "Ester", "Kristina", "Rusmina", "Elisabet"),
        ("Yansen", "Andri", "Rusman", "Herson", "Teras", "Sabran", "Edison", "Lambang", "Natanael", "Pransisko"),
        ("Narang", "Tundan", "Lambung", "Baboe", "Binti", "Mahar", "Djaga", "Asang", "Sandan", "Ngabut"),
    ),
    (
        3,
        ("Rosmawati", "Tiurma", "Hotmaida", "Duma"),
        ("Parlin", "Togar", "Hotman", "Binsar"),
        ("Sihombing", "Simanjuntak", "Siregar", "Nainggolan"),
    ),
)
_WEIGHTS = [group[0] for group in _GROUPS]


def name(dice: Random, sex: str) -> str:
    """Return one to three words, one alone in an eighth of all."""
    (_, women, men, last) = dice.choices(_GROUPS, _WEIGHTS)[0]
    first = women if sex == "female" else men
    words = dice.choices((1, 2, 3), (12, 63, 25))[0]
    if words == 1:
        return dice.choice(first)
    middle = [dice.choice(last)] if words == 3 else []
    return " ".join([dice.choice(first), *middle, dice.choice(last)])
