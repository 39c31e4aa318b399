"""Reads of training."""

from dampingi.training.queries.paths import companions_of, path_of, path_of_unit
from dampingi.training.queries.register import ending_of, evidence_of, held_by, holdings_of

__all__ = ["companions_of", "ending_of", "evidence_of", "held_by", "holdings_of", "path_of", "path_of_unit"]
