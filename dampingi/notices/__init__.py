"""Notices: that something waits, never what. No name, no number, no content, no link."""
