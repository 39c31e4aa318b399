"""Dampingi: walk beside."""
