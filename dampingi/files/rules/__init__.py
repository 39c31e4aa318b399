"""What may be kept, and what may be shown of it: pure, over the first and last bytes of a file."""

from dampingi.files.rules.kept import FULL, Arrived, may_be_shown, obstacles_to_keeping, padded, too_large
from dampingi.files.rules.types import TYPES, Type, sniff, type_named

__all__ = [
    "FULL",
    "TYPES",
    "Arrived",
    "Type",
    "may_be_shown",
    "obstacles_to_keeping",
    "padded",
    "sniff",
    "too_large",
    "type_named",
]
