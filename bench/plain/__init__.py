"""The baseline: what a competent Django developer writes in an afternoon. No rights, no ledger, no keys."""
