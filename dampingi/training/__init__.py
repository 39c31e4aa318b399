"""Competences, certificates and readiness. Blind to victims: it never imports people or cases."""
