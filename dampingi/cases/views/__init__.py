"""The pages of reports and cases: let in, clean, call one deed, answer."""
