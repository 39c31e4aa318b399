"""Deeds of training: each writes, records one line and tells whoever must know."""

from dampingi.training.actions.evidence import note_drill, warn_of_expiry
from dampingi.training.actions.register import (
    COLUMNS,
    declare_register_complete,
    import_certificates,
    record_certificate,
)

__all__ = [
    "COLUMNS",
    "declare_register_complete",
    "import_certificates",
    "note_drill",
    "record_certificate",
    "warn_of_expiry",
]
