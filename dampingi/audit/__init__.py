"""The ledger: every deed, reveal, look and refusal, chained line to line, and its verifier."""
