"""Reads of training."""

from dampingi.training.queries.register import holdings_of

__all__ = ["holdings_of"]
