"""Composition: settings, the address book of pages, what starts with what. No domain rules."""
