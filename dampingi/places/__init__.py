"""Regions with both code systems, and how near two of them are."""
