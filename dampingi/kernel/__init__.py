"""What every room may lean on: fields, refusals, words, ids, days, code lists. No Django here."""
