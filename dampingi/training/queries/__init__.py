"""Reads of training."""

from dampingi.training.queries.register import ending_of, evidence_of, held_by, holdings_of

__all__ = ["ending_of", "evidence_of", "held_by", "holdings_of"]
