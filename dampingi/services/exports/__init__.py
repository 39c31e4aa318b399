"""Rows to files and documents: PDF by Typst, spreadsheets."""
